"""The page "Compare": up to four versions of the plan side by side, and what-if curves."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from calculator import compare, figures, locale, view
from calculator.locale import AmountError
from calculator.plan import Plan
from calculator.problems import MissingRate, PlanError
from calculator.web import answer, beside_rstp, charts, controls, guesses, session, tables
from calculator.web.words import (
    TOTALS,
    Linked,
    _,
    cash,
    finding,
    in_text,
    lang,
    line,
    linked,
    money,
    month,
    named,
    signed,
)

KINDS = ("city", "later", "rent", "free", "job", "gift")


def show() -> None:
    st.title(_("Compare"), anchor=False)
    report = answer.required()
    if report is None:
        return
    plan = st.session_state.result.plan
    st.header(_("Versions side by side"), anchor=False)
    st.write(_("Your plan stays as it is. Add up to three other versions of it."))
    versions = st.session_state.setdefault("versions", [])
    add_version(plan, versions)
    side_by_side(plan, versions)
    st.header(_("What if?"), anchor=False)
    curves(plan, report)
    st.header(_("How sure is the total?"), anchor=False)
    guesses.show(plan)
    st.header(_("What RSTP's calculator says"), anchor=False)
    beside_rstp.show(plan)


def names_of_kinds() -> dict[str, str]:
    return {
        "city": _("Another community"),
        "later": _("A later arrival"),
        "rent": _("A rent was found"),
        "free": _("A free and complete home"),
        "job": _("A job"),
        "gift": _("Furniture in kind"),
    }


def add_version(plan: Plan, versions: list[dict[str, Any]]) -> None:
    if len(versions) < 3:
        with st.container(border=True):
            left, middle, right = st.columns(3, vertical_alignment="bottom")
            kinds = names_of_kinds()
            with left:
                kind = st.selectbox(
                    _("What is different"), KINDS, format_func=lambda k: kinds[k], key="version.kind"
                )
            with middle:
                value = value_of(kind, plan)
            with right:
                st.button(
                    _("Add this version"),
                    icon=":material/add:",
                    disabled=value is None,
                    key="version.add",
                    on_click=lambda: versions.append({"kind": kind, "value": value}),
                    width="stretch",
                )
    for i, version in enumerate(versions):
        st.button(
            _("Take out: {name}", name=name_of(version)),
            key=f"version.out.{i}",
            on_click=take_out,
            args=(versions, i),
            icon=":material/close:",
        )


def take_out(versions: list[dict[str, Any]], i: int) -> None:
    del versions[i]


def value_of(kind: str, plan: Plan) -> Any:
    """What a version needs to be told, None while it is not there."""
    if kind == "city":
        rates = session.rates()
        return st.selectbox(
            _("Community"),
            list(rates.communities),
            index=None,
            key="version.city",
            format_func=controls.community_names(lang()).__getitem__,
            placeholder=_("Choose"),
        )
    if kind == "later":
        return st.selectbox(_("Months later"), list(range(1, 13)), key="version.months")
    if kind == "free":
        return True
    label = {
        "rent": _("Rent a month ($)"),
        "job": _("Net pay a month from month 4 ($)"),
        "gift": _("Estimated value ($)"),
    }[kind]
    text = st.text_input(label, key=f"version.{kind}", autocomplete="off")
    if not text:
        return None
    try:
        cents = locale.parse_money(text, lang())
    except AmountError as error:
        st.error(in_text(str(error)))
        return None
    st.caption(_("Read as {amount}", amount=cash(cents)))
    return cents


def name_of(version: dict[str, Any]) -> str:
    kind, value = version["kind"], version["value"]
    if kind == "city":
        return str(session.rates().communities[value].name(lang()))
    if kind == "later":
        return _("arrival {n} months later", n=str(value))
    if kind == "rent":
        return _("rent {amount}", amount=money(value))
    if kind == "job":
        return _("job of {amount} from month 4", amount=money(value))
    if kind == "gift":
        return _("furniture worth {amount} given", amount=money(value))
    return _("free home")


def version_of(plan: Plan, version: dict[str, Any]) -> Plan:
    kind, value = version["kind"], version["value"]
    if kind == "city":
        return compare.other_community(plan, value, lang())
    if kind == "later":
        return compare.later_arrival(plan, value, lang())
    if kind == "rent":
        return compare.with_rent(plan, value, lang())
    if kind == "job":
        return compare.with_job(plan, plan.people[0].id, value, 4, lang())
    if kind == "gift":
        return compare.with_gift(plan, "furniture", value, lang())
    return compare.with_free_home(plan, lang())


def side_by_side(plan: Plan, versions: list[dict[str, Any]]) -> None:
    plans, names = [plan], [_("Your plan")]
    for version in versions:
        try:
            plans.append(version_of(plan, version))
            names.append(name_of(version))
        except PlanError as error:
            st.error(named(in_text(name_of(version)), finding(error)))
    if len(plans) < 2:
        return
    key = "|".join([session.plan_key(), *(f"{v['kind']}{v['value']}" for v in versions)])
    try:
        reports = session.held(
            "reports", key, lambda: compare.reports(plans, session.rates(), lang(), date.today())
        )
    except (PlanError, MissingRate) as error:
        st.error(finding(error))
        return
    st.session_state.versions_shown = (reports, names)
    st.subheader(_("Totals"), anchor=False)
    totals = {name: _(words) for name, words in TOTALS.items()}
    answer.hint()
    rows(compare.by_total(reports, view.COMPARED), names, totals, "total/{}")
    st.subheader(_("What the sponsor gives, month by month"), anchor=False)
    by_month = compare.by_month(reports)
    charts.curve(
        {
            name: [(n, row.cents[i], money(row.cents[i])) for n, row in enumerate(by_month, start=1)]
            for i, name in enumerate(names)
        },
        _("Month of support"),
        _("Sponsor in all"),
        _(
            "Line chart: what the sponsor gives in each month, one line for each version. The table below "
            "shows the same "
            "figures."
        ),
        x_is_money=False,
    )
    rows(by_month, names, {row.name: _("Month {n}", n=row.name) for row in by_month}, "cell//total_cents/{}")
    st.subheader(_("Line by line, whole period"), anchor=False)
    by_line = compare.by_line(reports)
    lines = {row.name: line(row.name) for row in by_line}
    rows([row for row in by_line if not row.is_equal], names, lines, "line_sum/{}")


def rows(listed: list[compare.Row], names: list[str], words: dict[str, str], place: str) -> None:
    """Amounts of every version and the difference from the first; ``place`` is where their reasons are asked."""
    if not listed:
        st.write(_("No difference."))
        return
    cells: dict[str, list[str]] = {_("What"): [words.get(row.name, row.name) for row in listed]}
    for i, name in enumerate(names):
        head = name if name not in cells else f"{name} ({i})"
        cells[head] = [compared(row, i, place.format(row.name)) for row in listed]
    tables.table(cells, _("Versions side by side"))


def compared(row: compare.Row, i: int, place: str) -> str:
    """The amount of a version and its difference from the first, each with its reason."""
    amount = linked(cash(row.cents[i]), f"version/{i}/{place}")
    if i == 0 or not row.differences_cents[i]:
        return amount
    difference = linked(in_text(signed(row.differences_cents[i])), f"difference/{i}/{place}")
    return Linked(f"{amount} ({difference})")


def curves(plan: Plan, report: answer.Report) -> None:
    kinds = {"income": _("Earnings"), "rent": _("Rent"), "arrival": _("Arrival month")}
    kind = st.segmented_control(
        _("Question"),
        list(kinds),
        format_func=lambda k: kinds[k],
        default="income",
        key="curve.kind",
        required=True,
    )
    try:
        {"income": income, "rent": rent, "arrival": arrival}[kind or "income"](plan, report)
    except (PlanError, MissingRate) as error:
        st.error(finding(error))


def income(plan: Plan, report: answer.Report) -> None:
    people = [p.id for p in plan.people]
    person = st.selectbox(_("Who earns"), people, key="curve.person")
    threshold = compare.threshold_cents(report, person)
    incomes = compare.steps(compare.beyond_nil_point(threshold), 30)
    points = session.held(
        "income_curve",
        f"{session.plan_key()}{person}",
        lambda: compare.income_curve(plan, session.rates(), person, incomes),
    )
    st.write(
        _(
            "Up to half of the full support ({half}) may be earned without any change. Above it support "
            "falls dollar "
            "for dollar; the family never has less by earning more.",
            half=cash(threshold),
        )
    )
    net = slider(_("Net earnings of a month"), incomes, "curve.net", incomes[10])
    chosen = next(p for p in points if p.at == net)
    st.markdown(
        _(
            "With {net}: support {support}, together **{family}**.",
            net=cash(chosen.at),
            support=cash(chosen.support_cents),
            family=cash(chosen.family_cents),
        )
    )
    working = figures.with_earnings(points[0].support_cents, threshold, net, chosen.support_cents, lang())
    if working:
        st.markdown(f"**{in_text(working)}** (R31)")
    nil, end = compare.nil_point(points), incomes[-1]
    charts.curve(
        {
            _("Support from the sponsor"): [(p.at, p.support_cents, money(p.support_cents)) for p in points],
            _("Support and earnings together"): [
                (p.at, p.family_cents, money(p.family_cents)) for p in points
            ],
        },
        _("Net earnings of a month"),
        _("Amount of a month"),
        _(
            "Line chart: support by earnings. It stays level up to {half} and then falls to nothing.",
            half=money(threshold),
        ),
        marked=threshold,
        chosen=net,
        bands=[
            (0, threshold, _("All of it is kept")),
            (threshold, nil, _("Support falls")),
            (nil, end, _("No support")),
        ],
    )
    figures_of_curve(
        {
            _("Net earnings"): [money(p.at) for p in points],
            _("Support"): [money(p.support_cents) for p in points],
            _("Together"): [money(p.family_cents) for p in points],
        },
        _("Support by earnings"),
    )


def figures_of_curve(rows: tables.Rows, alt: str) -> None:
    """The figures of a curve, one click below it: thirty rows would hide what comes after them."""
    if (box := controls.opened(_("The figures of this chart as a table"), f"curve.table.{alt}")) is not None:
        with box:
            tables.table(rows, alt)


def slider(label: str, values: list[int], key: str, at: int, words: list[str] | None = None) -> int:
    """One of many values, by a slider."""
    names = dict(zip(values, words or [money(value) for value in values], strict=True))
    if st.session_state.get(key) not in (None, *values):
        del st.session_state[key]  # the steps are others now
    return int(st.select_slider(label, values, format_func=names.__getitem__, key=key, value=at))


def rent(plan: Plan, report: answer.Report) -> None:
    rents = compare.steps(300_000, 30)
    points = session.held(
        "rent_curve", f"{session.plan_key()}", lambda: compare.rent_curve(plan, session.rates(), rents)
    )
    own = plan.housing[0].rent_cents if plan.housing else None
    amount = slider(_("Rent a month"), rents, "curve.rent", compare.nearest(rents, own or rents[12]))
    chosen = next(p for p in points if p.at == amount)
    st.markdown(
        _(
            "With a rent of {rent}: minimum **{minimum}**, and {over} of rent above the rates.",
            rent=cash(chosen.at),
            minimum=cash(chosen.minimum_cents),
            over=cash(chosen.over_cents),
        )
    )
    charts.curve(
        {
            _("Minimum the sponsor owes"): [(p.at, p.minimum_cents, money(p.minimum_cents)) for p in points],
            _("With rent above the rates"): [(p.at, p.real_cents, money(p.real_cents)) for p in points],
        },
        _("Rent a month"),
        _("Whole period"),
        _("Line chart: the minimum rises with the rent until the rates pay no more; the real cost rises on."),
        chosen=amount,
    )
    figures_of_curve(
        {
            _("Rent a month"): [money(p.at) for p in points],
            _("Minimum the sponsor owes"): [money(p.minimum_cents) for p in points],
            _("Rent above the rates"): [tables.amount(p.over_cents) for p in points],
        },
        _("Minimum by rent"),
    )


def arrival(plan: Plan, report: answer.Report) -> None:
    months = list(range(12))
    points = session.held(
        "arrival_curve", f"{session.plan_key()}", lambda: compare.arrival_curve(plan, session.rates(), months)
    )
    days = [compare.later_arrival(plan, n).arrives_on for n in months]
    words = [month(on, short=True) for on in days]
    later = slider(_("Arrival month"), months, "curve.arrival", 0, [month(on) for on in days])
    chosen = next(p for p in points if p.at == later)
    st.markdown(
        _(
            "With an arrival in {month}: minimum **{minimum}**.",
            month=month(days[later]),
            minimum=cash(chosen.minimum_cents),
        )
    )
    charts.curve(
        {_("Minimum the sponsor owes"): [(p.at, p.minimum_cents, money(p.minimum_cents)) for p in points]},
        _("Arrival month"),
        _("Whole period"),
        _("Line chart: the minimum by arrival month. School items, birthdays and rates change it."),
        x_is_money=False,
        x_labels=words,
        chosen=later,
    )
    figures_of_curve(
        {_("Arrival month"): words, _("Minimum the sponsor owes"): [money(p.minimum_cents) for p in points]},
        _("Minimum by arrival month"),
    )


show()
