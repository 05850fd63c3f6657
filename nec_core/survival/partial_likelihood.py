"""Cox's partial likelihood with Efron's treatment of ties, as sums over risk sets.

Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187-220. Efron B. The efficiency of Cox's
likelihood function for censored data. J Am Stat Assoc 1977;72:557-565.

Rows are sorted once into the slots of their last risk set; each evaluation then costs one pass over the rows
and works on slots, one per distinct event time and stratum. Rows may stand for several patients (`counts`),
so that a comparison of groups costs the event table's length.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Below this floats lose their digits one by one.
_VANISHED = 1e-290

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


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


class RiskSets:
    """The risk sets of some rows, ready to be summed at any coefficients.

    Attributes:
        rows: the rows themselves.
        ticks: (m,) int64 time of each slot, a distinct event time within a stratum.
        deaths: (m,) int64 events in each slot.
        event_covariates: (m, p) covariates summed over each slot's events.
    """

    def __init__(self, rows: CoxRows, ties: str = "efron") -> None:
        self.rows = rows
        span = int(rows.stop.max(initial=0)) + 2
        place = rows.stratum * span + rows.stop
        slots = np.unique(place[rows.event])
        self.ticks: Integers = slots % span
        slot_stratum = slots // span
        first_of_stratum = np.flatnonzero(np.diff(slot_stratum, prepend=-1))
        self._strata = list(zip(first_of_stratum, [*first_of_stratum[1:], slots.size], strict=True))
        # A row belongs to every slot of its stratum up to its stop: it is filed under the last of them.
        self._leave = _Filing(np.searchsorted(slots, place, side="right") - 1, rows, slot_stratum)
        self._enter = None
        if rows.start is not None:
            before = np.searchsorted(slots, rows.stratum * span + np.maximum(rows.start, -1), side="right") - 1
            self._enter = _Filing(before, rows, slot_stratum)
        of_event = np.flatnonzero(rows.event)
        self._event_rows = of_event
        self._event_filing = _Filing(np.searchsorted(slots, place[of_event]), rows, slot_stratum, members=of_event)
        counts = rows.counts[of_event]
        self.deaths: Integers = np.rint(self._event_filing.sums(counts[:, None])[:, 0]).astype(np.int64)
        self.event_covariates: Floats = self._event_filing.sums(rows.covariates[of_event] * counts[:, None])
        # Efron: the l-th of d tied events sees its fellow events at weight 1 - l / d.
        self._slot_of_death = np.repeat(np.arange(slots.size), self.deaths)
        rank = np.arange(self._slot_of_death.size) - (self.deaths.cumsum() - self.deaths)[self._slot_of_death]
        share = rank / self.deaths[self._slot_of_death]
        self._share: Floats = share if ties == "efron" else np.zeros_like(share)

    def at_risk_sums(self, values: Floats) -> Floats:
        """(m, q) sums of (n, q) `values` over everybody in each risk set."""
        sums = self._leave.sums(values)
        if self._enter is not None:
            sums -= self._enter.sums(values)
        for first, end in self._strata:
            sums[first:end] = sums[first:end][::-1].cumsum(axis=0)[::-1]
        return sums

    def event_sums(self, values: Floats) -> Floats:
        """(m, q) sums of (n, q) `values` over each slot's events."""
        return self._event_filing.sums(values[self._event_rows])

    def over_deaths(self, power: int, terms: Floats) -> Floats:
        """(m,) sum over a slot's deaths of share^power times `terms`, one term per death."""
        weighted = self._share**power * terms
        return np.bincount(self._slot_of_death, weighted, minlength=self.deaths.size).astype(np.float64)

    def denominators(self, at_risk: Floats, dying: Floats) -> Floats:
        """One per death: the risk of its risk set, its fellow events at their weight. Both sums are (m,)."""
        return at_risk[self._slot_of_death] - self._share * dying[self._slot_of_death]

    def weighted_means(self, at_risk: Floats, dying: Floats) -> Floats:
        """(D, q) one row per death: (m, q) sums of its risk set over the sum in their first column."""
        sums = at_risk[self._slot_of_death] - self._share[:, None] * dying[self._slot_of_death]
        means: Floats = sums / sums[:, :1]
        return means


class _Filing:
    """Rows filed under slots, so that sums per slot are one `numpy.add.reduceat`."""

    def __init__(self, slot: Integers, rows: CoxRows, slot_stratum: Integers, members: Integers | None = None) -> None:
        self._m = slot_stratum.size
        stratum = rows.stratum if members is None else rows.stratum[members]
        inside = np.flatnonzero((slot >= 0) & (slot_stratum[slot] == stratum)) if self._m else slot[:0]
        order = np.argsort(slot[inside], kind="stable")
        self._order = inside[order]
        self._slots, self._begin = np.unique(slot[self._order], return_index=True)

    def sums(self, values: Floats) -> Floats:
        totals = np.zeros((self._m, values.shape[1]))
        if self._slots.size:
            totals[self._slots] = np.add.reduceat(values[self._order], self._begin, axis=0)
        return totals


@dataclass(frozen=True, eq=False)
class Likelihood:
    """The partial likelihood at some coefficients.

    Attributes:
        value: logarithm of the partial likelihood.
        score: (p,) its slope.
        information: (p, p) minus its curvature.
        slot_score: (m, p) the slope's share of each slot.
        slot_information: (m, p, p) the information's share of each slot.
    """

    value: float
    score: Floats
    information: Floats
    slot_score: Floats
    slot_information: Floats


def partial_likelihood(sets: RiskSets, beta: Floats) -> Likelihood:
    """The likelihood, slope and information at `beta`.

    So far from the maximum that some risk set's risks vanish beside the largest, the value is minus infinity
    and the rest is not to be used.
    """
    x = sets.rows.covariates
    n, p = x.shape
    linear = x @ beta
    # Only ratios of risks matter: the largest is one, so that none overflows.
    highest = float(linear.max(initial=-np.inf)) if n else 0.0
    risk = sets.rows.counts * np.exp(linear - highest)
    i, j = np.triu_indices(p)
    moments = np.column_stack((risk, risk[:, None] * x, risk[:, None] * x[:, i] * x[:, j]))
    everybody, dying = sets.at_risk_sums(moments), sets.event_sums(moments)
    total = everybody[:, :1].copy()
    if (total < _VANISHED).any():
        return Likelihood(-np.inf, np.zeros(p), np.eye(p), np.zeros((0, p)), np.zeros((0, p, p)))
    # From here on in shares of each risk set's total risk, the denominators between 0 and 1.
    everybody /= total
    dying /= total
    denominators = sets.denominators(everybody[:, 0], dying[:, 0])
    inverse = 1.0 / denominators
    a, b = sets.over_deaths(0, inverse), sets.over_deaths(1, inverse)
    s1, d1 = everybody[:, 1 : p + 1], dying[:, 1 : p + 1]
    slot_score = sets.event_covariates - (a[:, None] * s1 - b[:, None] * d1)
    value = float(sets.event_covariates.sum(axis=0) @ beta) - float(
        np.log(denominators).sum() + sets.deaths @ (np.log(total[:, 0]) + highest)
    )
    slot_information = _square(a[:, None] * everybody[:, p + 1 :] - b[:, None] * dying[:, p + 1 :], p)
    c, e, f = (sets.over_deaths(power, inverse**2) for power in range(3))
    cross = s1[:, :, None] * d1[:, None, :]
    slot_information -= c[:, None, None] * s1[:, :, None] * s1[:, None, :]
    slot_information += e[:, None, None] * (cross + cross.transpose(0, 2, 1))
    slot_information -= f[:, None, None] * d1[:, :, None] * d1[:, None, :]
    return Likelihood(
        value=value,
        score=slot_score.sum(axis=0),
        information=slot_information.sum(axis=0),
        slot_score=slot_score,
        slot_information=slot_information,
    )


def _square(triangle: Floats, p: int) -> Floats:
    """(m, p, p) symmetric matrices from their (m, p (p + 1) / 2) upper triangles."""
    i, j = np.triu_indices(p)
    full = np.empty((triangle.shape[0], p, p))
    full[:, i, j] = triangle
    full[:, j, i] = triangle
    return full
