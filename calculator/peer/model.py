"""The calculator of RSTP as it stood in August 2023, written anew from its formulas (RULES section 16).

On purpose nothing of the engine is used: rows are read from the rates, everything after that is worked out
here, in exact fractions of cents, and only what is displayed is rounded. Each known departure from the rules
can be mended by name (``mended``), so that the size of every difference can be told. What a plan means for it
is in ``tabs``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from calculator.periods import days_in_month
from calculator.rates import Community, Rates, Row

SHEETS_ON = date(2022, 1, 1)
"""Its one vintage of sheets (N49)."""
OLDER_SHEETS_ON = date(2021, 12, 31)
PASSES = "RSTP-CALC-JS"
"""Source of the pass prices written in its script."""
NATION = "CA"
START_UP = ("staples", "clothing", "winter", "household", "furniture", "linens", "utility")
SCHOOL_YEAR_MONTHS = frozenset({1, 2, 3, 4, 5, 9, 10, 11, 12})
"""Months of arrival for which it doubles the school item."""
MONTHS = 12
BANDS = {
    "MB": ((0, 7, "0-6"), (7, 12, "7-11"), (12, 99, "12-17")),
    "PE": ((0, 12, "0-11"), (12, 99, "12-17")),
}
"""Age groups of its data file: from, below, name on the sheet."""

Key = tuple[str, str, int]
"""Section, line and month (0: no month)."""


class Tab(NamedTuple):
    """One page of its form: the family, or an adult dependant."""

    unit: str
    is_adult_tab: bool
    adults: int
    seniors: int
    ages: tuple[int, ...]
    disabled_adults: int
    disabled_children: int
    is_pregnant: bool
    has_diet: bool
    income_cents: int
    gifts: tuple[tuple[str, int], ...]
    has_basic_gift: bool
    basic_gift_cents: int | None
    """None: the half it allows."""
    is_housing_free: bool
    pupils: int
    """Pupils by R23, for the mended answer."""
    fuel_cents: int | None
    """Heating that R25.4 counts, for the mended answer; None: up to the sheet's maximum."""

    @property
    def size(self) -> int:
        return self.adults + len(self.ages)


@dataclass
class Answer:
    """Its answer for one tab, exact; ``figures`` by section, line and month."""

    figures: dict[Key, Fraction] = field(default_factory=dict)

    def put(self, section: str, line: str, value: Fraction | int, month: int = 0) -> None:
        self.figures[section, line, month] = Fraction(value)

    def shown(self) -> dict[Key, int]:
        """The figures as displayed, in whole cents."""
        return {key: rounded(value) for key, value in self.figures.items()}


def rounded(value: Fraction) -> int:
    """Half up, as a screen shows it."""
    doubled = 2 * abs(value)
    whole = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return whole if value >= 0 else -whole


class Peer:
    """Its answers in one community for one day of arrival (None: its "unknown")."""

    def __init__(self, rates: Rates, place: Community, arrives_on: date, *, is_date_unknown: bool) -> None:
        self.rates, self.place, self.arrives_on, self.is_date_unknown = (
            rates,
            place,
            arrives_on,
            is_date_unknown,
        )

    def answer(self, tab: Tab, mended: Iterable[str] = ()) -> Answer:
        """All its figures for a tab, with the named departures mended."""
        return _Work(self, tab, frozenset(mended)).run()

    # -- rows -----------------------------------------------------------------------------------------------

    def row(
        self, item: str, counts: Mapping[str, int | str] | None = None, on: date = SHEETS_ON
    ) -> Row | None:
        return self.rates.find(item, self.place.places, on, **(counts or {}))

    def figure(self, item: str, on: date = SHEETS_ON, **counts: int | str) -> int:
        row = self.row(item, counts, on)
        if row is None:
            raise self.rates.missing(item, self.place.places, on, **counts)
        return row.amount

    def national(self, item: str) -> int:
        """A figure its script holds once for the whole country, whatever the date."""
        return self.rates.amount(item, NATION, date.max).amount

    def printed(
        self, item: str, adults: int, ages: tuple[int, ...], seniors: int = 0, disabled: int = 0
    ) -> int:
        """A row of the sheet by composition; where it stops, the last printed one and its steps."""
        bands = BANDS.get(self.place.province, ())
        has_bands = item == "basic" and bool(bands)
        for fewer in range(len(ages) + 1):
            others = len(ages) - fewer
            sums = []
            for chosen in _chosen(ages, others, bands) if has_bands else [ages[:others]]:
                base = self._base(item, adults, chosen, seniors, disabled)
                steps = self._steps(item, adults, ages, chosen, bands if has_bands else ())
                if base is not None and steps is not None:
                    sums.append(base + steps)
            if sums:
                # Manitoba takes the higher sum, the Island its oldest children as the further ones.
                return sums[0] if self.place.province == "PE" else max(sums)
        raise self.rates.missing(item, self.place.places, SHEETS_ON, adults=adults, others=len(ages))

    def _base(self, item: str, adults: int, ages: tuple[int, ...], seniors: int, disabled: int) -> int | None:
        counts: dict[str, int | str] = {
            "adults": adults, "others": len(ages), "size": adults + len(ages), "seniors": seniors,
            "disabled": disabled,
            "case": "employable",
        }  # fmt: skip
        for name, low, high in (("0_6", 0, 7), ("7_11", 7, 12), ("12_17", 12, 99), ("0_11", 0, 12)):
            counts[f"ages_{name}"] = sum(low <= age < high for age in ages)
        row = self.row(item, counts)
        return None if row is None else row.amount

    def _steps(
        self,
        item: str,
        adults: int,
        ages: tuple[int, ...],
        chosen: tuple[int, ...],
        bands: tuple[tuple[int, int, str], ...],
    ) -> int | None:
        """The increments of everybody beyond the printed row; None where a table by age prints none.

        Other tables without an increment: the last printed row stands.
        """
        left = list(ages)
        for age in chosen:
            left.remove(age)
        total = 0
        for n, age in enumerate(left):
            size = adults + len(chosen) + n + 1
            case = next((name for low, high, name in bands if low <= age < high), "")
            row = self.row(f"{item}_further", {"adults": adults, "size": size, "case": case})
            if row is None and bands:
                return None
            total += row.amount if row is not None else 0
        return total

    def start_up(self, line: str, tab: Tab) -> int:
        """A line of the national start-up table and its step for each further child."""
        for others in range(len(tab.ages), -1, -1):
            row = self.rates.find(f"startup_{line}", NATION, date.max, adults=tab.adults, others=others)
            if row is None:
                continue
            step = 0
            if len(tab.ages) > others and f"startup_{line}_further" in self.rates.items:
                step = self.national(f"startup_{line}_further")
            return row.amount + step * (len(tab.ages) - others)
        raise self.rates.missing(f"startup_{line}", NATION, date.max, adults=tab.adults)

    def fare(self, rider: str) -> int:
        """The pass in its script, at least the floor; the flat amount for a place it does not list."""
        floor = self.figure("transport_floor")
        for place in (self.place.id, *self.place.passes_also):
            if "ON/gtha" in self.place.places:
                place = "ON/toronto"  # its Greater Toronto, Hamilton too
            for row in self.rates.history("transit_pass", place):
                if row.source == PASSES and row.column("case") == rider:
                    return max(row.amount, floor)
        return self.figure("transport_no_transit")


def _chosen(
    ages: tuple[int, ...], count: int, bands: tuple[tuple[int, int, str], ...]
) -> Iterator[tuple[int, ...]]:
    """Ways to pick some of the children by age group, the youngest first."""
    groups = [sorted(age for age in ages if low <= age < high) for low, high, _ in bands]
    for taken in product(*(range(len(group), -1, -1) for group in groups)):
        if sum(taken) == count:
            yield tuple(age for group, n in zip(groups, taken, strict=True) for age in group[:n])


class _Work:
    """One tab while it is worked out, in the order of its script."""

    def __init__(self, peer: Peer, tab: Tab, mended: frozenset[str]) -> None:
        self.peer, self.tab, self.mended = peer, tab, mended
        self.answer = Answer()

    def cents(self, value: Fraction) -> Fraction:
        """It never rounds; the mended answer rounds each line (N45)."""
        return Fraction(rounded(value)) if "N45" in self.mended else value

    def run(self) -> Answer:
        answer = self.answer
        lines = self.start_up()
        gifts = self.start_up_gifts(lines)
        once = self.once()
        monthly = self.monthly()
        total = Fraction(sum(monthly.values()))
        kind = self.monthly_gifts(monthly)
        deduction = self.cents(max(Fraction(0), self.tab.income_cents - total / 2))
        if "12" in self.mended:
            deduction = min(deduction, total - kind)
        net = max(Fraction(0), total - deduction - kind)
        for name, value in lines.items():
            answer.put("start_up", name, value)
            answer.put("start_up_in_kind", name, gifts[name])
        for name, value in once.items():
            answer.put("one_time", name, value)
        for month in range(1, MONTHS + 1):
            for name, value in monthly.items():
                answer.put("monthly", name, value, month)
        due = self.cells(total, kind, deduction, net)
        cash = sum(lines.values()) - sum(gifts.values(), Fraction(0)) + sum(once.values())
        answer.put("total", "start_up", cash)
        answer.put("total", "months", due)
        answer.put("total", "minimum", cash + due)
        return answer

    # -- due once -------------------------------------------------------------------------------------------

    def start_up(self) -> dict[str, int]:
        lines = {line: self.peer.start_up(line, self.tab) for line in START_UP}
        lines["school"] = self.school_times() * self.peer.national("startup_school") * self.school_count()
        return lines

    def school_count(self) -> int:
        """Children of four and more, one in every adult tab; mended: the pupils."""
        if "4" in self.mended:
            return self.tab.pupils
        return 1 if self.tab.is_adult_tab else sum(age >= 4 for age in self.tab.ages)

    def school_times(self) -> int:
        is_unknown = self.peer.is_date_unknown and "19" not in self.mended
        return 2 if is_unknown or self.peer.arrives_on.month in SCHOOL_YEAR_MONTHS else 1

    def start_up_gifts(self, lines: Mapping[str, int]) -> dict[str, Fraction]:
        given = dict(self.tab.gifts)
        result = {}
        for line, amount in lines.items():
            share = self.peer.national(f"inkind_share_{'clothing' if line == 'winter' else line}")
            base = amount
            if line == "school" and "7" not in self.mended and any(age < 4 for age in self.tab.ages):
                # The cap comes from the row of all children, the amount from that of those of four and more.
                base = self.school_times() * self.peer.national("startup_school") * len(self.tab.ages)
            cap = self.cents(Fraction(base * share, 10_000))
            result[line] = min(Fraction(given.get(line, 0)), cap)
        return result

    def once(self) -> dict[str, int]:
        tab, peer = self.tab, self.peer
        if tab.is_pregnant:
            return {
                "maternity_clothing": peer.figure("maternity_clothing"),
                "newborn": peer.figure("newborn"),
            }
        if 0 in tab.ages and "5" not in self.mended:
            return {"newborn": peer.figure("newborn")}
        return {}

    # -- every month ----------------------------------------------------------------------------------------

    def monthly(self) -> dict[str, int]:
        tab, peer = self.tab, self.peer
        province = peer.place.province
        self.plain_basic = basic = peer.printed(
            "basic", tab.adults, tab.ages, tab.seniors, self.printed_disabled()
        )
        basic += self.additions()
        shelter = peer.printed("shelter", tab.adults, tab.ages, tab.seniors)
        fares = [("senior", tab.seniors), ("adult", tab.adults - tab.seniors)]
        lines = {
            "basic": basic,
            "shelter": shelter + self.fuel(),
            "supplement": peer.figure("supplement_cap", size=tab.size),
            "transport": sum(peer.fare(rider) * count for rider, count in fares if count),
            "communication": peer.figure("communication"),
        }
        if province == "NB" and tab.ages:
            on = SHEETS_ON if "15" in self.mended else OLDER_SHEETS_ON
            lines["nb_supplement"] = peer.figure("income_supplement", on=on)
        if tab.is_pregnant:
            lines["maternity_food"] = peer.figure("maternity_food")
        if tab.has_diet:
            lines["special_diet"] = peer.figure("special_diet")
        return lines

    def printed_disabled(self) -> int:
        """Saskatchewan prints rows by disabled adults; the mended answer counts them as basic needs."""
        return self.tab.disabled_adults if self.peer.place.province == "SK" else 0

    def additions(self) -> int:
        """Manitoba's seniors; the disability amounts of Manitoba and Saskatchewan, per person."""
        tab, peer, province = self.tab, self.peer, self.peer.place.province
        extra = 0
        senior = peer.row("senior_addon")
        if senior is not None:
            extra += senior.amount * tab.seniors
        disability = peer.row("disability_addon")
        if disability is not None:
            extra += disability.amount * (tab.disabled_adults + tab.disabled_children)
        if province == "SK" and "R25.4" not in self.mended:
            step = peer.figure("basic", adults=1, disabled=1) - peer.figure("basic", adults=1, disabled=0)
            extra += step * tab.disabled_children
        return extra

    def fuel(self) -> int:
        """71 in every tab on the island; mended: heating that is not in the rent, once per dwelling."""
        row = self.peer.row("fuel_supplement")
        if row is None:
            return 0
        if "16" not in self.mended:
            return row.amount
        return row.amount if self.tab.fuel_cents is None else min(self.tab.fuel_cents, row.amount)

    def monthly_gifts(self, lines: Mapping[str, int]) -> Fraction:
        kind = Fraction(0)
        if self.tab.is_housing_free:
            kind += lines["shelter"] + lines["supplement"]
        if self.tab.has_basic_gift:
            base = self.plain_basic if "R28" in self.mended else lines["basic"]
            share = self.peer.national("inkind_share_basic")
            cap = self.cents(Fraction(base * share, 10_000))
            given = self.tab.basic_gift_cents
            kind += cap if given is None else min(cap, Fraction(given))
        return kind

    # -- the strip ------------------------------------------------------------------------------------------

    def cells(self, total: Fraction, kind: Fraction, deduction: Fraction, net: Fraction) -> Fraction:
        """Thirteen cells: the month of arrival by its days, eleven whole ones, and the rest (R46)."""
        arrives_on = self.peer.arrives_on
        days = days_in_month(arrives_on)
        part = Fraction(days - arrives_on.day + 1, days)
        if self.peer.is_date_unknown and "19" not in self.mended:
            part = Fraction(1)
        first = {
            "gross": self.cents(total * part), "kept": self.cents((total - kind) * part),
            "due": self.cents(net * part),
        }  # fmt: skip
        whole = {"gross": total, "kept": total - kind, "due": net}
        sum_due = Fraction(0)
        for month in range(1, MONTHS + 2):
            x = whole
            if month == 1:
                x = first
            elif month == MONTHS + 1:
                x = {name: whole[name] - first[name] for name in whole}
            # What it calls income deduction is not limited to the support (fault 12).
            taken = x["kept"] - x["due"] if "12" in self.mended else deduction * self.share(month, part)
            self.answer.put("in_kind", "", x["gross"] - x["kept"], month)
            self.answer.put("reduction", "", taken, month)
            self.answer.put("due", "", x["due"], month)
            sum_due += x["due"]
        return sum_due

    @staticmethod
    def share(month: int, part: Fraction) -> Fraction:
        return part if month == 1 else 1 - part if month == MONTHS + 1 else Fraction(1)
