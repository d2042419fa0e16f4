"""The rows of a partition become the tables of the engine: the same as plans would give, by whole columns.

Mirrors ``household.tables_of`` step by step, without an object for a person or a row; a test compares the
two. Who is in which unit is in ``people``; here is what they have: events, homes, gifts, money.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from calculator.batch.columns import Bools
from calculator.batch.people import CODES, People
from calculator.batch.rows import CHANGES, Partition
from calculator.household import (
    ABSENT,
    ACTUAL,
    AWAY,
    EXTRA_KINDS,
    FREE,
    NO_END,
    NO_START,
    NOT_INCOME,
    PLANNING,
    REFUSED_INCOME,
    RETURNED,
    SHAREABLE,
    START_UP_LINES,
    Households,
    Ints,
    Table,
    settled_spells,
)
from calculator.money import MAX_CENTS
from calculator.periods import NEVER, month_index


class _Builder(People):
    """All tables of the chosen cases of a partition."""

    def build(self) -> Households:
        h = Households()
        self.h = h
        h.cases = self.cases()
        self.travellers()
        self.units()
        self.people()
        self.events()
        self.goods()
        self.money()
        self.places()
        return h

    # -- events ---------------------------------------------------------------------------------------------

    def events(self) -> None:
        h, case = self.h, self.case["events"]
        person, on = self.person_of("events"), self.col("events", "on")
        unit_word = self.unit_or_first("events")
        changed = self.is_("events", "kind", *CHANGES) & (person >= 0)
        died = self.is_("events", "kind", "death") & (person >= 0)
        away = self.is_("events", "kind", "absence") & (self.col("events", "is_counted") == 0) & (person >= 0)
        back = away & self.given("events", "to")
        target = np.where(back, AWAY, ABSENT)
        to_unit = np.flatnonzero(changed & (self.col("events", "is_supported") == 1))
        target[to_unit] = self.unit_of(case[to_unit], self.col("events", "unit")[to_unit])
        out = np.flatnonzero(changed | died | away)
        home = np.flatnonzero(back)
        h.spells = settled_spells(
            Table.of(
                person=np.r_[person[out], person[home]],
                day=np.r_[on[out], self.col("events", "to")[home] + 1],
                unit=np.r_[target[out], np.full(len(home), RETURNED)],
            )
        )
        school = np.flatnonzero(self.is_("events", "kind", "school_starts", "school_ends") & (person >= 0))
        starts = self.is_("events", "kind", "school_starts")[school].astype(np.int64)
        h.schooling = Table.of(person=person[school], day=on[school], in_school=starts)
        at = np.flatnonzero(self.is_("events", "kind", *CODES["stop"]))
        unit = np.full(len(at), -1, np.int64)
        named = np.flatnonzero(self.given("events", "unit")[at])
        unit[named] = self.unit_of(case[at[named]], unit_word[at[named]])
        h.stops = Table.of(case=case[at], unit=unit, day=on[at], kind=self.code("events", "kind", "stop")[at])
        at = np.flatnonzero(self.is_("events", "kind", "conversion"))
        dates = {
            name: self.day("events", column, -1)[at]
            for name, column in (("form", "form_on"), ("posted", "posted_on"), ("found", "sponsor_found_on"))
        }
        h.conversions = Table.of(
            case=case[at], on=on[at], **dates, exceptional=self.col("events", "is_exceptional")[at]
        )
        at = self.top_ups = np.flatnonzero(self.is_("events", "kind", "top_up"))
        end = self.day("events", "to", NEVER)[at]
        amount = self.col("events", "amount")[at]
        unit = self.unit_of(case[at], unit_word[at])
        h.top_ups = Table.of(**{"case": case[at], "unit": unit, "from": on[at], "to": end, "amount": amount})

    def places(self) -> None:
        """Communities of each case: the first one, then the moves (R50)."""
        moves = np.flatnonzero(self.is_("events", "kind", "move"))
        case = np.r_[np.arange(self.size), self.case["events"][moves]]
        word = np.r_[self.p["cases"]["community"][self.chosen], self.col("events", "community")[moves]]
        day = np.r_[np.zeros(self.size, np.int64), self.col("events", "on")[moves]]
        order = np.argsort(case, kind="stable")
        # Numbered as they come, so that the results do not depend on how a file keeps its words.
        first = np.full(len(self.p.words), len(word), np.int64)
        first[word[::-1]] = np.arange(len(word) - 1, -1, -1)
        known = np.argsort(first)[: np.count_nonzero(first < len(word))]
        number = np.zeros(len(first), np.int64)
        number[known] = np.arange(len(known))
        self.h.communities = Table.of(case=case[order], day=day[order], community=number[word[order]])
        self.h.community_ids = [(self.p.words[i], (), False) for i in known.tolist()]

    # -- homes, gifts, money --------------------------------------------------------------------------------

    def goods(self) -> None:
        h, case = self.h, self.case["housing"]
        free, has_rent = self.col("housing", "free") == 1, self.given("housing", "rent")
        counted = (
            free & (self.col("housing", "is_complete") == 1) & ~self.is_("housing", "given_by", "refugee")
        )
        mode = np.where(counted, FREE, np.where(has_rent, ACTUAL, PLANNING))
        utilities = np.maximum(self.col("housing", "utilities"), 0)
        cost = np.where(has_rent, self.col("housing", "rent"), 0) + utilities
        heat = np.where(self.given("housing", "heat_in_rent"), self.col("housing", "heat_in_rent"), -1)
        fuel = np.where(heat < 0, -1, np.where(heat == 1, 0, MAX_CENTS))
        fuel = np.where(self.given("housing", "fuel") & (heat != 1), self.col("housing", "fuel"), fuel)
        own = self.given("housing", "unit")
        unit = -1 - case
        unit[own] = self.unit_of(case[own], self.col("housing", "unit")[own])
        start = self.day("housing", "from", self.arrives[case])
        h.housing = Table.of(**{"unit": unit, "from": start, "mode": mode, "cost": cost,
                                "shared": (~own).astype(np.int64), "fuel": fuel})  # fmt: skip
        case, unit = self.case["in_kind"], self.unit_or_first("in_kind")
        gift = self.unit_of(case, unit)
        counts = self._counted_gifts()
        stays = self.is_("in_kind", "line", *CODES["stay"])
        at = np.flatnonzero(counts & stays)
        value = np.where(self.given("in_kind", "value"), self.col("in_kind", "value"), -1)
        h.stays = Table.of(
            **{
                "unit": gift[at],
                "line": self.code("in_kind", "line", "stay")[at],
                "from": self.day("in_kind", "from", 0)[at],
                "to": self.day("in_kind", "to", NEVER)[at],
                "value": value[at],
            }
        )
        at = np.flatnonzero(counts & ~stays)
        h.gifts = Table.of(
            unit=gift[at], line=self.code("in_kind", "line")[at], value=np.maximum(value, 0)[at]
        )
        unit = self.unit_of(self.case["purchases"], self.unit_or_first("purchases"))
        h.purchases = Table.of(
            unit=unit, line=self.code("purchases", "line"), amount=self.col("purchases", "amount")
        )
        at = np.flatnonzero(self.is_("sharing", "line", *SHAREABLE) & self.given("sharing", "reason"))
        unit = self.unit_of(self.case["sharing"][at], self.unit_or_first("sharing")[at])
        line = self.code("sharing", "line")[at]
        h.sharing = Table.of(
            unit=unit,
            line=np.where(line >= 0, line, len(START_UP_LINES)),
            amount=self.col("sharing", "amount")[at],
        )

    def _counted_gifts(self) -> Bools:
        """As ``household.counted_gift``: R24, R28, N4."""
        signer = self.is_("in_kind", "given_by", "signer")
        never = self.is_("in_kind", "kind", "opened_food", "undergarments", "footwear")
        mattress = self.is_("in_kind", "kind", "mattress")
        never |= mattress & (self.col("in_kind", "is_new") == 0) & ~self.given("in_kind", "reason")
        never |= self.is_("in_kind", "line", "furniture") & (self.col("in_kind", "is_kept") == 0)
        meals = self.is_("in_kind", "line", "basic")
        with_signer = signer & (self.col("in_kind", "lives_with_signer") == 1)
        planned: Bools = signer | (self.col("in_kind", "is_planned") == 1)
        counted: Bools = ~never & ((meals & with_signer) | (~meals & planned))
        return counted

    def money(self) -> None:
        h = self.h
        person = self.person_of("income")
        counts = ~self.is_("income", "kind", *NOT_INCOME) | (self.col("income", "is_counted") == 1)
        counts &= ~self.is_("income", "kind", *REFUSED_INCOME) & (person >= 0)
        at = np.flatnonzero(counts)
        start = np.where(self.given("income", "from"), month_index(self.col("income", "from")), NO_START)
        end = np.where(self.given("income", "to"), month_index(self.col("income", "to")), NO_END)
        spread = np.where(self.given("income", "spread_over"), self.col("income", "spread_over"), 0)
        h.income = Table.of(**{"person": person[at], "net": self.col("income", "net")[at], "from": start[at],
                               "to": end[at], "spread": spread[at]})  # fmt: skip
        case = self.case["assets"]
        unit = self.unit_of(case, self.unit_or_first("assets"))
        h.assets = Table.of(unit=unit, amount=self.col("assets", "amount"),
                            on=self.day("assets", "received_on", self.arrives[case]),
                            loan=np.maximum(self.col("assets", "to_loan"), 0))  # fmt: skip
        self._conditions()
        case = self.case["payers"]
        unit = np.full(len(case), -1, np.int64)
        named = np.flatnonzero(self.given("payers", "unit"))
        unit[named] = self.unit_of(case[named], self.col("payers", "unit")[named])
        h.payers = Table.of(
            **{
                "case": case,
                "unit": unit,
                "covers": self.is_("payers", "covers", "start_up").astype(np.int64),
                "from": self.day("payers", "from", 0),
                "to": self.day("payers", "to", NEVER),
                "payer": self.code("payers", "payer"),
            }
        )
        self._extras()

    def _conditions(self) -> None:
        h, case = self.h, self.case["conditions"]
        person, named = self.person_of("conditions"), self.given("conditions", "person")
        diet = self.is_("conditions", "kind", "special_diet")
        note = self.col("conditions", "note_on")
        at = np.flatnonzero(diet & (~named | (person >= 0)))
        unit = np.full(len(at), -1, np.int64)
        whole = np.flatnonzero(~named[at])
        unit[whole] = self.unit_of(case[at[whole]], self.unit_or_first("conditions")[at[whole]])
        end = self.day("conditions", "ends_on", NEVER)[at]
        h.diets = Table.of(unit=unit, person=person[at], note=note[at], end=end)
        at = np.flatnonzero(~diet & (person >= 0))
        h.pregnancies = Table.of(person=person[at], note=note[at], due=self.col("conditions", "due_on")[at],
                                 children=self.col("conditions", "children")[at])  # fmt: skip

    def _extras(self) -> None:
        case, t = self.case["extras"], self.h.top_ups
        ups = len(t)
        unit = self.unit_of(case, self.unit_or_first("extras"))
        own: dict[str, Any] = {
            "case": case,
            "unit": unit,
            "amount": self.col("extras", "amount"),
            "monthly": self.is_("extras", "cadence", "monthly").astype(np.int64),
            "kind": self.code("extras", "kind", "extra_kind"),
            "from": self.day("extras", "from", self.arrives[case]),
            "to": self.day("extras", "to", NEVER),
        }
        given = {
            "case": t["case"],
            "unit": t["unit"],
            "amount": t["amount"],
            "monthly": np.ones(ups, np.int64),
            "kind": np.full(ups, EXTRA_KINDS.index("top_up")),
            "from": t["from"],
            "to": t["to"],
        }
        order = np.argsort(np.r_[given["case"], case], kind="stable")
        self.h.extras = Table.of(**{n: np.r_[given[n], own[n]][order] for n in self.h.extras.names})
        self.h.extra_labels = [""] * len(order)


def households_of(p: Partition, chosen: Ints, lengths: dict[str, int], majority: int) -> Households:
    """The engine's tables of the chosen cases of a partition (numbers of cases, ascending).

    ``lengths`` are the default months of each stream (R2), ``majority`` the lowest age of majority (R12).
    """
    return _Builder(p, chosen, lengths, majority).build()
