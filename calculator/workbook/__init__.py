"""Workbooks."""
from calculator.workbook.book import write_workbook
from calculator.workbook.reading import read_workbook
