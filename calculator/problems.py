"""What is wrong, where, and what to do: one shape of message for the whole project, and its exceptions.

A leaf: nothing of the project is imported here and no sentence is written here. The sentences are with the
code that finds the problem, their French in ``calculator.locale``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

LONGEST_QUOTE = 60


class InBoth(str):
    """Words of the data, English with their French beside it: which is said is known when the message is said."""

    french: str

    def __new__(cls, english: str, french: str) -> InBoth:
        self = super().__new__(cls, english)
        self.french = french
        return self


@dataclass(frozen=True)
class Problem:
    """One finding. ``where`` is ``people[2].born_on`` (the first entry is 0) or ``rates/on.csv:14``."""

    where: str
    what: str
    what_to_do: str = ""
    level: str = "refuse"
    """refuse, red, amber or note."""
    code: str = ""
    """W01 to W38, or nothing."""
    what_msgid: str = field(default="", compare=False, repr=False)
    to_do_msgid: str = field(default="", compare=False, repr=False)
    values: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.where}: {self.what}", self.what_to_do) if part)

    def said(self, gettext: Callable[[str], str]) -> Problem:
        """The same finding in the language of ``gettext``; unchanged if it carries no msgid."""
        if not self.what_msgid:
            return self
        is_french = gettext("en") == "fr"
        values = {
            name: value.french if is_french and isinstance(value, InBoth) else value
            for name, value in self.values.items()
        }
        to_do = gettext(self.to_do_msgid).format(**values) if self.to_do_msgid else ""
        return replace(self, what=gettext(self.what_msgid).format(**values), what_to_do=to_do)


def found(
    where: str,
    what_msgid: str,
    to_do_msgid: str = "",
    *,
    level: str = "refuse",
    code: str = "",
    **values: object,
) -> Problem:
    """A problem in English, ready to be :meth:`Problem.said` in another language.

    The msgids hold ``{named}`` placeholders for ``values``; what a person typed goes through
    :func:`as_typed`.
    """
    words = {name: value if isinstance(value, str) else str(value) for name, value in values.items()}
    empty = Problem(where, "", "", level, code, what_msgid, to_do_msgid, words)
    return empty.said(lambda text: text)


def as_typed(value: object, longest: int = LONGEST_QUOTE) -> str:
    """What a person typed, fit to be quoted in a message: shortened, invisible characters made visible."""
    text = str(value)
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    return "".join(
        char if char.isprintable() or unicodedata.category(char) == "Zs" else f"\\u{ord(char):04x}"
        for char in text
    )


class _WithProblems(Exception):
    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(map(str, self.problems)))


class PlanError(_WithProblems):
    """A plan that cannot be read, saved or costed; ``problems`` has all findings."""


class RatesError(_WithProblems):
    """Rate files that cannot be used; ``problems`` has all findings."""


class MissingRate(LookupError):
    """A look-up without a row; ``problem`` names the item, the place and the date."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))
