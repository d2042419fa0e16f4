"""Reasons of the figures of the application stage: cost table, gifts, pledges, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from calculator.explain import formulas
from calculator.figures.parts import Part, Reason, Report, explained, reference
from calculator.locale import N_, catalogue, money

Stage = Mapping[str, Any]
NAMES = {
    "required": N_("Needed at application"),
    "missing": N_("Still missing"),
    "pledged": N_("Pledged"),
    "table": N_("Cost table"),
    "gifts": N_("Gifts counted"),
    "needed": N_("Needed"),
    "rap": N_("By today's rates (RAP)"),
    "gift": N_("Counted"),
    "cap": N_("At most"),
    "pledge": N_("Can pledge"),
    "own": N_("Own family, by the cost table"),
    "savings": N_("A month"),
}


def ref(*words: object) -> str:
    """The reference of a figure of the application: ``table`` of the first family is ``ref("table", 0)``."""
    return reference("application", *words)


def figure(report: Report, words: Sequence[str], lang: str) -> Reason:
    """The reason of one figure of the application."""
    return _Figure(report, lang).reason(words[0], [int(n) for n in words[1:]])


class _Figure:
    def __init__(self, report: Report, lang: str) -> None:
        self.stage: Stage = report["application"]
        self.report = {**report, "rates": self.stage["rates"]}
        self.lang = lang
        self.gettext = catalogue(lang).gettext

    def reason(self, which: str, at: Sequence[int]) -> Reason:
        made: Reason = getattr(self, f"_{which}")(*at)
        return made

    def _made(
        self,
        which: str,
        cents: int,
        said: str,
        formula: str | None,
        rules: Sequence[str],
        *,
        keys: Sequence[str] = (),
        parts: Sequence[Part] = (),
        place: str = "",
    ) -> Reason:
        explanation = explained(
            self.report,
            self.lang,
            what=self._name(which),
            cents=cents,
            sentence=said,
            formulas=[formula] if formula else [],
            rules=rules,
            line=which,
            keys=keys,
        )
        return Reason(explanation, place, tuple(part for part in parts if part.cents))

    def _name(self, which: str) -> str:
        msgid = NAMES[which]
        return self.gettext(msgid)

    def _money(self, cents: int) -> str:
        return money(cents, self.lang)

    def _less(self, cents: Sequence[int], result: int) -> str:
        kept = [cents[0], *(x for x in cents[1:] if x)]
        return f"{f' {formulas.MINUS} '.join(map(self._money, kept))} = {self._money(result)}"

    def _keys(self, *starts: str, size: int | None = None) -> list[str]:
        return [
            row["key"]
            for row in self.stage["rates"]
            if row["item"].startswith(starts) and (size is None or "size=" not in row["key"] or _size(row) == size)
        ]

    def _family(self, i: int) -> tuple[Stage, str]:
        one = self.stage["families"][i]
        return one, one["family"] if len(self.stage["families"]) > 1 else ""

    # -- each figure ------------------------------------------------------------------------------------------

    def _table(self, i: int) -> Reason:
        one, place = self._family(i)
        columns = one["table_cents"]
        said = self.gettext(
            N_("The Sponsorship Cost Table for {n} people: start-up, and support for twelve months.")
        ).format(n=one["size"])
        both = columns["start_up"] + columns["income_support"] == columns["total"]
        left = [columns["start_up"], columns["income_support"]] if both else [columns["total"]]
        text = f"{' + '.join(map(self._money, left))} = {self._money(columns['total'])}"
        keys = self._keys("cost_table_income_support", "cost_table_startup", "cost_table_total", size=one["size"])
        return self._made("table", columns["total"], said, text, ["R51"], keys=keys, place=place)

    def _gift(self, i: int, j: int) -> Reason:
        one, place = self._family(i)
        gift = one["in_kind"][j]
        text = None
        if gift["counted_cents"] == min(gift["value_cents"], gift["cap_cents"]):
            left = self._money(gift["value_cents"])
            if gift["value_cents"] > gift["cap_cents"]:
                left = formulas.at_most(left, gift["cap_cents"], self.lang)
            text = f"{left} = {self._money(gift['counted_cents'])}"
        keys = self._keys(f"inkind_table_{gift['kind']}")
        return self._made(
            "gift", gift["counted_cents"], gift["reason"], text, [gift["rule"]], keys=keys, place=place
        )

    def _cap(self, i: int, j: int) -> Reason:
        one, place = self._family(i)
        gift = one["in_kind"][j]
        said = self.gettext(N_("The most that gifts of this kind may take off, by the in-kind table."))
        cents = gift["cap_cents"]
        keys = self._keys(f"inkind_table_{gift['kind']}")
        text = f"{self._money(cents)} = {self._money(cents)}"
        return self._made("cap", cents, said, text, [gift["rule"]], keys=keys, place=place)

    def _gifts(self, i: int) -> Reason:
        one, place = self._family(i)
        parts = [
            Part(gift["reason"], gift["counted_cents"], ref("gift", i, j)) for j, gift in enumerate(one["in_kind"])
        ]
        cents = one["in_kind_counted_cents"]
        said = self.gettext(N_("Gifts described at application, each up to the in-kind table."))
        return self._made("gifts", cents, said, self._sum(parts, cents), ["R29c"], parts=parts, place=place)

    def _needed(self, i: int) -> Reason:
        one, place = self._family(i)
        table, gifts, cents = one["table_cents"]["total"], one["in_kind_counted_cents"], one["required_cents"]
        parts = [
            Part(self._name("table"), table, ref("table", i)),
            Part(self._name("gifts"), -gifts, ref("gifts", i)),
        ]
        said = self.gettext(N_("What the cost table asks for, less the gifts that count."))
        text = self._less([table, gifts], cents)
        return self._made("needed", cents, said, text, ["R51", "R29c"], parts=parts, place=place)

    def _rap(self, i: int) -> Reason:
        one, place = self._family(i)
        cents = one["rap_minimum_cents"]
        said = self.gettext(N_("What the sponsor will owe by the budget on the other pages."))
        names = [unit["unit"] for unit in self.report["units"] if set(unit["people"]) & set(one["people"])]
        parts = [
            Part(unit["unit"], unit["totals"]["sponsor_minimum_cents"],
                 reference("total", "sponsor_minimum_cents", unit["unit"]))
            for unit in self.report["units"] if unit["unit"] in names
        ]  # fmt: skip
        if len(self.report["units"]) == 1:
            name = self.gettext(N_("Minimum from the sponsor"))
            parts = [Part(name, cents, reference("total", "sponsor_minimum_cents"))]
        return self._made("rap", cents, said, self._sum(parts, cents), ["N29"], parts=parts, place=place)

    def _required(self) -> Reason:
        cents = self.stage["required_cents"]
        families = self.stage["families"]
        if len(families) == 1:
            return self._needed(0)
        parts = [Part(one["family"], one["required_cents"], ref("needed", i)) for i, one in enumerate(families)]
        said = self.gettext(N_("Each application apart, then together."))
        return self._made("required", cents, said, self._sum(parts, cents), ["R51", "R10"], parts=parts)

    def _pledge(self, n: int) -> Reason:
        one = self.stage["pledges"][n]
        said = self.gettext(
            N_("Income of a year, less the cost table for the member's own {n} people and earlier pledges.")
        ).format(n=one["family_size"])
        text = self._less([one["income_cents"], one["table_cents"], one["prior_cents"]], one["capacity_cents"])
        keys = self._keys("cost_table_total", size=one["family_size"])
        return self._made("pledge", one["capacity_cents"], said, text, ["N28"], keys=keys)

    def _own(self, n: int) -> Reason:
        one = self.stage["pledges"][n]
        cents = one["table_cents"]
        said = self.gettext(N_("What the cost table prints for the member's own {n} people.")).format(
            n=one["family_size"]
        )
        keys = self._keys("cost_table_total", size=one["family_size"])
        return self._made("own", cents, said, f"{self._money(cents)} = {self._money(cents)}", ["N28"], keys=keys)

    def _pledged(self) -> Reason:
        cents = self.stage["pledged_cents"]
        name = self.gettext(N_("Pledge {n}"))
        parts = [
            Part(name.format(n=n), one["capacity_cents"], ref("pledge", n - 1))
            for n, one in enumerate(self.stage["pledges"], start=1)
            if one["is_counted"]
        ]
        said = self.gettext(N_("The pledges that count; too few members, or old proof, and they do not."))
        parts = parts if cents else []
        return self._made("pledged", cents, said, self._sum(parts, cents), ["R52", "N28"], parts=parts)

    def _missing(self) -> Reason:
        stage, cents = self.stage, self.stage["missing_cents"]
        said = self.gettext(N_("What is needed, less money on deposit and pledges; never below zero."))
        taken = [stage["required_cents"], stage["funds_cents"], stage["pledged_cents"]]
        is_whole = taken[0] - taken[1] - taken[2] == cents
        parts = [
            Part(self._name("required"), taken[0], ref("required")),
            Part(self.gettext(N_("On deposit")), -taken[1], ""),
            Part(self._name("pledged"), -taken[2], ref("pledged")),
        ]
        text = self._less(taken, cents) if is_whole else None
        return self._made("missing", cents, said, text, ["R51", "R52"], parts=parts)

    def _savings(self) -> Reason:
        savings = self.stage["savings"]
        said = self.gettext(
            N_("What is not on deposit, in {n} equal parts until arrival, rounded up to the cent.")
        ).format(n=savings["months"])
        cents = savings["per_month_cents"]
        text = f"{self._money(savings['total_cents'])} ÷ {savings['months']} ≈ {self._money(cents)}"
        return self._made("savings", cents, said, text, ["N34"])

    def _sum(self, parts: Sequence[Part], cents: int) -> str:
        listed = list(_amounts(parts)) or [cents]
        return formulas.total(formulas.repeated(listed, self.lang), self.lang)


def _amounts(parts: Sequence[Part]) -> Iterator[int]:
    return (part.cents for part in parts if part.cents)


def _size(row: Mapping[str, Any]) -> int:
    """The family size of a row, from its key."""
    return int(row["key"].split("size=")[1].split(":")[0].split(",")[0])
