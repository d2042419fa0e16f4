"""Workbooks."""
from calculator.workbook.book import write_workbook
