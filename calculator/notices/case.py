"""One case as the notices see it: the plan, its report, what the rates say, and a way to say something.

Only reading and words. Nothing is priced here; amounts come from the report, limits and dates from the rates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from calculator.household import FREE, Ints
from calculator.locale import catalogue, long_date, money, month, percent
from calculator.notices.names import sentence, unit_name
from calculator.periods import add_years, from_day
from calculator.plan.events import Event
from calculator.plan.model import Plan
from calculator.rates import Community

if TYPE_CHECKING:
    from calculator.budget import Budget

RED, AMBER, NOTE = "red", "amber", "note"
LEVELS = ("refuse", RED, AMBER, NOTE)
Month = dict[str, Any]
Unit = dict[str, Any]
Birthday = tuple[dict[str, Any], int, date, str]
CONDITIONAL = frozenset({"special_diet", "maternity_food"})


class Case:
    """Everything a notice may need of one case, and the rows said so far."""

    def __init__(self, b: Budget, case: int, report: dict[str, Any], lang: str) -> None:
        self.b, self.case, self.report, self.lang = b, case, report, lang
        self.plan: Plan = b.households.plans[case]
        self.place = b.parameters.place_of(b, case)
        self.rates = self.place.rates
        self.gettext: Callable[[str], str] = catalogue(lang).gettext
        self.rows: list[dict[str, Any]] = []
        self.important_birthdays: list[Birthday] | None = None
        self.arrives = date.fromisoformat(report["plan"]["arrives_on"])
        self.ends = date.fromisoformat(report["plan"]["ends_on"])

    # -- words ----------------------------------------------------------------------------------------------

    def text(self, msgid: str, **values: object) -> str:
        return self.gettext(msgid).format(**values)

    def money(self, cents: int) -> str:
        return money(cents, self.lang)

    def day(self, on: date) -> str:
        return long_date(on, self.lang)

    def month_name(self, on: date) -> str:
        return month(on, self.lang)

    def percent(self, basis_points: int) -> str:
        return percent(basis_points, self.lang)

    def say(
        self,
        code: str,
        level: str,
        where: str,
        what: str,
        to_do: str = "",
        *,
        rule: str,
        unit: str | None = None,
        month: int | None = None,
        due_on: date | None = None,
        **values: object,
    ) -> None:
        """Add a notice; ``what`` and ``to_do`` are msgids with ``{named}`` places for ``values``.

        ``due_on`` is a day by which it is in time to do it: until then a screen need not raise its voice.
        """
        values = {"unit": unit_name(unit, self.lang) if unit else "", "month": month, **values}
        row: dict[str, Any] = {
            "id": code,
            "level": level,
            "where": where,
            "what": sentence(self.text(what, **values)),
            "what_to_do": sentence(self.text(to_do, **values)) if to_do else "",
            "rule": rule,
        }
        if unit is not None:
            row["unit"] = unit
        if month is not None:
            row["month"] = month
        if due_on is not None:
            row["due_on"] = due_on.isoformat()
        if row not in self.rows:
            self.rows.append(row)

    def sorted_rows(self) -> list[dict[str, Any]]:
        """The gravest first, then by number; within one number in the order they were said."""
        return sorted(self.rows, key=lambda row: (LEVELS.index(row["level"]), row["id"]))

    # -- what the rates say ---------------------------------------------------------------------------------

    def figure(self, item: str) -> int:
        """A number that holds for all of Canada (months, days, basis points)."""
        return self.b.parameters.number(item)

    def rate_day(self, item: str) -> date:
        """The newest value of an item that is a date."""
        return self.rates.amount(item, "CA", date.max).day

    @cached_property
    def communities(self) -> list[Community]:
        """The community of arrival and those of later moves."""
        t = self.b.households.communities
        return [self.b.places[int(c)].community for c in t["community"][t["case"] == self.case]]

    # -- the report -----------------------------------------------------------------------------------------

    @property
    def units(self) -> list[Unit]:
        units: list[Unit] = self.report["units"]
        return units

    def all_months(self) -> Iterator[tuple[Unit, Month]]:
        for unit in self.units:
            for one in unit["months"]:
                yield unit, one

    def all_items(self) -> Iterator[tuple[Unit, dict[str, Any]]]:
        for unit in self.units:
            for line in (*unit["start_up"]["lines"], *unit["one_time"]["lines"]):
                yield unit, line

    @cached_property
    def cells(self) -> list[tuple[int, date, date]]:
        """Number, first and last day of every month of the first arrival."""
        b = self.b
        run = int(np.flatnonzero(b.runs.case == self.case)[0])
        start, count = int(b.cells.start[run]), int(b.cells.count[run])
        return [
            (int(b.cells.number[i]), from_day(int(b.cells.first[i])), from_day(int(b.cells.last[i])))
            for i in range(start, start + count)
        ]

    def cell_of(self, day: date) -> int | None:
        """Index of the month that contains a day."""
        return next((i for i, (_, first, last) in enumerate(self.cells) if first <= day <= last), None)

    @cached_property
    def household_totals(self) -> dict[tuple[int, int], int]:
        """R of the whole household by calendar month, without the items of R27."""
        totals: dict[tuple[int, int], int] = {}
        for _, one in self.all_months():
            day = date.fromisoformat(one["from"])
            items = sum(x["entitlement_cents"] for x in one["lines"] if x["line"] in CONDITIONAL)
            key = (day.year, day.month)
            totals[key] = totals.get(key, 0) + one["full_cents"] - items
        return totals

    def total_in(self, index: int) -> int:
        first = self.cells[index][1]
        return self.household_totals.get((first.year, first.month), 0)

    def change_at(self, day: date, *, is_move: bool = False) -> tuple[int, int] | None:
        """Indexes of the month before and the month after something of that day counts (N44, R50)."""
        at = self.cell_of(day)
        if at is None:
            return None
        is_first_day = self.cells[at][1] == day
        if at > 0 and (is_first_day or (not is_move and self.total_in(at) != self.total_in(at - 1))):
            return at - 1, at
        return (at, at + 1) if at + 1 < len(self.cells) else None

    @cached_property
    def housing_modes(self) -> set[str]:
        return {one["housing"] for _, one in self.all_months() if one["people"]}

    def housing_at(self, unit: str, on: date) -> int | None:
        """Index of the housing entry that holds for a unit on a day."""
        listed = list(enumerate(self.plan.housing))
        own = [(i, h) for i, h in listed if h.unit == unit] or [(i, h) for i, h in listed if h.unit is None]
        held = [(h.starts_on or self.arrives, i) for i, h in own if (h.starts_on or self.arrives) <= on]
        return max(held)[1] if held else None

    # -- people and events ----------------------------------------------------------------------------------

    @cached_property
    def people(self) -> list[dict[str, Any]]:
        """People of the budget: id, birth, arrival, index in the plan (None: a birth entered as an event)."""
        h = self.b.households
        index = {p.id: i for i, p in enumerate(self.plan.people)}
        born = set(h.births["person"].tolist()) if len(h.births) else set()
        return [
            {
                "id": h.person_ids[i],
                "at": index.get(h.person_ids[i]),
                "born": from_day(int(h.people["born"][i])),
                "from": from_day(int(h.people["start"][i])),
                "is_head": int(h.people["role"][i]) < 2,
                "rank": int(h.people["rank"][i]),
                "is_birth": i in born,
                "row": i,
                "is_automatic": bool(h.people["automatic"][i]),
            }
            for i in np.flatnonzero(h.people["case"] == self.case).tolist()
        ]

    @cached_property
    def run_ends(self) -> list[date]:
        """Last day of support of each arrival."""
        runs = self.b.runs
        return [from_day(int(d)) for d in runs.end[runs.case == self.case]]

    def birthdays(self, age: int) -> Iterator[tuple[dict[str, Any], date]]:
        """People who reach an age while they are supported, and when."""
        for person in self.people:
            day = add_years(person["born"], age)
            if person["from"] < day <= self.run_ends[person["rank"]]:
                yield person, day

    def where_born(self, person: dict[str, Any]) -> str:
        at = person["at"]
        if at is None:
            number = int(str(person["id"]).split()[1].split(".")[0]) - 1
            return f"events[{number}].on"
        field = "born_on" if self.plan.people[at].born_on is not None else "age_at_arrival"
        return f"people[{at}].{field}"

    def events(self, *kinds: str) -> Iterator[tuple[str, Any]]:
        """Events of some kinds with their place in the plan, in order of date."""
        found: list[tuple[int, Event]] = [(i, e) for i, e in enumerate(self.plan.events) if e.kind in kinds]
        for i, event in sorted(found, key=lambda pair: (pair[1].on, pair[0])):
            yield f"events[{i}]", event

    @cached_property
    def month_rows(self) -> Ints:
        """Rows of the months table of this case in which somebody lives."""
        b = self.b
        m = b.months_table
        mine = np.flatnonzero(b.runs.case[m.run] == self.case)
        lived: Ints = mine[b.priced.state.persons[m.state[mine]] > 0]
        return lived

    @cached_property
    def is_converted_on(self) -> date | None:
        """The day from which the case is a JAS case; None if no conversion takes place (R43, R44)."""
        from calculator.periods import NEVER
        from calculator.rules.payers import conversion_starts

        day = int(conversion_starts(self.b.households, self.b.parameters.payer_calendar)[self.case])
        return None if day >= NEVER else from_day(day)


def span(case: Case, months: list[int]) -> str:
    """``3``, ``3 to 7`` or ``3, 5 and 9`` in the language of the case."""
    from calculator.locale import N_, listing

    numbers = sorted(set(months))
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return case.text(N_("{first} to {last}"), first=numbers[0], last=numbers[-1])
    return listing(map(str, numbers), case.lang)


__all__ = ["AMBER", "CONDITIONAL", "FREE", "LEVELS", "NOTE", "RED", "Case", "Month", "Unit", "span"]
