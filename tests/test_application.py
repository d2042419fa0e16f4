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
    (said_so,) = [row for row in report["application"]["notices"] if row["id"] == "W29"]
    assert (said_so["level"], said_so["where"], said_so["rule"]) == ("amber", "application", "N29")
    assert said_so["what"] == (
        "The cost table asks for $24,800.00 for the family; by RAP rates support will come to $25,241.00: $441.00 more."
    )
    assert "W29" in {row["id"] for row in report["warnings"]}
    named = [person | {"family": "khan"} for person in people]
    report = make_budget([plan(people=named, community="ON/toronto")], rates).report(0)
    (said_so,) = [row for row in report["application"]["notices"] if row["id"] == "W29"]
    assert said_so["what"].startswith("The cost table asks for $24,800.00 for “khan”;")


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


@pytest.mark.parametrize(
    ("size", "columns"),
    [
        (1, (13_200, 3_300, 16_500)),
        (4, (21_200, 7_500, 28_700)),
        (6, (25_700, 9_800, 35_500)),
        (8, (25_700 + 2 * 1_600, 9_800 + 2 * 1_100, 35_500 + 2 * 2_700)),
    ],
)
def test_the_three_columns_of_the_table(size: int, columns: tuple[int, int, int], rates: Rates) -> None:
    """As printed (R51); beyond six the step of each further member."""
    people = [SINGLE, *({"id": f"c{n}", "role": "child", "age_at_arrival": 2} for n in range(size - 1))]
    table = stage(rates, people=people)["families"][0]["table_cents"]
    assert (table["income_support"], table["start_up"], table["total"]) == tuple(100 * x for x in columns)


def test_the_stage_adds_up_its_families(rates: Rates) -> None:
    """24,800 + 16,500 with 500 and 70 in kind; what is beside the budget after arrival is a sum over both, too."""
    people = [
        SINGLE | {"family": "a"},
        {"id": "s", "role": "spouse", "age_at_arrival": 39, "family": "a"},
        {"id": "q", "role": "principal", "age_at_arrival": 50, "family": "b"},
    ]
    gifts = [{"kind": "furniture", "value": "500.00"}, {"kind": "linens", "value": "70.00", "family": "b"}]
    given = {"in_kind": gifts, "funds": "40730.01"}
    one = plan(people=people, community="ON/toronto", application=given)
    result = make_budget([one], rates).report(0)["application"]
    assert (result["table_cents"], result["in_kind_counted_cents"]) == (41_300_00, 570_00)
    assert (result["required_cents"], result["gap_cents"], result["missing_cents"]) == (40_730_00, 0, 0)
    families = result["families"]
    assert [x["people"] for x in families] == [["p1", "s"], ["q"]]
    # The couple as above: 25,241. The single in 2022: 343 + 390 + 200 + 156 + 75 = 1,164 a month; start-up 210 + 375 +
    # 175 + 600 + 1,550 + 80 + 75 = 3,065.
    assert [x["rap_support_cents"] for x in families] == [25_241_00, 12 * 1_164_00 + 3_065_00]
    assert [x["below_rap_cents"] for x in families] == [441_00, 533_00]
    assert result["below_rap_cents"] == 974_00
    assert result["rap_minimum_cents"] == sum(x["rap_minimum_cents"] for x in families)
    alone = stage(rates, people=people)
    assert (alone["rap_minimum_cents"], alone["below_rap_cents"]) == (None, None)
    assert alone["families"][0]["rap_support_cents"] is None


def test_each_notice_has_its_level_rule_and_figures(rates: Rates) -> None:
    """16,500 asked for, 1,000 and one pledge of 23,500 that does not count alone; free housing of 5,000 not signed for;
    a fee of 300 where 250 may be asked; a proof of twelve months."""
    pledges = [{"income": "40000.00"}, {"income": "40000.00", "proof_on": "2025-01-30"}]
    gifts = [{"kind": "shelter", "value": "5000.00"}, {"kind": "linens", "value": "20.00"}]
    given = {"funds": "1000.00", "pledges": pledges, "in_kind": gifts, "sah_fee": "300.00"}
    result = stage(rates, submitted_on="2026-01-30", application=given)
    said_so = {(x["id"], x["level"], x["where"], x["rule"]): x["what"] for x in result["notices"]}
    assert said_so == {
        ("W28", "red", "application.in_kind[0].giver_signs", "R29b"):
            "Free housing of $5,000.00 cannot be deducted at application: whoever gives it does not sign the "
            "undertaking.",
        ("W29", "amber", "application.pledges[1].proof_on", "N28"):
            "The proof of income of January 30, 2025 is not under 12 months old; the pledge is not counted.",
        ("W29", "amber", "application.pledges", "R52"):
            "1 of the members can pledge; at least 3 must, unless all the money is on deposit. The pledges are not "
            "counted.",
        ("W29", "amber", "application.funds", "R51"):
            "Funds and counted pledges come to $1,000.00, the cost table asks for $16,480.00: $15,480.00 is missing.",
        ("W04", "refuse", "application.sah_fee", "R9"):
            "A fee of $300.00 is more than the $250.00 that may be asked once for each application.",
        ("W27", "note", "sponsor", "R54"):
            "IRCC takes no new applications of groups of five and community sponsors from November 29, 2024 to "
            "December 31, 2026; they come back unprocessed.",
    }  # fmt: skip
    assert (result["funds_cents"], result["gap_cents"], result["pledged_cents"]) == (1_000_00, 15_480_00, 0)
    assert (result["sah_fee_cents"], result["sah_fee_cap_cents"]) == (0, 250_00)


def test_funds_and_pledges_are_added_in_the_sentence(rates: Rates) -> None:
    """Size 6 asks for 35,500; 1,000 on hand and three pledges of 8,500 make 26,500, so 9,000 is missing."""
    people = [SINGLE, *({"id": f"c{n}", "role": "child", "age_at_arrival": 2} for n in range(5))]
    given = {"funds": "1000.00", "pledges": [{"income": "25000.00"}] * 3}
    result = stage(rates, people=people, application=given)
    assert (result["pledged_cents"], result["gap_cents"], result["missing_cents"]) == (25_500_00, 34_500_00, 9_000_00)
    (what,) = [x["what"] for x in result["notices"] if x["id"] == "W29"]
    assert what.startswith("Funds and counted pledges come to $26,500.00, the cost table asks for $35,500.00: $9,000")


def test_nothing_is_said_of_missing_money_before_any_is_entered(rates: Rates) -> None:
    assert said(stage(rates), "W29") == []
    assert said(stage(rates, application={"funds": "0.01"}), "W29") == ["application.funds"]
    assert said(stage(rates, application={"funds": "16499.99"}), "W29") == ["application.funds"]
    assert said(stage(rates, application={"funds": "16500.00"}), "W29") == []


def test_gifts_name_their_cap_their_place_and_their_rule(rates: Rates) -> None:
    """Size 1: staples 105, furniture 1,085; the second gift of a kind sees the whole cap and counts what is left."""
    gifts = [
        {"kind": "staples", "value": "100.00"},
        {"kind": "shelter", "value": "7008.00", "giver_signs": True},
        {"kind": "staples", "value": "100.00"},
    ]
    result = stage(rates, application={"in_kind": gifts})
    found = [
        (x["where"], x["kind"], x["value_cents"], x["cap_cents"], x["counted_cents"], x["is_counted"], x["rule"])
        for x in result["families"][0]["in_kind"]
    ]
    assert found == [
        ("application.in_kind[0]", "staples", 100_00, 105_00, 100_00, True, "R29c"),
        ("application.in_kind[1]", "shelter", 7_008_00, 7_008_00, 7_008_00, True, "R29b"),
        ("application.in_kind[2]", "staples", 100_00, 105_00, 5_00, True, "R29c"),
    ]


@pytest.mark.parametrize(
    ("submitted", "host_signed", "counts"),
    [("2021-02-28", False, True), ("2021-03-01", False, False), ("2021-03-01", True, True), (None, False, False)],
)
def test_the_host_signs_since_march_2021(submitted: str | None, host_signed: bool, counts: bool, rates: Rates) -> None:
    given: dict[str, Any] = {"application": {"in_kind": [{"kind": "shelter", "value": "9000.00"}]}}
    given |= {"options": {"host_signed": host_signed}, "submitted_on": submitted}
    result = stage(rates, **given)
    assert (result["in_kind_counted_cents"], bool(said(result, "W28"))) == (7_008_00 if counts else 0, not counts)


def test_a_host_who_does_not_sign_is_told_once_for_all_applications(rates: Rates) -> None:
    people = [SINGLE | {"family": "a"}, {"id": "q", "role": "principal", "age_at_arrival": 50, "family": "b"}]
    result = stage(rates, people=people, application={"in_kind": [{"kind": "shelter", "value": "9000.00"}]})
    assert said(result, "W28") == ["application.in_kind[0].giver_signs"]


@pytest.mark.parametrize(
    ("person", "is_pupil"),
    [
        ({"role": "child", "age_at_arrival": 3}, False),
        ({"role": "child", "age_at_arrival": 4}, True),
        ({"role": "dependant", "age_at_arrival": 21}, True),
        ({"role": "dependant", "age_at_arrival": 22}, False),
        ({"role": "spouse", "age_at_arrival": 20}, False),
        ({"role": "child", "born_on": "2023-05-01"}, True),  # four on the day of arrival, 2027-05-01
        ({"role": "child", "born_on": "2023-05-02"}, False),
        ({"role": "child", "born_on": "2023-05-02", "arrives_on": "2027-06-01"}, True),
    ],
)
def test_school_gifts_are_for_members_of_4_to_21(person: dict[str, Any], is_pupil: bool, rates: Rates) -> None:
    """75 for each child of 4 to 21 (R29c), on the day they arrive; not for the applicant and the spouse."""
    people = [SINGLE | {"age_at_arrival": 20}, {"id": "x", **person}]
    result = stage(rates, people=people, application={"in_kind": [{"kind": "school", "value": "200.00"}]})
    gift = result["families"][0]["in_kind"][0]
    assert (gift["cap_cents"], gift["counted_cents"]) == ((75_00, 75_00) if is_pupil else (0, 0))
    assert gift["is_counted"] is is_pupil


def test_two_pupils_have_twice_the_amount(rates: Rates) -> None:
    people = [SINGLE, *({"id": f"c{n}", "role": "child", "age_at_arrival": 9} for n in range(2))]
    result = stage(rates, people=people, application={"in_kind": [{"kind": "school", "value": "149.00"}]})
    assert result["families"][0]["in_kind"][0]["counted_cents"] == 149_00


def test_a_pledge_is_shown_with_what_made_it(rates: Rates) -> None:
    """40,000 less the table of four, 28,700, less 1,300 pledged before: 10,000."""
    pledge = {"income": "40000.00", "family_size": 4, "prior": "1300.00", "proof_on": "2026-06-01"}
    shown = stage(rates, submitted_on="2026-06-30", application={"pledges": [pledge]})["pledges"][0]
    assert shown == {
        "where": "application.pledges[0]", "income_cents": 40_000_00, "family_size": 4, "table_cents": 28_700_00,
        "prior_cents": 1_300_00, "capacity_cents": 10_000_00, "proof_on": "2026-06-01", "is_proof_fresh": True,
        "is_counted": True, "rule": "N28",
    }  # fmt: skip
    nothing_left = pledge | {"income": "30000.00", "proof_on": None}
    shown = stage(rates, application={"pledges": [nothing_left]})["pledges"][0]
    assert (shown["capacity_cents"], shown["is_counted"], shown["proof_on"]) == (0, False, "")


def test_a_proof_is_weighed_today_before_the_application_is_sent(rates: Rates) -> None:
    pledges = {"pledges": [{"income": "40000.00", "proof_on": "2026-01-30"}]}
    for today, is_fresh in ((date(2027, 1, 29), True), (date(2027, 1, 30), False), (None, True)):
        assert stage(rates, today, application=pledges)["pledges"][0]["is_proof_fresh"] is is_fresh


def test_savings_need_a_time_and_a_fee_up_to_the_cap_is_kept(rates: Rates) -> None:
    result = stage(rates, sponsor="CG", application={"sah_fee": "250.00"})
    assert (result["savings"], result["sah_fee_cents"], result["sah_fee_cap_cents"]) == (None, 250_00, 250_00)
    assert (result["notices"], result["is_table_shown"], result["table_on"]) == ([], False, "")
    assert stage(rates, application={"table_on": "2018-05-01"})["table_on"] == "2018-05-01"


def test_the_texts_that_belong_to_what_is_shown(rates: Rates) -> None:
    """R53 is for everybody, R52 for whoever is shown the table, N29 beside a budget. Six months, 90 days, 30 days."""
    rules = [x["rule"] for x in stage(rates, sponsor="SAH")["texts"]]
    assert rules == ["R53"]
    texts = stage(rates)["texts"]
    assert [x["rule"] for x in texts] == ["R52", "R53"]
    assert "at most 6 months old at submission, signatures 90 days" in texts[0]["text"]
    assert "You then have 30 days" in texts[1]["text"]
    couple = [SINGLE, {"id": "p2", "role": "spouse", "age_at_arrival": 39}]
    report = make_budget([plan(people=couple, community="ON/toronto")], rates).report(0)
    texts = report["application"]["texts"]
    assert [x["rule"] for x in texts] == ["N29", "R52", "R53"]
    assert "($24,800.00)" in texts[0]["text"] and "$25,241.00 as planned now" in texts[0]["text"]


@pytest.mark.parametrize(
    ("change", "is_said"),
    [
        ({"arrives_on": "2024-11-28"}, False),  # who arrived before the pause was not a new application
        ({"arrives_on": "2024-11-29"}, True),
        ({"stream": "BVOR"}, False),
    ],
)
def test_the_pause_is_for_new_applications_of_the_named_stream(
    change: dict[str, Any], is_said: bool, rates: Rates
) -> None:
    assert bool(said(stage(rates, date(2026, 11, 1), **change), "W27")) is is_said
    assert not said(stage(rates, date(2027, 1, 1)), "W27")


def test_a_figure_is_assumed_from_the_day_after_its_source_was_checked(rates: Rates) -> None:
    """The table was last compared with its fact sheet on 2023-08-31."""
    for today, is_assumed in ((date(2023, 8, 31), False), (date(2023, 9, 1), True), (None, False)):
        row = next(x for x in stage(rates, today)["rates"] if x["item"] == "cost_table_total")
        assert row["is_assumed"] is is_assumed
    assert {name: row[name] for name in ("unit", "place", "effective_from", "value", "checked_on", "certainty")} == {
        "unit": "CAD a year", "place": "CA", "effective_from": "2018-05-01", "value": "16500",
        "checked_on": "2023-08-31", "certainty": "high",
    }  # fmt: skip
    assert row["title"] == "Fact sheet: Sponsorship Cost Table"
    assert row["label"] == "Sponsorship Cost Table: total"
    assert row["address"].startswith("https://www.rstp.ca/") and row["archived_address"].startswith("https://github.com/")
    assert not row["is_entered"]


def test_a_table_of_ones_own_is_cited_by_its_own_name(rates: Rates) -> None:
    """A newer edition somebody typed in has the name they gave and no address; 17,000 for one instead of 16,500."""
    own = rates.with_entered([
        {"item": "cost_table_total", "place": "CA", "size": "1", "effective_from": "2026-01-01", "value": "17000",
         "source": "Table of 2026, by letter"},
    ])  # fmt: skip
    result = stage(own)
    assert result["required_cents"] == 17_000_00
    row = next(x for x in result["rates"] if x["item"] == "cost_table_total")
    assert (row["title"], row["source"], row["address"]) == (*["Table of 2026, by letter"] * 2, "")
    assert (row["archived_address"], row["is_entered"]) == ("", True)
