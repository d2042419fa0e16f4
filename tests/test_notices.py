"""Each warning has a plan that earns it and one that does not, and says the same in both languages.

W01 and W04 are refusals when a plan is read or costed, W14 to W16 belong to the account (``test_trust``):
the rest of section 14 is here. Assumptions and dates are in ``test_assumptions``.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from notice_cases import (
    BOUGHT,
    CHILD,
    CONTRIBUTION,
    CONVERSION,
    GAR,
    GIFT,
    LATE,
    PARISH,
    PAYMENT,
    PEOPLE,
    REFUND,
    TERRITORY,
    Fields,
    event,
    record,
    report_of,
    said,
)

from calculator.locale import LANGUAGES, catalogue
from calculator.locale.upkeep import sentences
from calculator.notices.case import LEVELS
from calculator.problems import PlanError

CASES: list[tuple[str, str, Fields, Fields]] = [
    ("W02", "amber", TERRITORY, {}),
    ("W03", "amber", LATE, {}),
    ("W03", "amber", {"community": "NL/labrador", "people": [*PEOPLE, {**CHILD, "born_on": "2018-06-01"}]},
     {}),
    ("W03", "amber", {"stream": "BVOR", "community": "MB/winnipeg", "arrives_on": "2018-06-10"},
     {"stream": "BVOR", "community": "MB/winnipeg", "arrives_on": "2018-07-20"}),
    ("W05", "amber", {"housing": [{"rent": "3000.00"}]}, {}),
    ("W06", "red", {"purchases": BOUGHT}, {"purchases": BOUGHT[:-1]}),
    ("W06", "red", {"purchases": BOUGHT},
     {"purchases": BOUGHT, "payers": [{"payer": "fund", "covers": "start_up"}]}),
    ("W07", "note", {"in_kind": [{**GIFT, "value": "1596.01"}]}, {"in_kind": [{**GIFT, "value": "1596.00"}]}),
    ("W07", "note", {"in_kind": [{"line": "basic", "lives_with_signer": True}]}, {}),
    ("W07", "note", {"purchases": [{"line": "linens", "amount": "160.01", "receipt": "r"}]},
     {"purchases": [{"line": "linens", "amount": "160.00", "receipt": "r"}]}),
    ("W07", "note", {"sharing": [{"line": "household", "amount": "650.01", "reason": "One kitchen"}]},
     {"sharing": [{"line": "household", "amount": "650.00", "reason": "One kitchen"}]}),
    ("W08", "red", {"in_kind": [{**GIFT, "kind": "mattress"}]},
     {"in_kind": [{**GIFT, "kind": "mattress", "is_new": True}]}),
    ("W08", "red", {"in_kind": [{**GIFT, "line": "staples", "kind": "opened_food"}]}, {"in_kind": [GIFT]}),
    ("W08", "red", {"in_kind": [{**GIFT, "line": "clothing", "kind": "undergarments"}]}, {"in_kind": [GIFT]}),
    ("W08", "red", {"in_kind": [{**GIFT, "line": "clothing", "kind": "footwear"}]}, {"in_kind": [GIFT]}),
    ("W08", "red", {"in_kind": [{**GIFT, "is_kept": False}]}, {"in_kind": [GIFT]}),
    ("W09", "red", {"in_kind": [{"line": "basic", "value": "50.00"}]},
     {"in_kind": [{"line": "basic", "value": "50.00", "lives_with_signer": True}]}),
    ("W09", "red", {"housing": [{"free": True, "given_by": "refugee"}]}, {"housing": [{"free": True}]}),
    ("W09", "red", {"housing": [{"free": True, "is_complete": False}]}, {"housing": [{"free": True}]}),
    ("W10", "amber", {"in_kind": [{**GIFT, "given_by": "non_signer", "is_planned": False}]},
     {"in_kind": [{**GIFT, "given_by": "non_signer"}]}),
    ("W11", "refuse", {"income": [{"person": "mother", "net": "500.00", "kind": "canada_child_benefit"}]},
     {}),
    ("W12", "amber", {"income": [{"person": "mother", "net": "500.00", "kind": "student_loan"}]}, {}),
    ("W12", "amber", {"income": [{"person": "mother", "net": "500.00", "kind": "student_living"}]}, {}),
    ("W13", "note", {"income": []}, {}),
    ("W17", "amber", record({**PAYMENT, "method": "cash"}), record(PAYMENT)),
    ("W17", "amber", record({**PAYMENT, "reference": ""}), record(PAYMENT)),
    ("W17", "amber", record(pays_by="cash"), {}),
    ("W18", "red", {"income": [{"person": "father", "net": "1500.00"}]}, {}),
    ("W18", "red", {"income": [{"person": "father", "net": "1500.00"}]},
     {"income": [{"person": "father", "net": "1500.00"}],
      **record({"kind": "explanation", "id": "e1", "on": "2022-07-01", "about": "earned_income",
      "reason": "Half is free"})}),
    ("W18", "red", {"assets": [{"amount": "9000.00"}], "options": {"assets_apply": True}},
     {"assets": [{"amount": "9000.00"}]}),
    ("W18", "red", {"in_kind": [{"line": "furniture", "value": "300.00"}]}, {"in_kind": [GIFT]}),
    ("W19", "amber", {"people": [*PEOPLE, {**CHILD, "born_on": "2000-01-01"}],
                      **record({**PAYMENT, "unit": "daughter", "paid_to": "father"})},
     {"people": [*PEOPLE, {**CHILD, "born_on": "2000-01-01"}],
      **record({**PAYMENT, "unit": "daughter", "paid_to": "daughter"})}),
    ("W20", "note", {"people": [*PEOPLE, CHILD]}, {"people": [*PEOPLE, {**CHILD, "born_on": "2010-06-15"}]}),
    ("W20", "note", {"people": [*PEOPLE, {**CHILD, "born_on": "2018-06-15"}]},
     {"people": [*PEOPLE, {**CHILD, "born_on": "2018-08-15"}]}),
    ("W20", "note", {"community": "Winnipeg", "people": [*PEOPLE, {**CHILD, "born_on": "2015-06-15"}]},
     {"community": "Halifax", "people": [*PEOPLE, {**CHILD, "born_on": "2015-06-15"}]}),
    ("W20", "note",
     {"community": "PE/charlottetown", "people": [*PEOPLE, {**CHILD, "born_on": "2010-06-15"}]},
     {"community": "Calgary", "people": [*PEOPLE, {**CHILD, "born_on": "2010-06-15"}]}),
    ("W20", "note", {"people": [{**PEOPLE[0], "born_on": "1957-08-01"}, PEOPLE[1]]}, {}),
    ("W20", "note", event("birth"), {}),
    ("W20", "note",
     {"conditions": [{"kind": "pregnancy", "person": "mother", "note_on": "2023-01-10", "due_on": "2023-05-09"}]},
     {"conditions": [{"kind": "pregnancy", "person": "mother", "note_on": "2023-01-10", "due_on": "2023-05-10"}]}),
    ("W20", "note", event("move", community="Hamilton"), {}),
    ("W21", "note", {"community": "Vancouver"}, {}),
    ("W22", "refuse", {"sharing": [{"line": "linens", "amount": "10.00", "reason": "shared"}]},
     {"sharing": [{"line": "household", "amount": "10.00", "reason": "shared"}]}),
    ("W23", "amber", {"stream": "BVOR", "housing": [{"free": True}]},
     {"stream": "BVOR", "housing": [{"rent": "3000.00"}]}),
    ("W23", "amber",
     {"stream": "BVOR", "housing": [{"rent": "3000.00"}], **event("top_up", "2022-07-01", amount="100.00")},
     {"housing": [{"rent": "3000.00"}], **event("top_up", "2022-07-01", amount="100.00")}),
    ("W24", "note", {"stream": "BVOR"}, {}),
    ("W25", "note", {"stream": "JAS"}, {}),
    ("W26", "amber", {**GAR, **event("conversion", "2022-11-15", form_on="2022-10-02", **CONVERSION)},
     {**GAR, **event("conversion", "2022-11-15", form_on="2022-10-01", **CONVERSION)}),
    ("W27", "note", {"sponsor": "G5", "submitted_on": "2025-02-01", "arrives_on": "2026-09-01"},
     {"sponsor": "G5", "submitted_on": "2021-02-01"}),
    ("W28", "red", {"sponsor": "G5", "submitted_on": "2021-06-01",
                    "application": {"in_kind": [{"kind": "shelter", "value": "5000.00"}]}},
     {"sponsor": "G5", "submitted_on": "2021-06-01",
      "application": {"in_kind": [{"kind": "shelter", "value": "5000.00", "giver_signs": True}]}}),
    ("W29", "amber", {"sponsor": "G5", "submitted_on": "2021-06-01", "application": {"funds": "24799.99"},
                      "community": "Moncton"},
     {"sponsor": "G5", "submitted_on": "2021-06-01", "application": {"funds": "24800.00"},
      "community": "Moncton"}),
    ("W30", "note",
     {"income": [{"person": "father", "net": "4000.00", "from": "2022-07-01", "to": "2022-08-31"}]},
     {"income": [{"person": "father", "net": "4000.00", "from": "2022-07-01", "to": "2022-07-31"}]}),
    ("W30", "note",
     {"income": [{"person": "father", "net": "4000.00", "from": "2022-07-01", "to": "2022-08-31"}]},
     {"income": [{"person": "father", "net": "4000.00", "from": "2022-07-01", "to": "2022-08-31"}],
      "options": {"no_need_months": 3}}),
    ("W31", "amber", {"assets": [{"amount": "7500.01"}]}, {"assets": [{"amount": "7500.00"}]}),
    ("W31", "amber", {"assets": [{"amount": "9000.00"}]},
     {"assets": [{"amount": "9000.00", "to_loan": "1500.00"}]}),
    ("W32", "amber", event("move", community="Hamilton"), event("birth")),
    ("W32", "amber", event("separation", people=["father"], unit="father"),
     event("hospital", person="father")),
    ("W32", "amber", event("absence", people=["father"]), event("prison", person="father")),
    ("W32", "amber", event("death", person="father"), {}),
    ("W32", "amber", event("breakdown"), event("early_end")),
    ("W33", "amber", record(CONTRIBUTION, contributors=PARISH),
     record({**CONTRIBUTION, "fund": "general"}, contributors=PARISH)),
    ("W33", "amber", record({**CONTRIBUTION, "fund": "general"}, REFUND, contributors=PARISH),
     record({**CONTRIBUTION, "is_receipted": False}, REFUND, contributors=PARISH)),
    ("W34", "note", {}, {}),
    ("W35", "amber", {"options": {"contingency_pct": 4}}, {"options": {"contingency_pct": 5}}),
    ("W35", "amber", {"extras": []}, {"extras": [], "housing": [{"free": True}]}),
    ("W36", "note", {"community": "NL/st-johns"},
     {"community": "NL/st-johns", "housing": [{"rent": "700.00", "heat_in_rent": True}]}),
    ("W36", "note", {"sharing": [{"line": "utility", "amount": "75.00", "reason": "paid by the host"}]},
     {"sharing": [{"line": "utility", "amount": "75.00", "reason": "paid by the host"}],
      "options": {"utility_proof": True}}),
    ("W37", "amber", {"submitted_on": "2017-12-31"}, {"submitted_on": "2018-01-01"}),
    ("W38", "note", {}, {}),
]  # fmt: skip
ALWAYS = {"W34", "W38"}

IDS = [f"{code}-{n}" for n, (code, *_) in enumerate(CASES)]


@pytest.mark.parametrize(("code", "level", "change", "without"), CASES, ids=IDS)
def test_each_warning_has_its_plan(code: str, level: str, change: Fields, without: Fields) -> None:
    found = said(change, code)
    assert found, f"{code} is not said"
    assert level in {row["level"] for row in found}
    if code not in ALWAYS:
        # The plan without it may earn the same number for another reason, but not for this one.
        there = {(row["where"], row["what"]) for row in found}
        other = {(row["where"], row["what"]) for row in said(without, code)}
        assert not there <= other or not there


def test_every_number_of_the_budget_is_tried() -> None:
    tried = {code for code, *_ in CASES}
    elsewhere = {"W01", "W04", "W14", "W15", "W16"}
    assert tried | elsewhere == {f"W{n:02}" for n in range(1, 39)}


def test_quebec_and_impossible_dates_are_refused() -> None:
    with pytest.raises(PlanError) as error:
        report_of({"community": "Montréal"})
    assert {problem.code for problem in error.value.problems} <= {"W01", ""}
    with pytest.raises(PlanError) as error:
        report_of({"community": "QC"})
    assert [problem.code for problem in error.value.problems] == ["W01"]


@pytest.mark.parametrize(("code", "level", "change", "without"), CASES, ids=IDS)
def test_rows_are_whole_in_both_languages(code: str, level: str, change: Fields, without: Fields) -> None:
    del code, level, without
    english, french = (report_of(change, lang)["warnings"] for lang in LANGUAGES)
    assert [(r["id"], r["level"], r["where"], r["rule"]) for r in english] == [
        (r["id"], r["level"], r["where"], r["rule"]) for r in french
    ]
    for en, fr in zip(english, french, strict=True):
        assert en["level"] in LEVELS
        assert en["where"]
        assert re.fullmatch(r"[RN]\d+(\.\d|[a-f])?", en["rule"]), en
        assert en["what"].endswith((".", "?")), en
        assert en["what_to_do"] == "" or en["what_to_do"].endswith((".", "?")), en
        assert en["what"] != fr["what"], en
        assert en["what_to_do"] != fr["what_to_do"] or not en["what_to_do"], en
        assert "{" not in en["what"] + en["what_to_do"] + fr["what"] + fr["what_to_do"], en
    of_the_application = ("W27", "W28", "W29")
    levels = [LEVELS.index(r["level"]) for r in english if r["id"] not in of_the_application]
    assert levels == sorted(levels)


ENGLISH = [x for x in sentences() if isinstance(x, str) and len(x) > 12 and " " in x and "{" not in x]


@pytest.mark.parametrize(("code", "level", "change", "without"), CASES, ids=IDS)
def test_no_english_is_left_in_french(code: str, level: str, change: Fields, without: Fields) -> None:
    del code, level, without
    report = report_of(change, "fr")
    gettext = catalogue("fr").gettext
    texts = [row[k] for row in report["warnings"] for k in ("what", "what_to_do")]
    texts += [row["text"] for row in (*report["assumptions"], *report["dates"])]
    for text in texts:
        for msgid in ENGLISH:
            assert msgid not in text or gettext(msgid) == msgid, (msgid, text)


# --- what they say -------------------------------------------------------------------------------------


def test_a_stale_rate_names_its_date_and_the_first_month() -> None:
    monthly, transit, start_up = said(LATE, "W03")[:3]
    assert "January 1, 2022. From month 1 (May 2026) on they are assumed unchanged." in monthly["what"]
    assert monthly["month"] == 1
    assert "RAP rates rose on September 1, 2024" in monthly["what_to_do"]
    assert transit["what"].startswith("The transit passes are those of ")
    assert "October 1, 2017, last checked in August 2023" in start_up["what"]


def test_a_rate_that_goes_stale_inside_the_period_names_that_month() -> None:
    (row,) = [x for x in said({"arrives_on": "2023-06-10"}, "W03") if x["what"].startswith("The monthly")]
    assert row["month"] == 4
    assert "From month 4 (September 2023)" in row["what"]
    assert "RAP rates rose" not in row["what_to_do"]


def test_the_rent_above_the_limits_is_one_notice_for_each_home() -> None:
    (row,) = said({"housing": [{"rent": "3000.00"}]}, "W05")
    report = report_of({"housing": [{"rent": "3000.00"}]})
    total = report["totals"]["over_cents"]
    assert f"${total / 100:,.2f}" in row["what"]
    assert (row["where"], row["unit"], row["month"]) == ("housing[0].rent", "family", 1)
    assert "month 1 to 13" in row["what"]


def test_the_home_is_above_the_limits_once_for_all_who_live_in_it() -> None:
    """From October both are here, and it is above their limits; until then above those of one (R15, R26)."""
    later: Fields = {"people": [PEOPLE[0], {**PEOPLE[1], "arrives_on": "2022-10-01"}], "income": []}
    change = {**later, "housing": [{"rent": "3000.00"}]}
    (row,) = said(change, "W05")
    together, alone = (
        {m["from"]: m["over_cents"] for m in report_of({**change, "people": people})["units"][0]["months"]}
        for people in (PEOPLE, PEOPLE[:1])
    )
    months = [f"2022-{n:02}-01" for n in range(10, 13)] + [f"2023-{n:02}-01" for n in range(1, 5)]
    # ten days of May 2023 by the part month of one, the rest of the couple's twelve by whole months
    counted = sum(alone[day] for day in alone if day < "2022-10-01") + sum(together[day] for day in months)
    rest = sum(m["over_cents"] for m in report_of(change)["units"][0]["months"] if m["from"] >= "2023-05-01")
    total = report_of(change)["totals"]["over_cents"]
    assert total == counted + rest
    assert f"${total / 100:,.2f} from May 10, 2022 to September 30, 2023." in row["what"]


def test_a_birthday_shows_the_total_before_and_after() -> None:
    (row,) = said({"people": [*PEOPLE, CHILD]}, "W20")
    assert row["what"] == "“daughter” turns 18 on June 15, 2022 and becomes a family unit of their own."
    assert re.fullmatch(
        r"The household's monthly total is \$[\d,.]+ in month 1 and \$[\d,.]+ in month 2\.", row["what_to_do"]
    )
    assert row["where"] == "people[2].born_on"
    report = report_of({"people": [*PEOPLE, CHILD]})
    after = sum(m["full_cents"] for u in report["units"] for m in u["months"] if m["month"] == 2)
    assert f"${after / 100:,.2f} in month 2" in row["what_to_do"]


def test_a_deferred_event_shows_the_month_from_which_it_counts() -> None:
    change = {"community": "NL/labrador", **event("birth", "2022-09-10")}
    (row,) = said(change, "W20")
    assert row["where"] == "events[0].on"
    assert row["month"] == 6, "it lowers the total, so it counts from October"


def test_a_move_shows_the_rates_of_both_places() -> None:
    (row,) = said(event("move", "2022-08-12", community="Moncton"), "W20")
    assert "in month 4 and" in row["what_to_do"] and row["what_to_do"].endswith("in month 5.")


def test_notices_about_earnings_name_unit_and_months() -> None:
    change = {"income": [{"person": "father", "net": "4000.00", "from": "2022-07-01", "to": "2022-09-30"}]}
    (row,) = said(change, "W30")
    assert row["unit"] == "family" and "month 3 and 4" in row["what"]
    assert "until May 9, 2023" in row["what_to_do"]
    confirmed = said({**change, "options": {"ongoing_self_support": True}}, "W30")
    assert confirmed[0]["what_to_do"].startswith("You confirmed")


def test_extras_of_a_second_year_that_does_not_come_are_said_not_to_count() -> None:
    """A GAR case whose form is a day late stays at 12 months, to 31 January 2023 (R43): of 40.00 a month 12 x 40.00
    count, of what is bought in August 2023 nothing. Converted, 23 x 40.00 and the 100.00 count (R40)."""
    extras = [
        {"label": "Bus for visits", "amount": "40.00", "to": "2023-12-31"},
        {"label": "Bicycle", "amount": "100.00", "cadence": "once", "from": "2023-08-10"},
    ]
    late = event("conversion", "2022-11-15", form_on="2022-10-02", **CONVERSION)
    change = {**GAR, **late, "extras": extras}
    rows = [row for row in said(change, "W26") if row["where"].startswith("extras")]
    assert [row["where"] for row in rows] == ["extras[0]", "extras[1]"]
    assert "January 31, 2023" in rows[0]["what"] and report_of(change)["totals"]["extras_cents"] == 480_00
    in_time = {**change, **event("conversion", "2022-11-15", form_on="2022-10-01", **CONVERSION)}
    assert said(in_time, "W26") == []
    assert report_of(in_time)["totals"]["extras_cents"] == 23 * 40_00 + 100_00


def test_income_of_a_kind_in_no_list_is_counted_only_where_it_is_chosen() -> None:
    """W12 stays either way; the child benefit is never counted (R34, W11)."""
    rent = {"person": "father", "kind": "lodger_rent", "net": "2000.00"}
    (asked,) = said({"income": [rent]}, "W12")
    assert asked["what"].endswith("It is not counted.")
    assert report_of({"income": [rent]})["totals"]["reduction_cents"] == 0
    (chosen,) = said({"income": [{**rent, "is_counted": True}]}, "W12")
    assert chosen["what"].endswith("It is counted, as you chose.")
    wage = report_of({"income": [{**rent, "kind": "employment"}]})["totals"]
    assert wage["reduction_cents"] > 0
    assert report_of({"income": [{**rent, "is_counted": True}]})["totals"] == wage
    benefit = {**rent, "kind": "canada_child_benefit", "is_counted": True}
    assert report_of({"income": [benefit]})["totals"]["reduction_cents"] == 0
    assert said({"income": [benefit]}, "W11")


def test_support_at_nil_names_the_reserve_and_who_pays() -> None:
    """Single in Toronto, 1,164.00 a month: 150% is 1,746.00. Earned in July and August, August and September fall
    to nil: 2 x 1,164.00 stay in reserve (R38, R4). The rule's limit is 1,746.00 exactly; a cent less is less."""
    alone: Fields = {"people": PEOPLE[:1]}

    def notes(net: str = "1746.00", **change: Any) -> list[dict[str, Any]]:
        pay = {"person": PEOPLE[0]["id"], "net": net, "from": "2022-07-01", "to": "2022-08-31"}
        return said({**alone, "community": "Toronto", "income": [pay], **change}, "W30")

    (row,) = notes()
    assert "month 3 and 4: the support it lowers falls to nil" in row["what"]
    assert row["what_to_do"].endswith("In reserve by this: $2,328.00.")
    assert notes("1745.99") == []
    (row,) = notes(options={"apply_income_reduction": False})
    assert "your plan goes on paying" in row["what"] and "by this: $0.00" in row["what_to_do"]
    (row,) = notes(stream="JAS")
    assert "The sponsor does not pay these months" in row["what_to_do"]


def test_support_at_nil_is_that_of_the_whole_family_once_everybody_is_here() -> None:
    """The father follows in October; 150 % of the couple's entitlement is three times their threshold (R15, R38)."""
    change: Fields = {"people": [PEOPLE[0], {**PEOPLE[1], "arrives_on": "2022-10-01"}]}
    months = report_of({**change, "income": []})["units"][0]["months"]
    (limit,) = {3 * m["threshold_cents"] for m in months if "2022-10" <= m["from"] < "2023-05"}

    def notes(cents: int) -> list[dict[str, Any]]:
        net = f"{cents // 100}.{cents % 100:02}"
        pay = {"person": PEOPLE[1]["id"], "net": net, "from": "2022-11-01", "to": "2022-12-31"}
        return said({**change, "income": [pay]}, "W30")

    assert len(notes(limit)) == 1
    assert notes(limit - 1) == []


def test_an_explanation_is_asked_for_by_the_month_it_concerns() -> None:
    # earned in July, above half of the support: lowered from August on
    change = {"income": [{"person": "father", "net": "4000.00", "from": "2022-07-01", "to": "2022-09-30"}]}
    (row,) = said(change, "W18")
    assert (row["level"], row["due_on"]) == ("red", "2022-08-01")
    assert row["what"].startswith("Support of the family is lowered for earnings from August 1, 2022 on.")
    (gift,) = said({"in_kind": [{"line": "furniture", "value": "300.00"}]}, "W18")
    assert gift["due_on"] == "2022-05-10"


def test_the_family_is_called_the_family_and_not_by_its_code() -> None:
    change = {"income": [{"person": "father", "net": "4000.00"}], "assets": [{"amount": "9000.00"}]}
    for lang, name in (("en", "he family"), ("fr", "a famille")):
        rows = [row for row in report_of(change, lang)["warnings"] if row.get("unit") == "family"]
        assert {row["id"] for row in rows} >= {"W18", "W30", "W31"}
        for row in rows:
            assert name in row["what"], row
            assert row["what"][0].isupper(), row


def test_a_correction_takes_a_warning_away() -> None:
    mended = {
        "kind": "correction", "id": "x1", "on": "2022-06-02", "corrects": "p1", "reason": "reference found",
        "instead": {**PAYMENT, "reference": "T7"},
    }  # fmt: skip
    assert said(record({**PAYMENT, "reference": ""}), "W17")
    assert not said(record({**PAYMENT, "reference": ""}, mended), "W17")


def test_the_end_is_exact_and_in_good_time() -> None:
    review, end = said({}, "W34")
    assert "January 10, 2023" in review["what"], "the start of month 9"
    assert "April 10, 2023" in review["what_to_do"]
    assert "May 9, 2023" in end["what"] and "April 9, 2023" in end["what_to_do"]
