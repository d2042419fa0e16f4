"""Two funds in one account, and the habits of agreement holders (R59): worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from trust_cases import LIMITS, codes, gave, interest, paid, trust

from calculator.rates import Rates
from calculator.trust import Limits

# --- two funds


TWO_FUNDS = [
    gave("c1", "A", "2026-01-10", "600.00"),
    gave("c2", "B", "2026-01-10", "300.00", fund="general"),
    gave("c3", "A", "2026-02-10", "100.00", fund="general"),
    {**interest("i1", "2026-03-01", "6.00"), "fund": "case"},
    interest("i2", "2026-03-02", "10.00"),
    paid("p1", "2026-05-01", "150.00"),
    paid("p2", "2026-05-02", "80.00", fund="general"),
]


def test_a_statement_for_each_fund() -> None:
    """Interest of 10.00 that names no fund: 600 to 400 given by then, so 6.00 and 4.00."""
    made = trust(TWO_FUNDS, as_of=date(2026, 6, 1))
    case, general, both = made.statement(fund="case"), made.statement(fund="general"), made.statement()
    assert made.funds == ("case", "general")
    assert (case.in_cents, case.interest_cents, case.paid_cents, case.closing_cents) == (600_00, 12_00, 150_00, 462_00)
    assert (general.in_cents, general.interest_cents, general.paid_cents) == (400_00, 4_00, 80_00)
    assert (general.closing_cents, both.closing_cents) == (324_00, 786_00)
    # of the general fund: 300 to 100, so 324 is 243 and 81; of the case fund all is A's
    assert [(c.contributor, c.left_cents) for c in general.contributors] == [("B", 243_00), ("A", 81_00)]
    assert [(c.contributor, c.left_cents) for c in both.contributors] == [("A", 543_00), ("B", 243_00)]
    refund = made.refund("refused")
    assert [(r.contributor, r.refund_cents) for r in refund.rows] == [("A", 543_00), ("B", 243_00)]


def test_a_fund_that_lives_on_the_other_is_named() -> None:
    made = trust([gave("c1", "A", "2026-01-10", "100.00", fund="general"), paid("p1", "2026-05-01", "40.00")])
    problem = next(p for p in made.problems if "case fund" in p.what)
    assert "$40.00 short" in problem.what
    assert sum(c.left_cents for c in made.statement().contributors) == 60_00


# --- habits (R59)


def test_no_habit_is_on_by_itself() -> None:
    made = trust()
    assert made.milestones == () and made.releases == () and made.required.emergency_cents == 0


def test_a_quarter_before_the_forms_and_all_before_arrival() -> None:
    """17,765.00 is needed: 4,441.25 first. 5,000.00 is there, so 12,765.00 is still missing."""
    made = trust(
        [gave("c1", "A", "2026-01-10", "5000.00")], as_of=date(2026, 2, 1),
        record={"habits": {"share_before_forms": True}}, submitted_on="2026-01-31",
    )  # fmt: skip
    assert [(m.on, m.amount_cents, m.short_cents) for m in made.milestones] == [
        (date(2026, 1, 31), 4441_25, 0),
        (date(2026, 5, 1), 17765_00, 12765_00),
    ]


@pytest.mark.parametrize(("deposit", "amount"), [("full", 17765_00), ("two_months", 2450_00)])
def test_a_deposit(deposit: str, amount: int) -> None:
    made = trust(as_of=date(2026, 2, 1), record={"habits": {"deposit": deposit}})
    assert [(m.on, m.amount_cents) for m in made.milestones] == [(None, amount)]


def test_a_deposit_in_instalments_over_the_processing_time() -> None:
    """17,765.00 over three months: 5,921.67, 5,921.67 and 5,921.66, told as sums by then."""
    made = trust(as_of=date(2026, 2, 1), record={"habits": {"deposit": "instalments"}})
    assert [m.amount_cents for m in made.milestones] == [5921_67, 11843_34, 17765_00]


def test_the_emergency_fund_is_kept_beside_the_contingency() -> None:
    made = trust(as_of=date(2026, 2, 1), record={"habits": {"emergency_fund": True}})
    assert (made.required.emergency_cents, made.required.total_cents) == (1000_00, 18765_00)
    assert {m.set_aside_cents for m in made.cash_flow.months if m.month >= date(2026, 5, 1)} == {1000_00}


def test_releases_are_asked_for_a_month_ahead() -> None:
    made = trust(record={"habits": {"releases": True}})
    assert len(made.releases) == 12
    first = made.releases[0]
    assert (first.ask_on, first.month, first.amount_cents, first.owed_cents) == (
        date(2026, 4, 1), date(2026, 5, 1), 1225_00, 1225_00,
    )  # fmt: skip


def test_budgets_at_three_stages() -> None:
    made = trust(record={"habits": {"budget_stages": True}})
    assert [m.on for m in made.milestones] == [None, date(2026, 5, 1), date(2027, 4, 30)]


def test_everything_back_if_nobody_arrives() -> None:
    """Money given for good goes back too; money with a receipt does not (R57)."""
    entries = [
        gave("c1", "A", "2026-01-10", "100.00", is_refundable=False),
        gave("c2", "B", "2026-01-11", "50.00", is_receipted=True, fund="general"),
    ]
    usual, full = trust(entries), trust(entries, record={"habits": {"refund_all": True}})
    assert [(r.contributor, r.refund_cents) for r in usual.refund("refused").rows] == [("A", 0), ("B", 0)]
    assert [(r.contributor, r.refund_cents) for r in full.refund("refused").rows] == [("A", 100_00), ("B", 0)]
    assert full.refund("end").refund_cents == 0
    assert "W33" in codes(full) or full.refund("refused").problems


def test_the_figures_are_in_the_rate_files(rates: Rates) -> None:
    assert Limits.of(rates, date(2027, 1, 1)) == LIMITS
