"""Each warning has a plan that earns it and one that does not; assumptions and dates appear when used.

W01 and W04 are refusals when a plan is read or costed, W14 to W16 belong to the account (``test_trust``):
the rest of section 14 is here.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from calculator.budget import make_budget
from calculator.locale import LANGUAGES, catalogue
from calculator.locale.upkeep import sentences
from calculator.notices.calendar import KINDS
from calculator.notices.case import LEVELS
from calculator.plan import Plan
from calculator.problems import PlanError
from calculator.rates import Rates

Fields = dict[str, Any]

BASE: Fields = {
    "community": "Toronto",
    "arrives_on": "2022-05-10",
    "people": [
        {"id": "mother", "role": "principal", "born_on": "1985-03-15"},
        {"id": "father", "role": "spouse", "born_on": "1984-11-20"},
    ],
    "housing": [{"rent": "700.00"}],
    "income": [{"person": "father", "net": "100.00", "from": "2022-06-01"}],
    "extras": [{"label": "Deposit", "amount": "500.00", "cadence": "once", "kind": "deposit"}],
}
PEOPLE: list[Fields] = BASE["people"]
CHILD: Fields = {"id": "daughter", "role": "child", "born_on": "2004-06-15"}
GIFT: Fields = {"line": "furniture", "value": "300.00", "item": "a table"}
BOUGHT = [
    {"line": line, "amount": amount, "receipt": "r"}
    for line, amount in (
        ("staples", "300.00"), ("clothing", "750.00"), ("winter", "350.00"), ("household", "650.00"),
        ("furniture", "2280.00"), ("linens", "160.00"), ("utility", "75.00"),
    )
]  # fmt: skip
PAYMENT: Fields = {
    "kind": "payment", "id": "p1", "on": "2022-06-01", "amount": "100.00", "purpose": "support",
    "reference": "T1",
}  # fmt: skip
TERRITORY: Fields = {
    "community": "YT",
    "rates": [
        {"item": item, "place": "YT", "effective_from": "2022-01-01", "value": value, "source": "Letter"}
        | people
        for item, value, people in (
            ("basic", "700.00", {"adults": "2", "others": "0"}),
            ("shelter", "700.00", {"adults": "2", "others": "0"}),
            ("supplement_cap", "200.00", {}),
            ("transit_pass", "75.00", {}),
            ("communication", "75.00", {}),
        )
    ],
}


def event(kind: str, on: str = "2022-09-10", **more: Any) -> Fields:
    return {"events": [{"kind": kind, "on": on, **more}]}


def record(*entries: Fields, **more: Any) -> Fields:
    return {"record": {"entries": list(entries), **more}}


GAR: Fields = {"stream": "GAR", "arrives_on": "2022-02-01"}
CONVERSION = {"posted_on": "2022-09-20", "sponsor_found_on": "2022-10-20"}
CONTRIBUTION: Fields = {
    "kind": "contribution", "id": "c1", "on": "2022-01-01", "contributor": "parish", "amount": "900.00",
    "is_receipted": True,
}  # fmt: skip
PARISH = [{"id": "parish", "kind": "organization"}]
REFUND: Fields = {
    "kind": "refund", "id": "r1", "on": "2022-03-01", "contributor": "parish", "amount": "10.00",
}  # fmt: skip
LATE: Fields = {"arrives_on": "2026-05-10", "income": []}

CASES: list[tuple[str, str, Fields, Fields]] = [
    ("W02", "amber", TERRITORY, {}),
    ("W03", "amber", LATE, {}),
    ("W03", "amber", {"community": "NL/labrador", "people": [*PEOPLE, {**CHILD, "born_on": "2018-06-01"}]},
     {}),
    ("W05", "amber", {"housing": [{"rent": "3000.00"}]}, {}),
    ("W06", "red", {"purchases": BOUGHT}, {"purchases": BOUGHT[:-1]}),
    ("W06", "red", {"purchases": BOUGHT},
     {"purchases": BOUGHT, "payers": [{"payer": "fund", "covers": "start_up"}]}),
    ("W07", "note", {"in_kind": [{**GIFT, "value": "1596.01"}]}, {"in_kind": [{**GIFT, "value": "1596.00"}]}),
    ("W07", "note", {"in_kind": [{"line": "basic", "lives_with_signer": True}]}, {}),
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


@cache
def rates() -> Rates:
    return Rates.load()


def report_of(change: Fields, lang: str = "en", as_of: date | None = None) -> dict[str, Any]:
    plan = Plan.model_validate({**BASE, **change})
    return make_budget([plan], rates(), as_of=as_of).report(0, lang)


def said(change: Fields, code: str, lang: str = "en") -> list[dict[str, Any]]:
    return [row for row in report_of(change, lang)["warnings"] if row["id"] == code]


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


# --- assumptions ---------------------------------------------------------------------------------------

ASSUMED: list[tuple[str, Fields, Fields]] = [
    ("stale_rates", LATE, {}),
    ("stale_transit", LATE, {"arrives_on": "2020-02-10", "community": "Halifax"}),
    ("entered_rates", TERRITORY, {}),
    ("startup_set",
     {**TERRITORY, "arrives_on": "2017-06-10", "income": [], "options": {"startup_set_confirmed": True},
                     "rates": [{**row, "effective_from": "2017-01-01"} for row in TERRITORY["rates"]]}, {}),
    ("row_gaps", {"community": "SK/elsewhere", "options": {"sk_group": "Moose Jaw"}},
     {"community": "SK/elsewhere"}),
    ("prorate", {}, {"arrives_on": "2022-05-01"}),
    ("prorate", {"options": {"prorate": "equal"}}, {"arrives_on": "2022-05-01"}),
    ("true_up", {"options": {"prorate": "rap365"}}, {}),
    ("day_cost", {"options": {"prorate": "rap365"}}, {"options": {"prorate": "rap365", "day_cost": "6.00"}}),
    ("last_part_payer", {"stream": "BVOR"}, {}),
    ("missing_day", {"arrives_on": "2022-01-31", "options": {"prorate": "equal"}},
     {"arrives_on": "2022-01-31"}),
    ("missing_day", {"people": [*PEOPLE, {**CHILD, "born_on": "2004-02-29"}], "arrives_on": "2021-09-10"},
     {"people": [*PEOPLE, {**CHILD, "born_on": "2004-02-28"}], "arrives_on": "2021-09-10"}),
    ("rounding", {}, {"arrives_on": "2022-05-01"}),
    ("event_rule", event("birth"), event("birth", "2022-09-01")),
    ("event_rule", {**event("birth"), "options": {"event_rule": "next_month"}}, {}),
    ("rate_in_cell", {"arrives_on": "2021-09-10", "options": {"prorate": "equal"}},
     {"arrives_on": "2021-09-10"}),
    ("move_switch", event("move", community="Hamilton"), {}),
    ("pay_dates", {}, {}),
    ("early_end", event("early_end"), {}),
    ("absence_rule", event("absence", people=["father"]), {}),
    ("stay_rule", event("hospital", person="father"), {}),
    ("birth_date", {"people": [{"id": "p", "role": "principal", "age_at_arrival": 30}], "income": []}, {}),
    ("young_head", {"people": [{**PEOPLE[0], "born_on": "2005-01-01"}], "income": []}, {}),
    ("topup_at_18", {"people": [*PEOPLE, CHILD]}, {}),
    ("topup_at_18", {"people": [*PEOPLE, CHILD], "options": {"topup_at_18": "none"}},
     {"options": {"topup_at_18": "none"}}),
    ("topup_at_18", {"people": [*PEOPLE, CHILD], "options": {"topup_at_18": "full"}},
     {"options": {"topup_at_18": "full"}}),
    ("birth_start_up", event("birth"), {}),
    ("near_due_date",
     {"conditions": [{"kind": "pregnancy", "person": "mother", "note_on": "2022-05-20",
     "due_on": "2022-09-09"}],
                       **event("birth")}, event("birth")),
    ("stay_behind", {"people": [*PEOPLE, {**CHILD, "is_accompanying": False}]}, {"people": [*PEOPLE, CHILD]}),
    ("oyw_view", {"people": [PEOPLE[0], {**PEOPLE[1], "arrives_on": "2022-10-10"}], "income": []}, {}),
    ("oyw_income", {"people": [PEOPLE[0], {**PEOPLE[1], "arrives_on": "2022-10-10"}],
                    "income": [{"person": "mother", "net": "500.00"}]}, {}),
    ("planning", {"housing": []}, {}),
    ("rent_split", {"people": [*PEOPLE, {**CHILD, "born_on": "2000-01-01"}]}, {}),
    ("free_from", {"housing": [{"rent": "700.00"}, {"free": True, "from": "2022-08-15"}]},
     {"housing": [{"free": True}]}),
    ("school_second_on", {"people": [*PEOPLE, {**CHILD, "born_on": "2010-06-15"}]},
     {"people": [*PEOPLE, {**CHILD, "born_on": "2010-06-15"}], "arrives_on": "2022-07-10"}),
    ("nl_fuel", {"community": "NL/st-johns", "housing": [{"rent": "700.00", "heat_in_rent": False}]},
     {"community": "NL/st-johns"}),
    ("item_prorate", {"conditions": [{"kind": "special_diet", "note_on": "2022-07-11"}]},
     {"conditions": [{"kind": "special_diet", "note_on": "2022-07-01"}]}),
    ("diet_units", {"people": [*PEOPLE, {**CHILD, "born_on": "2000-01-01"}],
                    "conditions": [{"kind": "special_diet", "note_on": "2022-07-01"}]},
     {"conditions": [{"kind": "special_diet", "note_on": "2022-07-01"}]}),
    ("deposits", {}, {"extras": []}),
    ("gtha_senior_pass", {"people": [{**PEOPLE[0], "born_on": "1950-01-01"}], "income": []}, {}),
    ("jas_clothing", {"stream": "JAS", "options": {"jas_clothing": "every_12_months"}}, {"stream": "JAS"}),
    ("clothing_pool", {"in_kind": [{**GIFT, "line": "winter"}]}, {"in_kind": [GIFT]}),
    ("clothing_pool", {"in_kind": [{**GIFT, "line": "winter"}], "options": {"clothing_pool": "separate"}},
     {}),
    ("school_gifts", {"in_kind": [{**GIFT, "line": "school"}]}, {}),
    ("basic_inkind",
     {"in_kind": [{"line": "basic", "lives_with_signer": True}], "options": {"basic_inkind_pct": 20}}, {}),
    ("transport_waiver", {"in_kind": [{"line": "transport"}]}, {}),
    ("lag", {"income": [{"person": "father", "net": "1500.00"}]}, {}),
    ("lag", {"income": [{"person": "father", "net": "1500.00"}], "options": {"lag": 0}}, {}),
    ("lag", {"income": [{"person": "father", "net": "1500.00"}], "options": {"lag": 2}}, {}),
    ("stagger", {"income": [{"person": "father", "net": "1500.00", "spread_over": 2}]}, {}),
    ("reduction_share",
     {"income": [{"person": "father", "net": "1500.00"}], "options": {"reduction_share": "0.5"}}, {}),
    ("apply_income_reduction", {"options": {"apply_income_reduction": False}}, {}),
    ("last_month", {"income": [{"person": "father", "net": "1500.00", "from": "2023-05-01"}]}, {}),
    ("income_entry", {"options": {"income_entry": "typical"}}, {}),
    ("netting", {"stream": "BVOR"}, {"stream": "BVOR", "income": []}),
    ("other_income", {"income": [{"person": "mother", "net": "500.00", "kind": "refund"}]}, {}),
    ("self_employment", {"income": [{"person": "mother", "net": "500.00", "kind": "self_employment"}]}, {}),
    ("pupils",
     {"people": [*PEOPLE, {**CHILD, "born_on": "2006-06-15"}],
     "income": [{"person": "daughter", "net": "500.00"}]}, {}),
    ("no_need_months", {"income": [{"person": "father", "net": "4000.00", "from": "2022-07-01"}]}, {}),
    ("asset_order", {"assets": [{"amount": "9000.00"}], "options": {"assets_apply": True}},
     {"assets": [{"amount": "9000.00"}]}),
    ("assets_apply", {"assets": [{"amount": "9000.00"}]}, {}),
    ("rainbow_months", {"stream": "RAINBOW"}, {}),
    ("bvor_jas_switch", {"stream": "BVOR", **event("conversion", "2022-09-15", is_exceptional=True)},
     {"stream": "BVOR"}),
    ("payer", {"payers": [{"payer": "fund", "covers": "start_up"}]}, {}),
    ("bvor_topup_in_base", {"stream": "BVOR", **event("top_up", amount="100.00")},
     event("top_up", amount="100.00")),
    ("peer_mode", {"options": {"peer_mode": True}}, {}),
    ("pass_dates", {"community": "Moncton"}, TERRITORY),
    ("comm", {"stream": "BVOR", "arrives_on": "2021-05-10"}, {"stream": "BVOR"}),
    ("rates_source", {"options": {"rates_source": "manual"}}, {}),
    ("adult_dependant_family",
     {"people": [*PEOPLE, {**CHILD, "born_on": "2000-01-01", "unit": "young"},
                 {"id": "baby", "role": "child", "born_on": "2021-01-01", "unit": "young"}]},
                 {"people": [*PEOPLE, CHILD]}),
]  # fmt: skip
NEARLY_ALWAYS = {"pay_dates", "prorate", "pass_dates"}


@pytest.mark.parametrize(
    ("code", "change", "without"), ASSUMED, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(ASSUMED)]
)
def test_each_assumption_is_said_where_it_is_used(code: str, change: Fields, without: Fields) -> None:
    there = {row["code"]: row["text"] for row in report_of(change)["assumptions"]}
    assert code in there
    assert code in NEARLY_ALWAYS or code not in {x["code"] for x in report_of(without)["assumptions"]}
    french = {row["code"]: row["text"] for row in report_of(change, "fr")["assumptions"]}
    assert there.keys() == french.keys()
    assert all(there[c] != french[c] for c in there)
    assert all(text.endswith(".") for text in (*there.values(), *french.values()))


# --- dates ---------------------------------------------------------------------------------------------


def dates(change: Fields, kind: str) -> list[str]:
    rows = report_of(change)["dates"]
    assert [r["on"] for r in rows] == sorted(r["on"] for r in rows)
    assert all(r["kind"] in KINDS and r["text"] for r in rows)
    return [r["on"] for r in rows if r["kind"] == kind]


def test_the_dates_of_a_simple_year() -> None:
    assert dates({}, "arrival") == ["2022-05-10"]
    assert dates({}, "start_up") == ["2022-05-10"]
    payments = dates({}, "payment")
    assert len(payments) == 13 and payments[:3] == ["2022-05-10", "2022-06-01", "2022-07-01"]
    assert dates({}, "check_in") == ["2022-05-24", "2022-08-10", "2022-11-10", "2023-02-10"]
    assert dates({}, "survey") == ["2022-09-10"]
    assert dates({}, "review") == ["2023-01-10"]
    assert dates({}, "social_assistance") == ["2023-04-10"]
    assert dates({}, "end_notice") == ["2023-04-09"]
    assert dates({}, "end") == ["2023-05-09"]
    assert dates({}, "month_13") == ["2023-05-10"]
    assert dates({}, "keep") == ["2030-05-09"]
    assert dates({}, "income") == ["2022-06-01"]


def test_payments_in_the_week_before() -> None:
    days = dates({"options": {"pay_dates": "week_before"}}, "payment")
    assert days[:2] == ["2022-05-10", "2022-05-25"]


def test_school_birthdays_births_and_rates_have_their_dates() -> None:
    people = [*PEOPLE, CHILD, {"id": "boy", "role": "child", "born_on": "2015-03-01"}]
    assert dates({"people": people}, "school") == ["2022-08-01"]
    assert dates({"people": people}, "birthday") == ["2022-06-15"]
    assert dates({"people": people}, "child_benefit") == ["2022-05-10"]
    assert dates({}, "child_benefit") == []
    assert dates(event("birth"), "birth") == ["2022-09-10"]
    assert dates({"arrives_on": "2021-09-10"}, "rate_change") == ["2021-11-01", "2022-01-01"]
    moved = event("move", "2022-08-12", community="Hamilton")
    assert dates(moved, "move") == ["2022-08-12"]
    assert "2022-09-01" in dates(moved, "rate_change")
    pregnancy = [{"kind": "pregnancy", "person": "mother", "note_on": "2022-05-20", "due_on": "2022-12-02"}]
    assert dates({"conditions": pregnancy}, "birth") == ["2022-12-02"]
    assert dates({"conditions": pregnancy}, "one_time") == ["2022-05-20", "2022-10-02"]


def test_the_dates_of_bvor() -> None:
    bvor = {"stream": "BVOR", "arrives_on": "2022-07-12"}
    assert dates(bvor, "rap_start") == ["2022-08-01"]
    assert dates(bvor, "rap_end") == ["2023-01-31"]
    assert dates(bvor, "papers") == ["2022-07-31"]
    assert len(dates(bvor, "government_payment")) == 6
    late = {"stream": "BVOR", "arrives_on": "2022-07-22"}
    assert dates(late, "rap_start") == ["2022-09-01"]
    assert dates(late, "papers") == ["2022-08-21"]


def test_the_dates_of_jas() -> None:
    gar = {**GAR, **event("conversion", "2022-11-15", form_on="2022-09-01", **CONVERSION)}
    assert dates(gar, "jas_form") == ["2022-10-01"]
    assert dates(gar, "jas_promotion_end") == ["2023-01-20"]
    assert dates(gar, "conversion") == ["2022-11-15"]
    assert dates(gar, "jas_check_in") == ["2023-02-01"]
    assert dates(gar, "end") == ["2024-01-31"]
    assert dates({"stream": "JAS"}, "jas_check_in") == ["2023-05-10"]
    assert dates({}, "jas_check_in") == []


def test_the_dates_of_those_who_follow() -> None:
    later = {"people": [PEOPLE[0], {**PEOPLE[1], "arrives_on": "2022-10-10"}], "income": []}
    assert dates(later, "oyw_arrival") == ["2022-10-10"]
    assert dates(later, "oyw_end") == ["2023-10-09"]
    assert dates(later, "start_up") == ["2022-05-10", "2022-10-10"]
    behind = {"people": [*PEOPLE, {**CHILD, "is_accompanying": False}]}
    assert dates(behind, "oyw_window_end") == ["2023-05-10"]


@pytest.mark.parametrize(
    "change",
    [
        event("separation", people=["father"], unit="father"),
        event("change_unit", people=["father"], unit="father"),
        event("leaves_shared_home", people=["father"], unit="father"),
        event("absence", people=["father"]),
        event("hospital", person="father"),
        event("prison", person="father"),
        event("death", person="father"),
        event("school_starts", person="father"),
        event("school_ends", person="father"),
        event("early_end"),
        event("breakdown"),
        event("top_up", amount="10.00"),
    ],
)
def test_every_event_is_on_the_time_line(change: Fields) -> None:
    assert dates(change, "event") == ["2022-09-10"]
    assert all("{" not in row["text"] for row in report_of(change, "fr")["dates"])


def test_payments_add_up_to_what_is_due() -> None:
    report = report_of({"people": [*PEOPLE, CHILD]})
    for row in report["dates"]:
        if row["kind"] == "payment":
            due = sum(m["due_cents"] for u in report["units"] for m in u["months"] if m["from"] == row["on"])
            assert f"${due / 100:,.2f}" in row["text"]


def test_the_reminder_follows_the_rates() -> None:
    days = rates().amount("end_notice_days", "CA", date.max).number
    end = date.fromisoformat(dates({}, "end")[0])
    assert dates({}, "end_notice") == [(end - timedelta(days=days)).isoformat()]
