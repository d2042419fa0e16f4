"""The record on the page "Funds in trust": entries are added, never rewritten; a correction is an entry too (N47).

Shows the record with what was corrected struck through, takes new entries and corrections. What an entry means, and
whether it is refused, is asked of ``trust``; nothing is added up here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from calculator import locale
from calculator.locale import N_, AmountError
from calculator.money import format_cents
from calculator.plan import plan_from
from calculator.problems import PlanError, Problem
from calculator.trust import Trust
from calculator.trust import words as trust_words
from calculator.web import form_words, session
from calculator.web.controls import plain_amount
from calculator.web.trust_fields import KINDS, Entry, Field, fields_of
from calculator.web.words import _, day, in_text, lang, money, said

ENTRIES = ("record", "entries")
STATES = {
    "counts": "", "corrected": N_("corrected"), "cancelled": N_("cancelled"), "correction": N_("counts instead"),
    "refused": N_("refused, not counted"),
}  # fmt: skip


def show(trust: Trust) -> None:
    st.caption(
        _(
            "Labels instead of names; no account numbers. The record is saved with the plan file, never in a link. "
            "What was entered stays: a mistake is put right by a correction."
        )
    )
    notice = st.session_state.pop("record_notice", "")
    if notice:
        st.success(notice)
    _list(trust)
    with st.expander(_("Add to the record"), key="record_add", expanded="record_add_open" in st.session_state):
        _add(trust)
    if any(row.status in ("counts", "corrected") for row in trust.books.history):
        with st.expander(_("Correct an entry"), key="record_correct", expanded="record_fix_open" in st.session_state):
            _correct(trust)


# --- what is there


def _raw(where: str) -> Mapping[str, Any]:
    """The entry of the draft behind a place such as ``record.entries[3]``."""
    entries = session.value_at(ENTRIES) or []
    at = int(where.partition("[")[2].partition("]")[0])
    return entries[at] if at < len(entries) else {}


def _detail(entry: Mapping[str, Any]) -> str:
    """Who or what for, in a few words."""
    told = entry.get("contributor") or entry.get("paid_by") or entry.get("payment") or entry.get("loan")
    if told:
        return str(told)
    if entry.get("kind") == "payment":
        parts = [_(trust_words.PURPOSES[entry.get("purpose", "support")])]
        if entry.get("month"):
            parts.append(_("month {n}", n=str(entry["month"])))
        return ", ".join(parts)
    return str(entry.get("reason") or entry.get("note") or "")


def _list(trust: Trust) -> None:
    rows = trust.books.history
    if not rows:
        st.write(_("Nothing is recorded yet."))
        return
    cells: dict[str, list[str]] = {
        name: [] for name in (_("Date"), _("Entry"), _("What"), _("Who or what for"), _("Amount"), _("State"))
    }
    for row in rows:
        entry = _raw(row.where)
        told = entry.get("instead") or entry if row.kind == "correction" else entry
        what = _(KINDS[told.get("kind", row.kind)]) if told.get("kind", row.kind) in KINDS else row.kind
        if row.kind == "correction":
            what = _("Correction of {id}", id=row.corrects or str(entry.get("corrects", "")))
        amount = "" if row.amount_cents is None else money(row.amount_cents)
        texts = [day(row.on), row.id, what, _detail(told), amount]
        gone = row.status in ("corrected", "cancelled", "refused")
        marked = [f"~~{in_text(text)}~~" if gone and text else in_text(text) for text in texts]
        state = _state(row.status, row.kind, entry)
        for column, text in zip(cells.values(), [*marked, in_text(state)], strict=True):
            column.append(text)
    with st.container(key="words_record"):
        st.table(
            {in_text(name): column for name, column in cells.items()}, hide_index=True, alt=_("Entries of the record")
        )


def _state(status: str, kind: str, entry: Mapping[str, Any]) -> str:
    if kind == "correction" and status == "correction":
        words = _("counts instead") if entry.get("instead") else _("takes the entry out")
        return f"{words} ({entry.get('reason', '')})"
    return _(STATES[status]) if STATES.get(status) else ""


# --- a new entry


def _generation() -> int:
    return int(st.session_state.setdefault("record_form", 0))


def _add(trust: Trust) -> None:
    kinds = [kind for kind in KINDS if _is_possible(kind, trust)]
    kind = st.selectbox(_("What to record"), kinds, format_func=said(KINDS), key=f"record_kind.{_generation()}")
    fields = fields_of(kind, trust)
    prefix = f"record_new.{kind}.{_generation()}"
    _draw(fields, prefix, {})
    _errors("new")
    st.button(
        _("Add to the record"), key="record_add_button", icon=":material/add:", on_click=_keep,
        args=(trust, kind, fields, prefix),
    )  # fmt: skip


def _is_possible(kind: str, trust: Trust) -> bool:
    books = trust.books
    if kind in ("contribution", "refund"):
        return bool(trust.plan.record.contributors)
    if kind == "returned":
        return bool(books.payments)
    return bool(books.loans) if kind == "loan_deduction" else True


def _draw(fields: Sequence[Field], prefix: str, was: Mapping[str, Any]) -> None:
    """The fields of an entry, three to a row; ``was`` holds what they show at first."""
    for start in range(0, len(fields), 3):
        for column, field in zip(st.columns(3), fields[start:], strict=False):
            with column:
                _field(field, f"{prefix}.{field.name}", was.get(field.name, field.default))


def _field(field: Field, key: str, value: Any) -> None:
    if field.kind == "day":
        first = date.fromisoformat(value) if value else date.today()
        st.date_input(
            field.label, first, key=key, format="YYYY-MM-DD", min_value=date(1990, 1, 1), max_value=date(2199, 12, 31)
        )
    elif field.kind == "money":
        shown = "" if value is None else plain_amount(locale.parse_money(value, "en"))
        st.text_input(
            f"{field.label} ($)", shown, key=key, placeholder=_("for example 1234.50"), autocomplete="off",
            help=field.help,
        )  # fmt: skip
    elif field.kind == "choice":
        options = list(field.names)
        st.selectbox(
            field.label, options, index=options.index(value) if value in options else 0, key=key,
            format_func=field.names.__getitem__, help=field.help,
        )  # fmt: skip
    elif field.kind == "check":
        st.checkbox(field.label, bool(value), key=key, help=field.help)
    else:
        st.text_input(
            field.label, value or "", key=key, max_chars=500, autocomplete="off", placeholder=field.placeholder,
            help=field.help,
        )  # fmt: skip


def _typed(fields: Sequence[Field], prefix: str) -> tuple[Entry, list[str]]:
    """What the fields hold, as an entry of the file, and what cannot be read."""
    entry: Entry = {}
    errors: list[str] = []
    for field in fields:
        value = st.session_state.get(f"{prefix}.{field.name}")
        if field.kind == "money":
            try:
                entry[field.name] = format_cents(locale.parse_money(str(value or ""), lang()))
            except AmountError as error:
                errors.append(f"{field.label}: {_(error.msgid, **{k: str(v) for k, v in error.values.items()})}")
        elif field.kind == "day":
            if isinstance(value, date):
                entry[field.name] = value.isoformat()
            else:
                errors.append(_("{field}: choose a day.", field=field.label))
        elif field.kind == "check":
            if bool(value) != bool(field.default):
                entry[field.name] = bool(value)
        elif value not in (None, "", field.default):
            entry[field.name] = value.strip() if isinstance(value, str) else value
        elif field.is_needed and field.default is not None:
            entry[field.name] = field.default
    return entry, errors


def _new_id(kind: str) -> str:
    """An id of its own for a new entry: c1, p2 …"""
    taken = {entry.get("id") for entry in session.value_at(ENTRIES) or []}
    return next(name for name in (f"{kind[0]}{n}" for n in range(1, 20_000)) if name not in taken)


def _keep(trust: Trust, kind: str, fields: Sequence[Field], prefix: str) -> None:
    entry, errors = _typed(fields, prefix)
    entry = {"kind": kind, "id": _new_id(kind), **entry}
    st.session_state.record_add_open = True
    _append(trust, entry, errors, "new", _("Recorded: {id}.", id=entry["id"]))


def _append(trust: Trust, entry: Entry, errors: list[str], form: str, done: str) -> None:
    """Put an entry at the end of the record, unless it cannot be read or a rule refuses it."""
    errors = errors or _refusals(trust, entry)
    st.session_state[f"record_errors.{form}"] = errors
    if errors:
        return
    session.change(ENTRIES, [*(session.value_at(ENTRIES) or []), entry])
    st.session_state.record_notice = in_text(done)
    st.session_state.record_form = next(st.session_state.numbers)


def _refusals(trust: Trust, entry: Entry) -> list[str]:
    """Why an entry cannot stand in the record: its shape, or a rule."""
    draft = st.session_state.draft
    entries = [*(session.value_at(ENTRIES) or []), entry]
    place = f"{'.'.join(ENTRIES)}[{len(entries[:-1])}]"
    try:
        plan = plan_from({**draft, "record": {**draft.get("record", {}), "entries": entries}})
    except PlanError as error:
        return [form_words.told(p) for p in error.problems if p.where.startswith(place)] or [str(error.problems[0])]
    books = Trust(plan, trust.report, trust.limits, trust.as_of, lang()).books
    found = [p for p in books.problems if p.where.startswith(place) and p.level == "refuse"]
    return [refusal(p) for p in found]


def refusal(problem: Problem) -> str:
    """A finding of the record with the rule that stands behind it."""
    rules = trust_words.RULES.get(problem.code, "")
    words = form_words.told(problem.said(locale.catalogue(lang()).gettext))
    return f"{words} ({rules})" if rules else words


def _errors(form: str) -> None:
    for text in st.session_state.get(f"record_errors.{form}", []):
        st.error(in_text(text))


# --- a correction


def _correct(trust: Trust) -> None:
    rows = {row.id: row for row in trust.books.history if row.kind in KINDS and row.status in ("counts", "corrected")}
    chosen = st.selectbox(
        _("Entry"), list(rows), index=None, placeholder=_("Choose one"), key=f"record_which.{_generation()}",
        format_func=lambda id: f"{id}, {_(KINDS[rows[id].kind])}, {day(rows[id].on)}",
    )  # fmt: skip
    if chosen is None:
        return
    now = _current(chosen)
    fields = fields_of(rows[chosen].kind, trust)
    prefix = f"record_fix.{chosen}.{_generation()}"
    st.write(_("As it should have been:"))
    _draw(fields, prefix, now)
    st.text_input(_("Why it is corrected"), key=f"{prefix}.reason", max_chars=500, autocomplete="off")
    _errors("fix")
    with st.container(horizontal=True):
        st.button(
            _("Correct this entry"), key="record_fix_button", icon=":material/edit_note:", on_click=_keep_correction,
            args=(trust, chosen, now, fields, prefix, False),
        )  # fmt: skip
        st.button(
            _("Take this entry out of the account"), key="record_cancel_button", icon=":material/block:",
            on_click=_keep_correction, args=(trust, chosen, now, fields, prefix, True),
        )  # fmt: skip


def _current(id: str) -> Entry:
    """An entry as the last correction left it."""
    roots: dict[str, str] = {}
    now: dict[str, Entry] = {}
    for entry in session.value_at(ENTRIES) or []:
        if entry.get("kind") != "correction":
            roots[entry["id"]] = entry["id"]
            now.setdefault(entry["id"], entry)
        elif entry.get("corrects") in roots:
            root = roots[entry["id"]] = roots[entry["corrects"]]
            now[root] = entry.get("instead") or now[root]
    return dict(now[id])


def _keep_correction(
    trust: Trust, id: str, now: Entry, fields: Sequence[Field], prefix: str, is_cancelled: bool
) -> None:
    st.session_state.record_fix_open = True
    reason = str(st.session_state.get(f"{prefix}.reason") or "").strip()
    errors = [] if reason else [_("Say why: the reason stays in the record.")]
    entry: Entry = {
        "kind": "correction", "id": _new_id("k"), "on": date.today().isoformat(), "corrects": id, "reason": reason,
    }  # fmt: skip
    if not is_cancelled:
        typed, more = _typed(fields, prefix)
        named = {field.name for field in fields}
        kept = {name: value for name, value in now.items() if name not in named}
        entry["instead"] = {**kept, **typed, "kind": now["kind"], "id": id}
        errors = [*errors, *more]
        if not errors and entry["instead"] == now:
            errors = [_("Nothing is different from the entry as it is now.")]
    _append(trust, entry, errors, "fix", _("The correction was added; the first entry stays, struck through."))
