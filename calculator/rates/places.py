"""Communities of settlement: read, check, find by id or by an English or French name.

The fallback chain of a place and the passes that stand in for it are data of ``communities.csv``; what is
looked up along the chain is not known here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from calculator.locale import N_
from calculator.problems import PlanError, Problem, as_typed, found
from calculator.rates.files import Sheet
from calculator.rates.row import Community

COLUMNS = (
    "id",
    "kind",
    "province",
    "name_en",
    "name_fr",
    "falls_back_to",
    "passes_also",
    "has_transit",
    "aliases",
    "note",
)
SETTLED = frozenset({"community", "elsewhere", "territory"})
KINDS = SETTLED | {"country", "area", "province", "refused"}
_NAMES_TO_SUGGEST = 4


def plain(text: str) -> str:
    """A name without case, accents and punctuation, to compare names as people type them."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in letters if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", " ", letters.replace("'", "").replace("’", "")).strip()


class Places:
    """All lines of ``communities.csv``; ``communities`` are those a person may choose, in file order."""

    def __init__(self, sheet: Sheet, problems: list[Problem]) -> None:
        self.all: dict[str, Community] = {}
        for i, line in enumerate(sheet.lines):
            if _check(line, sheet.where(i), self.all, problems):
                self.all[line["id"]] = _community(line)
        for i, line in enumerate(sheet.lines):
            for column in ("falls_back_to", "passes_also"):
                for place in line[column].split():
                    if column == "falls_back_to" and place.split("/")[0] not in (line["province"], "CA"):
                        problems.append(
                            found(
                                sheet.where(i),
                                N_('"{place}" in the column "falls_back_to" is in another province.'),
                                N_("Name places of the same province, then CA."),
                                place=as_typed(place),
                            )
                        )
                    elif place not in self.all:
                        problems.append(
                            found(
                                sheet.where(i),
                                N_('"{place}" in the column "{column}" is not the id of a place.'),
                                N_("Correct it or add the place."),
                                place=as_typed(place),
                                column=column,
                            )
                        )
        self.communities = {c.id: c for c in self.all.values() if c.kind in SETTLED}
        self._by_name: dict[str, Community] = {}
        for community in self.all.values():
            if community.kind in SETTLED or community.kind == "refused":
                for name in _names(community):
                    self._by_name.setdefault(plain(name), community)

    def community(self, text: str) -> Community:
        """The community of an id or a name. Raises PlanError: Quebec (W01), or an unknown name."""
        place = self.communities.get(text.strip()) or self._by_name.get(plain(text))
        if place is None:
            raise PlanError(
                found(
                    "community",
                    N_('"{text}" is not a community in these rates.'),
                    N_('Choose one of the list ({nearest}), or "Elsewhere in" the province.'),
                    code="W04",
                    text=as_typed(text),
                    nearest="; ".join(self._nearest(text)),
                )
            )
        if place.kind == "refused":
            raise PlanError(
                found(
                    "community",
                    N_(
                        'Quebec has its own sponsorship programme and its own amounts; "{text}" is not '
                        "covered here."
                    ),
                    N_("Ask the Quebec ministry of immigration about the collective sponsorship programme."),
                    code="W01",
                    text=as_typed(text),
                )
            )
        return place

    def _nearest(self, text: str) -> list[str]:
        close = difflib.get_close_matches(plain(text), self._by_name, n=_NAMES_TO_SUGGEST, cutoff=0.5)
        names = [self._by_name[name].name_en for name in close if self._by_name[name].kind in SETTLED]
        return list(dict.fromkeys(names)) or [
            c.name_en for c in self.communities.values() if c.kind == "elsewhere"
        ]


def _check(
    line: Mapping[str, str], where: str, known: Mapping[str, Community], problems: list[Problem]
) -> bool:
    before = len(problems)
    if (
        not re.fullmatch(r"[A-Z]{2}(/[a-z0-9-]+)?", line["id"])
        or line["id"].split("/")[0] != line["province"]
    ):
        problems.append(
            found(
                where,
                N_('"{id}" is not the id of a place in "{province}".'),
                N_("Write the two letters of the province, a slash and the name: ON/sault-ste-marie."),
                id=as_typed(line["id"]),
                province=as_typed(line["province"]),
            )
        )
    elif line["id"] in known:
        problems.append(
            found(
                where,
                N_('The id "{id}" stands in the file twice.'),
                N_("Keep one of the two rows."),
                id=line["id"],
            )
        )
    if line["kind"] not in KINDS:
        problems.append(
            found(
                where,
                N_('"{kind}" is no kind of place.'),
                N_("Write one of: {kinds}."),
                kind=as_typed(line["kind"]),
                kinds=", ".join(sorted(KINDS)),
            )
        )
    if not line["name_en"] or not line["name_fr"]:
        problems.append(found(where, N_("The English or the French name is missing."), N_("Write both.")))
    if line["has_transit"] not in ("", "yes", "no", "unknown"):
        problems.append(
            found(
                where,
                N_('"{text}" in the column "has_transit" is not yes, no or unknown.'),
                N_("Write one of the three."),
                text=as_typed(line["has_transit"]),
            )
        )
    return len(problems) == before


def _community(line: Mapping[str, str]) -> Community:
    return Community(
        line["id"],
        line["kind"],
        line["province"],
        line["name_en"],
        line["name_fr"],
        (line["id"], *line["falls_back_to"].split()),
        tuple(line["passes_also"].split()),
        line["has_transit"] or "unknown",
        tuple(filter(None, map(str.strip, line["aliases"].split("|")))),
        line["note"],
    )


def _names(community: Community) -> Sequence[str]:
    short = [community.name_en.split(",")[0], community.name_fr.split(" (")[0]]
    if community.kind == "elsewhere":
        short = []
    with_letters = [f"{name} {community.province}" for name in short]
    return [community.id, community.name_en, community.name_fr, *community.aliases, *short, *with_letters]
