"""Maximises Cox's partial likelihood by Newton's method, and tells when it has no maximum.

Bryson MC, Johnson ME. The incidence of monotone likelihood in the Cox model. Technometrics 1981;23:381-383.
When a group has no events, or some combination of covariates orders the patients perfectly, the likelihood
rises for ever in one direction. R stops somewhere on the way and warns; here the direction is followed until
the likelihood no longer changes, and its coefficients are reported as infinite.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.cox.partial_likelihood import Likelihood, partial_likelihood
from nec_core.survival.cox.risk_sets import CoxRows, Floats, Integers, RiskSets

_LIKELIHOOD_STANDS = 1e-10
# On the way to infinity each step moves the patients' log risks apart by about one.
_STILL_PARTING = 0.1
_STEP_STANDS = 1e-10
_MOST_STEPS = 60
_LEAST_INFORMATION = 1e-15
# A direction in which the likelihood rises for ever has about 1e-11 of its information left when it stands
# still.
_LEAST_BESIDE_INFINITE = 1e-8
# R's toler.chol: columns with less information of their own are combinations of the columns before them.
_ALIASED = float(np.finfo(np.float64).eps ** 0.75)


@dataclass(frozen=True, eq=False)
class CoxFit:
    """The maximum of the partial likelihood, in the covariates' own units.

    Attributes:
        beta: (p,) coefficients; 0 where aliased; large but arbitrary where infinite.
        variance: (p, p) inverse information; 0 in aliased rows; finite combinations only where some are
        infinite.
        aliased: (p,) bool, columns that say nothing the columns before them do not.
        infinite: (p,) int64, the sign of coefficients that grow for ever; 0 for the others.
        value_null, value: log partial likelihood at zero and at the maximum.
        top: the likelihood there, of the standardised columns that are not aliased.
        score_test: score statistic at zero.
        sets: the risk sets, on standardised covariates.
        centre, scale: (p,) how the covariates were standardised.
    """

    beta: Floats
    variance: Floats
    told: NDArray[np.bool_]
    aliased: NDArray[np.bool_]
    infinite: Integers
    value_null: float
    value: float
    top: Likelihood
    score_test: float
    sets: RiskSets
    centre: Floats
    scale: Floats


def fit_cox(rows: CoxRows, ties: str = "efron") -> CoxFit:
    """Fits `rows`, of which at least one must be an event."""
    standard, centre, scale = standardised(rows.that_matter())
    sets = RiskSets(standard, ties)
    p = centre.size
    null = partial_likelihood(sets, np.zeros(p))
    aliased = aliased_columns(null.information, int(sets.deaths.sum()))
    free = np.flatnonzero(~aliased)
    if aliased.any():
        sets = RiskSets(standard.with_covariates(standard.covariates[:, free]), ties)
    beta, step, top = _climb(sets, null if not aliased.any() else partial_likelihood(sets, np.zeros(free.size)))
    largest = float(null.information.diagonal().max(initial=0.0))
    infinite, told = np.zeros(p, dtype=np.int64), ~aliased
    least = _LEAST_INFORMATION
    parting = _parting(sets, step) > _STILL_PARTING
    if parting:
        growing = np.abs(step) > 1e-4 * np.abs(step).max()
        infinite[free[growing]] = np.sign(step[growing]).astype(np.int64)
        least = _LEAST_BESIDE_INFINITE
    variance, undetermined = _inverse(top.information, least * largest)
    if not parting:
        # They had information at zero and have none left: so far out that no step shows it any more.
        infinite[free[undetermined]] = np.sign(beta[undetermined]).astype(np.int64)
    told[free] = ~undetermined & (infinite[free] == 0)
    inside = np.ix_(free, free)
    full_beta, full_variance = np.zeros(p), np.zeros((p, p))
    full_beta[free] = beta / scale[free]
    full_variance[inside] = variance / np.outer(scale[free], scale[free])
    score = null.score[free]
    return CoxFit(
        beta=full_beta,
        variance=full_variance,
        told=told,
        aliased=aliased,
        infinite=infinite,
        value_null=null.value,
        value=top.value,
        top=top,
        score_test=float(score @ np.linalg.solve(null.information[inside], score)) if free.size else 0.0,
        sets=sets,
        centre=centre,
        scale=scale,
    )


def standardised(rows: CoxRows) -> tuple[CoxRows, Floats, Floats]:
    """The rows with covariates of mean zero and standard deviation one, and what was taken from them."""
    weights = rows.counts / rows.counts.sum()
    centre = weights @ rows.covariates
    centred = rows.covariates - centre
    scale = np.sqrt(weights @ centred**2)
    # A column that is constant but for float fuzz must not be blown up.
    scale = np.where(scale > 1e-12 * np.maximum(1.0, np.abs(centre)), scale, 1.0)
    return rows.with_covariates(centred / scale), centre, scale


def _climb(sets: RiskSets, here: Likelihood) -> tuple[Floats, Floats, Likelihood]:
    """Newton's method with step halving, from `here` at zero: coefficients, last step, and the likelihood there."""
    beta = np.zeros(here.score.size)
    step = beta
    if beta.size == 0:
        return beta, step, here
    for _ in range(_MOST_STEPS):
        least = _LEAST_INFORMATION * float(here.information.diagonal().max())
        step = _inverse(here.information, least)[0] @ here.score
        there = partial_likelihood(sets, beta + step)
        while not there.value >= here.value - 1e-12 * abs(here.value) and np.abs(step).max() > 1e-12:
            step = step / 2.0
            there = partial_likelihood(sets, beta + step)
        gained = there.value - here.value
        beta, here = beta + step, there
        if np.abs(step).max() < _STEP_STANDS:
            break
        # The likelihood stands still and the coefficients do not: they are on their way to infinity.
        stands = abs(gained) < _LIKELIHOOD_STANDS * (1.0 + abs(here.value))
        if stands and _parting(sets, step) > _STILL_PARTING:
            break
    return beta, step, here


def _parting(sets: RiskSets, step: Floats) -> float:
    """How far apart a step moves the log risks of the patients."""
    return float(np.ptp(sets.rows.covariates @ step)) if step.size else 0.0


def _inverse(information: Floats, least: float) -> tuple[Floats, NDArray[np.bool_]]:
    """The inverse over directions with more than the `least` information.

    Returns also which coefficients have a part in the directions left out.
    """
    values, vectors = np.linalg.eigh(information)
    kept = values > least
    inverse: Floats = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    return inverse, np.abs(vectors[:, ~kept]).max(axis=1, initial=0.0) > 1e-4


def aliased_columns(information: Floats, n_events: int) -> NDArray[np.bool_]:
    """Columns that say nothing: a Cholesky factor without them.

    Their information is that of the columns before them, or rounding beside the `n_events`, of which each brings about
    one to a standardised column: a covariate that is the same for all who are at risk whenever one has the event.
    """
    left = information.copy()
    p = left.shape[0]
    aliased = np.zeros(p, dtype=np.bool_)
    tolerance = _ALIASED * float(np.abs(left.diagonal()).max(initial=n_events))
    for column in range(p):
        pivot = left[column, column]
        if pivot <= tolerance:
            aliased[column] = True
            continue
        left -= np.outer(left[:, column], left[column]) / pivot
    return aliased
