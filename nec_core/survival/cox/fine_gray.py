"""Fine and Gray's model of a cumulative incidence, equal to R's cmprsk::crr.

Fine JP, Gray RJ. A proportional hazards model for the subdistribution of a competing risk. J Am Stat Assoc
1999;94:496-509. Who had a competing event stays at risk with the weight G(t-) / G(T-), G the Kaplan-Meier curve of the
censoring of all patients; ties after Breslow. The variance is the robust one of the paper, which counts that G is
estimated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.distributions import normal_quantile, two_sided_normal_tail

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_MOST_STEPS = 50
_CLOSE = 1e-11
# A subdistribution hazard ratio beyond exp(15) is on its way to infinity.
_FURTHEST = 15.0
_LEAST = 1e-10


@dataclass(frozen=True)
class FineGrayCoefficient:
    """One column's subdistribution hazard ratio; None where it has no finite estimate.

    Attributes:
        term, level, reference: as for `CoxCoefficient`.
        coef, std_error: logarithm of the ratio, and its robust standard error.
        hazard_ratio, lower, upper: above 1 for a higher cumulative incidence.
        z, p: Wald's test.
    """

    term: str
    level: str | None
    reference: str | None
    coef: float | None
    std_error: float | None
    hazard_ratio: float | None
    lower: float | None
    upper: float | None
    z: float | None
    p: float | None


def fine_gray(stop: Integers, cause: Integers, covariates: Floats) -> tuple[Floats, Floats] | None:
    """Fits the model of cause 1.

    Args:
        stop: (n,) ticks.
        cause: (n,) 0 censored, 1 the event, 2 a competing event.
        covariates: (n, p).

    Returns:
        (p,) coefficients and their (p, p) robust covariance; None where the likelihood has no maximum.
    """
    data = _laid_out(stop, cause, covariates)
    p = covariates.shape[1]
    if not data.deaths.size or not p:
        return None
    beta = np.zeros(p)
    value, score, information = _likelihood(data, beta)
    for _ in range(_MOST_STEPS):
        if _singular(information):
            return None
        step = np.linalg.solve(information, score)
        there = _likelihood(data, beta + step)
        while not there[0] >= value - 1e-12 * abs(value) and np.abs(step).max() > 1e-12:
            step = step / 2.0
            there = _likelihood(data, beta + step)
        beta, (value, score, information) = beta + step, there
        if np.abs(data.x @ beta).max() > _FURTHEST:
            return None
        if np.abs(step).max() < _CLOSE:
            break
    if _singular(information):
        return None
    inverse = np.linalg.inv(information)
    influence = _influence(data, beta)
    covariance = inverse @ (influence.T @ influence) @ inverse / np.outer(data.scale, data.scale)
    return beta / data.scale, covariance


def coefficient(
    names: tuple[str, str | None, str | None], coef: float | None, std_error: float | None, conf_level: float
) -> FineGrayCoefficient:
    """A coefficient with its ratio, limits and Wald's test."""
    if coef is None or not std_error:
        return FineGrayCoefficient(*names, None, None, None, None, None, None, None)
    half, z = normal_quantile(0.5 + conf_level / 2.0) * std_error, coef / std_error
    return FineGrayCoefficient(
        *names, coef, std_error, math.exp(coef), math.exp(coef - half), math.exp(coef + half), z,
        two_sided_normal_tail(z),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Data:
    """Patients sorted by time, covariates standardised; `deaths` indexes the m times with an event of cause 1.

    `weight` is (n, m): each patient's weight in the risk set of each of them.
    """

    stop: Integers
    cause: Integers
    x: Floats
    scale: Floats
    deaths: Integers
    own: Integers
    weight: Floats


def _laid_out(stop: Integers, cause: Integers, covariates: Floats) -> _Data:
    scale = covariates.std(axis=0)
    scale = np.where(scale > 0.0, scale, 1.0)
    x = (covariates - covariates.mean(axis=0)) / scale
    deaths = np.unique(stop[cause == 1])
    left = _censoring_before(stop, cause)
    at_death, at_own = left(deaths), left(stop)
    weight = (stop[:, None] >= deaths[None, :]).astype(np.float64)
    competing = (cause == 2)[:, None] & (stop[:, None] < deaths[None, :])
    ratio = at_death[None, :] / np.maximum(at_own, 1e-300)[:, None]
    weight = np.where(competing, ratio, weight)
    own = np.where(cause == 1, np.searchsorted(deaths, stop), -1).astype(np.int64)
    return _Data(stop, cause, x, scale, deaths, own, weight)


def _censoring_before(stop: Integers, cause: Integers) -> Callable[[Integers], Floats]:
    """G(t-), the chance not to be censored before t."""
    times, counts = np.unique(stop[cause == 0], return_counts=True)
    ordered = np.sort(stop)
    at_risk = stop.size - np.searchsorted(ordered, times, side="left")
    surviving = np.concatenate(([1.0], (1.0 - counts / at_risk).cumprod()))

    def before(ticks: Integers) -> Floats:
        chance: Floats = surviving[np.searchsorted(times, ticks, side="left")]
        return chance

    return before


def _likelihood(data: _Data, beta: Floats) -> tuple[float, Floats, Floats]:
    x = data.x
    risk = data.weight * np.exp(x @ beta)[:, None]
    total = risk.sum(axis=0)
    mean = (risk.T @ x) / total[:, None]
    had = np.flatnonzero(data.own >= 0)
    ties = np.bincount(data.own[had], minlength=data.deaths.size).astype(np.float64)
    value = float((x[had] @ beta).sum() - (ties * np.log(total)).sum())
    score = x[had].sum(axis=0) - ties @ mean
    second = np.einsum("im,ia,ib,m->ab", risk, x, x, ties / total, optimize=True)
    information: Floats = second - (mean * ties[:, None]).T @ mean
    return value, score, information


def _influence(data: _Data, beta: Floats) -> Floats:
    """(n, p) each patient's part of the score, with the part that comes from estimating G."""
    x, n = data.x, data.x.shape[0]
    risk = data.weight * np.exp(x @ beta)[:, None]
    total = risk.sum(axis=0)
    mean = (risk.T @ x) / total[:, None]
    ties = np.bincount(data.own[data.own >= 0], minlength=data.deaths.size)
    hazard = ties / total
    steps = risk * hazard[None, :]
    eta = -(x * steps.sum(axis=1)[:, None] - steps @ mean)
    had = np.flatnonzero(data.own >= 0)
    eta[had] += x[had] - mean[data.own[had]]
    # Censoring: at each of its times u, what those with a competing event before u carry in the score from u on. An
    # event at u itself counts among them in crr, though its weight looks at G just before u.
    times, counts = np.unique(data.stop[data.cause == 0], return_counts=True)
    if not times.size:
        return np.asarray(eta, dtype=np.float64)
    parts = steps * (data.cause == 2)[:, None] * (data.stop[:, None] < data.deaths[None, :])
    at_risk = (data.stop[:, None] >= times[None, :]).sum(axis=0)
    q = np.zeros((times.size, x.shape[1]))
    for u, time in enumerate(times.tolist()):
        carried = parts[data.stop < time][:, data.deaths >= time]
        q[u] = x[data.stop < time].T @ carried.sum(axis=1) - carried.sum(axis=0) @ mean[data.deaths >= time]
    drift = q * (counts / at_risk.astype(np.float64) ** 2)[:, None]
    so_far = np.vstack((np.zeros((1, x.shape[1])), drift.cumsum(axis=0)))
    psi = so_far[np.searchsorted(times, data.stop, side="right")]
    censored = np.flatnonzero(data.cause == 0)
    place = np.searchsorted(times, data.stop[censored])
    jump = np.zeros((n, x.shape[1]))
    jump[censored] = q[place] / at_risk[place][:, None]
    total_influence: Floats = eta + jump - psi
    return total_influence


def _singular(information: Floats) -> bool:
    if not np.isfinite(information).all():
        return True
    spectrum = np.linalg.eigvalsh(information)
    return bool(spectrum[0] <= _LEAST * max(1.0, float(spectrum[-1])))
