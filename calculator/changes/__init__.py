"""What each dated event does to the budget: the plan with it against the same plan without it (R17).

The engine works out all versions in one batch; only differences are taken here. Which events there are and
when they count is for ``household`` and ``rules``. Members added before arrival are in
``added_before_arrival``: old and new costs side by side and what must be filed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from calculator.changes.added import added_before_arrival
from calculator.changes.versions import Report, reports, total, without_people
from calculator.locale import N_, catalogue, listing, long_date, money
from calculator.notices.names import line_name, total_name
from calculator.periods import ONE_DAY, add_years, last_day
from calculator.plan.events import FamilyAdded
from calculator.plan.model import Person, Plan
from calculator.rates import Rates

__all__ = ["added_before_arrival", "changes_text", "event_effects"]

Effect = dict[str, Any]

_EVENTS = {
    "birth": (N_("Birth"), "R16"),
    "death": (N_("Death of {who}"), "N20"),
    "separation": (N_("Separation: {who}"), "N17"),
    "adult_child_leaves": (N_("An adult child leaves: {who}"), "N16"),
    "change_unit": (N_("Costed in another unit: {who}"), "N51"),
    "leaves_shared_home": (N_("Out of the shared home: {who}"), "N15"),
    "move": (N_("Move to {place}"), "R50"),
    "absence": (N_("Away: {who}"), "N18"),
    "hospital": (N_("Hospital: {who}"), "N19"),
    "prison": (N_("Prison: {who}"), "N19"),
    "school_starts": (N_("Secondary school starts: {who}"), "R23 R34"),
    "school_ends": (N_("Secondary school ends: {who}"), "R23 R34"),
    "early_end": (N_("Support ends early"), "R4 R38"),
    "resumption": (N_("Support resumes"), "R4"),
    "breakdown": (N_("Breakdown: the duty ends"), "R39e"),
    "conversion": (N_("The case becomes a JAS case"), "R43 R44"),
    "top_up": (N_("A regular top-up starts"), "R33"),
}
_OWN = {
    "birthday": (N_("{who} turns {age}"), "R17 N44"),
    "later_arrival": (N_("Arrival of {who}"), "R15"),
    "rent": (N_("The rent changes"), "R26 R17"),
    "free_housing": (N_("Free housing starts"), "R26 R28"),
    "income_starts": (N_("Earnings of {who} start"), "R31 R35"),
    "income_ends": (N_("Earnings of {who} end"), "R31 R35"),
    "special_diet": (N_("Special diet, by the note"), "R27"),
    "pregnancy": (N_("Pregnancy of {who}, by the note"), "R27"),
    "own_money": (N_("Own money received"), "R30"),
    "payer": (N_("Another payer"), "N23"),
    "meals": (N_("Meals with a signer start"), "R28"),
    "extra": (N_("Planned on top: {label}"), "R25.5 N39"),
    "extra_ends": (N_("No longer planned on top: {label}"), "R25.5"),
    "purchase": (N_("Bought with a receipt: {label}"), "N1 N2"),
}


class Change(NamedTuple):
    """One dated change of a plan, and the plan without it."""

    on: date
    kind: str
    where: str
    text: str
    rule: str
    without: Plan
    is_shown_if_nothing: bool = True


def event_effects(plan: Plan, rates: Rates, lang: str = "en", as_of: date | None = None) -> list[Effect]:
    """Every dated change with what it does, in order of date.

    Each effect: ``on``, ``kind``, ``where``, ``text``, ``rule``, ``first_month`` (0: none), ``months``
    (month, arrival, from, and the differences ``entitlement_cents``, ``sponsor_cents``,
    ``government_cents``, ``extras_cents``), ``once`` (on, line, ``entitlement_cents``), ``purchases`` (on, line,
    ``purchases_cents``, ``cash_cents``), and the differences of the whole ``difference_cents`` (what the
    sponsor owes at least), ``government_cents``, ``extras_cents``, ``purchases_cents`` and ``planned_cents``.
    A plus sign: the change costs more; a purchase costs what is then not paid in money.
    """
    changes = sorted(_changes(plan, rates, lang), key=lambda change: change.on)
    costed = reports([plan, *(change.without for change in changes)], rates, as_of)
    result = []
    for change, without in zip(changes, costed[1:], strict=True):
        effect = _effect(change, costed[0], without)
        if change.is_shown_if_nothing or effect["months"] or effect["once"]:
            result.append(effect)
    return result


# --- the plan without something


def _changes(plan: Plan, rates: Rates, lang: str) -> Iterator[Change]:
    said = catalogue(lang).gettext

    def change(
        on: date, kind: str, where: str, without: Plan, *, is_shown: bool = True, **values: object
    ) -> Change:
        msgid, rule = _EVENTS.get(kind) or _OWN[kind]
        return Change(on, kind, where, said(msgid).format(**values), rule, without, is_shown)

    for i, event in enumerate(plan.events):
        if isinstance(event, FamilyAdded):
            continue
        who = listing(getattr(event, "people", None) or [getattr(event, "person", "")], lang)
        place = rates.community(event.community).name(lang) if event.kind == "move" else ""
        yield change(event.on, event.kind, f"events[{i}]", _left_out(plan, "events", i), who=who, place=place)
    yield from _of_people(plan, rates, change)
    for i, home in enumerate(plan.housing):
        if home.starts_on is not None and home.starts_on > plan.arrives_on:
            kind = "free_housing" if home.free else "rent"
            yield change(home.starts_on, kind, f"housing[{i}]", _left_out(plan, "housing", i))
    for i, income in enumerate(plan.income):
        if income.starts_on is not None and income.starts_on > plan.arrives_on:
            yield change(
                income.starts_on,
                "income_starts",
                f"income[{i}].from",
                _left_out(plan, "income", i),
                who=income.person,
            )
        if income.ends_on is not None and income.ends_on < _ends_on(plan, rates):
            going_on = _replaced(plan, "income", i, income.model_copy(update={"ends_on": None}))
            yield change(income.ends_on, "income_ends", f"income[{i}].to", going_on, who=income.person)
    for i, entry in enumerate(plan.conditions):
        who = entry.person or ""
        yield change(
            max(entry.note_on, plan.arrives_on),
            entry.kind,
            f"conditions[{i}]",
            _left_out(plan, "conditions", i),
            who=who,
        )
    for i, asset in enumerate(plan.assets):
        if asset.received_on is not None and asset.received_on > plan.arrives_on:
            yield change(asset.received_on, "own_money", f"assets[{i}]", _left_out(plan, "assets", i))
    for i, payer in enumerate(plan.payers):
        if payer.starts_on is not None and payer.starts_on > plan.arrives_on:
            yield change(payer.starts_on, "payer", f"payers[{i}]", _left_out(plan, "payers", i))
    for i, gift in enumerate(plan.in_kind):
        if gift.line == "basic" and gift.starts_on is not None and gift.starts_on > plan.arrives_on:
            yield change(gift.starts_on, "meals", f"in_kind[{i}]", _left_out(plan, "in_kind", i))
    yield from _of_choice(plan, rates, lang, change)


def _of_choice(plan: Plan, rates: Rates, lang: str, change: Any) -> Iterator[Change]:
    """What the group plans or buys on a day: it changes no minimum, but what is paid, and how."""
    for i, extra in enumerate(plan.extras):
        is_monthly = extra.cadence == "monthly"
        if extra.starts_on is not None and (extra.starts_on > plan.arrives_on or not is_monthly):
            without = _left_out(plan, "extras", i)
            yield change(extra.starts_on, "extra", f"extras[{i}]", without, label=extra.label)
        if is_monthly and extra.ends_on is not None and extra.ends_on < _ends_on(plan, rates):
            going_on = _replaced(plan, "extras", i, extra.model_copy(update={"ends_on": None}))
            yield change(extra.ends_on, "extra_ends", f"extras[{i}].to", going_on, label=extra.label)
    for i, purchase in enumerate(plan.purchases):
        if purchase.bought_on is not None:
            name = line_name(purchase.line, lang)
            without = _left_out(plan, "purchases", i)
            yield change(purchase.bought_on, "purchase", f"purchases[{i}]", without, label=name)


def _left_out(plan: Plan, name: str, index: int) -> Plan:
    entries = getattr(plan, name)
    return plan.model_copy(update={name: entries[:index] + entries[index + 1 :]})


def _replaced(plan: Plan, name: str, index: int, entry: object) -> Plan:
    entries = getattr(plan, name)
    return plan.model_copy(update={name: (*entries[:index], entry, *entries[index + 1 :])})


def _of_people(plan: Plan, rates: Rates, change: Any) -> Iterator[Change]:
    """Children on the list who are born in the period, later arrivals, and birthdays."""
    later: dict[date, list[str]] = {}
    for i, person in enumerate(plan.people):
        if person.arrives_on is not None and person.arrives_on > plan.arrives_on:
            later.setdefault(person.arrives_on, []).append(person.id)
        elif person.born_on is not None and person.born_on > plan.arrives_on:
            yield change(person.born_on, "birth", f"people[{i}].born_on", without_people(plan, {person.id}))
        elif person.born_on is not None and person.is_accompanying:
            yield from _birthdays(plan, rates, i, person, change)
    for on, names in sorted(later.items()):
        yield change(on, "later_arrival", "people", without_people(plan, set(names)), who=", ".join(names))


def _birthdays(plan: Plan, rates: Rates, i: int, person: Person, change: Any) -> Iterator[Change]:
    """Birthdays on which an amount can change; without one, the person has it after the end of support."""
    assert person.born_on is not None
    end = _ends_on(plan, rates)
    for age in sorted(_ages(plan, rates)):
        on = add_years(person.born_on, age)
        if plan.arrives_on < on <= end:
            younger = person.model_copy(update={"born_on": add_years(end + ONE_DAY, -age)})
            without = _replaced(plan, "people", i, younger)
            yield change(
                on, "birthday", f"people[{i}].born_on", without, is_shown=False, who=person.id, age=age
            )


def _ages(plan: Plan, rates: Rates) -> set[int]:
    """Ages that the rates name, in the places of this plan (R12, R17, R23, N48)."""
    names = [plan.community, *(e.community for e in plan.events if e.kind == "move")]
    places = {place for name in names for place in rates.community(name).places}
    last_years = {"school_age_to", "school_age_secondary_to"}
    first_years = {
        "school_age_from",
        "age_of_majority",
        "senior_age",
        "child_band_from",
        "income_supplement_under",
    }
    ages = set()
    for row in rates.all_rows:
        if row.place in places and row.item in last_years | first_years:
            ages.add(row.amount + (row.item in last_years))
    return ages - {0}


def _ends_on(plan: Plan, rates: Rates) -> date:
    longest = rates.amount("support_months_longest", "CA", date.max).amount
    usual = "jas_months" if plan.stream == "JAS" else "support_months"
    months = plan.months or rates.amount(usual, "CA", date.max).amount
    if any(event.kind == "conversion" for event in plan.events):
        months = max(months, rates.amount("jas_months", "CA", date.max).amount)
    return last_day(plan.arrives_on, min(months, longest))


# --- differences


def _effect(change: Change, report: Report, without: Report) -> Effect:
    months = _month_differences(_months(report), _months(without))
    once = _once_differences(_once(report), _once(without))
    purchases = _purchase_differences(_bought(report), _bought(without))
    return {
        "on": change.on.isoformat(),
        "kind": change.kind,
        "where": change.where,
        "text": change.text,
        "rule": change.rule,
        "first_month": months[0]["month"] if months else 0,
        "months": months,
        "once": once,
        "purchases": purchases,
        "difference_cents": total(report, "sponsor_minimum_cents") - total(without, "sponsor_minimum_cents"),
        "purchases_cents": sum(row["purchases_cents"] for row in purchases),
    } | {name: total(report, name) - total(without, name) for name in OF_THE_WHOLE}


OF_THE_WHOLE = ("government_cents", "extras_cents", "planned_cents")
COMPARED = ("entitlement_cents", "sponsor_cents", "government_cents", "extras_cents")


def _months(report: Report) -> dict[tuple[str, int, int], list[int]]:
    """The household by first day, arrival and number of the month."""
    sums: dict[tuple[str, int, int], list[int]] = {}
    for unit in report["units"]:
        for month in unit["months"]:
            row = sums.setdefault((month["from"], month["arrival"], month["month"]), [0] * len(COMPARED))
            for n, name in enumerate(COMPARED):
                row[n] += month[name]
    return sums


def _month_differences(
    with_it: Mapping[tuple[str, int, int], list[int]], without: Mapping[tuple[str, int, int], list[int]]
) -> list[dict[str, Any]]:
    nothing = [0] * len(COMPARED)
    rows = []
    for key in sorted({**with_it, **without}):
        parts = [a - b for a, b in zip(with_it.get(key, nothing), without.get(key, nothing), strict=True)]
        if any(parts):
            start, arrival, month = key
            rows.append(
                {"month": month, "arrival": arrival, "from": start} | dict(zip(COMPARED, parts, strict=True))
            )
    return rows


def _once(report: Report) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for unit in report["units"]:
        for line in (*unit["start_up"]["lines"], *unit["one_time"]["lines"]):
            key = (line["due_on"], line["line"])
            sums[key] = sums.get(key, 0) + line["entitlement_cents"]
    return sums


def _once_differences(
    with_it: Mapping[tuple[str, str], int], without: Mapping[tuple[str, str], int]
) -> list[dict[str, Any]]:
    return [
        {"on": key[0], "line": key[1], "entitlement_cents": cents}
        for key in sorted({**with_it, **without})
        if (cents := with_it.get(key, 0) - without.get(key, 0))
    ]


def _bought(report: Report) -> dict[tuple[str, str], tuple[int, int]]:
    """What is bought with receipts and what is paid in money, by day due and line (N1)."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for unit in report["units"]:
        for line in (*unit["start_up"]["lines"], *unit["one_time"]["lines"]):
            bought, cash = sums.get((line["due_on"], line["line"]), (0, 0))
            sums[line["due_on"], line["line"]] = (bought + line["purchases_cents"], cash + line["cash_cents"])
    return sums


def _purchase_differences(
    with_it: Mapping[tuple[str, str], tuple[int, int]], without: Mapping[tuple[str, str], tuple[int, int]]
) -> list[dict[str, Any]]:
    rows = []
    for key in sorted({**with_it, **without}):
        (bought, cash), (before, cash_before) = with_it.get(key, (0, 0)), without.get(key, (0, 0))
        if bought != before:
            rows.append({"on": key[0], "line": key[1], "purchases_cents": bought - before,
                         "cash_cents": cash - cash_before})  # fmt: skip
    return rows


# --- as text


def changes_text(effects: Sequence[Effect], added: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Both lists for a terminal."""
    _ = catalogue(lang).gettext
    lines = []
    for effect in effects:
        day = long_date(date.fromisoformat(effect["on"]), lang)
        amount = _("sponsor {sponsor}, government {government}").format(
            sponsor=money(effect["difference_cents"], lang),
            government=money(effect["government_cents"], lang),
        )
        if effect["extras_cents"]:
            amount += ", " + _("planned on top {amount}").format(amount=money(effect["extras_cents"], lang))
        lines.append(f"{day}  {effect['text']} ({effect['rule']}): {amount}")
        for row in effect["purchases"]:
            said = _("bought {bought}, in money {cash}").format(
                bought=money(row["purchases_cents"], lang), cash=money(row["cash_cents"], lang)
            )
            lines.append(f"    {row['on']}  {line_name(row['line'], lang)}  {said}")
        for row in effect["once"]:
            lines.append(
                f"    {row['on']}  {line_name(row['line'], lang)}  {money(row['entitlement_cents'], lang)}"
            )
        for row in effect["months"]:
            month = _("month {n}").format(n=row["month"])
            paid = row["sponsor_cents"] + row["government_cents"]
            amounts = [money(row["entitlement_cents"], lang), money(paid, lang)]
            if row["extras_cents"]:
                amounts.append(_("planned on top {amount}").format(amount=money(row["extras_cents"], lang)))
            lines.append("  ".join((f"    {row['from']}", month, *amounts)))
    for one in added:
        day = long_date(date.fromisoformat(one["on"]), lang)
        lines.append(f"{day}  " + _("“{who}” is added before arrival").format(who=one["person"]))
        for row in one["totals"]:
            if row["old_cents"] or row["new_cents"]:
                amounts = [money(row[name], lang) for name in ("old_cents", "new_cents", "difference_cents")]
                lines.append(
                    f"    {total_name(row['name'].removesuffix('_cents'), lang)}  " + "  ".join(amounts)
                )
        lines += [f"    - {text}" for text in one["filing"]]
    return "\n".join(lines) or _("No dated event in this plan.")
