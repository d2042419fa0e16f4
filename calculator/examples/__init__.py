"""Ready plans to start from: made up, without names, one file each and one line about it in both languages.

Only plans and what they show; what they cost is not written here. To add one: save it as ``NAME.json`` in
this folder and add its line below, and the French of the line to ``locale/fr/plan.po``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calculator.locale import N_, catalogue
from calculator.plan import Plan, read_plan
from calculator.problems import PlanError, as_typed, found

FOLDER = Path(__file__).parent

LINES: Mapping[str, str] = {
    "single-toronto": N_("One person in Toronto, no lease yet: everything at its planning amount."),
    "couple-two-children-halifax": N_(
        "A couple with two children in Halifax: rent, donated furniture, winter clothes bought, "
        "a job from autumn."
    ),
    "family-of-five-winnipeg": N_("A couple with three children in Winnipeg: rent and utilities apart."),
    "adult-son-calgary": N_("A family in Calgary with an adult son, who has a budget of his own, and a job."),
    "baby-moncton": N_("A couple in Moncton who are expecting a baby."),
    "bvor-halifax": N_("A mother with two children in Halifax, BVOR: six months are paid by the government."),
    "jas-vancouver": N_(
        "A JAS family in Vancouver: 24 months paid by the government, extras by the sponsor."
    ),
    "group-of-five-application": N_(
        "A Group of Five applying for a family of four in London: pledges and gifts."
    ),
    "free-house-cosponsor": N_("A family in Kingston in a co-sponsor's house at first, then in a flat."),
    "one-year-window-ottawa": N_("A father in Ottawa whose wife and child follow under the One-Year Window."),
    "linked-families-edmonton": N_("Two linked families in one home in Edmonton, budgeted apart."),
}


WORDS = (
    N_("father"),
    N_("mother"),
    N_("son"),
    N_("daughter"),
    N_("child"),
    N_("child 1"),
    N_("child 2"),
    N_("family A"),
    N_("family B"),
    N_("beds, table, sofa"),
    N_("bedding and towels"),
    N_("children's clothing"),
    N_("kitchen things"),
    N_("winter coats and boots"),
    N_("Deposit for the flat"),
    N_("Parking at the hospital"),
)
"""What somebody would have typed in the plans: said in the reader's language."""
_TYPED = frozenset({"id", "person", "people", "unit", "family", "item", "label", "receipt"})


def example_names() -> tuple[str, ...]:
    """The names, simplest plan first."""
    return tuple(LINES)


def example_line(name: str, lang: str = "en") -> str:
    """What the plan shows, in one sentence."""
    return catalogue(lang).gettext(LINES[name])


def example_text(name: str, lang: str = "en") -> str:
    """The text of the plan file, what was typed in it in the language of the reader.

    An unknown name is a :class:`PlanError` that lists the names.
    """
    if name not in LINES:
        problem = found(
            "example",
            N_("there is no example “{value}”."),
            N_("Choose one of: {expected}."),
            value=as_typed(name),
            expected=", ".join(LINES),
        )
        raise PlanError(problem.said(catalogue(lang).gettext))
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    said = {word: catalogue(lang).gettext(word) for word in WORDS}
    if all(word == other for word, other in said.items()):
        return text
    return json.dumps(_said(json.loads(text), said), ensure_ascii=False, indent=2) + "\n"


def _said(value: Any, said: Mapping[str, str], field: str = "") -> Any:
    """The fields of a plan with what a person types replaced, and nothing else."""
    if isinstance(value, dict):
        return {name: _said(one, said, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_said(one, said, field) for one in value]
    return said.get(value, value) if field in _TYPED and isinstance(value, str) else value


def example_plans() -> dict[str, Plan]:
    """All plans by name."""
    return {name: read_plan(example_text(name)) for name in LINES}
