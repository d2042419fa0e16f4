"""Assumptions are said where they are used, and only there; every date has its day.

Warnings are in ``test_notices``.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from notice_cases import (
    BASE,
    BOUGHT,
    CHILD,
    CONVERSION,
    GAR,
    GIFT,
    LATE,
    PAYMENT,
    PEOPLE,
    TERRITORY,
    Fields,
    event,
    rates,
    record,
    report_of,
)

from calculator.notices.calendar import KINDS

# --- assumptions ---------------------------------------------------------------------------------------

DEPOSIT: Fields = BASE["extras"][0]
LOAN_HELP: Fields = {"amount": "50.00", "from": "2022-06-01"}
BACK: Fields = {"kind": "returned", "id": "b1", "on": "2022-06-02", "payment": "p1", "amount": "15000.00"}
INTEREST = {"kind": "interest", "id": "i", "on": "2027-01-31", "amount": "1.00"}


def paid(on: str, **more: object) -> Fields:
    return {**PAYMENT, "on": on, **more}


FRIEND: list[Fields] = [
    {"id": "mother", "role": "principal", "born_on": "1985-03-15", "family": "first"},
    {"id": "son", "role": "child", "born_on": "2015-11-20", "family": "first", "arrives_on": "2022-11-01"},
    {"id": "friend", "role": "principal", "born_on": "1984-11-20", "family": "second"},
]
MANITOBA: Fields = {
    "community": "MB/brandon", "income": [], "housing": [{"free": True, "given_by": "signer"}],
    "people": [
        {"id": "mother", "role": "principal", "born_on": "1985-03-15"},
        {"id": "teen", "role": "child", "born_on": "2007-06-15"},
        {"id": "son", "role": "child", "born_on": "2009-06-15", "arrives_on": "2023-04-01"},
    ],
}  # fmt: skip
"""Manitoba's basic needs of a parent with two children of 12 to 17 are less than with one."""

ASSUMED: list[tuple[str, Fields, Fields]] = [
    ("refund_interest", {"record": {"entries": [INTEREST]}}, {}),
    ("refund_interest", {"record": {"entries": [INTEREST]}, "options": {"refund_interest": "deed"}}, {}),
    ("advance_from", record(paid("2022-06-01", month=2, months=3)), record(paid("2022-06-01", month=2))),
    ("advance_from", record(paid("2022-06-01", month=4)), record(paid("2022-07-01", month=4))),
    ("advance_from", record(paid("2022-06-01", amount="15000.00")), record(paid("2022-06-01"))),
    ("advance_from", record(paid("2022-06-01", amount="15000.00")),
     record(paid("2022-06-01", amount="15000.00"), BACK)),
    ("advance_from", record(paid("2022-06-01", month=2, months=3)),
     record(paid("2022-06-01", month=2, months=3), {"kind": "correction", "id": "k", "on": "2022-06-02",
                                                   "corrects": "p1", "reason": "typed twice"})),
    ("outlay_order", {**record(paid("2022-06-01", purpose="deposit")), "extras": [DEPOSIT, DEPOSIT]},
     record(paid("2022-06-01", purpose="deposit"))),
    ("outlay_order", {**record(paid("2022-06-01", purpose="deposit")), "extras": [DEPOSIT, DEPOSIT]},
     {**record(paid("2022-06-01", purpose="extra")), "extras": [DEPOSIT, DEPOSIT]}),
    ("outlay_order", {**record(paid("2022-06-01", purpose="purchase")), "purchases": BOUGHT},
     {**record(paid("2022-06-01")), "purchases": BOUGHT}),
    ("outlay_order", record(paid("2022-06-01", purpose="loan_help"), loan_help=[LOAN_HELP]),
     record(paid("2022-06-01", purpose="loan_help"), loan_help=[{**LOAN_HELP, "cadence": "once"}])),
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
    ("end_on_arrival", event("early_end", "2022-05-10"), event("early_end", "2022-05-11")),
    ("entered_units", event("separation", people=["father"], unit="father"), {}),
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
    ("oyw_rent", {"people": FRIEND, "housing": [{"rent": "600.00"}], "income": []},
     {"people": FRIEND, "housing": [], "income": []}),
    ("oyw_free_home", MANITOBA, {**MANITOBA, "community": "ON/chatham"}),
    ("start_up_again", event("leaves_shared_home", people=["father"], unit="father", with_start_up=True),
     event("leaves_shared_home", people=["father"], unit="father")),
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
    ("jas_sponsor_part",
     {"stream": "JAS", "extras": [{"label": "Dental care", "amount": "60.00", "to": "2025-01-31"}]},
     {"stream": "JAS", "extras": [{"label": "Dental care", "amount": "60.00"}]}),
    ("school_by_arrival", {"people": [*PEOPLE, {**CHILD, "born_on": "2010-06-15"}], "arrival_is_estimate": True},
     {"people": [*PEOPLE, {**CHILD, "born_on": "2010-06-15"}]}),
    ("pass_dates", {"community": "Moncton"}, TERRITORY),
    ("comm", {"stream": "BVOR", "arrives_on": "2021-05-10"}, {"stream": "BVOR"}),
    ("rates_source", {**TERRITORY, "options": {"rates_source": "manual"}}, TERRITORY),
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


def test_the_daily_rate_says_which_way_it_differs() -> None:
    """R49, a unit of R = 1225.00 (X1): with 28 days the part months come to 765.21 + 362.47 = 1127.68, which is 97.32
    less; with 31 days to 886.03 + 362.47 = 1248.50, 23.50 more."""
    row = {"place": "YT", "effective_from": "2022-01-01", "source": "Made-up amounts of the worked examples"}
    figures = {"basic": "400.00", "shelter": "500.00"}
    rows = [{**row, "item": item, "value": value, "adults": "1", "others": "0"} for item, value in figures.items()]
    figures = {"supplement_cap": "150.00", "transit_pass": "100.00", "communication": "75.00"}
    rows += [{**row, "item": item, "value": value} for item, value in figures.items()]
    alone = {"people": PEOPLE[:1], "income": [], "rates": rows, "community": "YT", "options": {"prorate": "rap365"}}
    sums = {
        "2023-02-10": ("by -$97.32 from", "$765.21 + $362.47 = $1,127.68", "$1,127.68 − $1,225.00 = -$97.32"),
        "2023-05-10": ("by $23.50 from", "$886.03 + $362.47 = $1,248.50", "$1,248.50 − $1,225.00 = $23.50"),
    }
    for arrives_on, said in sums.items():
        found = report_of({**alone, "arrives_on": arrives_on})["assumptions"]
        text = next(x["text"] for x in found if x["code"] == "true_up")
        assert all(part in text for part in said), text
    put_right = {**alone, "arrives_on": "2023-05-10", "options": {"prorate": "rap365", "true_up": True}}
    found = report_of(put_right, "fr")["assumptions"]
    text = next(x["text"] for x in found if x["code"] == "true_up").replace("\xa0", " ").replace("\u202f", " ")
    assert "886,03 $ + 362,47 $ = 1 248,50 $" in text
    assert "1 225,00 $ − 1 248,50 $ = -23,50 $" in text.replace("−23", "-23")


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
    assert dates(later, "keep") == ["2030-10-09"]
    said = {row["kind"]: row["text"] for row in report_of(later)["dates"]}
    assert "for those who came first" in said["end"] and "for those who came first" in said["month_13"]
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
