"""Money held in trust where it goes wrong easily: each figure worked out by hand from the rule it names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from trust_cases import EXTRA_LINES, codes, gave, interest, paid, report, start_up_line, trust

MAY_1 = "2026-05-01"


def loan(on: str = MAY_1, **more: Any) -> dict[str, Any]:
    return {"kind": "loan", "id": "n", "on": on, "amount": "300.00", "terms": "binder", **more}


def taken_off(on: str, month: int, **more: Any) -> dict[str, Any]:
    return {"kind": "loan_deduction", "id": "d", "loan": "n", "on": on, "amount": "100.00", "month": month, **more}


# --- what is still to be raised (N34)


def test_what_was_paid_of_the_plan_is_raised_and_a_bank_charge_is_not() -> None:
    """Needed 17,765.00. Given 17,765.00; paid 3,065.00 + 1,225.00 of the plan and 10.00 to the bank.

    Held 17,765.00 - 4,300.00 = 13,465.00; still 17,765.00 - 13,465.00 - 4,290.00 = 10.00, the bank's.
    """
    made = trust(
        [
            gave("c", "A", "2026-01-10", "17765.00"),
            paid("p", MAY_1, "4290.00"),
            paid("b", MAY_1, "10.00", purpose="bank_charge"),
        ],
        as_of=date(2026, 5, 2),
        record={"habits": {"share_before_forms": True}},
    )
    s = made.savings
    assert (s.held_cents, s.met_cents, s.still_cents) == (13465_00, 4290_00, 10_00)
    assert [m.short_cents for m in made.milestones] == [0, 10_00]


def test_a_deposit_paid_before_its_day_leaves_the_account_once() -> None:
    """20,000.00 - deposit 1,000.00 - minimum 17,765.00 - childcare 200.00 = 1,035.00."""
    made = trust(
        [gave("c", "A", "2026-01-10", "20000.00"), paid("p", "2026-04-20", "1000.00", purpose="deposit")],
        as_of=date(2026, 4, 25),
        made=report(extras=EXTRA_LINES),
    )
    assert sum(m.deposits_cents for m in made.cash_flow.months) == 0
    assert made.cash_flow.months[-1].closing_cents == 1035_00
    assert (made.savings.met_cents, made.savings.still_cents) == (1000_00, 0)


def test_a_deposit_that_came_back_before_its_day_is_planned_again() -> None:
    made = trust(
        [
            paid("p", "2026-04-20", "1000.00", purpose="deposit"),
            {"kind": "returned", "id": "r", "on": "2026-04-22", "payment": "p", "amount": "400.00"},
        ],
        as_of=date(2026, 4, 25),
        made=report(extras=EXTRA_LINES),
    )
    assert sum(m.deposits_cents for m in made.cash_flow.months) == 400_00


def test_promised_money_that_comes_after_the_first_is_missing_for_some_days() -> None:
    """3,065.00 in the account pays the start-up; each month's 1,225.00 is promised for the 28th: May ends at 0.00."""
    made = trust(
        [gave("c", "A", "2026-01-10", "3065.00")],
        as_of=date(2026, 4, 1),
        record={"promises": [{"contributor": "A", "amount": "1225.00", "from": "2026-05-28", "to": "2027-04-30"}]},
    )
    may = made.cash_flow.months[4]
    assert (may.month, may.closing_cents, may.lowest_cents) == (date(2026, 5, 1), 0, -1225_00)
    assert made.cash_flow.first_short is None
    assert any("$1,225.00 is missing for some days" in p.what and "May 2026" in p.what for p in made.problems)


def test_a_promise_of_a_sponsored_person_or_of_nobody_is_refused() -> None:
    promises = [{"contributor": who, "amount": "100.00", "from": MAY_1, "cadence": "once"} for who in ("p1", "X", "A")]
    made = trust(as_of=date(2026, 4, 1), record={"promises": promises})
    assert codes(made).count("W14") == 1 and codes(made).count("W04") == 1
    assert sum(m.promised_cents for m in made.cash_flow.months) == 100_00


# --- whose money it is (R55, R56, R57, R7)


def test_the_interest_in_a_refund_is_that_of_the_money_given_back() -> None:
    """Two gifts of 100.00, one receipted, interest 3.00: 1.50 each; 101.50 goes back, 1.50 of it interest."""
    made = trust(
        [
            gave("c1", "A", "2026-01-10", "100.00"),
            gave("c2", "A", "2026-01-11", "100.00", is_receipted=True),
            interest("i", "2026-03-31", "3.00"),
        ]
    )
    row = made.refund("refused").rows[0]
    assert (row.refund_cents, row.interest_cents, row.kept_cents) == (101_50, 1_50, 101_50)


def test_giving_back_what_was_never_counted_leaves_the_account_alone() -> None:
    """A sponsored person's 500.00 is not counted (R7); when it is given back, that is not counted either."""
    made = trust(
        [
            gave("c1", "A", "2026-01-10", "10.00"),
            gave("c2", "S", "2026-01-10", "500.00"),
            {"kind": "refund", "id": "r", "on": "2026-01-12", "contributor": "S", "amount": "500.00"},
        ],
        record={"contributors": [{"id": "A"}, {"id": "S", "kind": "sponsored_person"}]},
    )
    assert made.balance() == 10_00
    assert [p.level for p in made.problems if p.code == "W14"] == ["refuse", "note"]
    assert [c.contributor for c in made.statement().contributors] == ["A"]


@pytest.mark.parametrize(("kind", "is_red"), [("in_trust", True), ("formal_trust", False), ("central", False)])
def test_two_holders_are_asked_of_an_ordinary_account_only(kind: str, is_red: bool) -> None:
    """R55: a formal trust, or an ordinary account with two holders; N30: a central account by agreement."""
    made = trust([gave("c", "A", "2026-01-10", "1.00")], record={"account": {"kind": kind, "holders": [{"id": "h1"}]}})
    assert any(p.where == "record.account.holders" for p in made.problems) == is_red


# --- advances (N6)


def test_many_payments_of_one_day_are_one_advance() -> None:
    """Twelve transfers on 1 May, one for each month: May, June and July count; August begins three months on."""
    made = trust([paid(f"p{k}", MAY_1, "1225.00", month=k) for k in range(1, 13)], as_of=date(2026, 5, 2))
    assert [row.paid_cents for row in made.matching.settled[1:5]] == [1225_00, 1225_00, 1225_00, 0]
    assert len(made.matching.excess) == 9 and codes(made).count("W16") == 9


def test_a_second_advance_counts_from_the_month_before() -> None:
    """On 2 May an advance reaches months that begin before 2 August."""
    made = trust(
        [paid("p1", MAY_1, "3675.00", month=1, months=3), paid("p2", "2026-05-02", "2450.00", month=4, months=2)],
        as_of=date(2026, 5, 2),
    )
    assert [row.paid_cents for row in made.matching.settled[4:6]] == [1225_00, 0]
    assert made.matching.excess == (("p2", 1225_00),)


def test_a_group_of_three_paid_the_week_before_counts_whole() -> None:
    """Equal months from 31 May; the group from 31 August falls due on 25 July and its last month begins 31 October."""
    start = date(2026, 5, 31)
    made = trust(
        [paid("p0", "2026-07-25", "3675.00", month=4, months=3)],
        as_of=date(2026, 7, 25),
        made=report(start),
        arrives_on=start.isoformat(),
        options={"pay_dates": "week_before", "advance_months": 3},
    )
    group = [row for row in made.matching.settled if row.due.month in (4, 5, 6)]
    assert [row.due.due_on for row in group] == [date(2026, 7, 25)] * 3
    assert group[2].due.covers_from == date(2026, 10, 31)
    assert [row.paid_cents for row in group] == [1225_00] * 3


def test_a_line_of_the_start_up_with_a_day_of_its_own_is_paid_by_its_name() -> None:
    """School falls due on 1 August with 150.00; 40.00 for it leaves the start-up of the arrival unpaid."""
    made = report()
    made["units"][0]["start_up"]["lines"].append(start_up_line("school", 150_00, date(2026, 8, 1)))
    school = paid("p", "2026-07-20", "40.00", purpose="start_up", line="school")
    any_line = paid("p", "2026-07-20", "40.00", purpose="start_up")
    for payment, first, second in ((school, 0, 40_00), (any_line, 40_00, 0)):
        settled = trust([payment], as_of=date(2026, 7, 21), made=made).matching.settled
        rows = [(r.due.amount_cents, r.paid_cents) for r in settled if r.due.kind == "start_up"]
        assert rows == [(3065_00, first), (150_00, second)]


# --- loans to the family (N13)


SON = [{"id": "p1", "role": "principal"}, {"id": "son", "role": "child"}]


def test_a_loan_is_taken_off_the_unit_that_has_it() -> None:
    """The son has the loan of 300.00; the 100.00 of June is his, and only his letter says so."""
    made = trust(
        [loan(unit="son"), taken_off("2026-06-01", 2)],
        as_of=date(2026, 6, 2),
        made=report(units=("family", "son")),
        people=SON,
    )
    june = {row.due.unit: row.deducted_cents for row in made.matching.settled if row.due.month == 2}
    assert june == {"family": 0, "son": 100_00}
    assert "$100.00 of it pays back the loan" in made.letter("son", 2).text
    assert "pays back the loan" not in made.letter("family", 2).text


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (taken_off(MAY_1, 1), True),
        (taken_off("2026-04-30", 1), False),
        (taken_off(MAY_1, 1, unit="son"), True),
        (taken_off(MAY_1, 1, unit="family"), False),
    ],
)
def test_a_loan_is_taken_off_later_and_from_its_own_unit(entry: dict[str, Any], counts: bool) -> None:
    made = trust([loan(unit="son"), entry], made=report(units=("family", "son")), people=SON)
    assert bool(made.books.deductions) == counts


# --- evidence and letters (N7, N11, N13, N36)


def test_every_transfer_is_found_in_the_evidence() -> None:
    """1,300.00 for June: 1,225.00 was due, 75.00 is more; a gift of 50.00 and a loan of 300.00 stand beside."""
    made = trust(
        [
            paid("p", "2026-06-01", "1300.00", month=2),
            paid("g", "2026-06-05", "50.00", purpose="gift"),
            loan("2026-06-06"),
            paid("z", "2026-06-07", "4.00", purpose="bank_charge"),
        ],
        as_of=date(2026, 6, 30),
    )
    rows = [(r.side, r.line, r.amount_cents) for r in made.evidence.rows if r.side in ("given", "besides")]
    assert rows == [
        ("given", "support", 1225_00),
        ("besides", "support", 75_00),
        ("besides", "gift", 50_00),
        ("besides", "loan_given", 300_00),
    ]


def test_gifts_of_a_part_month_add_up_to_what_counts() -> None:
    """Free housing 500.00 + 150.00 in kind, ten days of thirty-one: 650.00 x 10 / 31 = 209.677, so 209.68 counts.

    The lines stand in full (R46): 500.00 + 150.00 - 440.32 = 209.68.
    """
    made = report()
    month = made["units"][0]["months"][0]
    for line in month["lines"]:
        line["in_kind_cents"] = {"shelter": 500_00, "supplement": 150_00}.get(line["line"], 0)
    month["in_kind_cents"] = 209_68
    rows = [r for r in trust(made=made).evidence.rows if r.side == "in_kind"]
    assert [(r.line, r.amount_cents) for r in rows] == [
        ("shelter", 500_00), ("supplement", 150_00), ("in_kind_part", -440_32),
    ]  # fmt: skip


def test_the_next_payment_is_all_that_falls_on_its_day() -> None:
    """On 1 August a school item of 150.00 and August's 1,225.00: together 1,375.00; 75.00 of it was paid already."""
    made = report()
    made["units"][0]["one_time"]["lines"].append(start_up_line("school", 150_00, date(2026, 8, 1)))
    july = trust([paid("p", "2026-07-20", "75.00", month=4)], as_of=date(2026, 7, 21), made=made).letter("family", 3)
    assert "The next payment is planned for August 1, 2026: $1,300.00." in july.text


def test_a_month_paid_in_advance_is_no_payment_to_come() -> None:
    """May, June and July are due together on 1 May; the next payment is 3 x 1,225.00 = 3,675.00 on 1 August."""
    made = trust(as_of=date(2026, 4, 1), options={"advance_months": 3})
    for month in (1, 2, 3):
        assert "The next payment is planned for August 1, 2026: $3,675.00." in made.letter("family", month).text


def test_a_finding_names_its_entry() -> None:
    made = trust([gave("c", "A", "2026-01-10", "9.00"), paid("p9", MAY_1, "1.00", reference="")])
    assert {made.entry_of(p) for p in made.problems if p.code == "W17"} == {"p9"}
    assert {made.entry_of(p) for p in made.problems if p.code != "W17"} == {""}
