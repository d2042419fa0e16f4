"""What holds for every record: balances, refunds, order, corrections."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from trust_cases import EXTRA_LINES, PARTIES, gave, interest, paid, plan, report, text, trust

from calculator.periods import add_months
from calculator.plan import Plan
from calculator.plan.record import Record
from calculator.trust import FUNDS

# --- properties


DAYS = st.dates(date(2026, 1, 1), date(2027, 4, 30))
CENTS = st.integers(0, 2_000_00)
FUND = st.sampled_from(["case", "general"])


@st.composite
def records(draw: st.DrawFn) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for i in range(draw(st.integers(1, 6))):
        entries.append(
            gave(
                f"c{i}",
                draw(st.sampled_from("ABC")),
                draw(DAYS).isoformat(),
                text(draw(CENTS)),
                is_receipted=draw(st.booleans()),
                fund=draw(FUND),
                is_refundable=draw(st.booleans()),
            )
        )
    for i in range(draw(st.integers(0, 3))):
        entries.append(interest(f"i{i}", draw(DAYS).isoformat(), text(draw(st.integers(0, 500)))))
        entries[-1]["fund"] = draw(st.none() | FUND)
    for i in range(draw(st.integers(0, 5))):
        entries.append(
            paid(
                f"p{i}",
                draw(DAYS).isoformat(),
                text(draw(CENTS)),
                month=draw(st.sampled_from([None, 1, 2, 5])),
                months=draw(st.integers(1, 4)),
                purpose=draw(st.sampled_from(["support", "start_up", "gift", "purchase"])),
                fund=draw(FUND),
            )
        )
    for i in range(draw(st.integers(0, 2))):
        entries.append(
            {
                "kind": "refund",
                "id": f"r{i}",
                "on": draw(DAYS).isoformat(),
                "contributor": draw(st.sampled_from("ABC")),
                "amount": text(draw(st.integers(0, 300_00))),
                "fund": draw(FUND),
            }
        )
    return entries


@given(records(), DAYS, DAYS)
def test_every_statement_balances(entries: list[dict[str, Any]], one: date, other: date) -> None:
    made = trust(entries)
    s = made.statement(min(one, other), max(one, other))
    assert (
        s.opening_cents + s.in_cents + s.interest_cents - s.paid_cents - s.refunded_cents
    ) == s.closing_cents
    assert s.closing_cents == made.balance(s.last)
    for c in s.contributors:
        assert c.contributed_cents + c.interest_cents - c.used_cents - c.refunded_cents == c.left_cents
        assert c.returnable_cents + c.kept_cents == c.left_cents
        assert min(c.left_cents, c.returnable_cents, c.kept_cents, c.receipted_cents) >= 0
    if s.closing_cents >= 0:
        assert sum(c.left_cents for c in s.contributors) + s.unattributed_cents == s.closing_cents


@given(records(), DAYS, DAYS)
def test_each_fund_balances_and_both_make_the_account(entries: list[dict[str, Any]], one: date, other: date) -> None:
    made = trust(entries)
    first, last = min(one, other), max(one, other)
    whole = made.statement(first, last)
    funds = [made.statement(first, last, fund) for fund in FUNDS]
    for s in funds:
        assert s.opening_cents + s.in_cents + s.interest_cents - s.paid_cents - s.refunded_cents == s.closing_cents
        if s.closing_cents >= 0:
            assert sum(c.left_cents for c in s.contributors) + s.unattributed_cents == s.closing_cents
    for part in ("opening", "contributed", "returned", "interest", "paid", "refunded", "closing"):
        assert sum(getattr(s, f"{part}_cents") for s in funds) == getattr(whole, f"{part}_cents")
    if all(s.closing_cents >= 0 for s in funds) and len(made.funds) > 1:
        left = {}
        for c in (c for s in funds for c in s.contributors):
            left[c.contributor] = left.get(c.contributor, 0) + c.left_cents
        assert left == {c.contributor: c.left_cents for c in whole.contributors}


@given(records(), DAYS)
def test_statements_of_neighbouring_periods_join(entries: list[dict[str, Any]], day: date) -> None:
    made = trust(entries)
    before = made.statement(date(2026, 1, 1), day)
    after = made.statement(day + timedelta(days=1), date(2027, 4, 30)) if day < date(2027, 4, 30) else None
    if after is not None:
        assert after.opening_cents == before.closing_cents


@given(records(), st.sampled_from(["refused", "end"]), st.sampled_from(["pro_rata", "deed"]))
def test_refunds_add_up_to_the_cent(entries: list[dict[str, Any]], reason: str, how: str) -> None:
    made = trust(entries, options={"refund_interest": how})
    plan = made.refund(reason)
    assert plan.refund_cents + plan.kept_cents + plan.held_back_cents + plan.by_deed_cents == max(
        0, plan.balance_cents
    )
    assert sum(r.refund_cents for r in plan.rows) == plan.refund_cents
    assert all(r.refund_cents >= 0 and r.kept_cents >= 0 for r in plan.rows)


@given(records())
def test_after_all_refunds_nothing_refundable_is_left(entries: list[dict[str, Any]]) -> None:
    made = trust(entries)
    plan = made.refund("refused")
    more = [
        {
            "kind": "refund",
            "id": f"z{i}",
            "on": "2027-04-30",
            "contributor": r.contributor,
            "amount": text(r.refund_cents),
        }
        for i, r in enumerate(plan.rows)
    ]
    after = trust(entries + more).refund("refused")
    if plan.balance_cents >= 0:
        assert after.balance_cents == plan.kept_cents + plan.by_deed_cents


@given(records(), st.randoms())
def test_the_order_of_entries_does_not_matter(entries: list[dict[str, Any]], random: Any) -> None:
    mixed = list(entries)
    random.shuffle(mixed)
    one, other = trust(entries), trust(mixed)
    assert one.statement().contributors == other.statement().contributors
    assert one.matching.settled == other.matching.settled
    assert one.refund("end").rows == other.refund("end").rows
    assert [m.id for m in one.statement().movements] == [m.id for m in other.statement().movements]


@given(records())
def test_payments_are_met_or_left_over(entries: list[dict[str, Any]]) -> None:
    made = trust(entries)
    spent = sum(
        p.amount_cents for p in made.books.payments if p.purpose in ("support", "start_up", "one_time")
    )
    assert sum(s.paid_cents for s in made.matching.settled) + sum(c for _, c in made.matching.excess) == spent
    for s in made.matching.settled:
        assert s.paid_cents + s.deducted_cents + s.shortfall_cents == s.due.amount_cents
        assert sum(c for _, c in s.payments) == s.paid_cents


@given(records(), st.data())
def test_adding_and_cancelling_returns_to_the_first_result(
    entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    extra = gave("extra", "A", data.draw(DAYS).isoformat(), text(data.draw(CENTS)))
    cancel = {"kind": "correction", "id": "k", "on": "2027-04-30", "corrects": "extra", "reason": "mistake"}
    one, other = trust(entries), trust([*entries, extra, cancel])
    assert one.statement() == other.statement()
    assert one.refund("refused") == other.refund("refused")


@given(records())
def test_a_correction_equals_the_right_entry(entries: list[dict[str, Any]]) -> None:
    right = entries[0]
    wrong = {**right, "amount": "1.23", "on": "2026-02-02"}
    fix = {
        "kind": "correction",
        "id": "k",
        "on": "2027-04-30",
        "corrects": right["id"],
        "reason": "typed wrong",
        "instead": right,
    }
    one, other = trust(entries), trust([wrong, *entries[1:], fix])
    assert one.balance() == other.balance()
    assert one.statement().contributors == other.statement().contributors


@given(records(), DAYS)
def test_cash_flow_joins_and_ends_where_the_sums_say(entries: list[dict[str, Any]], as_of: date) -> None:
    made = trust(entries, as_of=as_of, made=report(extras=EXTRA_LINES))
    months = made.cash_flow.months
    for row, following in pairwise(months):
        assert following.opening_cents == row.closing_cents
        assert following.month == add_months(row.month, 1)
    planned = sum(row.planned_out_cents for row in months)
    assert months[-1].closing_cents == made.balance(as_of) - planned
    assert sum(row.minimum_cents for row in months) == made.matching.unpaid_cents


@given(st.lists(st.sampled_from(["0.25", "0.50", "0.01", "1"]), min_size=1, max_size=4))
def test_amounts_of_the_parties_add_up(shares: list[str]) -> None:
    parties = [{"id": f"q{i}", "kind": "other"} for i in range(len(shares))]
    record = {
        "parties": parties,
        "assignments": [
            {"target": "basic", "shares": [{"party": f"q{i}", "share": s} for i, s in enumerate(shares)]}
        ],
    }
    made = trust(
        record=record,
        made=report(changes={3: {"reduction_cents": 100_01}}, contingency=9_99, extras=EXTRA_LINES),
    )
    total = made.required.total_cents
    assert sum(made.who_provides.by_party().values()) == total


def test_the_record_survives_the_file() -> None:
    first = plan(
        {
            "entries": [gave("c1", "A", "2026-01-10", "5.00"), paid("p1", "2026-05-01", "1.00")],
            "parties": PARTIES,
        }
    )
    assert Plan.model_validate_json(first.model_dump_json()) == first
    assert Record.model_validate(first.record.model_dump(mode="json")) == first.record
