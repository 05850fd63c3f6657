"""Gray's test of equal cumulative incidence.

Gray RJ. A class of K-sample tests for comparing the cumulative incidence of a competing risk. Ann Stat
1988;16:1141-1154. Equal to R's cmprsk::cuminc. Unlike the cause-specific log-rank test it compares the
probabilities that patients face, in which the competing causes have their part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.counts.competing_table import CompetingTable
from nec_core.survival.distributions import chi_squared_tail

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GrayTest:
    """A test of equal cumulative incidence of one cause in all groups.

    Attributes:
        cause: its name.
        rho: exponent of the weight (1 - F(t-))^rho; 0 weighs all times alike.
        chi2, df, p: None when fewer than two groups have patients, or nothing varies.
        n: (k,) int64 patients.
        groups_compared: names of the groups with patients.
    """

    cause: str
    rho: float
    chi2: float | None
    df: int | None
    p: float | None
    n: NDArray[np.int64]
    groups_compared: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Hazards:
    """What the test needs at each of m event times, in each of k groups; arrays are (m, k) unless said
    otherwise.

    `before` and `after` are Kaplan-Meier survival of having no event of any cause; `incidence_before` is the
    group's cumulative incidence just before the time.
    """

    at_risk: Floats
    own: Floats
    others: Floats
    before: Floats
    after: Floats
    incidence_before: Floats


def gray_test(table: CompetingTable, cause: int = 0, rho: float = 0.0) -> GrayTest:
    """Compares all groups of the table that have patients.

    Raises:
        PlanError: no such cause.
    """
    table.check_cause(cause)
    compared = np.flatnonzero(table.n > 0)
    chi2 = _statistic(_hazards(table, cause, compared), rho) if compared.size > 1 else None
    df = None if chi2 is None else int(compared.size) - 1
    return GrayTest(
        cause=table.causes[cause],
        rho=rho,
        chi2=chi2,
        df=df,
        p=None if chi2 is None or df is None else chi_squared_tail(chi2, df),
        n=table.n,
        groups_compared=tuple(table.groups[g] for g in compared),
    )


def _hazards(table: CompetingTable, cause: int, compared: NDArray[np.int64]) -> _Hazards:
    events = table.events[compared]
    happened = events.any(axis=(0, 1))
    at_risk = table.at_risk[compared][:, happened].T.astype(np.float64)
    own = events[:, cause][:, happened].T.astype(np.float64)
    any_event = events.sum(axis=1)[:, happened].T.astype(np.float64)
    present = np.maximum(at_risk, 1.0)
    after = ((present - any_event) / present).cumprod(axis=0)
    before = np.vstack((np.ones((1, compared.size)), after))[:-1]
    incidence = (before * own / present).cumsum(axis=0)
    incidence_before = np.vstack((np.zeros((1, compared.size)), incidence))[:-1]
    return _Hazards(at_risk, own, any_event - own, before, after, incidence_before)


def _statistic(h: _Hazards, rho: float) -> float | None:
    """The scores of all groups but the last, and their covariance as a sum over times and groups."""
    if not h.own.any():
        return None
    at_risk, own_total = h.at_risk, h.own.sum(axis=1)
    # The risk set of the subdistribution: those with a competing event behind them still count.
    spread = np.divide(at_risk, h.before, out=np.zeros_like(at_risk), where=at_risk > 0.0)
    total = spread.sum(axis=1)
    incidence = (own_total / total).cumsum()
    left_before = 1.0 - np.concatenate(([0.0], incidence))[:-1]
    weight = np.maximum(left_before, 0.0) ** rho
    subdistribution = spread * (1.0 - h.incidence_before)
    expected = own_total[:, None] * subdistribution / subdistribution.sum(axis=1, keepdims=True)
    score = (weight[:, None] * (h.own - expected)).sum(axis=0)

    share = spread / total[:, None]
    a = -weight[:, None, None] * spread[:, :, None] * share[:, None, :]
    k = at_risk.shape[1]
    a[:, range(k), range(k)] += weight[:, None] * spread
    # In tiny samples the pooled incidence can pass one; cmprsk goes on with what it gives, and so does this. Exactly
    # one leaves nothing to divide by.
    if (left_before[own_total > 0.0] == 0.0).any() or (rho != 0.0 and (left_before < 0.0).any()):
        return None
    steps = np.divide(own_total, total * left_before, out=np.zeros_like(total), where=own_total > 0.0)
    so_far = (a * steps[:, None, None]).cumsum(axis=0)
    to_come = so_far[-1] - so_far
    left = np.divide(1.0 - incidence[:, None], h.after, out=np.zeros_like(h.after), where=h.after > 0.0)
    # How a group's own events, and its competing ones, move the scores; with their variances.
    by_own = a + (1.0 - left)[:, None, :] * to_come
    by_others = left[:, None, :] * to_come
    own_variance = _own_variance(h, own_total, total)
    others_variance = _others_variance(h)
    variance = np.einsum("mik,mjk,mk->ij", by_own, by_own, own_variance)
    variance += np.einsum("mik,mjk,mk->ij", by_others, by_others, others_variance)
    return _quadratic(score[:-1], variance[:-1, :-1])


def _own_variance(h: _Hazards, own_total: Floats, total: Floats) -> Floats:
    """Under the null hypothesis events of the cause fall on the groups by their share of the risk set."""
    ties = np.divide(
        own_total[:, None] - 1.0,
        total[:, None] * h.before - 1.0,
        out=np.zeros_like(h.before),
        where=(own_total[:, None] > 1.0) & (h.at_risk > 0.0),
    )
    per_patient = np.divide(h.before, h.at_risk, out=np.zeros_like(h.before), where=h.at_risk > 0.0)
    variance: Floats = (1.0 - ties) * per_patient * (own_total / total)[:, None]
    return variance


def _others_variance(h: _Hazards) -> Floats:
    ties = np.divide(h.others - 1.0, h.at_risk - 1.0, out=np.zeros_like(h.before), where=h.others > 1.0)
    counted = (h.others > 0.0) & (h.after > 0.0)
    per_patient = np.divide(h.before, h.at_risk, out=np.zeros_like(h.before), where=counted)
    variance: Floats = (1.0 - ties) * per_patient**2 * h.others
    return variance


def _quadratic(score: Floats, variance: Floats) -> float | None:
    scale = np.sqrt(variance.diagonal().clip(min=0.0))
    if (scale == 0.0).any() or np.linalg.cond(variance / np.outer(scale, scale)) > 1e14:
        return None
    return float(score @ np.linalg.solve(variance, score))
