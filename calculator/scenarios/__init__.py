"""Scenes for a workshop: each makes one rule visible in a minute. Families are made up and have no names.

A scene is a plan file, ``NAME.json``, and an entry of ``family``, ``gifts`` or ``payers``: story, question,
steps, lesson, rules. To add one: save the plan of its first step as ``NAME.json`` here, write the entry, add
its name below, the French of its sentences to ``locale/fr/scenarios.po`` and its figures, worked out by hand,
to ``tests/scenarios.csv``. What things cost is not written here: ``reveal`` asks the engine.
"""

from __future__ import annotations

from calculator.locale import N_, catalogue
from calculator.problems import PlanError, as_typed, found
from calculator.scenarios import family, gifts, payers
from calculator.scenarios.position import Position
from calculator.scenarios.reveal import Reveal, reveal, with_moved
from calculator.scenarios.scene import Scene, Slider, Step

ORDER = (
    "single-toronto",
    "family-of-five-winnipeg",
    "adult-son-edmonton",
    "eighteen-in-month-four",
    "free-house",
    "sofa",
    "earning",
    "pupil-with-a-job",
    "child-benefit",
    "bvor-fifteenth",
    "jas-24-months",
    "gar-to-jas",
    "twins",
    "one-year-window",
    "moving-to-calgary",
    "rates-go-up",
    "application-and-reality",
    "savings",
    "month-thirteen",
)
"""From the first quarter of an hour of a workshop to the last."""

_SCENES = {scene.name: scene for scene in (*family.SCENES, *gifts.SCENES, *payers.SCENES)}


def scenario_names() -> tuple[str, ...]:
    """The names, in the order of a workshop."""
    return ORDER


def scenario(name: str) -> Scene:
    """A scene; an unknown name is a :class:`PlanError` that lists the names."""
    if name not in _SCENES:
        raise PlanError(
            found(
                "scenario",
                N_("there is no scene “{value}”."),
                N_("Choose one of: {expected}."),
                value=as_typed(name),
                expected=", ".join(ORDER),
            )
        )
    return _SCENES[name]


def scenario_title(name: str, lang: str = "en") -> str:
    """The title of a scene."""
    return catalogue(lang).gettext(scenario(name).title)


__all__ = [
    "Position",
    "Reveal",
    "Scene",
    "Slider",
    "Step",
    "reveal",
    "scenario",
    "scenario_names",
    "scenario_title",
    "with_moved",
]
