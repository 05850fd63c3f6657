"""Who was at risk at each event, ready to be summed over at any coefficients.

Rows are sorted once into slots, one per distinct event time and stratum; each evaluation then costs one pass over the
rows and works on slots. Rows may stand for several patients (`counts`), so that a comparison of groups costs the event
table's length. Sums are only ever added up: taking the not yet entered away from everybody would leave rounding where
little risk is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.cox.tied_deaths import NODES, TiedDeaths, each_death, gathered_deaths

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Log risks further apart than this are summed on scales of their own: exp(-300) is far above what a float can hold.
_APART = 300.0


@dataclass(frozen=True, eq=False)
class CoxRows:
    """What a Cox model is fitted to.

    Attributes:
        covariates: (n, p) float64.
        stop: (n,) int64 ticks; a row is at risk up to and including its stop.
        start: (n,) int64 ticks, at risk strictly after it; or None, at risk from the beginning.
        event: (n,) bool.
        stratum: (n,) int64.
        counts: (n,) float64, how many patients each row stands for.
    """

    covariates: Floats
    stop: Integers
    start: Integers | None
    event: NDArray[np.bool_]
    stratum: Integers
    counts: Floats

    def with_covariates(self, covariates: Floats) -> CoxRows:
        """The same rows with other columns."""
        return CoxRows(covariates, self.stop, self.start, self.event, self.stratum, self.counts)

    def that_matter(self) -> CoxRows:
        """The rows at risk at some event of their stratum: the others are no part of the likelihood, whatever their
        covariates."""
        span = int(self.stop.max(initial=0)) + 2
        place = self.stratum * span + self.stop
        deaths = np.unique(place[self.event])
        entered = self.stratum * span if self.start is None else self.stratum * span + np.maximum(self.start, -1) + 1
        matter = np.searchsorted(deaths, entered) < np.searchsorted(deaths, place, side="right")
        if matter.all():
            return self
        start = None if self.start is None else self.start[matter]
        return CoxRows(
            self.covariates[matter], self.stop[matter], start, self.event[matter], self.stratum[matter],
            self.counts[matter],
        )  # fmt: skip


class RiskSets:
    """The risk sets of some rows.

    Attributes:
        rows: the rows themselves.
        ticks: (m,) int64 time of each slot, a distinct event time within a stratum.
        deaths: (m,) int64 events in each slot.
        ties: "efron" or "breslow".
        event_covariates: (m, p) covariates summed over each slot's events.
    """

    def __init__(self, rows: CoxRows, ties: str = "efron") -> None:
        self.rows = rows
        span = int(rows.stop.max(initial=0)) + 2
        place = rows.stratum * span + rows.stop
        slots = np.unique(place[rows.event])
        self.ticks: Integers = slots % span
        self._file_rows(slots, place, span)
        self._file_events(slots, place)
        self.ties = ties

    @cached_property
    def each_death(self) -> TiedDeaths:
        """One term per death."""
        return each_death(self.deaths, self.ties)

    @cached_property
    def _gathered(self) -> TiedDeaths:
        """As few terms as are exact while the covariates are not at work."""
        if self.ties != "efron" or self.deaths.max(initial=0) <= NODES:
            return self.each_death
        return gathered_deaths(self.deaths, self.at_risk_sums(self.rows.counts[:, None])[:, 0])

    def tied(self, at_risk: Floats, dying: Floats) -> TiedDeaths:
        """The terms of sums over deaths, as few as are exact at these (m,) sums of risk over risk sets and events."""
        return self._gathered if self._gathered.hold(at_risk, dying) else self.each_death

    def _file_rows(self, slots: Integers, place: Integers, span: int) -> None:
        """A row is at risk in the slots from `first` up to `end`, all in its stratum."""
        stratum_of_slot = slots // span
        strata_begin = np.flatnonzero(np.diff(stratum_of_slot, prepend=-1))
        self._strata = list(zip(strata_begin, [*strata_begin[1:], slots.size], strict=True))
        begin = np.searchsorted(slots, self.rows.stratum * span)
        first, end = begin, np.searchsorted(slots, place, side="right")
        if self.rows.start is not None:
            first = np.searchsorted(slots, self.rows.stratum * span + np.maximum(self.rows.start, -1), side="right")
        from_start = np.flatnonzero((first == begin) & (end > begin))
        self._until = _Filing(from_start, end[from_start] - 1, slots.size)
        delayed = np.flatnonzero((first > begin) & (end > first))
        self._between = _blocks(delayed, first[delayed], end[delayed], slots.size)

    def _file_events(self, slots: Integers, place: Integers) -> None:
        events = np.flatnonzero(self.rows.event)
        self._events = _Filing(events, np.searchsorted(slots, place[events]), slots.size)
        counts = self.rows.counts[:, None]
        self.deaths: Integers = np.rint(self._events.sums(counts)[:, 0]).astype(np.int64)
        self.event_covariates: Floats = self._events.sums(self.rows.covariates * counts)

    def at_risk_sums(self, values: Floats) -> Floats:
        """(m, q) sums of (n, q) `values` over everybody in each risk set."""
        sums = self._until.sums(values)
        for first, end in self._strata:
            sums[first:end] = sums[first:end][::-1].cumsum(axis=0)[::-1]
        if self._between:
            # From large blocks to small: what is at risk in a block is so in both its halves.
            spread = self._between[-1].sums(values)
            for filing in self._between[-2::-1]:
                spread = np.repeat(spread, 2, axis=0)[: filing.m] + filing.sums(values)
            sums += spread
        return sums

    def at_risk_largest(self, values: Floats) -> Floats:
        """(m,) the largest of (n,) `values` in each risk set."""
        largest = self._until.largest(values)
        for first, end in self._strata:
            largest[first:end] = np.maximum.accumulate(largest[first:end][::-1])[::-1]
        if self._between:
            spread = self._between[-1].largest(values)
            for filing in self._between[-2::-1]:
                spread = np.maximum(np.repeat(spread, 2)[: filing.m], filing.largest(values))
            largest = np.maximum(largest, spread)
        return largest

    def risk_sums(self, linear: Floats, columns: Floats) -> tuple[Floats, Floats, Floats]:
        """Sums of columns times risk, exp(linear), over everybody at risk and over the events of each slot.

        A risk set's own largest risk is taken as the measure of all: beside a row that has left, however great its
        risk was, those who are still there do not vanish.

        Args:
            linear: (n,) log risks.
            columns: (n, q).

        Returns:
            (m, q) over the risk sets, (m, q) over the events, both divided by exp of (m,) the third.
        """
        measure = self._measures(linear)
        everybody = np.zeros((self.deaths.size, columns.shape[1]))
        dying = np.zeros_like(everybody)
        for level in np.unique(measure):
            here = measure == level
            # Rows above the level stand in no risk set of it.
            weighted = columns * np.exp(np.minimum(linear - level, 0.0))[:, None]
            everybody[here], dying[here] = self.at_risk_sums(weighted)[here], self.event_sums(weighted)[here]
        return everybody, dying, measure

    def _measures(self, linear: Floats) -> Floats:
        """(m,) a log risk for each slot, at or a little above the largest of its risk set; few different ones."""
        m = self.deaths.size
        if not m or float(np.ptp(linear)) < _APART:
            return np.full(m, float(linear.max(initial=0.0)))
        largest = self.at_risk_largest(linear)
        highest = float(largest.max())
        return highest - _APART * np.floor((highest - largest) / _APART)

    def event_sums(self, values: Floats) -> Floats:
        """(m, q) sums of (n, q) `values` over each slot's events."""
        return self._events.sums(values)

    def weighted_means(self, at_risk: Floats, dying: Floats) -> Floats:
        """(D, q) one row per death: (m, q) sums of its risk set over the sum in their first column."""
        each = self.each_death
        sums = at_risk[each.slot] - each.share[:, None] * dying[each.slot]
        means: Floats = sums / sums[:, :1]
        return means


class _Filing:
    """Rows filed under slots, so that sums per slot are one `numpy.add.reduceat`."""

    def __init__(self, members: Integers, slot: Integers, m: int) -> None:
        self.m = m
        order = np.argsort(slot, kind="stable")
        self._order = members[order]
        self._slots, self._begin = np.unique(slot[order], return_index=True)

    def sums(self, values: Floats) -> Floats:
        """(m, q) sums of (n, q) `values` over the members of each slot."""
        totals = np.zeros((self.m, values.shape[1]))
        if self._slots.size:
            totals[self._slots] = np.add.reduceat(values[self._order], self._begin, axis=0)
        return totals

    def largest(self, values: Floats) -> Floats:
        """(m,) the largest of (n,) `values` among the members of each slot; minus infinity without any."""
        found = np.full(self.m, -np.inf)
        if self._slots.size:
            found[self._slots] = np.maximum.reduceat(values[self._order], self._begin)
        return found


def _blocks(members: Integers, first: Integers, end: Integers, m: int) -> list[_Filing]:
    """Rows filed under the blocks of 1, 2, 4, ... slots that make up the slots from `first` up to `end`."""
    filings = []
    while first.size:
        odd_first, odd_end = (first & 1).astype(np.bool_), (end & 1).astype(np.bool_)
        block = np.concatenate((first[odd_first], end[odd_end] - 1))
        filings.append(_Filing(np.concatenate((members[odd_first], members[odd_end])), block, m))
        first, end, m = (first + 1) >> 1, end >> 1, (m + 1) >> 1
        left = first < end
        members, first, end = members[left], first[left], end[left]
    return filings
