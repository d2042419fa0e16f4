"""The application stage beyond the table of examples: linked applications, pledges, dates, and who sees the
table.

Amounts are those of the printed table of 2018-05-01 and arithmetic by hand.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from calculator.budget import make_budget
from calculator.plan import Plan
from calculator.rates import Rates
from calculator.rules.application import application_of, has_application

SINGLE = {"id": "p1", "role": "principal", "age_at_arrival": 40}


def plan(**change: Any) -> Plan:
    base: dict[str, Any] = {
        "sponsor": "G5", "community": "ON/chatham", "arrives_on": "2027-05-01", "people": [SINGLE],
    }  # fmt: skip
    return Plan.model_validate(base | change)


def stage(rates: Rates, as_of: date | None = None, **change: Any) -> dict[str, Any]:
    return application_of(plan(**change), rates, None, as_of)


def said(result: dict[str, Any], code: str) -> list[str]:
    return [row["where"] for row in result["notices"] if row["id"] == code]


def test_linked_applications_are_costed_apart(rates: Rates) -> None:
    """Two families of 2 and 1: 24,800 + 16,500, not the 26,700 of one family of 3 (R10)."""
    people = [
        SINGLE | {"family": "parents"},
        {"id": "p2", "role": "spouse", "age_at_arrival": 39, "family": "parents"},
        {"id": "aunt", "role": "principal", "age_at_arrival": 50, "family": "aunt"},
    ]
    result = stage(rates, people=people)
    assert [(x["family"], x["size"], x["table_cents"]["total"]) for x in result["families"]] == [
        ("parents", 2, 24_800_00), ("aunt", 1, 16_500_00),
    ]  # fmt: skip
    assert result["required_cents"] == 41_300_00


def test_the_same_free_housing_counts_in_each_linked_application(rates: Rates) -> None:
    """Size 1 twice: 2 x 7,008; furniture without a family only in the first: 500 (R10, R29c)."""
    people = [SINGLE | {"family": "a"}, {"id": "q", "role": "principal", "age_at_arrival": 50, "family": "b"}]
    gifts = [
        {"kind": "shelter", "value": "9000.00", "giver_signs": True},
        {"kind": "furniture", "value": "500.00"},
        {"kind": "linens", "value": "70.00", "family": "b"},
    ]
    result = stage(rates, people=people, application={"in_kind": gifts})
    assert [x["in_kind_counted_cents"] for x in result["families"]] == [7_008_00 + 500_00, 7_008_00 + 70_00]
    assert result["required_cents"] == 2 * 16_500_00 - 2 * 7_008_00 - 500_00 - 70_00


def test_each_gift_says_why_it_counts_as_it_does(rates: Rates) -> None:
    """Size 1 on the table: clothing 385, furniture 1,085, linens 80. The cap itself still counts in full, a cent more
    is cut; what comes after it finds nothing left; school without a pupil and a host who does not sign count nothing.
    """
    gifts = [
        {"kind": "clothing", "value": "385.00"},
        {"kind": "clothing", "value": "10.00"},
        {"kind": "furniture", "value": "1085.01"},
        {"kind": "linens", "value": "50.00"},
        {"kind": "linens", "value": "50.00"},
        {"kind": "school", "value": "75.00"},
        {"kind": "shelter", "value": "5000.00"},
    ]
    result = stage(rates, application={"in_kind": gifts}, submitted_on="2021-06-01")
    found = [(x["counted_cents"], x["reason"]) for x in result["families"][0]["in_kind"]]
    assert found == [
        (385_00, "Counted in full."),
        (0, "Nothing left: an earlier gift of the same kind already reaches the in-kind table."),
        (1_085_00, "Counted up to the in-kind table."),
        (50_00, "Counted in full."),
        (30_00, "Counted up to the in-kind table."),
        (0, "Not deducted: nobody is of school age."),
        (0, "Not deducted: the host does not sign the undertaking."),
    ]
    child = {"id": "c", "role": "child", "age_at_arrival": 9}
    pupil = stage(rates, people=[SINGLE, child], application={"in_kind": [{"kind": "school", "value": "75.00"}]})
    assert pupil["families"][0]["in_kind"][0]["reason"] == "Counted in full."


def test_a_de_facto_dependant_has_an_application_of_their_own(rates: Rates) -> None:
    """Size 1 twice, 33,000, not 24,800 (N25)."""
    grandmother = {"id": "grandmother", "role": "de_facto", "age_at_arrival": 70}
    assert stage(rates, people=[SINGLE, grandmother])["required_cents"] == 33_000_00


def test_people_who_stay_behind_count_and_a_child_born_later_does_not(rates: Rates) -> None:
    people = [
        SINGLE,
        {"id": "behind", "role": "child", "age_at_arrival": 9, "is_accompanying": False},
        {"id": "later", "role": "child", "born_on": "2027-08-01"},
    ]
    assert stage(rates, people=people)["families"][0]["size"] == 2


@pytest.mark.parametrize("sponsor", ["SAH", "CG"])
def test_an_agreement_holder_sees_the_table_on_request_only(rates: Rates, sponsor: str) -> None:
    assert not has_application(plan(sponsor=sponsor))
    assert stage(rates, sponsor=sponsor)["families"] == []
    asked = stage(rates, sponsor=sponsor, options={"show_cost_table": True})
    assert asked["required_cents"] == 16_500_00


def test_three_fresh_pledges_close_the_gap(rates: Rates) -> None:
    """Capacities 23,500 + 15,200 + 8,300 = 47,000 for single members (N28)."""
    incomes = ("40000.00", "31700.00", "24800.00")
    pledges = [{"income": income, "proof_on": "2026-01-31"} for income in incomes]
    result = stage(rates, submitted_on="2027-01-30", application={"pledges": pledges})
    assert [x["capacity_cents"] for x in result["pledges"]] == [23_500_00, 15_200_00, 8_300_00]
    assert (result["pledged_cents"], result["missing_cents"], said(result, "W29")) == (47_000_00, 0, [])


def test_a_proof_of_twelve_months_is_too_old(rates: Rates) -> None:
    """Twelve months to the day: not under twelve. Then only two pledge, so none counts (N28, R52)."""
    pledges = [{"income": "40000.00", "proof_on": day} for day in ("2026-01-30", "2026-01-31", "2026-12-01")]
    result = stage(rates, submitted_on="2027-01-30", application={"pledges": pledges})
    assert [x["is_counted"] for x in result["pledges"]] == [False, True, True]
    assert (result["pledged_cents"], result["missing_cents"]) == (0, 16_500_00)
    assert said(result, "W29") == [
        "application.pledges[0].proof_on",
        "application.pledges",
        "application.funds",
    ]


def test_two_pledges_are_enough_when_all_the_money_is_on_deposit(rates: Rates) -> None:
    pledges = [{"income": "40000.00"}] * 2
    result = stage(rates, application={"funds": "16500.00", "pledges": pledges})
    assert said(result, "W29") == []


def test_a_pledge_below_the_members_own_family_is_shown_and_not_counted(rates: Rates) -> None:
    """25,000 - 28,700 = -3,700."""
    result = stage(rates, application={"pledges": [{"income": "25000.00", "family_size": 4}]})
    assert (result["pledges"][0]["capacity_cents"], result["pledged_cents"]) == (-3_700_00, 0)


def test_savings_by_month(rates: Rates) -> None:
    """16,500 - 1,500 = 15,000 over 36 months: 416.67 (the first parts carry the cents) (N34)."""
    result = stage(rates, application={"funds": "1500.00", "processing_months": 36})
    assert result["savings"] == {"months": 36, "total_cents": 15_000_00, "per_month_cents": 416_67}


def test_the_fee_may_be_asked_for_each_application(rates: Rates) -> None:
    people = [SINGLE | {"family": "a"}, {"id": "q", "role": "principal", "age_at_arrival": 50, "family": "b"}]
    result = stage(rates, people=people, sponsor="CG", application={"sah_fee": "500.00"})
    assert (result["sah_fee_cents"], result["notices"]) == (500_00, [])
    assert said(stage(rates, sponsor="CG", application={"sah_fee": "250.01"}), "W04") == [
        "application.sah_fee"
    ]


@pytest.mark.parametrize(
    ("submitted", "is_said"),
    [("2024-11-28", False), ("2024-11-29", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_the_pause_from_its_first_day_to_its_last(rates: Rates, submitted: str, is_said: bool) -> None:
    assert bool(said(stage(rates, submitted_on=submitted), "W27")) is is_said


def test_the_pause_is_for_groups_of_five_and_community_sponsors(rates: Rates) -> None:
    assert said(stage(rates, sponsor="CS"), "W27")
    assert not said(stage(rates, sponsor="SAH", options={"show_cost_table": True}), "W27")


def test_the_figure_after_arrival_stands_beside_the_table(rates: Rates) -> None:
    """Couple in Toronto from 2022-01-01: basic 494, shelter 642, 200, 2 x 156, 75 = 1,723; 12 x 1,723 +
    4,565."""
    people = [SINGLE, {"id": "p2", "role": "spouse", "age_at_arrival": 39}]
    report = make_budget([plan(people=people, community="ON/toronto")], rates).report(0)
    family = report["application"]["families"][0]
    assert family["rap_support_cents"] == 12 * 1_723_00 + 4_565_00 == 25_241_00
    assert (family["rap_minimum_cents"], family["below_rap_cents"]) == (25_241_00, 441_00)
    assert "W29" in {row["id"] for row in report["warnings"]}


def test_every_figure_names_its_row(rates: Rates) -> None:
    result = stage(rates, application={"in_kind": [{"kind": "furniture", "value": "9.00"}]})
    used = {row["item"]: row for row in result["rates"]}
    assert {
        "cost_table_total",
        "cost_table_income_support",
        "cost_table_startup",
        "inkind_table_furniture",
    } <= set(used)
    assert used["cost_table_total"]["source"] == "RSTP-COSTTABLE-2018-05"
    assert "family size 1" in used["cost_table_total"]["locator"]


def test_a_day_before_the_oldest_table_has_no_result_and_says_so(rates: Rates) -> None:
    report = make_budget([plan(application={"table_on": "2014-12-31"})], rates).report(0)
    assert report["application"] is None
    assert ("W03", "application.table_on") in {(row["id"], row["where"]) for row in report["warnings"]}


def test_said_in_french(rates: Rates) -> None:
    result = application_of(plan(), rates, None, date(2026, 11, 1), "fr")
    assert "groupes de cinq" in result["notices"][0]["what"]
    assert "IRCC peut redemander" in result["texts"][-1]["text"]
