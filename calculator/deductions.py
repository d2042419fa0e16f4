"""What is taken off the months: earnings above half of the entitlement (R31-R36) and own money (R30).

Whose earnings count is asked of the tables; how much is taken, and when, of the rules.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from calculator.columns import Bools, is_among, ranges
from calculator.household import PRORATE, Ints
from calculator.money import half_up_array, sum_by
from calculator.months import GOVERNMENT, SPONSOR, MonthSteps
from calculator.periods import month_first, month_index
from calculator.rules import assets, earnings, payers, proration


class Deductions(MonthSteps):
    """The steps after the months are known."""

    # -- earnings and assets --------------------------------------------------------------------------------

    def _earned(self) -> tuple[Ints, Ints]:
        """Countable net earnings of each unit and cell, and over how many months a reduction is spread (R34, R35)."""
        b, h, m = self.b, self.h, self.b.months_table
        cells, runs, t, s = b.cells, b.runs, h.income, b.segments
        # The household's income stands in every stream of it (R15): one pair for each income and run.
        row, nth = ranges(s.run_count[h.people["case"][t["person"]]])
        who = t["person"][row]
        run = s.run_start[h.people["case"][who]] + nth
        count, opening = cells.count[run], runs.opening[run]
        typical = h.cases["typical"][h.people["case"][who]] == 1
        # A surplus last calendar month counts with the last sponsorship month (R35).
        over = ~cells.first_part[cells.start[run]] & ~typical & (month_index(runs.end)[run] >= opening + count)
        first = np.clip(t["from"][row] - over - opening, 0, count)
        past = np.clip(t["to"][row] + 1 - opening, first, count)
        of, k = ranges(past - first)
        k += first[of]
        net = self._net_in(row[of], opening[of] + k)
        if over.any():
            last = np.flatnonzero(over[of] & (k == count[of] - 1))
            net[last] += self._net_in(row[of[last]], (opening + count)[of[last]])
        start = self._month_row(run, h.people["unit"][who], np.zeros_like(run))
        target = start[of] + k
        moves = np.flatnonzero((s.may_move[who] | (start < 0))[of])
        if len(moves):
            at = of[moves]
            unit = self._units_of(who[at], run[at], cells.start[run[at]] + k[moves])
            target[moves] = self._month_row(run[at], unit, k[moves])
            net[target < 0] = 0
        earned = sum_by(np.maximum(target, 0), net, len(m.full))
        usual = h.cases["stagger"][b.case_of_month]
        if not t["spread"].any():
            return earned, usual
        spread = np.zeros(len(m.full), np.int64)
        np.maximum.at(spread, target[net > 0], t["spread"][row[of[net > 0]]])
        return earned, np.where(spread > 0, spread, usual)

    def _net_in(self, row: Ints, month: Ints) -> Ints:
        """Net income of the income rows in the given calendar months, without a secondary pupil's (R34).

        A figure without dates stands in every month (R35).
        """
        t = self.h.income
        dated = (t["from"][row] <= month) & (month <= t["to"][row])
        net = np.where(dated, t["net"][row], 0)
        young = np.flatnonzero(self.may_be_pupil[row])
        if len(young):
            pupil = self.b.segments.is_pupil(t["person"][row[young]], month_first(month[young]), full_time=True)
            net[young[pupil]] = 0
        return net

    @cached_property
    def may_be_pupil(self) -> Bools:
        """Incomes of people who could be in full-time secondary school in some month (R34); the others need not be
        asked."""
        s, people = self.b.segments, self.h.people
        who = self.h.income["person"]
        first = month_first(month_index(self.h.cases["arrives"][people["case"][who]]))
        flags: Bools = (people["school"][who] == 1) | s.is_pupil_age(who, first)
        if len(self.h.schooling):
            flags |= is_among(who, self.h.schooling["person"])
        return flags

    def _earnings(self) -> None:
        """Income reductions: worked out month by month, taken later, never across a change of payer (R31-R36)."""
        b, h, m, p = self.b, self.h, self.b.months_table, self.p
        m.base = m.plus(m.full, self._top_up())
        streams = self._streams() if (b.runs.rank > 0).any() else None
        self.bearable = m.available if streams is None else self._bearable(m.available, *streams[:2])
        """What each month can bear of reductions and own money."""
        if not len(h.income):
            return
        case = b.case_of_month
        m.earned, spread = self._earned()
        if streams is not None:
            # While several streams run, each is tested on what the whole household earns, newcomers included (R15).
            rows, _, newest = streams
            m.earned, spread = m.earned.copy(), spread.copy()
            m.earned[rows] = np.maximum(m.earned[rows], m.earned[newest])
            spread[rows] = np.maximum(spread[rows], spread[newest])
        share = np.where(h.cases["reduce"] == 1, h.cases["share_bp"], 0)
        owed = m.less(m.full, m.kinds)
        payable = np.maximum(owed if streams is None else self._bearable(owed, *streams[:2]), 0)
        red = np.zeros_like(payable)
        at = np.flatnonzero(m.earned > 0)
        red[at] = earnings.reduction(m.base[at], payable[at], m.earned[at], p.income_threshold_bp, share[case[at]])
        if streams is not None:
            red = self._stream_reductions(red, share[case[streams[0]]], payable, *streams[:2])
        if h.cases["typical"].any():
            typical = (h.cases["typical"][case] == 1) & (b.cells.first_part[m.cell] | b.cells.last_part[m.cell])
            rest = self.prorated(payable - m.first_part - np.minimum(red, payable - m.first_part))
            part = m.available - np.clip(rest + m.first_part, 0, m.available)
            daily = h.cases["prorate"][case] == PRORATE.index("rap365")
            part = np.where(daily, np.minimum(proration.daily_rate(red, self.part_days()), m.available), part)
            red = np.where(typical, part, red)
        m.reduction = red
        m.taken, m.lost = self._take(red, spread)

    def _top_up(self) -> Ints:
        """A sponsor's regular top-up in government months, part of the base (R33)."""
        b, h, m = self.b, self.h, self.b.months_table
        if not len(h.top_ups):
            return m.nothing
        extra = np.zeros(len(m.full), np.int64)
        counts = payers.top_up_counts(h) * h.cases["topup_in_base"]
        t = h.top_ups
        entry, at = self._months_of(t["case"])
        mask = (counts[t["case"][entry]] == 1) & (m.unit[at] == t["unit"][entry]) & (m.payer[at] == GOVERNMENT)
        mask &= (b.cells.last[m.cell[at]] >= t["from"][entry]) & (b.cells.first[m.cell[at]] <= t["to"][entry])
        np.add.at(extra, at[mask], t["amount"][entry[mask]])
        return extra

    def _streams(self) -> tuple[Ints, Ints, Ints]:
        """Rows of cases with later arrivals by unit, calendar month and arrival; where each month starts, and the row
        of its latest arrival, in which the whole household stands.

        The base becomes R of the whole family, whether the first arrival is still supported (the streams of a
        month add up to it) or not (R15).
        """
        b, m = self.b, self.b.months_table
        has_later = np.zeros(len(self.h), bool)
        has_later[b.runs.case[b.runs.rank > 0]] = True
        rows = np.flatnonzero(has_later[b.runs.case[m.run]])
        rank = b.runs.rank[m.run[rows]]
        month = month_index(b.cells.first[m.cell[rows]])
        order = np.lexsort((rank, month, m.unit[rows]))
        rows, rank = rows[order], rank[order]
        key = m.unit[rows] * (1 << 32) + month[order]
        start = np.r_[True, key[1:] != key[:-1]]
        group = np.cumsum(start) - 1
        count = int(group[-1]) + 1
        newest = rows[np.flatnonzero(np.r_[start[1:], True])]
        items = sum_by(group, m.diet[rows] + m.maternity_food[rows], count)
        whole = b.priced.total[m.state[newest]] + items
        opening = np.flatnonzero(start)
        has_first = (rank[opening] == 0) & ~m.ended[rows[opening]]
        base = np.where(has_first, sum_by(group, m.base[rows], count), whole)
        m.base = m.base.copy()
        m.base[rows] = base[group]
        if m.over is not m.nothing:
            # The home is the whole household's: newcomers change its cost above the limits, they do not double it.
            follows = rows[(rank > 0) & has_first[group]]
            before = np.zeros_like(m.over)
            before[follows] = b.priced.over[m.state_minus[follows]]
            m.over = m.over - self.prorated(before)
        return rows, opening[group], newest[group]

    def _bearable(self, owed: Ints, rows: Ints, start: Ints) -> Ints:
        """What may be taken off each month where newcomers make somebody's part of the rent smaller (R15).

        What a unit is owed less comes off its other streams of the month. Once it has no support of its own, the
        others of the household bear it: neither they together nor a unit that is still supported fall below zero.
        """
        if not (owed[rows] < 0).any():
            return owed
        b, m = self.b, self.b.months_table
        less = sum_by(start, np.maximum(-owed[rows], 0), len(rows))
        have, less = _borne(np.maximum(owed[rows], 0), start, less)
        month = month_index(b.cells.first[m.cell[rows]])
        of = b.case_of_month[rows] * (1 << 32) + month
        order = np.argsort(of, kind="stable")
        rows, of = rows[order], of[order]
        start = np.searchsorted(of, of)
        have, _ = _borne(have[order], start, sum_by(start, less[order], len(rows)))
        result = owed.copy()
        result[rows] = have
        return result

    def _stream_reductions(self, red: Ints, share: Ints, payable: Ints, rows: Ints, start: Ints) -> Ints:
        """Household income against the streams of a One-Year Window: the first stream first (R15)."""
        m, p = self.b.months_table, self.p
        above = np.maximum(m.earned[rows] * earnings.WHOLE - m.base[rows] * p.income_threshold_bp, 0)
        left = half_up_array(above * share, earnings.WHOLE**2)
        before = np.cumsum(payable[rows]) - payable[rows]
        red = red.copy()
        red[rows] = np.clip(left - (before - before[start]), 0, payable[rows])
        return red

    def _take(self, red: Ints, spread: Ints) -> tuple[Ints, Ints]:
        b, h, m = self.b, self.h, self.b.months_table
        at = np.flatnonzero(red > 0)
        if not len(at):
            return m.nothing, m.nothing
        concerned = np.zeros(len(b.row_run), bool)
        concerned[m.row[at]] = True
        of = np.flatnonzero(concerned)
        count = b.cells.count[b.row_run[of]]
        month = np.arange(int(count.max()), dtype=np.int64)[:, None]
        rows = b.row_start[of] + np.minimum(month, count - 1)  # the months of a row follow each other
        past = month >= count
        red_of, available, payer, parts = (column[rows] for column in (red, self.bearable, m.payer, spread))
        if past.any():
            red_of[past], payer[past] = 0, -1  # after the last month nobody pays: what is left then is lost
        lag = h.cases["lag"][b.case_of_row[of]]
        of_month, never = earnings.taken(red_of, available, payer, lag, parts)
        taken, lost = np.zeros_like(red), m.nothing
        if past.any():
            rows, of_month, never = (x[~past] for x in (rows, of_month, never))
        taken[rows] = of_month
        if never.any():
            lost = np.zeros_like(red)
            lost[rows] = never
        return taken, lost

    def _assets(self) -> None:
        """Own money above the exemption, where the plan says it is to count (R30)."""
        b, h, m, p = self.b, self.h, self.b.months_table, self.p
        if not len(h.assets):
            return
        chosen = h.cases["assets"][h.units["case"][h.assets["unit"]]] == 1
        by_unit = np.argsort(m.unit, kind="stable")
        bounds = np.searchsorted(m.unit[by_unit], np.arange(len(h.units) + 1))
        usual = payers.monthly_payers(h, b.runs, b.cells, p.payer_calendar, self.converted)
        m.asset_cut, b.start_up.asset_cut = m.asset_cut.copy(), b.start_up.asset_cut.copy()
        for unit in np.unique(h.assets["unit"][chosen]):
            rows = by_unit[bounds[unit] : bounds[unit + 1]]
            if not len(rows):
                continue
            mine = np.flatnonzero(h.assets["unit"] == unit)
            days = np.unique(h.assets["on"][mine])
            per_day = [mine[h.assets["on"][mine] == d] for d in days]
            first, last = b.cells.first[m.cell[rows]], b.cells.last[m.cell[rows]]
            persons = b.priced.state.persons[m.state[rows]]
            exempt = []
            for d in days:
                at = np.flatnonzero((first <= d) & (d <= last))
                exempt.append(p.asset_exemption(b, int(unit), int(persons[at[0]] if len(at) else persons[0])))
            parts = assets.new_excess(
                [int(h.assets["amount"][r].sum()) for r in per_day],
                [int(h.assets["loan"][r].sum()) for r in per_day],
                exempt,
            )
            case = int(h.units["case"][unit])
            target = usual[m.cell[rows]]
            owner = GOVERNMENT if (target == GOVERNMENT).all() else SPONSOR
            order = int(h.cases["asset_order"][case])
            for day, excess in zip(days, parts, strict=True):
                eligible = rows[(first >= day) & (m.payer[rows] == owner)]
                items = b.start_up.payable_items(int(unit), int(day), owner)
                due = m.less(self.bearable, m.taken, m.asset_cut)[eligible]
                cut, item_cut, _ = assets.cut(excess, due, b.start_up.payable(items), order)
                m.asset_cut[eligible] += cut
                b.start_up.asset_cut[items] += item_cut


def _borne(have: Ints, start: Ints, less: Ints) -> tuple[Ints, Ints]:
    """Amounts of groups that follow each other, the first of a group lowered first, and what a group cannot bear.

    ``start`` is where the group of each begins, ``less`` (there) what comes off it.
    """
    before = np.cumsum(have) - have
    off = np.clip(less[start] - (before - before[start]), 0, have)
    return have - off, less - sum_by(start, off, len(less))
