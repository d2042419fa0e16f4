"""The rows of a partition become the tables of the engine, with whole columns: the same as a plan would give.

Mirrors ``household.tables_of`` step by step, without an object for a person or a row; a test compares the two. No
rule is applied here that is not applied there: who may become an own unit, which gifts may count.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from calculator.batch.columns import Bools
from calculator.batch.rows import CHANGES, Partition, Rows, school_days
from calculator.household import (
    ABSENT,
    ACTUAL,
    EXTRA_KINDS,
    FREE,
    NO_END,
    NO_START,
    NOT_INCOME,
    PAYERS,
    PLANNING,
    PRORATE,
    REFUSED_INCOME,
    RETURNED,
    SHAREABLE,
    START_UP_LINES,
    STREAMS,
    Households,
    Ints,
    Table,
)
from calculator.money import MAX_CENTS
from calculator.periods import NEVER, add_months_array, age_array, month_index
from calculator.segments import ranges

_CODES: dict[str, tuple[str, ...]] = {
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
    words = _CODES[order or column]
    own = np.array([words.index(c) if c in words else -1 for c in rows.choices[column]] + [-1], np.int64)
    return own[rows[column]]


def _day(rows: Rows, column: str, otherwise: Ints | int) -> Ints:
    return np.where(rows.given(column), rows[column], otherwise)


class _Builder:
    """The tables of the chosen cases of a partition."""

    def __init__(self, p: Partition, chosen: Ints, lengths: dict[str, int], majority: int) -> None:
        self.p, self.majority = p, majority
        self.number = np.full(len(p) + 1, -1, np.int64)
        self.number[chosen] = np.arange(len(chosen))
        self.size = len(chosen)
        self.chosen = chosen
        self.width = len(p.words) + 1
        self.at = {name: np.flatnonzero(self.number[rows.case] >= 0) for name, rows in p.tables.items()}
        self.case = {name: self.number[rows.case][self.at[name]] for name, rows in p.tables.items()}
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

    def cases(self) -> Table:
        c, at = self.p["cases"], self.chosen

        def n(name: str) -> Ints:
            return c[name][at]

        school, _ = school_days(self.p)
        columns = {
            "stream": self.stream, "arrives": self.arrives, "months": self.months,
            "prorate": self.code("cases", "prorate"), "next_month": self.code("cases", "event_rule"),
            "true_up": n("true_up"), "day_cost": np.where(c.given("day_cost")[at], n("day_cost"), -1),
            "topup": self.code("cases", "topup_at_18"), "pool": self.code("cases", "clothing_pool"),
            "basic_pct": n("basic_inkind_pct"), "reduce": n("apply_income_reduction"),
            "share_bp": n("reduction_share"), "lag": n("lag"), "stagger": n("stagger_n"),
            "typical": self.code("cases", "income_entry"), "topup_in_base": n("bvor_topup_in_base"),
            "assets": n("assets_apply"), "asset_order": self.code("cases", "asset_order"),
            "senior_pass": self.code("cases", "gtha_senior_pass"), "sk_group": self.code("cases", "sk_group"),
            "jas_clothing": self.code("cases", "jas_clothing"), "school_on": school[at],
            "confirmed": n("startup_set_confirmed"), "estimate": n("arrival_is_estimate"),
            "sponsor": self.code("cases", "sponsor"), "submitted": self.day("cases", "submitted_on", -1),
            "rainbow": n("rainbow_months"), "contingency": np.where(c.given("contingency_pct")[at], n("contingency_pct"), -1),
            "bvor_switch": self.day("cases", "bvor_jas_switch_on", NEVER),
            "move_switch": self.day("cases", "move_switch_on", NEVER),
            "ongoing": n("ongoing_self_support"), "no_need": n("no_need_months"),
            "manual": np.zeros(self.size, np.int64),
        }  # fmt: skip
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
        unit = np.where(self.given("people", "unit"), self.col("people", "unit"), self.col("people", "family"))
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
        told = self.given("people", "born_on")[w]
        age = np.maximum(self.col("people", "age_at_arrival")[w], 0)
        by_age = add_months_array(self.w_arrives, -12 * age)
        by_age = by_age - (age_array(by_age, self.w_arrives) != age)  # as periods.born_for_age
        self.w_born = np.where(told, self.col("people", "born_on")[w], by_age)
        head = self.is_("people", "role", "principal", "spouse")[w]
        self.w_automatic = ~head & ~self.given("people", "unit")[w]
        end = add_months_array(self.w_arrives, self.months[self.w_case])
        self.w_own = self.w_automatic & (end > add_months_array(self.w_born, 12 * self.majority))
        # Children born in the period (R16): after the others of their case, as many as were born.
        births = np.flatnonzero(self.is_("events", "kind", "birth"))
        self.birth_of, _ = ranges(self.col("events", "children")[births])
        self.births = births
        b_unit = np.where(self.given("events", "unit"), self.col("events", "unit"), self.col("events", "family"))
        self.b_unit = b_unit[births]

    # -- units: in the order in which a plan would name them ------------------------------------------------

    def units(self) -> None:
        cases: list[Ints] = []
        words: list[Ints] = []
        order: list[Ints] = []

        def name(section: int, case: Ints, word: Ints, row: Ints, nth: int = 0) -> None:
            cases.append(case)
            words.append(word)
            order.append((section * (1 << 40)) + row * 2 + nth)

        w = self.who
        name(0, self.w_case, self.w_unit, w)
        own = self.w_own
        name(0, self.w_case[own], self.col("people", "person")[w][own], w[own], 1)
        name(1, self.case["events"][self.births], self.b_unit, self.births)
        e_case = self.case["events"]
        changed = self.is_("events", "kind", *CHANGES) & (self.col("events", "is_supported") == 1)
        stops = self.is_("events", "kind", *_CODES["stop"]) & self.given("events", "unit")
        top_ups = self.is_("events", "kind", "top_up")
        e_unit = self.unit_or_first("events")
        for mask in (changed, stops, top_ups):
            at = np.flatnonzero(mask)
            name(1, e_case[at], e_unit[at], at)
        shared = self.is_("sharing", "line", *SHAREABLE) & self.given("sharing", "reason")
        diets = self.is_("conditions", "kind", "special_diet") & ~self.given("conditions", "person")
        all_of = {n: np.ones(len(self.at[n]), bool) for n in self.at}
        for section, table, mask in (
            (2, "housing", self.given("housing", "unit")), (3, "in_kind", all_of["in_kind"]),
            (4, "purchases", all_of["purchases"]), (5, "sharing", shared), (6, "assets", all_of["assets"]),
            (7, "conditions", diets), (8, "payers", self.given("payers", "unit")), (9, "extras", all_of["extras"]),
        ):  # fmt: skip
            at = np.flatnonzero(mask)
            name(section, self.case[table][at], self.unit_or_first(table)[at], at)
        case, word, seq = (np.concatenate(part) for part in (cases, words, order))
        key = self.key(case, word)
        by_key = np.lexsort((seq, key))
        first = by_key[np.flatnonzero(np.r_[True, np.diff(key[by_key]) != 0])] if len(key) else by_key
        in_order = first[np.lexsort((seq[first], case[first]))]
        unit_key = key[in_order]
        self.unit_sort = np.argsort(unit_key)
        self.unit_keys = unit_key[self.unit_sort]
        self.unit_words = word[in_order]
        by_hand = np.zeros(len(unit_key), np.int64)
        first_day = np.full(len(unit_key), NEVER, np.int64)
        started = np.flatnonzero(changed & (self.col("events", "with_start_up") == 1))
        unit = self.unit_of(e_case[started], e_unit[started])
        by_hand[unit], first_day[unit] = 1, self.col("events", "on")[started]
        self.h.units = Table.of(case=case[in_order], family=np.zeros(len(unit_key), np.int64), first_day=first_day,
                                startup_by_hand=by_hand)  # fmt: skip
        words_of_all = self.p.words
        self.h.unit_ids = [words_of_all[i] for i in self.unit_words.tolist()]

    def unit_or_first(self, table: str) -> Ints:
        return np.where(self.given(table, "unit"), self.col(table, "unit"), self.first_unit[self.case[table]])

    def unit_of(self, case: Ints, word: Ints) -> Ints:
        """The row of a unit; it must be there."""
        at = np.searchsorted(self.unit_keys, self.key(case, word))
        return self.unit_sort[at].astype(np.int64) if len(at) else np.zeros(0, np.int64)

    def people(self) -> None:
        w, e_case = self.who, self.case["events"]
        family = self.unit_of(self.w_case, self.w_unit)
        own_word = np.where(self.w_own, self.col("people", "person")[w], self.w_unit)
        own = self.unit_of(self.w_case, own_word)
        school = np.where(self.given("people", "in_secondary_school"), self.col("people", "in_secondary_school"), -1)[w]
        # choices of role: principal 0, spouse 1, everybody else 2
        role = np.minimum(self.col("people", "role")[w], 2)
        assert self.p["people"].choices["role"][:2] == ("principal", "spouse")
        b = self.births[self.birth_of]
        b_case, b_day = e_case[b], self.col("events", "on")[b]
        b_family = self.unit_of(b_case, self.b_unit[self.birth_of])
        zero, never = np.zeros(len(b), np.int64), np.full(len(b), NEVER, np.int64)
        columns = {
            "case": (self.w_case, b_case), "role": (role, zero + 2), "born": (self.w_born, b_day),
            "rank": (self.w_rank, zero), "start": (np.maximum(self.w_arrives, self.w_born), b_day),
            "end": (np.full(len(w), NEVER, np.int64), never), "unit": (family, b_family), "own_unit": (own, b_family),
            "automatic": (self.w_automatic.astype(np.int64), zero + 1), "disabled": (self.col("people", "is_disabled")[w], zero),
            "unemployable": (self.col("people", "is_unemployable")[w], zero), "school": (school, zero - 1),
            "family_unit": (family, b_family),
        }  # fmt: skip
        order = np.lexsort((np.r_[w, len(self.at["people"]) + np.arange(len(b))], np.r_[self.w_case, b_case]))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        names = self.h.people.names
        self.h.people = Table.of(**{n: np.concatenate(columns[n])[order] for n in names})
        born_later = np.flatnonzero(self.w_born > self.w_arrives)
        born = np.sort(np.r_[place[born_later], place[len(w) :]])
        self.h.births = Table.of(person=born, pregnancy=np.full(len(born), -1, np.int64))
        person_key = self.key(self.w_case, self.col("people", "person")[w])
        self.person_sort = np.argsort(person_key)
        self.person_keys = person_key[self.person_sort]
        self.person_place = place[: len(w)]
        texts = self.p.words
        ids = [texts[i] for i in self.col("people", "person")[w].tolist()]
        ids += [f"birth {row}.{nth}" for row, nth in zip(b.tolist(), range(len(b)), strict=True)]
        self.h.person_ids = [ids[i] for i in order.tolist()]

    def person_of(self, table: str) -> Ints:
        """The row of the person of each row; -1 for nobody, or somebody who stays behind."""
        word = self.col(table, "person")
        if not len(self.person_keys) or not len(word):
            return np.full(len(word), -1, np.int64)
        key = self.key(self.case[table], word)
        at = np.minimum(np.searchsorted(self.person_keys, key), len(self.person_keys) - 1)
        hit = (self.person_keys[at] == key) & (word >= 0)
        return np.where(hit, self.person_place[self.person_sort[at]], -1)

    # -- events ---------------------------------------------------------------------------------------------

    def events(self) -> None:
        h, case = self.h, self.case["events"]
        person, on = self.person_of("events"), self.col("events", "on")
        unit_word = self.unit_or_first("events")
        row = np.arange(len(case))
        changed = self.is_("events", "kind", *CHANGES) & (person >= 0)
        died = self.is_("events", "kind", "death") & (person >= 0)
        away = self.is_("events", "kind", "absence") & (self.col("events", "is_counted") == 0) & (person >= 0)
        back = away & self.given("events", "to")
        target = np.full(len(case), ABSENT, np.int64)
        to_unit = np.flatnonzero(changed & (self.col("events", "is_supported") == 1))
        target[to_unit] = self.unit_of(case[to_unit], self.col("events", "unit")[to_unit])
        out = np.flatnonzero(changed | died | away)
        home = np.flatnonzero(back)
        order = np.lexsort((np.r_[np.zeros(len(out)), np.ones(len(home))], np.r_[row[out], row[home]]))
        h.spells = Table.of(
            person=np.r_[person[out], person[home]][order],
            day=np.r_[on[out], self.col("events", "to")[home] + 1][order],
            unit=np.r_[target[out], np.full(len(home), RETURNED)][order],
        )
        school = np.flatnonzero(self.is_("events", "kind", "school_starts", "school_ends") & (person >= 0))
        starts = self.is_("events", "kind", "school_starts")[school].astype(np.int64)
        h.schooling = Table.of(person=person[school], day=on[school], in_school=starts)
        at = np.flatnonzero(self.is_("events", "kind", *_CODES["stop"]))
        unit = np.full(len(at), -1, np.int64)
        named = np.flatnonzero(self.given("events", "unit")[at])
        unit[named] = self.unit_of(case[at[named]], unit_word[at[named]])
        h.stops = Table.of(case=case[at], unit=unit, day=on[at], kind=self.code("events", "kind", "stop")[at])
        at = np.flatnonzero(self.is_("events", "kind", "conversion"))
        dates = {
            name: self.day("events", column, -1)[at]
            for name, column in (("form", "form_on"), ("posted", "posted_on"), ("found", "sponsor_found_on"))
        }
        h.conversions = Table.of(case=case[at], on=on[at], **dates, exceptional=self.col("events", "is_exceptional")[at])
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
        order = np.lexsort((np.arange(len(case)), case))
        known, back = np.unique(word, return_inverse=True)
        self.h.communities = Table.of(case=case[order], day=day[order], community=back[order])
        self.h.community_ids = [(self.p.words[i], ()) for i in known.tolist()]

    # -- homes, gifts, money --------------------------------------------------------------------------------

    def goods(self) -> None:
        h, case = self.h, self.case["housing"]
        free, has_rent = self.col("housing", "free") == 1, self.given("housing", "rent")
        counted = free & (self.col("housing", "is_complete") == 1) & ~self.is_("housing", "given_by", "refugee")
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
        stays = self.is_("in_kind", "line", *_CODES["stay"])
        at = np.flatnonzero(counts & stays)
        value = np.where(self.given("in_kind", "value"), self.col("in_kind", "value"), -1)
        h.stays = Table.of(**{
            "unit": gift[at], "line": self.code("in_kind", "line", "stay")[at],
            "from": self.day("in_kind", "from", 0)[at], "to": self.day("in_kind", "to", NEVER)[at], "value": value[at],
        })  # fmt: skip
        at = np.flatnonzero(counts & ~stays)
        h.gifts = Table.of(unit=gift[at], line=self.code("in_kind", "line")[at], value=np.maximum(value, 0)[at])
        unit = self.unit_of(self.case["purchases"], self.unit_or_first("purchases"))
        h.purchases = Table.of(unit=unit, line=self.code("purchases", "line"), amount=self.col("purchases", "amount"))
        at = np.flatnonzero(self.is_("sharing", "line", *SHAREABLE) & self.given("sharing", "reason"))
        unit = self.unit_of(self.case["sharing"][at], self.unit_or_first("sharing")[at])
        line = self.code("sharing", "line")[at]
        h.sharing = Table.of(unit=unit, line=np.where(line >= 0, line, len(START_UP_LINES)),
                             amount=self.col("sharing", "amount")[at])  # fmt: skip

    def _counted_gifts(self) -> Bools:
        """As ``household.counted_gift``: R24, R28, N4."""
        signer = self.is_("in_kind", "given_by", "signer")
        never = self.is_("in_kind", "kind", "opened_food", "undergarments", "footwear")
        mattress = self.is_("in_kind", "kind", "mattress")
        never |= mattress & (self.col("in_kind", "is_new") == 0) & ~self.given("in_kind", "reason")
        never |= self.is_("in_kind", "line", "furniture") & (self.col("in_kind", "is_kept") == 0)
        meals = self.is_("in_kind", "line", "basic")
        with_signer = signer & (self.col("in_kind", "lives_with_signer") == 1)
        return ~never & np.where(meals, with_signer, signer | (self.col("in_kind", "is_planned") == 1))

    def money(self) -> None:
        h = self.h
        person = self.person_of("income")
        counts = ~self.is_("income", "kind", *NOT_INCOME, *REFUSED_INCOME) & (person >= 0)
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
        h.payers = Table.of(**{
            "case": case, "unit": unit, "covers": self.is_("payers", "covers", "start_up").astype(np.int64),
            "from": self.day("payers", "from", 0), "to": self.day("payers", "to", NEVER), "payer": self.code("payers", "payer"),
        })  # fmt: skip
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
            "case": case, "unit": unit, "amount": self.col("extras", "amount"),
            "monthly": self.is_("extras", "cadence", "monthly").astype(np.int64),
            "kind": self.code("extras", "kind", "extra_kind"), "from": self.day("extras", "from", self.arrives[case]),
            "to": self.day("extras", "to", NEVER),
        }  # fmt: skip
        given = {"case": t["case"], "unit": t["unit"], "amount": t["amount"], "monthly": np.ones(ups, np.int64),
                 "kind": np.full(ups, EXTRA_KINDS.index("top_up")), "from": t["from"], "to": t["to"]}  # fmt: skip
        order = np.lexsort((np.arange(ups + len(case)), np.r_[given["case"], case]))
        self.h.extras = Table.of(**{n: np.r_[given[n], own[n]][order] for n in self.h.extras.names})
        self.h.extra_labels = [""] * len(order)


def households_of(p: Partition, chosen: Ints, lengths: dict[str, int], majority: int) -> Households:
    """The engine's tables of the chosen cases of a partition (numbers of cases, ascending).

    ``lengths`` are the default months of each stream (R2), ``majority`` the lowest age of majority (R12).
    """
    return _Builder(p, chosen, lengths, majority).build()
