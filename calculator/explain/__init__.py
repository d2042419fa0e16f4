"""Why a figure is what it is: a sentence, the formula with its numbers, the rules, the rate rows.

Works from a report alone (``Budget.report``), so that an explanation can never differ from the figure it
explains. Nothing is worked out here. ``single`` explains lines, ``totals`` sums, ``together`` whole reports;
``sentences`` has the words, ``formulas`` writes formulas, ``rulebook`` has the rules and which are covered.
"""

from calculator.explain.parts import Explanation, RateSaid, RuleSaid
from calculator.explain.rulebook import coverage_statement
from calculator.explain.single import explain_line
from calculator.explain.together import as_text, explain_all, explain_text, rate_text
from calculator.explain.totals import explain_month, explain_total

__all__ = [
    "Explanation",
    "RateSaid",
    "RuleSaid",
    "as_text",
    "coverage_statement",
    "explain_all",
    "explain_line",
    "explain_month",
    "explain_text",
    "explain_total",
    "rate_text",
]
