"""The common rules as a small OpenFisca country: installed only for the benchmark (pip install openfisca-core)."""

from __future__ import annotations

from typing import Any

import numpy as np
from common import ARRIVES, Amounts, Sample
from openfisca_core.entities import build_entity
from openfisca_core.periods import ETERNITY, MONTH
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from calculator.columns import ranges
from calculator.household import Ints
from calculator.money import half_up_array
from calculator.periods import month_first, month_index, to_day

Person = build_entity(key="person", plural="persons", label="Person", is_person=True)
Family = build_entity(
    key="family", plural="families", label="Family",
    roles=[
        {"key": "adult", "plural": "adults", "label": "Adults"},
        {"key": "child", "plural": "children", "label": "Children"},
    ],
)  # fmt: skip
BASE = int(month_index(np.array([to_day(ARRIVES)]))[0])


def index_of(period: Any) -> int:
    return (period.start.year - 1970) * 12 + period.start.month - 1


def given(name: str, entity: Any) -> type[Variable]:
    fields = {"value_type": int, "entity": entity, "definition_period": ETERNITY, "label": name}
    return type(name, (Variable,), fields)


def system(t: Amounts) -> TaxBenefitSystem:
    """The country: what is given, the counts by age, the support of a month, what earnings take, start-up."""

    def formula(name: str, entity: Any, function: Any, period: Any = MONTH) -> type[Variable]:
        fields = {"value_type": int, "entity": entity, "definition_period": period, "label": name, "formula": function}
        return type(name, (Variable,), fields)

    def age(person: Any, period: Any, parameters: Any) -> Any:
        return np.floor_divide(index_of(period) - person("birth_month", period), 12)

    def band(low: int, high: int) -> Any:
        def count(family: Any, period: Any, parameters: Any) -> Any:
            ages = family.members("age", period)
            return family.sum((ages >= low) * (ages < high), role=family.entity.CHILD)

        return count

    def key(family: Any, period: Any) -> tuple[Any, ...]:
        place = family("place", period)
        day = int(month_first(np.array([index_of(period)]))[0])
        vintages = np.array([np.searchsorted(s, day, side="right") - 1 for s in t.starts])
        bands = (family(n, period) for n in ("young", "middle", "old"))
        return (place, vintages[place], family("adults", period), *bands)

    def support(family: Any, period: Any, parameters: Any) -> Any:
        at = key(family, period)
        smax, cap = t.shelter_max[at], t.cap[at]
        rent = family("rent", period).astype(np.int64)
        rent = np.where(rent >= 0, rent, 1 << 40)
        return t.rest[at] + np.minimum(rent, smax) + np.clip(rent - smax, 0, cap)

    def reduction(family: Any, period: Any, parameters: Any) -> Any:
        whole = family("support", period).astype(np.int64)
        earned = np.where(family("from_month", period) <= index_of(period), family("net", period), 0).astype(np.int64)
        above = np.maximum(earned * 10_000 - whole * t.threshold_bp, 0)
        return half_up_array(np.minimum(whole * 10_000, above), 10_000)

    def pending(family: Any, period: Any, parameters: Any) -> Any:
        if index_of(period) <= BASE:
            return np.zeros(family.count, np.int64)
        before = period.last_month
        return family("pending", before) - family("taken", before) + family("reduction", before)

    def taken(family: Any, period: Any, parameters: Any) -> Any:
        return np.minimum(family("support", period), family("pending", period))

    def due(family: Any, period: Any, parameters: Any) -> Any:
        return family("support", period) - family("taken", period)

    def pupils(family: Any, period: Any, parameters: Any) -> Any:
        ages = family.members("age", period)
        return family.sum((ages >= t.pupil[0]) * (ages <= t.pupil[1]), role=family.entity.CHILD)

    def start_up(family: Any, period: Any, parameters: Any) -> Any:
        at = family("adults", period), family("children_count", period)
        caps = half_up_array(t.furniture[at] * t.share_bp, 10_000)
        return t.start_up[at] - np.minimum(family("gift", period), caps)

    country = TaxBenefitSystem([Person, Family])
    country.add_variables(
        given("birth_month", Person),
        *(given(n, Family) for n in ("place", "adults", "children_count", "rent", "net", "from_month", "gift")),
        formula("age", Person, age), formula("young", Family, band(-1, t.bands[0])),
        formula("middle", Family, band(*t.bands)), formula("old", Family, band(t.bands[1], 200)),
        formula("support", Family, support), formula("reduction", Family, reduction),
        formula("pending", Family, pending), formula("taken", Family, taken), formula("due", Family, due),
        formula("pupils", Family, pupils), formula("start_up", Family, start_up),
    )  # fmt: skip
    return country


def minimum(s: Sample, t: Amounts, country: TaxBenefitSystem) -> Ints:
    """The sponsor's minimum by OpenFisca."""
    size = s.adults + s.children
    owner, nth = ranges(size)
    child = nth >= s.adults[owner]
    birth = np.full(len(owner), BASE - 360, np.int64)
    birth[child] = month_index(s.born)
    populations = country.instantiate_entities()
    persons, families = populations["person"], populations["family"]
    persons.count, families.count = len(owner), len(s)
    persons.ids, families.ids = np.arange(len(owner)), np.arange(len(s))
    families.members_entity_id = owner
    families.members_role = np.where(child, families.entity.CHILD, families.entity.ADULT)
    simulation = Simulation(country, populations)
    simulation.max_spiral_loops = 1000
    simulation.set_input("birth_month", "ETERNITY", birth)
    for name, values in (
        ("place", s.place), ("adults", s.adults), ("children_count", s.children), ("rent", s.rent), ("net", s.net),
        ("from_month", s.from_month), ("gift", s.gift),
    ):  # fmt: skip
        simulation.set_input(name, "ETERNITY", values)

    def at(index: int) -> str:
        return f"{1970 + index // 12}-{index % 12 + 1:02d}"

    total = simulation.calculate("start_up", at(BASE)).astype(np.int64)
    for day in (to_day(ARRIVES), *t.august.tolist()):
        total += t.school * simulation.calculate("pupils", at(int(month_index(np.array([day]))[0]))).astype(np.int64)
    for m in range(s.months):
        total += simulation.calculate("due", at(BASE + m))
    return total
