"""Reading a plan: every message has a plan that earns it, all are said at once, nothing ends in a traceback.

The plans with something wrong are in broken_plans.py; saving is tested in test_plan_saving.py.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from broken_plans import BASE, BROKEN, changed, event, income, person
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import calculator.plan.checks
import calculator.plan.entries
import calculator.plan.messages
import calculator.plan.reading
import calculator.plan.text
from calculator.examples import LINES, example_line, example_names, example_plans, example_text
from calculator.locale import LANGUAGES, catalogue
from calculator.locale.upkeep import sentences
from calculator.plan import (
    Plan,
    accepted,
    canonical_json,
    plan_from,
    plan_schema,
    read_plan,
    refused_entries,
)
from calculator.plan.messages import shape_problem
from calculator.problems import PlanError, Problem


def problems_of(plan: object, lang: str = "en") -> list[Problem]:
    read = read_plan if isinstance(plan, (str, bytes, Path)) else plan_from
    with pytest.raises(PlanError) as caught:
        read(plan, lang=lang)  # type: ignore[operator]
    assert caught.value.problems
    return caught.value.problems


def test_the_base_is_a_plan() -> None:
    plan = plan_from(BASE)
    assert plan.people[0].born_on == date(1990, 1, 31)
    assert plan.income[0].net_cents == 90000
    assert read_plan(json.dumps(BASE)) == plan


@pytest.mark.parametrize(("plan", "where", "what"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_message(plan: object, where: str, what: str) -> None:
    said = problems_of(plan)
    match = [p for p in said if p.where == where and what in p.what]
    assert match, "\n".join(map(str, said))
    assert len(match) == 1
    assert match[0].what_to_do.endswith((".", "?"))
    assert match[0].level == "refuse"
    french = [p for p in problems_of(plan, "fr") if p.where == where and p.what_msgid == match[0].what_msgid]
    assert french
    assert french[0].what != match[0].what
    for problem in (*match, *french):
        assert not re.search(r"\{[a-z_]+\}", str(problem))


SAME_FAULT = {"61 people", "many problems"}


FIELDS = [(name, plan) for name, plan, _, _ in BROKEN if isinstance(plan, dict) and name not in SAME_FAULT]


@pytest.mark.parametrize("plan", [plan for _, plan in FIELDS], ids=[name for name, _ in FIELDS])
def test_one_fault_is_said_once(plan: object) -> None:
    assert len(problems_of(plan)) == 1, "\n".join(map(str, problems_of(plan)))


def test_every_message_has_a_plan_that_earns_it() -> None:
    said: set[str] = {_REST}
    for _, plan, _, _ in BROKEN:
        said |= {m for p in problems_of(plan) for m in (p.what_msgid, p.to_do_msgid)}
    said |= {m for p in refused_entries(REFUSED) for m in (p.what_msgid, p.to_do_msgid)}
    rooms = ("checks", "entries", "messages", "reading", "text")
    unheard = {
        msgid: places
        for msgid, places in sentences().items()
        if any(place.startswith(f"calculator/plan/{room}.py") for place in places for room in rooms)
        and msgid not in said | NEEDS_A_FILE
    }
    assert not unheard


_REST = calculator.plan.messages._OTHER
NEEDS_A_FILE = {
    *calculator.plan.text._NO_FILE,
    *calculator.plan.text._FOLDER,
    *calculator.plan.text._UNREADABLE,
    calculator.plan.messages._OTHER_DO,
    "line {line}, column {column}: there is a comma too many.",  # said by Python 3.13 and later
    "line {line}, column {column}: the text is not in the form of a plan (JSON).",  # for Pythons to come
}


# --- all at once


def test_everything_is_said_at_once() -> None:
    plan = {
        "community": "Halifax",
        "arrives_on": "2026-05-10",
        "people": [
            {"id": "p1", "role": "spouse", "age_at_arrival": 130},
            {"id": "p2", "role": "child", "age": 3},
        ],
        "income": [{"person": "p7", "net": "12,5", "from": "2026-08-01", "to": "2026-07-01"}],
        "options": {"rainbow_months": [1, 1, 2], "lag": 9},
        "zzz": None,
    }
    assert sorted(p.where for p in problems_of(plan)) == [
        "income[0].net",
        "income[0].person",
        "income[0].to",
        "options.lag",
        "options.rainbow_months",
        "people[0].age_at_arrival",
        "people[0].role",
        "people[1].age",
        "zzz",
    ]


def test_an_unreadable_person_makes_no_false_findings() -> None:
    """Neither "no principal" nor "nobody has the id", though the one person could not be read."""
    plan = changed(p1={"role": "chief"})
    assert [p.where for p in problems_of(plan)] == ["people[0].role"]


def test_problems_follow_the_file() -> None:
    plan = changed(zzz=1, community="", housing=[{}, {"rent": 5}], people=["x"], income=[{"net": "-1"}])
    assert [p.where for p in problems_of(plan)] == [
        "zzz",
        "community",
        "people[0]",
        "housing[1].rent",
        "income[0].net",
        "income[0].person",
    ]


def test_the_nearest_name_is_suggested() -> None:
    misspelled = changed(community=None, comunity="x")
    assert [p.where for p in problems_of(misspelled)] == ["comunity"]
    assert problems_of(misspelled)[0].what_to_do == "Did you mean “community”?"
    assert problems_of(changed(p2={"age": 34}))[0].what_to_do == "Did you mean “age_at_arrival”?"
    assert "Did you mean “PSR”?" in problems_of(changed(stream="psr"))[0].what_to_do
    assert problems_of(income(person="P1"))[0].what_to_do == "Did you mean “p1”?"
    assert problems_of(changed(income=[{"person": "p1", "nett": "5"}]))[0].what_to_do == "Did you mean “net”?"
    assert problems_of(event("birht"))[0].what_to_do.startswith("Did you mean “birth”?")


def test_a_number_is_shown_as_it_should_be_written() -> None:
    assert problems_of(income(net=900))[0].what_to_do == 'Write "900.00".'
    assert problems_of(income(net=12.5))[0].what_to_do == 'Write "12.50".'


def test_numbers_that_must_not_be_kept_are_not_quoted() -> None:
    for lang in LANGUAGES:
        said = problems_of(changed(record={"contact": "SIN 046 454 286"}), lang)
        assert "046" not in "\n".join(map(str, said))


def test_a_problem_can_be_said_again_in_french() -> None:
    for english, french in zip(
        problems_of(changed(months=37)), problems_of(changed(months=37), "fr"), strict=True
    ):
        assert english.said(catalogue("fr").gettext) == french
        assert french.said(lambda text: text) == english


# --- what is not refused


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(changed(p3={"born_on": "2026-08-01", "age_at_arrival": None}), id="a birth"),
        pytest.param(changed(p1={"born_on": "1905-05-11"}), id="120 years old"),
        pytest.param(changed(arrives_on="2028-02-29", income=[]), id="29 February"),
        pytest.param(changed(months=36), id="36 months of PSR"),
        pytest.param(changed(stream="JAS", months=24, sponsor="CG"), id="24 months of JAS"),
        pytest.param(changed(stream="BVOR", months=12, sponsor="G5"), id="BVOR"),
        pytest.param(changed(in_kind=[{"line": "utility", "value": "75.00"}]), id="a gift that counts 0"),
        pytest.param(
            changed(in_kind=[{"line": "basic", "value": "1.00", "given_by": "non_signer"}]), id="W09"
        ),
        pytest.param(changed(housing=[{"free": True, "given_by": "refugee"}]), id="housing from a refugee"),
        pytest.param(
            changed(housing=[{"free": True}, {"rent": "900.00", "from": "2026-09-01"}]), id="then a rent"
        ),
        pytest.param(changed(housing=[{"rent": "0.00", "utilities": "90.00"}]), id="only utilities"),
        pytest.param(changed(housing=[{"unit": "p4", "rent": "400.00"}]), id="rent of an adult dependant"),
        pytest.param(changed(p3={"age_at_arrival": 17}, housing=[{"unit": "p3"}]), id="a unit to be"),
        pytest.param(changed(sharing=[{"line": "basic", "amount": "5.00"}]), id="W22 is a warning"),
        pytest.param(event("change_unit", people=["p4"], unit="new"), id="a new unit"),
        pytest.param(
            changed(
                stream="GAR",
                events=[{"kind": "conversion", "on": "2027-01-05"}, {"kind": "birth", "on": "2028-03-01"}],
            ),
            id="converted",
        ),
        pytest.param(person(arrives_on="2027-05-01"), id="one year window"),
        pytest.param(person(role="principal", family="b"), id="linked families"),
        pytest.param(
            changed(label="إفطار \u202eabc\u202c 🏡\tzwei\nZeilen"), id="any script, bidi, tab, new line"
        ),
        pytest.param(
            changed(
                people=[
                    {"id": f"p{i}", "role": "dependant" if i else "principal", "age_at_arrival": 30}
                    for i in range(60)
                ],
                income=[],
            ),
            id="60 people",
        ),
    ],
)
def test_is_a_plan(plan: dict[str, Any]) -> None:
    read = plan_from(plan)
    assert read_plan(canonical_json(read)) == read


REFUSED = plan_from(
    changed(
        income=[
            {"person": "p1", "net": "5.00"},
            {"person": "p1", "net": "650.00", "kind": "canada_child_benefit"},
            {"person": "p2", "net": "90.00", "kind": "tax_credit"},
        ],
        sharing=[
            {"line": "furniture", "amount": "200.00", "reason": "one living room"},
            {"line": "transport", "amount": "50.00", "reason": "one car"},
            {"line": "household", "amount": "50.00", "reason": "  "},
        ],
    )
)


def test_single_entries_are_refused_and_the_rest_is_kept() -> None:
    said = refused_entries(REFUSED)
    assert [(p.code, p.where, p.level) for p in said] == [
        ("W11", "income[1].kind", "refuse"),
        ("W11", "income[2].kind", "refuse"),
        ("W22", "sharing[1].line", "refuse"),
        ("W22", "sharing[2].reason", "refuse"),
    ]
    kept = accepted(REFUSED)
    assert [i.net_cents for i in kept.income] == [500]
    assert [s.line for s in kept.sharing] == ["furniture"]
    assert refused_entries(kept) == []
    assert accepted(kept) is kept


# --- files


def test_a_file_that_is_not_there_a_folder_and_a_locked_file(tmp_path: Path) -> None:
    assert "no such file" in problems_of(tmp_path / "plan.json")[0].what
    assert problems_of(tmp_path / "plan.json")[0].where == "plan.json"
    assert "this is a folder" in problems_of(tmp_path)[0].what
    assert "no such file" in problems_of(Path("a\x00b"))[0].what


def test_text_is_never_taken_for_the_name_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(BASE), encoding="utf-8")
    assert read_plan(file)
    assert "a value is missing" in problems_of(str(file))[0].what


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_windows_writes(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(changed(community="Montréal"), ensure_ascii=False), encoding=encoding)
    assert read_plan(file).community == "Montréal"


# --- hostile inputs


HOSTILE = [
    "{" * 100_000,
    '{"a":' * 50_000 + "1" + "}" * 50_000,
    "[" * 2_500_000 + "]" * 2_499_000,
    '{"people": ' + "[" * 900 + "]" * 900 + "}",
    '{"label": "' + "\\u0000" * 100_000 + '"}',
    '{"\\u202e\\u0000": {"\\ud83d": []}}',
    '{"people": [' + ",".join(["{}"] * 20_000) + "]}",
    "-" + "9" * 100_000,
    '{"months": -1e-400, "label": 1E999}',
    "\x00",
    "\x00" * 1000,
    b"\xff\xfe\x00",
    b"\xff\xfe" + "{}".encode("utf-16-le") + b"\x00",
    b"\xef\xbb\xbf",
    "0001-01-01",
    '"9999-12-31"',
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_answered_with_sentences(text: str | bytes) -> None:
    said = problems_of(text)
    assert len(said) <= 101
    for problem in said:
        line = str(problem)
        assert len(line) < 2000
        assert line.isprintable() or "\u00a0" in line
        assert "\u202e" not in line


JSONISH = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["p1", "family", "2026-05-10", "0001-01-01", "9999-12-31", "12.50", "principal", "birth"]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["kind", "id", "on", "from", "to", "person", "people", "unit", "net", "amount", "x"]
            )
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(Plan.model_fields)), JSONISH, max_size=6))
def test_any_fields_are_a_plan_or_sentences(fields: dict[str, Any]) -> None:
    with contextlib.suppress(PlanError):
        plan_from({**BASE, **fields})


@given(st.data())
def test_any_damage_to_a_good_plan_is_a_plan_or_sentences(data: st.DataObject) -> None:
    """One value somewhere inside an example is replaced by anything, or a field is renamed."""
    plan = json.loads(example_text(data.draw(st.sampled_from(example_names()))))
    place = plan
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not (isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans())):
            break
        place = place[key]
    place[key] = data.draw(JSONISH)
    for source in (plan, json.dumps(plan)):
        with contextlib.suppress(PlanError):
            read_plan(source) if isinstance(source, str) else plan_from(source)


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_text_is_answered_with_sentences(text: str | bytes) -> None:
    problems_of(text)


# --- every type the model uses has words


def types_used() -> set[str]:
    """The kinds of findings the model can make, from its compiled schema."""
    kinds: set[str] = set()
    of_type = {
        "str": {"string_type", "string_too_long", "string_too_short", "string_pattern_mismatch"},
        "int": {"int_type", "greater_than_equal", "less_than_equal", "int_parsing_size"},
        "bool": {"bool_type"},
        "literal": {"literal_error"},
        "tuple": {"tuple_type", "too_short", "too_long", "missing"},
        "model-fields": {"missing", "extra_forbidden", "model_type", "dict_type", "model_attributes_type"},
        "tagged-union": {"union_tag_invalid", "union_tag_not_found"},
    }
    quiet = {
        "model",
        "default",
        "nullable",
        "function-before",
        "function-after",
        "definitions",
        "definition-ref",
        "model-field",
        "date",
        "none",
    }

    def walk(schema: object) -> None:
        if isinstance(schema, dict):
            name = schema.get("type")
            if isinstance(name, str) and ("schema" in schema or "fields" in schema or name in of_type):
                assert name in of_type or name in quiet, name
                kinds.update(of_type.get(name, set()))
            for value in schema.values():
                walk(value)
        elif isinstance(schema, (list, tuple)):
            for value in schema:
                walk(value)

    walk(Plan.__pydantic_core_schema__)
    for module in ("fields", "record"):
        source = inspect.getsource(__import__(f"calculator.plan.{module}", fromlist=["x"]))
        kinds.update(re.findall(r'PydanticCustomError\("(\w+)"', source))
    return kinds


def test_every_finding_of_the_model_has_its_own_words() -> None:
    for kind in sorted(types_used()):
        finding = {"type": kind, "loc": ("people", 0, "x"), "input": "typed", "ctx": {}}
        assert shape_problem(finding, "here", ["a", "b"]).what_msgid != _REST, kind


def test_even_an_unknown_finding_has_words() -> None:
    finding = {"type": "of tomorrow", "loc": (), "input": object, "ctx": {"le": 3}}
    assert "is not accepted here" in shape_problem(finding, "plan", []).what


def test_months_of_every_stream_have_limits() -> None:
    assert set(calculator.plan.checks.MONTHS) == set(get_args(Plan.model_fields["stream"].annotation))


# --- the published format and the examples


def test_examples_are_plans_in_canonical_form() -> None:
    plans = example_plans()
    assert tuple(plans) == example_names()
    for name, plan in plans.items():
        assert example_text(name) == canonical_json(plan), name
        assert refused_entries(plan) == []
        assert plan.label == ""


def test_every_example_file_has_a_line_in_both_languages() -> None:
    folder = Path(inspect.getfile(calculator.examples)).parent
    assert {file.stem for file in folder.glob("*.json")} == set(LINES)
    for name in LINES:
        assert example_line(name) != example_line(name, "fr")


def test_an_unknown_example_is_answered_with_the_names() -> None:
    with pytest.raises(PlanError, match=r"there is no example “x”. Choose one of: single-toronto"):
        example_text("x")


def test_examples_validate_against_the_schema() -> None:
    schema = plan_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for name in LINES:
        validator.validate(json.loads(example_text(name)))
    validator.validate(BASE)
    for wrong in (changed(zzz=1), changed(months="12"), income(net=5), income(net="1,5"), changed(people=[])):
        assert not validator.is_valid(wrong)


def test_the_schema_names_the_fields_of_the_file_and_its_defaults_are_of_the_file() -> None:
    schema = plan_schema()
    for section in (schema, *schema["$defs"].values()):
        assert section["additionalProperties"] is False
        for name, form in section["properties"].items():
            assert not name.endswith(("_cents", "_bp"))
            assert form["title"][0].isupper()
            if form.get("type") == "string":
                assert isinstance(form.get("default", ""), str)
    assert schema["$defs"]["Options"]["properties"]["reduction_share"]["default"] == "1.00"
    assert "description" in schema["$defs"]["Person"]["properties"]["arrives_on"]


def test_no_field_of_the_model_is_a_float() -> None:
    def annotations(model: type[BaseModel]) -> list[object]:
        return [field.annotation for field in model.model_fields.values()]

    assert "float" not in str(annotations(Plan))
    assert "number" not in re.findall(r'"type": "(\w+)"', json.dumps(plan_schema()))


@pytest.mark.parametrize("name", example_names())
def test_an_example_speaks_the_language_of_its_reader(name: str) -> None:
    english, french = (plan_from(json.loads(example_text(name, lang))) for lang in ("en", "fr"))
    assert [p.role for p in english.people] == [p.role for p in french.people]
    typed = {
        *(p.id for p in english.people),
        *(x.item for x in english.in_kind),
        *(x.label for x in english.extras),
    }
    said = {
        *(p.id for p in french.people),
        *(x.item for x in french.in_kind),
        *(x.label for x in french.extras),
    }
    assert not {x for x in typed & said if x and not re.fullmatch(r"[a-z]\d", x)}
