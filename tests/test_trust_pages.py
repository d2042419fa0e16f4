"""The time ahead, evidence, who provides what, the letter: worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from trust_cases import EXTRA_LINES, EXTRAS, PARTIES, codes, extra_line, gave, paid, report, trust

from calculator.plan.record import Assignment
from calculator.trust import paper
from calculator.trust.words import LINES, TASKS

# --- the time ahead (N34, N39, N33)


def test_required_on_arrival() -> None:
    required = trust(made=report(contingency=888_25, extras=EXTRA_LINES), extras=EXTRAS).required
    assert (required.minimum_cents, required.outside_cents, required.contingency_cents) == (
        17765_00,
        1200_00,
        888_25,
    )
    assert required.total_cents == required.needed_on_arrival_cents == 19853_25


def test_promises_lower_the_balance_needed_on_arrival() -> None:
    record = {
        "promises": [{"contributor": "A", "amount": "1225.00", "from": "2026-05-15", "to": "2027-03-31"}]
    }
    required = trust(record=record).required
    # promised on the 15th of each month: eleven of the twelve months are carried by the month before
    assert required.promised_after_cents == 11 * 1225_00
    assert required.needed_on_arrival_cents == 3065_00 + 1225_00


def test_first_month_of_shortfall() -> None:
    flow = trust([gave("c1", "A", "2026-01-10", "10000.00")], as_of=date(2026, 4, 1)).cash_flow
    # 3,065 + 5 x 1,225 = 9,190 by September; October lacks 415
    assert flow.first_short == date(2026, 10, 1)
    assert next(m for m in flow.months if m.month == flow.first_short).short_cents == 415_00
    assert (flow.months[0].month, flow.months[-1].month) == (date(2026, 1, 1), date(2027, 4, 1))


def test_cash_flow_shows_money_outside_the_minimum_in_columns_of_its_own() -> None:
    rent = extra_line("Last month's rent", "prepaid_rent", "2026-05-01", 650_00)
    made = trust(
        as_of=date(2026, 4, 1),
        made=report(extras=(*EXTRA_LINES, rent)),
        record={"loan_help": [{"amount": "50.00", "from": "2026-06-15", "to": "2026-07-31"}]},
    )
    may, june, july = made.cash_flow.months[1:4]
    assert (may.minimum_cents, may.deposits_cents, may.prepaid_rent_cents) == (4290_00, 1000_00, 650_00)
    assert (june.minimum_cents, june.loan_help_cents, june.extras_cents) == (1225_00, 50_00, 0)
    assert (july.loan_help_cents, july.extras_cents) == (50_00, 100_00)


def test_refundable_deposits_are_marked() -> None:
    made = trust(made=report(extras=EXTRA_LINES), extras=EXTRAS)
    assert [f.is_refundable for f in made.outflows if not f.is_minimum] == [True, False, False]


def test_cash_flow_does_not_count_paid_months_twice() -> None:
    made = trust(
        [
            gave("c1", "A", "2026-01-10", "17765.00"),
            paid("p0", "2026-05-01", "4290.00"),
            paid("p2", "2026-06-01", "1225.00", month=2),
        ],
        as_of=date(2026, 6, 30),
    )
    assert made.cash_flow.months[-1].closing_cents == 0
    assert made.cash_flow.first_short is None


def test_purchases_leave_the_account_once() -> None:
    made = report(start_up={"furniture": {"purchases_cents": 500_00}})
    ahead = trust(as_of=date(2026, 4, 1), made=made).cash_flow
    assert sum(m.purchases_cents for m in ahead.months) == 500_00
    bought = trust(
        [paid("b", "2026-04-20", "200.00", purpose="purchase")], as_of=date(2026, 4, 25), made=made
    )
    assert sum(m.purchases_cents for m in bought.cash_flow.months) == 300_00


def test_papers_name_the_choices_the_record_makes_use_of() -> None:
    told = {"code": "advance_from", "text": "Counted from the day it is paid.", "rule": "N6"}
    other = {"code": "pay_dates", "text": "Payments are dated on arrival.", "rule": "N6"}
    with_advance = trust([gave("c1", "A", "2026-01-10", "9000.00")], made={**report(), "assumptions": [told, other]})
    for page in (paper.statement_page(with_advance), paper.refund_page(with_advance, "end")):
        assert "<li>Counted from the day it is paid. (N6)</li>" in page
        assert "Payments are dated" not in page


def test_savings_before_arrival() -> None:
    made = trust([gave("c1", "A", "2026-01-01", "7765.00")], as_of=date(2026, 2, 1))
    assert (made.savings.held_cents, made.savings.still_cents) == (7765_00, 10000_00)
    assert made.savings.months == (
        (date(2026, 2, 1), 3333_34),
        (date(2026, 3, 1), 3333_33),
        (date(2026, 4, 1), 3333_33),
    )


def test_savings_over_the_processing_time() -> None:
    made = trust(
        as_of=date(2026, 2, 1),
        arrival_is_estimate=True,
        submitted_on="2026-01-01",
        application={"processing_months": 20},
    )
    assert len(made.savings.months) == 19
    assert sum(cents for _, cents in made.savings.months) == 17765_00


def test_contingency_below_five_percent_and_no_deposits() -> None:
    assert [p.code for p in trust().problems] == ["W35", "W35"]
    made = trust(made=report(contingency=888_25, extras=EXTRA_LINES), extras=EXTRAS)
    assert made.problems == ()


# --- evidence (N7-N11)


def test_evidence_of_a_month() -> None:
    made = trust(
        [
            gave("c", "A", "2026-01-01", "17765.00"),
            paid("p0", "2026-05-01", "3065.00", purpose="start_up"),
            paid("p1", "2026-05-01", "1225.00", month=1),
            paid("p2", "2026-06-01", "837.50", month=2, reference="ET2", account_last4="9876"),
            {
                "kind": "explanation",
                "id": "x",
                "on": "2026-06-01",
                "about": "earned_income",
                "month": 2,
                "explained_by": "treasurer",
                "reason": "Pay of 1,000.00 in May",
            },
            {"kind": "evidence", "id": "e", "on": "2026-06-02", "type": "bank_statement", "entry": "p2"},
        ],
        made=report(changes={2: {"reduction_cents": 387_50}}),
        as_of=date(2026, 6, 30),
    )
    pack = made.evidence
    june = next(s for s in pack.sums if s.slot.month == 2)
    assert (june.owed_cents, june.reduction_cents, june.due_cents, june.paid_cents, june.shortfall_cents) == (
        1225_00,
        387_50,
        837_50,
        837_50,
        0,
    )
    rows = [r for r in pack.rows if r.slot.month == 2]
    assert [(r.side, r.line, r.amount_cents) for r in rows] == [
        ("owed", "basic", 400_00),
        ("owed", "shelter", 500_00),
        ("owed", "supplement", 150_00),
        ("owed", "transport", 100_00),
        ("owed", "communication", 75_00),
        ("deduction", "earned_income", -387_50),
        ("given", "support", 837_50),
    ]
    assert rows[0].rates == ("rv:basic",)
    assert rows[5].text == "Pay of 1,000.00 in May"
    assert (rows[6].reference, rows[6].account_last4, rows[6].receipt) == (
        "ET2",
        "9876",
        "Bank statement of the sponsor",
    )
    assert len(pack.documents) == 1
    assert "W18" not in codes(made)


def test_unexplained_deductions_are_red() -> None:
    made = trust(made=report(changes={k: {"reduction_cents": 387_50} for k in (2, 3)}))
    problems = [p for p in made.problems if p.code == "W18"]
    assert [(p.level, p.what) for p in problems] == [
        ("red", "Less is paid to the family (month 2–3) because of earnings, and no reason is noted.")
    ]


def test_gifts_at_start_up_need_a_list() -> None:
    made = report(start_up={"furniture": {"in_kind_cents": 500_00}})
    assert "W18" in codes(trust(made=made))
    gift = {"line": "furniture", "value": "500.00", "item": "sofa, table", "from": "2026-05-01"}
    made_ = trust(made=made, in_kind=[gift])
    assert "W18" not in codes(made_)
    assert [(g.item, g.value_cents, g.given_by) for g in made_.evidence.in_kind] == [
        ("sofa, table", 500_00, "signer")
    ]


# --- who provides what


def test_shares_of_lines_and_tasks() -> None:
    record = {
        "parties": PARTIES,
        "assignments": [
            {
                "target": "shelter",
                "shares": [{"party": "sah", "share": "0.5"}, {"party": "cg", "share": "0.5"}],
            },
            {"target": "basic", "shares": [{"party": "cg"}]},
            {"target": "reception", "shares": [{"party": "cg"}, {"party": "sah"}]},
        ],
    }
    who = trust(record=record).who_provides
    assert who.by_party() == {"": 17765_00 - 12 * 900_00, "cg": 12 * 650_00, "sah": 12 * 250_00}
    assert {(p.party, p.share_bp, p.total_cents) for p in who.checklist if p.target == "shelter"} == {
        ("cg", 5000, 3000_00),
        ("sah", 5000, 3000_00),
    }
    assert [p.party for p in who.checklist if p.target == "reception"] == ["cg", "sah"]
    may = [row for row in who.by_month() if row["month"] == date(2026, 5, 1)]
    assert sum(row["amount_cents"] for row in may) == 4290_00  # type: ignore[misc]
    assert any("Nobody provides yet" in p.what for p in who.problems)


def test_shares_that_do_not_add_up_are_refused() -> None:
    record = {
        "parties": PARTIES,
        "assignments": [
            {
                "target": "shelter",
                "shares": [{"party": "sah", "share": "0.5"}, {"party": "cg", "share": "0.4"}],
            }
        ],
    }
    made = trust(record=record)
    assert "W04" in codes(made)
    assert made.who_provides.by_party() == {"": 17765_00}


def test_an_odd_cent_goes_to_the_first_party_by_id() -> None:
    record = {
        "parties": PARTIES,
        "assignments": [
            {"target": "basic", "shares": [{"party": "sah", "share": "0.5"}, {"party": "cg", "share": "0.5"}]}
        ],
    }
    made = trust(made=report(changes={2: {"reduction_cents": 387_50}}), record=record)
    june = [
        (a.party, a.amount_cents) for a in made.who_provides.amounts if a.month == 2 and a.line == "basic"
    ]
    assert june == [("cg", 136_74), ("sah", 136_73)]  # of 273.47


def test_one_party_provides_everything() -> None:
    who = trust(record={"parties": PARTIES[:1]}).who_provides
    assert who.by_party() == {"sah": 17765_00}
    assert who.problems == ()


def test_every_target_has_a_name() -> None:
    targets = set(Assignment.model_json_schema()["properties"]["target"]["enum"])
    assert targets <= set(LINES) | set(TASKS)
    assert set(TASKS) <= targets


# --- the letter (N36)


def letter(lang: str = "en", month: int = 2, **more: Any) -> str:
    made = trust(
        made=report(changes={2: {"reduction_cents": 387_50}}),
        as_of=date(2026, 5, 20),
        lang=lang,
        record={"paid_by": "Group North", "contact": "Anna"},
        **more,
    )
    return made.letter("family", month).text


def test_letter_in_english() -> None:
    text = letter()
    assert text.startswith(
        "Your support for June 1, 2026 to June 30, 2026\n\n"
        "For June 1, 2026 to June 30, 2026 you get $837.50.\n  Basic needs: $273.47\n"
    )
    assert "It is paid on June 1, 2026 by e-transfer. It comes from Group North." in text
    assert "This month is $387.50 less because of money earned at work." in text
    assert "The next payment is planned for July 1, 2026: $1,225.00." in text
    assert "Please ask: Anna." in text


def test_letter_in_french() -> None:
    text = letter("fr")
    assert "837,50\u00a0$" in text
    assert "1er juin 2026" in text
    for word in ("Your ", "This ", " paid", "month", "Basic"):
        assert word not in text


def test_letter_of_the_first_and_last_month() -> None:
    assert "For your start in Canada you also get $3,065.00 on May 1, 2026." in letter(month=1)
    assert "This is the last month of your support: it ends on April 30, 2027." in letter(month=12)


def test_problems_in_french() -> None:
    made = trust([gave("c1", "p1", "2026-01-10", "500.00")], lang="fr")
    assert all(" the " not in p.what and " no " not in f" {p.what}" for p in made.problems)


def test_how_long_to_keep_the_file() -> None:
    made = trust([{"kind": "sah_fee", "id": "f", "on": "2026-01-05", "amount": "250.00", "paid_by": "B"}])
    assert made.keep_until == (date(2034, 4, 30), date(2027, 1, 5))
