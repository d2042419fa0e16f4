"""Our answer beside that of RSTP's calculator: identical where the rules agree, no difference unexplained.

Its faults as regression tests of ours are in ``test_peer_faults``.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator.command import build_parser
from calculator.locale import catalogue
from calculator.peer import Comparison, compare_rstp
from calculator.peer.faults import FAULTS
from calculator.peer.steps import FARES, MENDED, SHEETS, STEPS
from calculator.plan import Plan
from calculator.rates import Rates

RATES = Rates.load()
PLACES = sorted(
    c.id
    for c in RATES.communities.values()
    if c.kind in ("community", "elsewhere") and c.id != "SK/elsewhere"
)
MONEY = st.integers(0, 300_000).map(lambda c: f"{c // 100}.{c % 100:02d}")


def compared(plan: dict[str, Any]) -> Comparison:
    return compare_rstp(Plan.model_validate(plan), RATES)


def person(name: str, role: str, age: int, **more: Any) -> dict[str, Any]:
    return {"id": name, "role": role, "age_at_arrival": age, **more}


def family(*children: int, couple: bool = True) -> list[dict[str, Any]]:
    heads = [person("a", "principal", 35)] + ([person("b", "spouse", 34)] if couple else [])
    return heads + [person(f"c{n}", "child", age) for n, age in enumerate(children)]


def amount(
    found: Comparison, section: str, line: str = "", month: int = 0, unit: str = "family"
) -> tuple[int, int]:
    """Its figure and ours."""
    for x in found.figures:
        if (x.unit, x.section, x.line, x.month) == (unit, section, line, month):
            return x.peer_cents, x.ours_cents
    return 0, 0


# --- where the rules agree


@pytest.mark.parametrize("place", ["ON/toronto", "AB/elsewhere", "BC/kelowna", "MB/brandon", "SK/moose-jaw",
                                   "NS/elsewhere", "PE/charlottetown"])  # fmt: skip
@pytest.mark.parametrize("children", [(), (5,), (8, 13), (4, 9, 15), (6, 8, 10, 12, 14, 16)])
@pytest.mark.parametrize("couple", [True, False])
def test_identical_to_the_cent_where_the_rules_agree(
    place: str, children: tuple[int, ...], couple: bool
) -> None:
    """No events, no income, thirteen cells, planning housing, arrival in 2022, nobody under four."""
    found = compared(
        {"community": place, "arrives_on": "2022-02-11", "people": family(*children, couple=couple)}
    )
    assert not found.out_of_reach
    assert [x for x in found.figures if x.difference_cents] == []
    assert amount(found, "total", "minimum")[0] > 10_000_00


def test_the_answer_of_both_by_hand() -> None:
    """Couple in Toronto, 11 February 2022: 494 + 642 + 200 + 2 x 156 + 75 = 1,723; February 18 of 28 days.

    1,723 x 18 / 28 = 1,107.64; the rest 615.36; start-up 4,565; together 12 x 1,723 + 4,565 = 25,241.
    """
    found = compared({"community": "ON/toronto", "arrives_on": "2022-02-11", "people": family()})
    assert amount(found, "due", month=1) == (1_107_64, 1_107_64)
    assert amount(found, "due", month=2) == (1_723_00, 1_723_00)
    assert amount(found, "due", month=13) == (615_36, 615_36)
    assert amount(found, "total", "minimum") == (25_241_00, 25_241_00)


# --- differences of known size


def why(
    found: Comparison, section: str, line: str = "", month: int = 0, unit: str = "family"
) -> list[tuple[str, int]]:
    for x in found.figures:
        if (x.unit, x.section, x.line, x.month) == (unit, section, line, month):
            return [(cause.id, cents) for cause, cents in x.because]
    return []


def test_the_supplement_of_new_brunswick() -> None:
    found = compared({"community": "NB/moncton", "arrives_on": "2022-02-11", "people": family(8)})
    assert amount(found, "monthly", "nb_supplement", 2) == (75_00, 120_00)
    assert why(found, "monthly", "nb_supplement", 2) == [("15", 45_00)]


def test_fuel_in_newfoundland_is_added_without_asking() -> None:
    """Shelter 372 and 71; ours asks about the heating first."""
    found = compared({"community": "NL/st-johns", "arrives_on": "2022-02-11", "people": family()})
    assert amount(found, "monthly", "shelter", 2) == (443_00, 372_00)
    assert why(found, "monthly", "shelter", 2) == [("16", -71_00)]


def test_there_is_no_fuel_supplement_in_labrador() -> None:
    found = compared({"community": "NL/labrador", "arrives_on": "2022-02-11", "people": family()})
    assert amount(found, "monthly", "shelter", 2) == (372_00, 372_00)


def test_a_senior_in_greater_toronto() -> None:
    """128.15 in its script, 156 by the text of the increase (R25.3)."""
    people = [person("a", "principal", 70)]
    found = compared({"community": "ON/mississauga", "arrives_on": "2022-02-11", "people": people})
    assert amount(found, "monthly", "transport", 2) == (128_15, 156_00)
    assert why(found, "monthly", "transport", 2) == [("fares", 27_85)]


def test_an_earlier_year_has_its_own_sheets() -> None:
    """Communication was 30 before 2022 (R5)."""
    found = compared({"community": "ON/toronto", "arrives_on": "2020-02-11", "people": family()})
    assert amount(found, "monthly", "communication", 2) == (75_00, 30_00)
    assert why(found, "monthly", "communication", 2) == [("sheets", -45_00)]


def test_an_unknown_date_doubles_the_school_item() -> None:
    """Arrival in July: once by R23; without a certain date it counts twice."""
    plan = {
        "community": "ON/toronto",
        "arrives_on": "2022-07-10",
        "arrival_is_estimate": True,
        "people": family(8),
    }
    found = compared(plan)
    assert amount(found, "start_up", "school") == (300_00, 150_00)
    assert why(found, "start_up", "school") == [("19", -150_00)]


def test_income_above_everything() -> None:
    """Couple, 1,723 a month, earning 4,000: its deduction 4,000 - 861.50 = 3,138.50, above the support
    itself."""
    plan = {
        "community": "ON/toronto", "arrives_on": "2022-02-01", "people": family(),
        "income": [{"person": "a", "net": "4000.00"}], "options": {"income_entry": "typical", "lag": 0},
    }  # fmt: skip
    found = compared(plan)
    assert amount(found, "reduction", month=2) == (3_138_50, 1_723_00)
    assert why(found, "reduction", month=2) == [("12", -1_415_50)]
    assert amount(found, "due", month=2) == (0, 0)


def test_an_arrival_on_29_february() -> None:
    """Ages as told, also where the year of birth has no 29 February: 7 to 11 is the row of 529."""
    people = [person("a", "principal", 40), person("c", "child", 7), person("g", "child", 18)]
    found = compared({"community": "MB/brandon", "arrives_on": "2024-02-29", "people": people})
    assert amount(found, "monthly", "basic", 1) == amount(found, "monthly", "basic", 2) == (529_00, 529_00)
    assert amount(found, "monthly", "basic", 1, unit="g") == (195_00, 195_00)
    assert not found.unexplained


# --- out of its reach


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"stream": "BVOR"}, "stream"),
        ({"stream": "JAS", "months": 24}, "months"),
        ({"months": 6}, "months"),
        ({"options": {"prorate": "equal"}}, "options.prorate"),
        ({"housing": [{"rent": "900.00"}]}, "housing[0]"),
        ({"income": [{"person": "a", "net": "900.00", "from": "2022-04-01"}]}, "income[0]"),
        ({"purchases": [{"line": "linens", "amount": "9.00"}]}, "purchases"),
        ({"assets": [{"amount": "9.00"}]}, "assets"),
        ({"events": [{"kind": "birth", "on": "2022-06-01"}]}, "events"),
        ({"in_kind": [{"line": "transport"}]}, "in_kind[0]"),
        ({"people": family(*range(1, 12))}, "people"),
        ({"people": [*family(), person("x", "principal", 40, family="other")]}, "people"),
        ({"people": [*family(), person("x", "child", 9, arrives_on="2022-06-01")]}, "people[2].arrives_on"),
        ({"community": "SK/elsewhere"}, "community"),
    ],
)
def test_it_says_which_entry_is_out_of_reach(change: dict[str, Any], where: str) -> None:
    found = compared({"community": "ON/toronto", "arrives_on": "2022-02-11", "people": family()} | change)
    assert where in [problem.where for problem in found.out_of_reach]
    assert not found.figures


# --- no difference unexplained


@st.composite
def plans_in_reach(draw: st.DrawFn) -> dict[str, Any]:
    arrives = draw(st.dates(date(2019, 12, 1), date(2027, 12, 31)) | st.just(date(2024, 2, 29)))
    place = draw(st.sampled_from(PLACES))

    def someone(name: str, role: str, least: int, most: int) -> dict[str, Any]:
        made: dict[str, Any] = {"id": name, "role": role}
        if draw(st.booleans()):
            made["age_at_arrival"] = draw(st.integers(least, most))
        else:
            days = draw(st.integers(least * 366, most * 365 + 300))
            made["born_on"] = str(arrives - timedelta(days=days))
        if draw(st.integers(0, 5)) == 0:
            made["in_secondary_school"] = draw(st.booleans())
        return made

    people = [someone("a", "principal", 19, 80)]
    if draw(st.booleans()):
        people.append(someone("b", "spouse", 17, 80))
    people += [someone(f"c{n}", "child", 0, 17) for n in range(draw(st.integers(0, 6)))]
    people += [
        someone(f"d{n}", draw(st.sampled_from(["child", "de_facto"])), 18, 70)
        for n in range(draw(st.integers(0, 2)))
    ]
    for who in draw(st.lists(st.sampled_from(people), max_size=1)):
        who["is_disabled"] = True
    plan: dict[str, Any] = {
        "community": place, "arrives_on": str(arrives), "arrival_is_estimate": draw(st.booleans()),
        "people": people,
        "options": {
            "lag": draw(st.integers(0, 2)), "stagger_n": draw(st.integers(1, 3)),
            "income_entry": draw(st.sampled_from(["by_month", "typical"])),
            "clothing_pool": draw(st.sampled_from(["pooled", "separate"])),
            "basic_inkind_pct": draw(st.sampled_from([0, 30, 50])),
            "gtha_senior_pass": draw(st.sampled_from(["156", "128.15"])),
            "reduction_share": draw(st.sampled_from(["1", "0.5"])),
            "topup_at_18": draw(st.sampled_from(["personal", "full", "none"])),
            "event_rule": draw(st.sampled_from(["up_now_down_next", "next_month"])),
        },
    }  # fmt: skip
    earners = [p for p in people if p["id"][0] in "abd"]
    kinds = ["employment", "student_living", "self_employment", "student_loan", "canada_child_benefit"]
    plan["income"] = [
        {
            "person": draw(st.sampled_from(earners))["id"],
            "kind": draw(st.sampled_from(kinds)),
            "net": draw(MONEY),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    start_up = ["staples", "clothing", "winter", "household", "furniture", "linens", "utility", "school"]
    units = [None, *(p["id"] for p in people if p["id"][0] == "d")]
    plan["in_kind"] = [
        {"line": draw(st.sampled_from(start_up)), "value": draw(MONEY), "unit": draw(st.sampled_from(units)),
         "given_by": draw(st.sampled_from(["signer", "non_signer"])), "is_planned": draw(st.booleans()),
         "is_kept": draw(st.booleans())}
        for _ in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    if draw(st.booleans()):
        meals: dict[str, Any] = {"line": "basic", "lives_with_signer": draw(st.booleans())}
        if draw(st.booleans()):
            meals["value"] = draw(MONEY)
        plan["in_kind"].append(meals)
    homes: list[dict[str, Any]] = [
        {"free": True},
        {"free": True, "is_complete": False},
        {"free": True, "given_by": "refugee"},
    ]
    if place.startswith("NL"):
        homes += [{"heat_in_rent": False}, {"heat_in_rent": True}, {"heat_in_rent": False, "fuel": "40.00"}]
    if draw(st.integers(0, 2)) == 0:
        plan["housing"] = [draw(st.sampled_from(homes))]
    conditions: list[dict[str, Any]] = []
    for who in draw(st.lists(st.sampled_from(earners), unique_by=lambda p: p["id"], max_size=2)):
        note = arrives + timedelta(days=draw(st.integers(-150, 300)))
        due = note + timedelta(days=draw(st.integers(0, 250)))
        conditions.append(
            {"kind": "pregnancy", "person": who["id"], "note_on": str(note), "due_on": str(due),
             "children": draw(st.integers(1, 3))}
        )  # fmt: skip
    if draw(st.booleans()):
        note = arrives + timedelta(days=draw(st.integers(-30, 300)))
        conditions.append(
            {"kind": "special_diet", "person": draw(st.sampled_from(people))["id"], "note_on": str(note)}
        )
    plan["conditions"] = conditions
    return plan


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans_in_reach())
def test_no_difference_is_unexplained(plan: dict[str, Any]) -> None:
    found = compared(plan)
    assert not found.out_of_reach, [str(problem) for problem in found.out_of_reach]
    left = [
        (x.unit, x.section, x.line, x.month, x.peer_cents, x.ours_cents, x.unexplained_cents)
        for x in found.unexplained
    ]
    assert left == []


def test_every_cause_cites_a_rule_and_every_fault_is_one_of_the_list() -> None:
    causes = [*MENDED, *(step.cause for step in STEPS), SHEETS, FARES]
    assert len({cause.id for cause in causes}) == len(causes)
    assert all(cause.rule for cause in causes)
    assert {cause.fault for cause in causes if cause.fault is not None} <= set(range(1, len(FAULTS) + 1))


def test_every_fault_is_told_in_both_languages() -> None:
    gettext = catalogue("fr").gettext
    assert len(FAULTS) == 24
    said = [text for fault in FAULTS for text in fault]
    assert len(set(said)) == len(said) and all(text.endswith(".") and gettext(text) != text for text in said)


def test_a_wrong_figure_of_ours_would_show_as_unexplained(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is not blind: a cent added to one of our lines is not absorbed by any cause."""
    import calculator.peer as peer

    real = peer._of_report

    def bent(report: Any) -> Any:
        figures = real(report)
        figures["family", ("monthly", "basic", 2)] += 1
        return figures

    monkeypatch.setattr(peer, "_of_report", bent)
    found = compared({"community": "ON/toronto", "arrives_on": "2022-02-11", "people": family()})
    assert [(x.line, x.unexplained_cents) for x in found.unexplained] == [("basic", 1)]


def test_peer_mode_puts_its_answer_beside_the_budget(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """N49: the school item of an adult tab, 150 at arrival and 150 later, is the only difference here."""
    people = [person("a", "principal", 35), person("son", "child", 20)]
    plan = {"community": "Toronto", "arrives_on": "2022-05-10", "people": people, "options": {"peer_mode": True}}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan), "utf-8")
    options = build_parser().parse_args(["budget", str(path), "--json"])
    assert options.run(options) == 0
    beside = json.loads(capsys.readouterr().out)["peer"]
    school = [x for x in beside["figures"] if (x["unit"], x["section"], x["line"]) == ("son", "start_up", "school")]
    assert [(x["peer_cents"], x["ours_cents"], x["because"][0]["fault"]) for x in school] == [(300_00, 0, 4)]
    assert beside["unexplained"] == 0
    options = build_parser().parse_args(["budget", str(path)])
    assert options.run(options) == 0
    assert "No difference is unexplained." in capsys.readouterr().out
