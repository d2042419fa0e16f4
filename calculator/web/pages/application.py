"""The page "Application": the cost table, gifts and pledges described at application, and the gap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from calculator.figures import stage
from calculator.locale import N_
from calculator.web import answer, controls, on_paper, session, tables
from calculator.web.controls import Field, titled
from calculator.web.words import _, cash, in_text, linked, money, named, unit_name

GIFTS = {
    "shelter": N_("Housing"),
    "clothing": N_("Clothing"),
    "furniture": N_("Furniture"),
    "household": N_("Household goods"),
    "linens": N_("Linens"),
    "staples": N_("Food staples"),
    "school": N_("School start-up"),
}


def show() -> None:
    st.title(_("Application"), anchor=False)
    st.write(
        _(
            "Before the family arrives, Groups of Five and community sponsors show that they have enough: "
            "by money on "
            "deposit, by pledges from income, or both. After arrival only the budget on the other pages "
            "counts."
        )
    )
    report = answer.required()
    if report is None:
        return
    if report["plan"]["sponsor"] in ("SAH", "CG"):
        controls.check(
            _("Show the cost table, though it is not meant for SAHs"), ("options", "show_cost_table")
        )
    on_paper.about_on_paper()
    with st.container(key="noprint_have"):
        st.header(_("What you have"), anchor=False)
        what_we_have()
    found = report.get("application")
    if found:
        result(found)


def what_we_have() -> None:
    left, middle, right = st.columns(3)
    with left:
        controls.money(_("Money on deposit"), ("application", "funds"))
    with middle:
        controls.number(
            _("Months until arrival"),
            ("application", "processing_months"),
            1,
            120,
            24,
            help=_("For the savings plan; processing often takes two to three years."),
        )
    with right:
        controls.day(
            _("Day the application was submitted"),
            ("submitted_on",),
            help=_("Empty while it has not been sent."),
        )
    if session.value_at(("sponsor",)) in (None, "SAH", "CG") or session.value_at(("application", "sah_fee")):
        with left:
            controls.money(_("Fee of the SAH"), ("application", "sah_fee"))
    _list(
        _("Pledges from income"),
        "application.pledges",
        _pledge_fields(),
        _("Add a pledge"),
        {"income": "0.00"},
    )
    _list(
        _("Gifts described at application"),
        "application.in_kind",
        _gift_fields(),
        _("Add a gift"),
        {"kind": "furniture", "value": "0.00"},
    )


def _list(title: str, name: str, fields: list[Field], label: str, new: dict[str, Any]) -> None:
    entries = session.value_at(session.list_path(name)) or []
    is_open = f"part.{name}" in st.session_state
    with st.expander(titled(title, entries), key=f"list.{name}", expanded=is_open):
        for i, _entry in enumerate(entries):
            controls.entry(name, i, fields, _("Take this entry out"), f"{title} {session.ordinal(i)}")
        controls.add_button(label, name, lambda: new)


def _pledge_fields() -> list[Field]:
    return [
        ("income", "money", _("Income in a year"), None),
        ("family_size", "number", _("People in the member's own family"), (1, 20, 1)),
        ("prior", "money", _("Already pledged to others"), None),
        ("proof_on", "day", _("Date of the proof"), None),
    ]


def _gift_fields() -> list[Field]:
    return [
        ("kind", "choice", _("What for"), {"names": GIFTS}),
        ("value", "money", _("Estimated value"), None),
        ("giver_signs", "check", _("The giver signs the undertaking"), None),
    ]


def result(found: dict[str, Any]) -> None:
    st.header(_("What is needed"), anchor=False)
    for notice in found["notices"]:
        level = answer.LEVELS[notice["level"]]
        {"error": st.error, "warning": st.warning, "info": st.info}[level](
            in_text(f"{notice['what']} {notice['what_to_do']}")
        )
    answer.hint()
    with st.container(horizontal=True):
        needed = stage.ref("required") if found["families"] else ""
        st.metric(linked(_("Needed at application"), needed), money(found["required_cents"]))
        st.metric(_("On deposit"), money(found["funds_cents"]))
        st.metric(linked(_("Pledged"), stage.ref("pledged")), money(found["pledged_cents"]))
        st.metric(linked(_("Still missing"), stage.ref("missing")), money(found["missing_cents"]))
    families = found["families"]

    def of_each(which: str, cents: Callable[[Any], int]) -> list[str]:
        return [tables.amount(cents(f), stage.ref(which, i)) for i, f in enumerate(families)]

    if families:
        tables.table(
            {
                _("Application"): [unit_name(f["family"], st.session_state.result.report) for f in families],
                _("People"): [str(f["size"]) for f in families],
                _("Cost table"): of_each("table", lambda f: f["table_cents"]["total"]),
                _("Gifts counted"): of_each("gifts", lambda f: f["in_kind_counted_cents"]),
                _("Needed"): of_each("needed", lambda f: f["required_cents"]),
                _("By today's rates (RAP)"): of_each("rap", lambda f: f["rap_minimum_cents"]),
            },
            _("Cost table"),
        )
    places = [(i, j) for i, f in enumerate(families) for j, _gift in enumerate(f["in_kind"])]
    gifts = [families[i]["in_kind"][j] for i, j in places]
    if gifts:
        tables.table(
            {
                _("Gift"): [_(GIFTS.get(g["kind"], "Other")) for g in gifts],
                _("Value"): [money(g["value_cents"]) for g in gifts],
                _("At most"): [
                    tables.figure(g["cap_cents"], stage.ref("cap", *at)) for g, at in zip(gifts, places, strict=True)
                ],
                _("Counted"): [
                    tables.figure(g["counted_cents"], stage.ref("gift", *at))
                    for g, at in zip(gifts, places, strict=True)
                ],
                _("Why"): [g["reason"] for g in gifts],
            },
            _("Gifts counted"),
            key="words_gifts",
        )
    if found["pledges"]:
        tables.table(
            {
                _("Pledge"): [session.ordinal(i) for i, _p in enumerate(found["pledges"])],
                _("Income in a year"): [money(p["income_cents"]) for p in found["pledges"]],
                _("Own family, by the cost table"): [
                    tables.figure(p["table_cents"], stage.ref("own", n)) for n, p in enumerate(found["pledges"])
                ],
                _("Can pledge"): [
                    tables.figure(p["capacity_cents"], stage.ref("pledge", n)) for n, p in enumerate(found["pledges"])
                ],
            },
            _("Pledges from income"),
        )
    savings = found.get("savings")
    if savings and savings["total_cents"]:
        st.markdown(
            _(
                "To save: {total} in {n} months, **{month}** a month.",
                total=cash(savings["total_cents"]),
                n=str(savings["months"]),
                month=linked(cash(savings["per_month_cents"]), stage.ref("savings")),
            )
        )
    st.markdown("\n".join(f"- {in_text(t['text'])} ({t['rule']})" for t in found["texts"]))
    with st.expander(_("Where these figures come from")):
        for row in found["rates"]:
            words = named(f"{in_text(row['label'])}, **{in_text(row['value'])}**", in_text(row["title"]))
            st.markdown(f"- {words}, {in_text(row['locator'])}")


show()
