"""What a scene is made of, and a plan file with some of its values changed.

Shapes only: the scenes themselves are in ``family``, ``gifts`` and ``payers``, their figures come from
``reveal``. Sentences are English msgids; ``{names}`` in them are filled from ``values``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from calculator.plan import Plan, read_plan

FOLDER = Path(__file__).parent
LAST = -1

Changes = Mapping[str, Any]
"""Places of the plan file and their new values: ``{"people[3].age_at_arrival": 19}``; None takes out."""


@dataclass(frozen=True)
class Step:
    """One picture of the scene: the plan file of the scene with ``changes``."""

    title: str
    said: str
    """What is different, in one sentence."""
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A figure shown for every step: a label and its place in the report (see ``figures``)."""

    label: str
    path: str


@dataclass(frozen=True)
class Slider:
    """An input that teaches the rule, with the values it may take as they stand in a plan file."""

    label: str
    places: tuple[str, ...]
    options: tuple[Any, ...]
    kind: Literal["money", "count", "day", "place"] = "money"


@dataclass(frozen=True)
class Scene:
    """One lesson."""

    name: str
    title: str
    story: str
    question: str
    choices: tuple[str, ...]
    """Answers people give; the room votes before the figure is shown."""
    right: int
    """Which of them is right, from 0."""
    surprise: str
    lesson: str
    rules: tuple[str, ...]
    told: tuple[Step, ...]
    rows: tuple[Row, ...]
    """The first one is the big figure."""
    peer: str
    """What the RSTP calculator would say."""
    peer_differs: bool
    sliders: tuple[Slider, ...] = ()
    """They change the last step."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Names used in the sentences and where their figures are: ``typed:PLACE`` in the plan file of the last
    step, ``file:PLACE`` in that of the first, ``0:PATH`` in a step's report, ``PATH`` in the last one,
    ``peer:UNIT.TOTAL`` as RSTP's calculator would show it."""
    chart: Literal["months", "figure"] = "months"
    line: int | None = None
    """A row whose figure is drawn as a line across the bars of the chart "figure"."""

    @property
    def answer(self) -> str:
        """Where the big figure is in the report."""
        return self.rows[0].path

    @property
    def steps(self) -> tuple[tuple[str, Plan], ...]:
        """Title (an English msgid) and plan of each step."""
        return tuple((step.title, self.plan(n)) for n, step in enumerate(self.told))

    def plan(self, step: int = LAST, moved: Mapping[int, Any] | None = None) -> Plan:
        """The plan of a step; ``moved`` holds the options chosen on sliders, which act on the last step."""
        return read_plan(json.dumps(self.typed(step, moved)))

    def typed(self, step: int = LAST, moved: Mapping[int, Any] | None = None) -> dict[str, Any]:
        """The plan file of a step as plain values."""
        changes = dict(self.told[step].changes)
        if self.told[step] is self.told[LAST]:
            for number, option in (moved or {}).items():
                changes |= dict.fromkeys(self.sliders[number].places, option)
        return with_values(_file(self.name), changes)

    def start_of(self, slider: int) -> Any:
        """The option a slider stands on before anybody moves it."""
        return at(self.typed(), self.sliders[slider].places[0])


@cache
def _file(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return read


_PART = re.compile(r"(\w+)((?:\[\d+\])*)")


def parts_of(place: str) -> list[str | int]:
    """``people[3].born_on`` as ``["people", 3, "born_on"]``."""
    parts: list[str | int] = []
    for name, indices in _PART.findall(place):
        parts += [name, *map(int, re.findall(r"\d+", indices))]
    return parts


def at(fields: Any, place: str) -> Any:
    """The value at a place of plain values; raises LookupError where there is none."""
    for part in parts_of(place):
        fields = fields[part]
    return fields


def with_values(fields: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """A copy with values changed; an index just after the last entry of a list adds one."""
    result: dict[str, Any] = deepcopy(dict(fields))
    for place, value in changes.items():
        parts = parts_of(place)
        here: Any = result
        for part, following in pairwise(parts):
            empty: Any = [] if isinstance(following, int) else {}
            if isinstance(here, list) and part == len(here):
                here.append(empty)
            here = here.setdefault(part, empty) if isinstance(here, dict) else here[part]
        last = parts[-1]
        if value is None:
            here.pop(last, None)
        elif isinstance(here, list) and last == len(here):
            here.append(deepcopy(value))
        else:
            here[last] = deepcopy(value)
    return result


def dollars(least: int, most: int, step: int) -> tuple[str, ...]:
    """Whole dollars as a plan file writes them."""
    return tuple(f"{amount}.00" for amount in range(least, most + step, step) if amount <= most)


def days(pattern: str, numbers: Sequence[int]) -> tuple[str, ...]:
    """Days of a pattern such as ``2022-{:02d}-15``."""
    return tuple(pattern.format(number) for number in numbers)
