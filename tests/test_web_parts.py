"""After an edit only some parts of the page "Plan" are drawn again: what is left as it was must be as it would be.

Without a browser every run draws the whole page, so each edit here is drawn as a whole, and the parts that would
not have been drawn again are compared with what they were before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from calculator.web import parts

ROOT = Path(__file__).resolve().parent.parent
DRAFT: dict[str, Any] = {
    "version": 1,
    "community": "Winnipeg",
    "arrives_on": "2027-02-01",
    "people": [
        {"id": "a", "role": "principal", "age_at_arrival": 45},
        {"id": "b", "role": "spouse", "age_at_arrival": 43},
        {"id": "c", "role": "child", "age_at_arrival": 20},
        {"id": "d", "role": "child", "age_at_arrival": 10},
        {"id": "e", "role": "child", "age_at_arrival": 2},
    ],
    "housing": [{"rent": "1450.00", "utilities": "120.00"}],
    "in_kind": [{"line": "furniture", "value": "500.00", "given_by": "signer", "item": "beds"}],
    "income": [{"person": "a", "net": "1800.00", "from": "2027-05-01"}],
    "extras": [{"label": "piano", "amount": "50.00"}],
    "events": [{"kind": "birth", "on": "2027-08-15"}],
}
OPEN = ("in_kind", "income", "extras", "events", "options")

Drawn = dict[str, list[bytes]]
"""What was sent for each part, the page itself under an empty name."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All messages to the browser."""
    messages: list[Any] = []
    real = ScriptRunContext.enqueue

    def enqueue(self: ScriptRunContext, message: Any) -> None:
        messages.append(message)
        real(self, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", enqueue)
    return messages


def drawn(at: AppTest, sent: list[Any], run: Callable[[], Any]) -> Drawn:
    sent.clear()
    run()
    assert not at.exception
    names = at._fragment_storage._target_key_by_id
    found: Drawn = defaultdict(list)
    for message in sent:
        if message.WhichOneof("type") != "delta":
            continue
        delta = message.delta
        if delta.new_element.WhichOneof("type") == "text_input":
            delta.new_element.text_input.ClearField("default")  # what somebody typed stands in the field already
        if delta.new_element.WhichOneof("type") == "download_button":
            delta.new_element.download_button.ClearField("deferred_file_id")  # another one in every run
        found[names.get(delta.fragment_id, parts.PAGE)].append(delta.SerializeToString(deterministic=True))
    return found


def set_field(at: AppTest, path: str, value: Any) -> None:
    key = f"{path}.{at.session_state['generation']}"
    for kind in ("text_input", "selectbox", "checkbox"):
        for widget in getattr(at, kind):
            if widget.key == key:
                widget.set_value(value)
                return
    raise AssertionError(f"no field {key}")


# The edit, and parts that it must not have drawn again: the promise that most edits are quick.
EDITS: list[tuple[str, Any, set[str]]] = [
    ("housing.0.rent", "1500", {parts.PAGE, "figures.start_up", "home 0", "person 0", "more.in_kind"}),
    ("housing.0.utilities", "90", {parts.PAGE, "home 0", "person 3", "more.income"}),
    ("people.3.age", "11", {parts.PAGE, "person 0", "person 3", "home 0", "more.income", "to open"}),
    ("income.0.net", "2400", {parts.PAGE, "person 0", "home 0", "more.income", "more.extras", "more.events"}),
    ("in_kind.0.value", "900", {parts.PAGE, "home 0", "more.income"}),
    ("in_kind.0.item", "four beds", {parts.PAGE, "home 0", "answer", "months", "figures.month", "more.in_kind"}),
    ("extras.0.amount", "75", {parts.PAGE, "person 0", "home 0", "more.in_kind", "more.extras"}),
    ("options.contingency_pct", 10, {parts.PAGE, "person 0", "home 0", "more.in_kind"}),
]


@pytest.mark.parametrize("is_open", [False, True], ids=["reasons closed", "reasons open"])
def test_what_is_not_drawn_again_is_as_it_would_be(
    is_open: bool, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[str] = []
    monkeypatch.setattr(parts, "redraw", lambda: touched.extend(parts._changed()))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.query_params["lang"] = "en"
    for name in OPEN:
        at.session_state[f"part.{name}"] = True
    at.run()
    at.session_state["draft"] = json.loads(json.dumps(DRAFT))
    at.session_state["is_asked"] = True  # as if a browser had answered
    at.run()
    for box in at.expander:
        key = box.proto.id.split("-", 2)[-1]
        if is_open and key.startswith(("why.", "warnings.", "plan.")):
            at.session_state[key] = True
    set_field(at, "housing.0.rent", "1400")  # the first edit makes undo possible, and that is on the page
    before = drawn(at, sent, at.run)
    for path, value, spared in EDITS:
        touched.clear()
        set_field(at, path, value)
        after = drawn(at, sent, at.run)
        assert "keeper" in touched, path
        assert is_open or not spared & set(touched), (path, touched)
        assert before.keys() == after.keys(), path
        for name in before.keys() - set(touched):
            assert after[name] == before[name], (path, name)
        before = after


def test_another_family_draws_the_whole_page(sent: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    touched: list[str] = []
    monkeypatch.setattr(parts, "redraw", lambda: touched.extend(parts._changed()))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.query_params["lang"] = "en"
    at.run()
    at.session_state["draft"] = json.loads(json.dumps(DRAFT))
    at.run()
    for path, value in (("community", "ON/toronto"), ("people.1.role", "principal"), ("people.3.age", "ten")):
        touched.clear()
        set_field(at, path, value)
        at.run()
        assert parts.PAGE in touched, path
