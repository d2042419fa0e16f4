"""The monthly amounts of a family unit from the rate sheets: which rows hold, and what they come to.

Row selection only: places, dates and compositions. What is counted of shelter, what is given in kind, who
pays and for which days is decided in the other rules. No figure of the sheets stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from calculator.rates import Community, Found, Rates, Row
from calculator.rules.further import Amount, basic_needs, shelter_maximum

_TRANSIT = "transit"
_NATIONAL = "CA"


class Composition(NamedTuple):
    """A family unit of one month, as counts."""

    adults: int
    """1 or 2: principal applicant and spouse, at any age."""
    others: int = 0
    seniors: int = 0
    """Principal applicant and spouse of senior age."""
    ages_0_6: int = 0
    ages_7_11: int = 0
    ages_12_17: int = 0
    """Of the others; 18 counts as 17."""
    under_18: int = 0
    under_19: int = 0
    """Of the others, by age."""
    adult_riders: int = 0
    """Members of 18 or more who are not seniors; principal applicant and spouse at any age."""
    senior_riders: int = 0
    disabled_adults: int = 0
    disabled_others: int = 0
    is_unemployable: bool = False
    """Saskatchewan singles before 2022."""

    @property
    def size(self) -> int:
        return self.adults + self.others

    @property
    def senior_members(self) -> int:
        return max(self.seniors, self.senior_riders)


class Extra(NamedTuple):
    """A provincial extra: ``quantity`` times ``unit_cents``."""

    line: str
    quantity: int
    unit_cents: int
    keys: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class MonthlyAmounts:
    """What the rate sheets give a unit for a full month, in cents, with the keys of the rows used."""

    basic_cents: int
    basic_keys: tuple[str, ...]
    shelter_max_cents: int
    shelter_keys: tuple[str, ...]
    supplement_cap_cents: int
    supplement_keys: tuple[str, ...]
    communication_cents: int
    communication_keys: tuple[str, ...]
    adult_pass_cents: int
    """Per rider, after the least amount."""
    adult_pass_keys: tuple[str, ...]
    senior_pass_cents: int
    senior_pass_keys: tuple[str, ...]
    extras: tuple[Extra, ...]
    fuel_max_cents: int
    """Newfoundland island, else 0."""
    fuel_keys: tuple[str, ...]
    remarks: tuple[str, ...]
    """Codes of printed oddities, gaps and assumptions used; the sentences are in ``rules.remarks``."""
    monthly_known_until: date
    """Last day for which all the figures but transport are known; a later month is assumed unchanged."""
    transit_known_until: date
    entered_keys: tuple[str, ...]

    @property
    def is_entered(self) -> bool:
        return bool(self.entered_keys)


def monthly_amounts(
    rates: Rates,
    community: Community,
    on: date,
    composition: Composition,
    *,
    gtha_senior_cents: int | None = None,
    sk_group: str | None = None,
) -> MonthlyAmounts:
    """The full monthly amounts of one unit in a place on a day (R25, R25.1-R25.4, R26, N48, N50).

    ``gtha_senior_cents``: the senior pass in an area with one amount for all (default: that amount).
    ``sk_group``: the place whose shelter column is used for a place without one (``SK/saskatoon-regina``).

    Raises MissingRate, naming item, place and date, before the oldest sheet and beyond what N48 reaches.

    Not covered: what is counted of shelter and supplement (R26), conditional items (R27).
    """
    found = sheet(rates, community, on, composition, sk_group)
    adult, senior = _passes(rates, community, on, gtha_senior_cents, sk_group)
    used = [
        *((adult,) if composition.adult_riders else ()),
        *((senior,) if composition.senior_riders else ()),
    ]
    remarks = [*found.remarks, *(remark for part in used for remark in part.remarks)]
    if community.kind == "elsewhere" and sk_group is None and _is_of_a_group(found.shelter, community):
        remarks.append("shelter_group_assumed")
    return MonthlyAmounts(
        found.basic.cents,
        found.basic.keys,
        found.shelter.cents,
        found.shelter.keys,
        found.supplement.amount,
        (found.supplement.key,),
        found.communication.amount,
        (found.communication.key,),
        adult.cents,
        adult.keys,
        senior.cents,
        senior.keys,
        found.extras,
        found.fuel.amount if found.fuel else 0,
        (found.fuel.key,) if found.fuel else (),
        tuple(dict.fromkeys(remarks)),
        found.known_until,
        min((part.known_until for part in used), default=date.max),
        (*found.entered_keys, *(key for part in used for key in part.entered_keys)),
    )


def chain(rates: Rates, community: Community, sk_group: str | None = None) -> tuple[str, ...]:
    """The places whose rows hold for a community, nearest first (N48).

    ``sk_group`` is heard for a place without a column of its own in the province of the group only.
    """
    if sk_group is None or community.kind != "elsewhere" or not sk_group.startswith(community.province):
        return community.places
    return (community.id, *rates.place(sk_group).places)


def sheet_of(rates: Rates, community: Community, on: date, sk_group: str | None = None) -> tuple[object, ...]:
    """Places and days with the same key have everything but the passes in common.

    Of the riders a sheet knows only how many seniors are among the members (R25.4).
    """
    held_by = rates.places_with_rows(chain(rates, community, sk_group))
    return held_by, rates.vintage(held_by, on)


def passes(
    rates: Rates, community: Community, on: date, gtha_senior_cents: int | None = None, sk_group: str | None = None
) -> tuple[int, int]:
    """The monthly pass of an adult and of a senior, cents (R25.3); parameters as :func:`monthly_amounts`."""
    adult, senior = _passes(rates, community, on, gtha_senior_cents, sk_group)
    return adult.cents, senior.cents


def _passes(
    rates: Rates, community: Community, on: date, gtha_senior_cents: int | None, sk_group: str | None
) -> tuple[_Transport, _Transport]:
    places = chain(rates, community, sk_group)
    return (
        _transport(rates, community, places, on, "adult", None),
        _transport(rates, community, places, on, "senior", gtha_senior_cents),
    )


class Sheet(NamedTuple):
    """The part of the amounts that the places of a province share: everything but the passes."""

    basic: Amount
    shelter: Amount
    supplement: Row
    communication: Row
    extras: tuple[Extra, ...]
    fuel: Row | None
    remarks: tuple[str, ...]
    known_until: date
    entered_keys: tuple[str, ...]


class _Transport(NamedTuple):
    """The pass of one kind of rider in one place."""

    cents: int
    keys: tuple[str, ...]
    remarks: tuple[str, ...]
    known_until: date
    entered_keys: tuple[str, ...]


def sheet(
    rates: Rates, community: Community, on: date, composition: Composition, sk_group: str | None = None
) -> Sheet:
    """Everything but the passes, worked out once for all communities with the same rows (R25; see :func:`sheet_of`)."""
    riders = composition.senior_members
    asked = composition._replace(adult_riders=0, senior_riders=riders)
    key = ("sheet", *sheet_of(rates, community, on, sk_group), asked)
    held: Sheet | None = rates.memo.get(key)
    if held is None:
        held = rates.memo[key] = _read_sheet(rates, chain(rates, community, sk_group), on, composition)
    return held


def _read_sheet(rates: Rates, places: tuple[str, ...], on: date, composition: Composition) -> Sheet:
    basic = basic_needs(rates, places, on, composition)
    shelter = shelter_maximum(rates, places, on, composition)
    supplement = rates.row(rates.amount("supplement_cap", places, on, size=composition.size).key)
    communication = rates.row(rates.amount("communication", places, on).key)
    extras = provincial_extras(rates, places, on, composition)
    fuel = rates.find("fuel_supplement", places, on)
    keys = [*basic.keys, *shelter.keys, supplement.key, communication.key]
    keys += [key for extra in extras for key in extra.keys] + ([fuel.key] if fuel else [])
    return Sheet(
        basic,
        shelter,
        supplement,
        communication,
        extras,
        fuel,
        (*basic.remarks, *shelter.remarks),
        known_until(rates, keys),
        _entered(rates, keys),
    )


def _transport(
    rates: Rates,
    community: Community,
    places: tuple[str, ...],
    on: date,
    rider: str,
    senior_cents: int | None,
) -> _Transport:
    days = (*places, *community.passes_also)
    key = ("transport", community.id, rates.vintage(days, on), rider, senior_cents)
    held: _Transport | None = rates.memo.get(key)
    if held is None:
        found = transport(rates, community, places, on, rider, senior_cents)
        held = rates.memo[key] = _Transport(
            found.cents,
            found.keys,
            found.remarks,
            known_until(rates, found.keys, _TRANSIT),
            _entered(rates, found.keys),
        )
    return held


def _entered(rates: Rates, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if rates.row(key).is_entered)


def _is_of_a_group(shelter: Amount, community: Community) -> bool:
    """Whether the shelter row is that of an area or of another place, not of the province."""
    return any(row.place not in (community.id, community.province, _NATIONAL) for row in shelter.rows)


def provincial_extras(
    rates: Rates, places: Sequence[str], on: date, composition: Composition
) -> tuple[Extra, ...]:
    """Additions of some provinces: NB supplement, MB senior and disability, top-up at majority (R25.4, R12).

    The supplement of New Brunswick is one per unit with a dependant under the age on the sheet; the others
    are per person. The top-up is for dependants who are 18 and still count in the unit; their transit pass
    is a line of its own.

    Not covered: fuel in Newfoundland, which depends on the dwelling (R25.4).
    """
    extras: list[Extra] = []
    supplement = rates.find("income_supplement", places, on)
    if supplement is not None:
        under = rates.amount("income_supplement_under", places, on)
        has_minor = getattr(composition, f"under_{under.number}") > 0
        extras.append(_extra("nb_supplement", int(has_minor), supplement, "R25.4", under))
    senior = rates.find("senior_addon", places, on)
    if senior is not None:
        extras.append(_extra("senior_addition", composition.senior_members, senior, "R25.4"))
    disability = rates.find("disability_addon", places, on)
    if disability is not None:
        count = composition.disabled_adults + composition.disabled_others
        extras.append(_extra("disability_addition", count, disability, "R25.4"))
    topup = rates.find("majority_topup", places, on)
    if topup is not None:
        majority = rates.amount("age_of_majority", places, on)
        waiting = getattr(composition, f"under_{majority.number}") - composition.under_18
        extras.append(_extra("majority_topup", waiting, topup, "R12", majority))
    return tuple(extra for extra in extras if extra.quantity > 0)


def _extra(line: str, quantity: int, row: Row, rule: str, *more: Found) -> Extra:
    return Extra(line, quantity, row.amount, (row.key, *(found.key for found in more)), rule)


def transport(
    rates: Rates,
    community: Community,
    places: Sequence[str],
    on: date,
    rider: str,
    gtha_senior_cents: int | None = None,
) -> Amount:
    """The monthly pass of one rider, or the least amount if that is higher (R25.3, N50).

    One amount for a whole area comes before local passes from its date on. Otherwise the newest local row
    in force; before its oldest row a place has that row, with a remark. A senior without a senior row has
    the adult pass. A place without rows of its own has those of the place named in ``communities.csv``, and
    without any the amount for places that have no public transit, with a remark unless that is known.

    Not covered: waivers (transport in kind), day fares of part months (R47).
    """
    row, remarks = _pass_row(rates, community, places, on, rider)
    if row is None:
        flat = rates.amount("transport_no_transit", places, on)
        remark = () if community.has_transit == "no" else ("pass_not_on_file",)
        return Amount(flat.cents, (rates.row(flat.key),), remark)
    cents, rows = row.amount, (row,)
    if row.item == "transit_pass_area" and rider == "senior" and gtha_senior_cents is not None:
        cents = gtha_senior_cents
        own = rates.find("transit_pass_area", places, on, case="senior option")
        rows = (own,) if own is not None and own.amount == cents else (row,)
        remarks = (*remarks, "area_pass_senior_option")
    floor = rates.find("transport_floor", places, on)
    if floor is not None and floor.amount > cents:
        return Amount(floor.amount, (floor, *rows), remarks)
    return Amount(cents, rows, remarks)


def _pass_row(
    rates: Rates, community: Community, places: Sequence[str], on: date, rider: str
) -> tuple[Row | None, tuple[str, ...]]:
    riders = (rider,) if rider == "adult" else (rider, "adult")
    stands_in = (community.id, *community.passes_also)
    for case in riders:
        entered = rates.find("transit_pass", stands_in, on, case=case)
        if entered is not None and entered.is_entered:
            return entered, ()
    for case in riders:
        area = rates.find("transit_pass_area", places, on, case=case)
        if area is not None:
            return area, ()
    for place in stands_in:
        rows = [row for row in rates.history("transit_pass", place) if not row.is_entered]
        for case in riders:
            of_rider = [row for row in rows if row.column("case") == case]
            if of_rider:
                held = rates.find("transit_pass", place, on, case=case)
                return (held, ()) if held is not None else (of_rider[0], ("pass_before_its_date",))
    return None, ()


def known_until(rates: Rates, keys: Iterable[str], kind: str = "monthly") -> date:
    """The last day for which the rows behind these keys are known to hold (N50).

    A published row holds for sure until its source was last checked, and not beyond the day from which N50
    calls the amounts out of date; a newer monthly row than that day lifts it. An entered row is known until
    the day its author checked it.
    """
    stale = rates.amount(f"stale_{kind}", _NATIONAL, date.max).day
    until = date.max
    for key in keys:
        row = rates.row(key)
        last = row.checked_on
        is_newer = kind != _TRANSIT and row.effective_from >= stale
        if not row.is_entered and not is_newer:
            last = min(last, stale - timedelta(days=1))
        until = min(until, last)
    return until
