"""Workbooks: a plan as sheets with live formulas, back again as a plan, and the page of many plans.

Only writing and reading of files. Values come from the budget's report and from ``trust``; formulas repeat the steps of
the rules so that a treasurer can change a number, and a test has an office program agree with the engine to the cent.
Nothing is decided here. ``facts`` lays a case out, ``sheet`` writes cells, one module writes each sheet, ``reading``
and ``changes`` read, ``csv`` writes the ledger as text.
"""

from calculator.workbook.book import write_workbook
from calculator.workbook.csv import ledger_csv
from calculator.workbook.portfolio import write_portfolio
from calculator.workbook.reading import read_workbook, read_workbooks

__all__ = ["ledger_csv", "read_workbook", "read_workbooks", "write_portfolio", "write_workbook"]
