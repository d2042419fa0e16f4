"""The page "Funds in trust": the record only grows, corrections are entries, papers can be printed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_web import with_example
from workbooks import RECORD, changed

from calculator.budget import make_budget
from calculator.plan import canonical_json
from calculator.rates import Rates
from calculator.trust import Limits, Trust
from calculator.trust.paper import evidence_page, letter_page, provides_page, refund_page, statement_page

PAGE = "calculator/web/pages/trust.py"
PARTIES = {
    "parties": [{"id": "sah", "kind": "SAH"}, {"id": "cg", "kind": "CG", "label": "Harbour group"}],
    "assignments": [
        {"target": "basic", "shares": [{"party": "sah", "share": "0.25"}, {"party": "cg", "share": "0.75"}]},
        {"target": "reception", "shares": [{"party": "cg"}]},
    ],
}


def on_the_page(language: str = "en", **record: Any) -> AppTest:
    at = with_example("couple-two-children-halifax", language)
    at.session_state.draft["record"] = {"contributors": [{"id": "g1"}], **record}
    at.session_state.result.key = ""
    return at.switch_page(PAGE).run()


def entries(at: AppTest) -> list[dict[str, Any]]:
    return at.session_state.draft["record"].get("entries", [])  # type: ignore[no-any-return]


def box(at: AppTest, name: str) -> Any:
    """A field of the form of a new or corrected entry, by the end of its key."""
    found = [w for kind in ("text_input", "selectbox", "checkbox") for w in at.get(kind) if str(w.key).endswith(name)]
    return next(w for w in found if str(w.key).startswith("record_"))


def test_entries_are_added_and_corrected_never_rewritten() -> None:
    at = on_the_page()
    box(at, ".amount").set_value("250.00").run()
    at.button(key="record_add_button").click().run()
    assert not at.exception
    first = dict(entries(at)[0])
    assert (first["id"], first["kind"], first["amount"], first["contributor"]) == ("c1", "contribution", "250.00", "g1")
    which = next(w for w in at.selectbox if str(w.key).startswith("record_which"))
    which.set_value("c1").run()
    fields = [w for w in at.text_input if str(w.key).startswith("record_fix")]
    next(w for w in fields if str(w.key).endswith(".amount")).set_value("205.00").run()
    at.button(key="record_fix_button").click().run()
    assert any("Say why" in e.value for e in at.error) and len(entries(at)) == 1
    fields = [w for w in at.text_input if str(w.key).startswith("record_fix")]
    next(w for w in fields if str(w.key).endswith(".reason")).set_value("typed wrong").run()
    at.button(key="record_fix_button").click().run()
    assert not at.exception
    assert entries(at)[0] == first
    fix = entries(at)[1]
    assert (fix["kind"], fix["corrects"], fix["instead"]["amount"]) == ("correction", "c1", "205.00")
    told = " ".join(t.proto.SerializeToString().decode("utf-8", "replace") for t in at.table)
    assert "~~" in told and "corrected" in told


def test_an_entry_that_a_rule_refuses_is_not_added() -> None:
    """A sponsored person may not pay in (R7, R55)."""
    at = on_the_page(contributors=[{"id": "g1", "kind": "sponsored_person"}])
    box(at, ".amount").set_value("250.00").run()
    at.button(key="record_add_button").click().run()
    assert any("sponsored person" in e.value and "R55" in e.value for e in at.error)
    assert entries(at) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_of_entry_has_its_form(language: str) -> None:
    at = on_the_page(language, **RECORD)
    kinds = next(w for w in at.selectbox if str(w.key).startswith("record_kind"))
    for kind in kinds.options and range(len(kinds.options)):
        next(w for w in at.selectbox if str(w.key).startswith("record_kind")).select_index(kind).run()
        assert not at.exception


def test_months_of_a_later_arrival_can_be_named_and_have_their_letter() -> None:
    """Somebody followed under the One-Year Window: the months count from their own arrival (R15)."""
    at = with_example("one-year-window-ottawa")
    at.session_state.draft["record"] = {"contributors": [{"id": "g1"}]}
    at.session_state.result.key = ""
    at = at.switch_page(PAGE).run()
    box(at, "record_kind.0").set_value("payment").run()
    assert box(at, ".arrival").options == ["arrival 1", "arrival 2"]
    at.selectbox(key="paper").set_value("letter").run()
    months = at.selectbox(key="letter_month_family").options
    later = [words for words in months if words.endswith("(arrival 2)")]
    assert not at.exception and len(months) > len(later) > 0
    at.selectbox(key="letter_month_family").select_index(months.index(later[0])).run()
    assert not at.exception


# --- the papers


def made(language: str = "en", **record: Any) -> Trust:
    plan = changed("couple-two-children-halifax", record={**RECORD, **PARTIES, **record})
    rates, today = Rates.load(), date(2027, 5, 20)
    report = make_budget([plan], rates).report(0, language)
    assert canonical_json(plan)
    return Trust(plan, report, Limits.of(rates, today), today, language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_to_print_stand_alone(language: str) -> None:
    trust = made(language)
    pages = [
        evidence_page(trust), provides_page(trust), statement_page(trust), refund_page(trust, "refused"),
        refund_page(trust, "end"), letter_page(trust.letter("family", 1)),
    ]  # fmt: skip
    for page in pages:
        assert page.startswith("<!DOCTYPE html>") and f'lang="{language}-CA"' in page
        assert "<script" not in page and "src=" not in page and "Content-Type:" not in page


def test_the_evidence_has_what_an_officer_asks_for() -> None:
    page = evidence_page(made())
    for words in ("e-transfer 7", "beds, table, sofa", "a signer", "R20", "Bank statement of the sponsor", "$5,480.00"):
        assert words in page
    assert "passport" in page  # only that none is to be sent (N9)


def test_what_is_typed_is_only_text() -> None:
    parties = [{"id": "sah", "kind": "SAH", "label": "<script>alert(1)</script>"}, {"id": "cg", "kind": "CG"}]
    page = provides_page(made(parties=parties))
    assert "<script" not in page and "&lt;script&gt;" in page


def test_who_provides_what_by_party_and_month() -> None:
    """Basic needs in quarters: of each month's amount a quarter is the agreement holder's."""
    who = made().who_provides
    basic = next(mine for row, mine in who.matrix() if row.target == "basic")
    total = sum(part.total_cents or 0 for part in basic.values())
    assert basic["cg"].total_cents == total - (basic["sah"].total_cents or 0)
    assert sum(cents for _month, mine in who.month_matrix() for cents in mine.values()) == sum(who.by_party().values())
    assert re.search(r"Harbour group.*Signature", provides_page(made()), re.S)
