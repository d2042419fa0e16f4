"""Cases, family units and people of a partition as the tables of the engine, by whole columns.

The first half of what ``household.tables_of`` does for plans, in the same order; the second half is in
``households``. No rule is applied here that is not applied there: who may become an own unit (R12).
"""

from __future__ import annotations

import numpy as np

from calculator.batch.columns import Bools
from calculator.batch.rows import CHANGES, Partition, Rows, first_of_each, school_days
from calculator.columns import ranges
from calculator.household import (
    EXTRA_KINDS,
    LATER,
    PAYERS,
    PRORATE,
    SHAREABLE,
    START_UP_LINES,
    STREAMS,
    Households,
    Ints,
    Table,
)
from calculator.periods import NEVER, add_months_array, age_array

CODES: dict[str, tuple[str, ...]] = {
    "stream": STREAMS, "prorate": PRORATE, "event_rule": ("up_now_down_next", "next_month"),
    "topup_at_18": ("personal", "full", "none"), "clothing_pool": ("pooled", "separate"),
    "income_entry": ("by_month", "typical"), "asset_order": ("last_first", "start_up_first", "equal"),
    "jas_clothing": ("once", "every_12_months"), "gtha_senior_pass": ("156", "128.15"),
    "sk_group": ("Saskatoon/Regina", "Moose Jaw", "Prince Albert"), "sponsor": ("SAH", "CG", "G5", "CS"),
    "line": START_UP_LINES, "payer": PAYERS, "extra_kind": EXTRA_KINDS,
    "stop": ("early_end", "resumption", "breakdown"), "stay": ("basic", "transport"),
}  # fmt: skip


def _code(rows: Rows, column: str, order: str | None = None) -> Ints:
    """The engine's number of a choice; -1 for an empty cell or another word."""
    words = CODES[order or column]
    own = np.array([words.index(c) if c in words else -1 for c in rows.choices[column]] + [-1], np.int64)
    return own[rows[column]]


def _day(rows: Rows, column: str, otherwise: Ints | int) -> Ints:
    return np.where(rows.given(column), rows[column], otherwise)


class People:
    """The tables ``cases``, ``units`` and ``people`` of the chosen cases of a partition."""

    h: Households

    def __init__(self, p: Partition, chosen: Ints, lengths: dict[str, int], majority: int) -> None:
        self.p, self.lengths, self.majority = p, lengths, majority
        self.number = np.full(len(p) + 1, -1, np.int64)
        self.number[chosen] = np.arange(len(chosen))
        self.size = len(chosen)
        self.chosen = chosen
        self.width = len(p.words) + 1
        self.at: dict[str, Ints | slice] = dict.fromkeys(p.tables, slice(None))
        if self.size < len(p):
            self.at = {name: np.flatnonzero(self.number[rows.case] >= 0) for name, rows in p.tables.items()}
        self.case = {name: self.number[rows.case[self.at[name]]] for name, rows in p.tables.items()}
        streams = _code(p["cases"], "stream")[chosen]
        c = p["cases"]
        usual = np.array([lengths[s] for s in STREAMS], np.int64)[streams]
        self.months = np.where(c.given("months")[chosen], c["months"][chosen], usual)
        self.stream = streams
        self.arrives = c["arrives_on"][chosen]

    def col(self, table: str, name: str) -> Ints:
        return self.p[table][name][self.at[table]]

    def given(self, table: str, name: str) -> Bools:
        return self.p[table].given(name)[self.at[table]]

    def code(self, table: str, name: str, order: str | None = None) -> Ints:
        return _code(self.p[table], name, order)[self.at[table]]

    def is_(self, table: str, name: str, *choices: str) -> Bools:
        return self.p[table].is_(name, *choices)[self.at[table]]

    def day(self, table: str, name: str, otherwise: Ints | int) -> Ints:
        return np.where(self.given(table, name), self.col(table, name), otherwise)

    def key(self, case: Ints, word: Ints) -> Ints:
        return case * self.width + word

    def cases(self) -> Table:
        c, at = self.p["cases"], self.chosen

        def n(name: str) -> Ints:
            return c[name][at]

        school, _ = school_days(self.p)
        columns = {
            "stream": self.stream,
            "arrives": self.arrives,
            "months": self.months,
            "prorate": self.code("cases", "prorate"),
            "next_month": self.code("cases", "event_rule"),
            "true_up": n("true_up"),
            "day_cost": np.where(c.given("day_cost")[at], n("day_cost"), -1),
            "topup": self.code("cases", "topup_at_18"),
            "pool": self.code("cases", "clothing_pool"),
            "basic_pct": n("basic_inkind_pct"),
            "reduce": n("apply_income_reduction"),
            "share_bp": n("reduction_share"),
            "lag": n("lag"),
            "stagger": n("stagger_n"),
            "typical": self.code("cases", "income_entry"),
            "topup_in_base": n("bvor_topup_in_base"),
            "assets": n("assets_apply"),
            "asset_order": self.code("cases", "asset_order"),
            "senior_pass": self.code("cases", "gtha_senior_pass"),
            "sk_group": self.code("cases", "sk_group"),
            "jas_clothing": self.code("cases", "jas_clothing"),
            "school_on": school[at],
            "confirmed": n("startup_set_confirmed"),
            "estimate": n("arrival_is_estimate"),
            "sponsor": self.code("cases", "sponsor"),
            "submitted": self.day("cases", "submitted_on", -1),
            "rainbow": n("rainbow_months"),
            "contingency": np.where(c.given("contingency_pct")[at], n("contingency_pct"), -1),
            "bvor_switch": self.day("cases", "bvor_jas_switch_on", NEVER),
            "move_switch": self.day("cases", "move_switch_on", NEVER),
            "ongoing": n("ongoing_self_support"),
            "no_need": n("no_need_months"),
            "manual": np.zeros(self.size, np.int64),
        }
        wanted = Households().cases.names
        return Table.of(**{name: columns[name] for name in wanted})

    # -- people ---------------------------------------------------------------------------------------------

    def travellers(self) -> None:
        """The people who are in the budget at all, with arrival, birth and rank (R14, R15)."""
        case = self.case["people"]
        here = self.arrives[case]
        own = self.day("people", "arrives_on", here)
        follows = own > here
        self.first_unit = np.full(self.size, -1, np.int64)
        unit = np.where(
            self.given("people", "unit"), self.col("people", "unit"), self.col("people", "family")
        )
        self.first_unit[case[::-1]] = unit[::-1]
        later, back = np.unique(case[follows] * (1 << 23) + own[follows], return_inverse=True)
        nth = np.arange(len(later)) - np.searchsorted(later >> 23, later >> 23)
        rank = np.zeros(len(case), np.int64)
        rank[follows] = 1 + nth[back]
        keep = (self.col("people", "is_accompanying") == 1) | follows
        self.who = np.flatnonzero(keep)
        w = self.who
        self.w_case, self.w_rank, self.w_unit = case[w], rank[w], unit[w]
        self.w_arrives = np.where(follows, own, here)[w]
        self.w_born = self.col("people", "born_on")[w]
        by_age = np.flatnonzero(~self.given("people", "born_on")[w])
        arrives, age = self.w_arrives[by_age], np.maximum(self.col("people", "age_at_arrival")[w[by_age]], 0)
        born = add_months_array(arrives, -12 * age)
        self.w_born[by_age] = born - (age_array(born, arrives) != age)  # as periods.born_for_age
        head = self.is_("people", "role", "principal", "spouse")[w]
        self.w_automatic = ~head & ~self.given("people", "unit")[w]
        adult = add_months_array(self.w_born, 12 * self.majority)
        self.w_own = self.w_automatic & (self.last_end(case[follows], own[follows])[self.w_case] > adult)
        # Children born in the period (R16): after the others of their case, as many as were born.
        births = np.flatnonzero(self.is_("events", "kind", "birth"))
        self.birth_of, _ = ranges(self.col("events", "children")[births])
        self.births = births
        b_unit = np.where(
            self.given("events", "unit"), self.col("events", "unit"), self.col("events", "family")
        )
        self.b_unit = b_unit[births]

    def last_end(self, case: Ints, arrives: Ints) -> Ints:
        """The day after all support of each case, as ``household.last_end``; later arrivals by case."""
        months = self.months.copy()
        converted = self.case["events"][self.is_("events", "kind", "conversion")]
        months[converted] = np.maximum(months[converted], self.lengths["JAS"])
        end = add_months_array(self.arrives, months)
        np.maximum.at(end, case, add_months_array(arrives, self.lengths[LATER]))
        return end

    # -- units: in the order in which a plan would name them ------------------------------------------------

    def units(self) -> None:
        keys: list[Ints] = []
        order: list[Ints] = []

        def name(section: int, case: Ints, word: Ints, row: Ints, nth: int = 0) -> None:
            key = self.key(case, word)
            named = first_of_each(key)
            keys.append(key[named])
            order.append((section * (1 << 40)) + row[named] * 2 + nth)

        w = self.who
        name(0, self.w_case, self.w_unit, w)
        own = self.w_own
        name(0, self.w_case[own], self.col("people", "person")[w][own], w[own], 1)
        name(1, self.case["events"][self.births], self.b_unit, self.births)
        e_case = self.case["events"]
        changed = self.is_("events", "kind", *CHANGES) & (self.col("events", "is_supported") == 1)
        stops = self.is_("events", "kind", *CODES["stop"]) & self.given("events", "unit")
        top_ups = self.is_("events", "kind", "top_up")
        e_unit = self.unit_or_first("events")
        for mask in (changed, stops, top_ups):
            at = np.flatnonzero(mask)
            name(1, e_case[at], e_unit[at], at)
        shared = self.is_("sharing", "line", *SHAREABLE) & self.given("sharing", "reason")
        diets = self.is_("conditions", "kind", "special_diet") & ~self.given("conditions", "person")
        all_of = {name: np.ones(len(case), bool) for name, case in self.case.items()}
        for section, table, mask in (
            (2, "housing", self.given("housing", "unit")),
            (3, "in_kind", all_of["in_kind"]),
            (4, "purchases", all_of["purchases"]),
            (5, "sharing", shared),
            (6, "assets", all_of["assets"]),
            (7, "conditions", diets),
            (8, "payers", self.given("payers", "unit")),
            (9, "extras", all_of["extras"]),
        ):
            at = np.flatnonzero(mask)
            name(section, self.case[table][at], self.unit_or_first(table)[at], at)
        key, seq = np.concatenate(keys), np.concatenate(order)
        by_key = np.lexsort((seq, key))
        first = by_key[first_of_each(key[by_key])]
        in_order = first[np.lexsort((seq[first], key[first] // self.width))]
        unit_key = key[in_order]
        self.unit_sort = np.argsort(unit_key)
        self.unit_keys = unit_key[self.unit_sort]
        by_hand = np.zeros(len(unit_key), np.int64)
        first_day = np.full(len(unit_key), NEVER, np.int64)
        started = np.flatnonzero(changed & (self.col("events", "with_start_up") == 1))
        unit = self.unit_of(e_case[started], e_unit[started])
        by_hand[unit], first_day[unit] = 1, self.col("events", "on")[started]
        self.h.units = Table.of(
            case=unit_key // self.width,
            family=np.zeros(len(unit_key), np.int64),
            first_day=first_day,
            startup_by_hand=by_hand,
        )
        self.h.unit_ids = np.array(self.p.words, object)[unit_key % self.width].tolist()

    def unit_or_first(self, table: str) -> Ints:
        return np.where(self.given(table, "unit"), self.col(table, "unit"), self.first_unit[self.case[table]])

    def unit_of(self, case: Ints, word: Ints) -> Ints:
        """The row of a unit; it must be there."""
        at = np.searchsorted(self.unit_keys, self.key(case, word))
        return self.unit_sort[at].astype(np.int64) if len(at) else np.zeros(0, np.int64)

    def people(self) -> None:
        w, e_case = self.who, self.case["events"]
        together = first_of_each(self.key(self.w_case, self.w_unit))
        size = np.diff(together, append=len(w))
        family = np.repeat(self.unit_of(self.w_case[together], self.w_unit[together]), size)
        own, alone = family.copy(), np.flatnonzero(self.w_own)
        own[alone] = self.unit_of(self.w_case[alone], self.col("people", "person")[w[alone]])
        school = np.where(
            self.given("people", "in_secondary_school"), self.col("people", "in_secondary_school"), -1
        )[w]
        # choices of role: principal 0, spouse 1, everybody else 2
        role = np.minimum(self.col("people", "role")[w], 2)
        assert self.p["people"].choices["role"][:2] == ("principal", "spouse")
        b = self.births[self.birth_of]
        b_case, b_day = e_case[b], self.col("events", "on")[b]
        b_family = self.unit_of(b_case, self.b_unit[self.birth_of])
        zero, never = np.zeros(len(b), np.int64), np.full(len(b), NEVER, np.int64)
        columns = {
            "case": (self.w_case, b_case),
            "role": (role, zero + 2),
            "born": (self.w_born, b_day),
            "rank": (self.w_rank, zero),
            "start": (np.maximum(self.w_arrives, self.w_born), b_day),
            "end": (np.full(len(w), NEVER, np.int64), never),
            "unit": (family, b_family),
            "own_unit": (own, b_family),
            "automatic": (self.w_automatic.astype(np.int64), zero + 1),
            "disabled": (self.col("people", "is_disabled")[w], zero),
            "unemployable": (self.col("people", "is_unemployable")[w], zero),
            "school": (school, zero - 1),
            "family_unit": (family, b_family),
        }
        order = np.argsort(np.r_[self.w_case, b_case], kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        here, newborn = place[: len(w)], place[len(w) :]

        def joined(of_people: Ints, of_births: Ints) -> Ints:
            column = np.empty(len(order), np.int64)
            column[here], column[newborn] = of_people, of_births
            return column

        self.h.people = Table.of(**{n: joined(*columns[n]) for n in self.h.people.names})
        born_later = np.flatnonzero(self.w_born > self.w_arrives)
        born = np.sort(np.r_[here[born_later], newborn])
        self.h.births = Table.of(person=born, pregnancy=np.full(len(born), -1, np.int64))
        person_key = self.key(self.w_case, self.col("people", "person")[w])
        self.person_sort = np.argsort(person_key)
        self.person_keys = person_key[self.person_sort]
        self.person_place = here

    def person_of(self, table: str) -> Ints:
        """The row of the person of each row; -1 for nobody, or somebody who stays behind."""
        word = self.col(table, "person")
        if not len(self.person_keys) or not len(word):
            return np.full(len(word), -1, np.int64)
        key = self.key(self.case[table], word)
        at = np.minimum(np.searchsorted(self.person_keys, key), len(self.person_keys) - 1)
        hit = (self.person_keys[at] == key) & (word >= 0)
        return np.where(hit, self.person_place[self.person_sort[at]], -1)
