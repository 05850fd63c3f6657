"""The log-rank P after one change to one patient, for every patient at once.

Patients who share group, time and outcome are one cell of the event table: leaving out any of them gives the same
table. The sums the test is made of are taken apart at the patient's time: before it one fewer is at risk, at it the
event can be gone, after it nothing changes. Running sums of the three parts give every patient's test at the cost of
one, and equal the test of a table counted anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.comparing.log_rank import Scores, log_rank, quadratic_form
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.distributions import chi_squared_tail

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEVEL = 0.05
"""The conventional level, by which P values are read."""


@dataclass(frozen=True, eq=False)
class Cells:
    """The c kinds of patients of a table, in the order of group, time and outcome.

    Attributes:
        group: (c,) index of the group.
        tick: (c,) index of the time.
        event: (c,) whether they had the event.
        count: (c,) how many there are.
    """

    group: Integers
    tick: Integers
    event: NDArray[np.bool_]
    count: Integers

    def of(self, group: Integers, tick: Integers, event: NDArray[np.bool_]) -> Integers:
        """The cell of each patient who is in the table."""
        width = int(self.tick.max(initial=0)) + 1
        key = (self.group * width + self.tick) * 2 + self.event
        return np.searchsorted(key, (group * width + tick) * 2 + event)


def cells_of(table: EventTable) -> Cells:
    """The kinds of patients a table holds."""
    counts = np.stack((table.censored, table.events), axis=2)
    group, tick, event = np.nonzero(counts)
    return Cells(group, tick, event == 1, counts[group, tick, event])


def without_one(table: EventTable, cells: Cells) -> Floats:
    """(c,) the log-rank P without one patient of each cell; nan where it is not estimable.

    Raises:
        PlanError: delayed entry.
    """
    _refuse_entry(table)
    at_risk, deaths = table.at_risk.astype(np.float64), table.events.sum(axis=0).astype(np.float64)
    whole = _sums(at_risk, deaths)
    observed = np.repeat(table.events.sum(axis=1, dtype=np.float64)[None, :], cells.count.size, axis=0)
    observed[np.arange(cells.count.size), cells.group] -= cells.event
    expected = np.empty_like(observed)
    variance = np.empty((*observed.shape, observed.shape[1]))
    for g in np.unique(cells.group):
        here = np.flatnonzero(cells.group == g)
        fewer = at_risk.copy()
        fewer[g] = np.maximum(fewer[g] - 1.0, 0.0)
        reduced, t = _sums(fewer, deaths), cells.tick[here]
        own = _sums(fewer[:, t], deaths[t] - cells.event[here])
        expected[here] = _before(reduced.expected)[t] + own.expected + _after(whole.expected)[t]
        variance[here] = _before(reduced.variance)[t] + own.variance + _after(whole.variance)[t]
    return _p_values(observed, expected, variance)


def with_other_outcome(table: EventTable, cells: Cells) -> Floats:
    """(c,) the log-rank P with one patient of each cell called the other thing: an event a censoring at the same time,
    and one who was last seen without it dying there; nan where it is not estimable.

    Raises:
        PlanError: delayed entry.
    """
    _refuse_entry(table)
    at_risk, deaths = table.at_risk.astype(np.float64), table.events.sum(axis=0).astype(np.float64)
    whole, t = _sums(at_risk, deaths), cells.tick
    change = np.where(cells.event, -1.0, 1.0)
    observed = np.repeat(table.events.sum(axis=1, dtype=np.float64)[None, :], t.size, axis=0)
    observed[np.arange(t.size), cells.group] += change
    own = _sums(at_risk[:, t], deaths[t] + change)
    return _p_values(
        observed,
        _before(whole.expected)[t] + own.expected + _after(whole.expected)[t],
        _before(whole.variance)[t] + own.variance + _after(whole.variance)[t],
    )


@dataclass(frozen=True)
class OutcomesToCross:
    """How many patients' outcomes must change for P to cross the level.

    Each step changes the one outcome that moves P furthest (Walsh M and others. J Clin Epidemiol 2014;67:622-628, the
    fragility index, here for times). One step is exact; of more there can be a shorter way that nobody looked for.

    Attributes:
        changes: None where `MOST_CHANGES` are not enough, or there is no P.
        to_censored, to_event: of these, events called censored, and censored called dead at last contact.
        p: after them.
    """

    changes: int | None
    to_censored: int
    to_event: int
    p: float | None


MOST_CHANGES = 25
"""A P that stands so many changes is not carried by single patients."""


def outcomes_to_cross(table: EventTable, level: float = LEVEL) -> OutcomesToCross:
    """Changes one outcome after the other until the log-rank P crosses the level.

    Raises:
        PlanError: delayed entry.
    """
    _refuse_entry(table)
    p, to_censored, to_event = log_rank(table).p, 0, 0
    if p is None:
        return OutcomesToCross(None, 0, 0, None)
    upwards = p < level
    for changes in range(1, MOST_CHANGES + 1):
        cells = cells_of(table)
        found = with_other_outcome(table, cells)
        if not np.isfinite(found).any():
            break
        best = int(np.nanargmax(found) if upwards else np.nanargmin(found))
        table = _changed(table, cells, best)
        to_censored, to_event = to_censored + bool(cells.event[best]), to_event + (not cells.event[best])
        p = float(found[best])
        if (p >= level) == upwards:
            return OutcomesToCross(changes, to_censored, to_event, p)
    return OutcomesToCross(None, to_censored, to_event, p)


def _changed(table: EventTable, cells: Cells, which: int) -> EventTable:
    events, censored = table.events.copy(), table.censored.copy()
    place, step = (cells.group[which], cells.tick[which]), -1 if cells.event[which] else 1
    events[place] += step
    censored[place] -= step
    return replace(table, events=events, censored=censored)


def _refuse_entry(table: EventTable) -> None:
    if table.entered is not None:
        raise PlanError("A table with delayed entry does not say who entered when. Use the log-rank test alone.")


@dataclass(frozen=True, eq=False)
class _Sums:
    """Each time's part: (m, k) of the expected events, (m, k, k) of their covariance."""

    expected: Floats
    variance: Floats


def _sums(at_risk: Floats, deaths: Floats) -> _Sums:
    everybody = at_risk.sum(axis=0)
    share = (at_risk / np.maximum(everybody, 1.0)).T
    varying = deaths * np.maximum(everybody - deaths, 0.0) / np.maximum(everybody - 1.0, 1.0)
    spread = -share[:, :, None] * share[:, None, :]
    k = share.shape[1]
    spread[:, range(k), range(k)] = share * (1.0 - share)
    return _Sums(share * deaths[:, None], spread * varying[:, None, None])


def _before(values: Floats) -> Floats:
    """Sums over the times before each."""
    sums = np.zeros_like(values)
    sums[1:] = values[:-1].cumsum(axis=0)
    return sums


def _after(values: Floats) -> Floats:
    """Sums over the times after each."""
    sums = np.zeros_like(values)
    sums[:-1] = values[:0:-1].cumsum(axis=0)[::-1]
    return sums


def _p_values(observed: Floats, expected: Floats, variance: Floats) -> Floats:
    if observed.shape[1] == 2:
        told = (expected > 0.0).all(axis=1) & (variance[:, 1, 1] > 0.0)
        chi2 = (observed - expected)[told, 1] ** 2 / variance[told, 1, 1]
        p = np.full(observed.shape[0], np.nan)
        p[told] = [math.erfc(math.sqrt(0.5 * x)) for x in chi2.tolist()]
        return p
    found = np.full(observed.shape[0], np.nan)
    for i, parts in enumerate(zip(observed, expected, variance, strict=True)):
        chi2_, df = quadratic_form(Scores(*parts), np.flatnonzero(parts[1] > 0.0))
        if chi2_ is not None and df is not None:
            found[i] = chi_squared_tail(chi2_, df)
    return found
