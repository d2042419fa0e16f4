"""``python -m calculator.explain``: write rules/COVERAGE.md anew, the statement of what is covered, from the rules."""

from calculator.explain.rulebook import COVERAGE, coverage_page

COVERAGE.write_text(coverage_page(), encoding="utf-8", newline="\n")
print(COVERAGE)
