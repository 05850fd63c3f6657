"""Scaled Schoenfeld residuals: how a hazard ratio moves over time, equal to R's cox.zph(fit, terms = FALSE)$y.

Schoenfeld D. Partial residuals for the proportional hazards regression model. Biometrika 1982;69:239-241. Grambsch PM,
Therneau TM. Proportional hazards tests and diagnostics based on weighted residuals. Biometrika 1994;81:515-526: each
event's residual, scaled by the average variance and added to the coefficient, scatters about the coefficient at its
time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nec_core.survival.cox.design import Column, CoxData, Factor, cox_data
from nec_core.survival.cox.fit import CoxFit, fit_cox
from nec_core.survival.cox.partial_likelihood import partial_likelihood
from nec_core.survival.cox.proportional_hazards import one_minus_survival_before
from nec_core.survival.cox.risk_sets import CoxRows, Floats, Integers


@dataclass(frozen=True, eq=False)
class ScaledSchoenfeld:
    """One residual per event and column of the model, by stratum and then by time.

    Attributes:
        columns: the p columns of the model that say something.
        coef: (p,) their coefficients.
        time: (d,) of each event, in the unit of the model's times.
        transformed: (d,) 1 - S(t-) there, R's `$x`.
        scaled: (d, p) residual plus coefficient, R's `$y`; nan where the column is the same for all of a stratum, which
            then tells nothing of it.
        variance: (p, p) R's `$var`: of one residual, averaged over the events.
    """

    columns: tuple[Column, ...]
    coef: Floats
    time: Floats
    transformed: Floats
    scaled: Floats
    variance: Floats


def scaled_schoenfeld(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike | Factor],
    unit: str = "months",
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
) -> ScaledSchoenfeld | None:
    """The residuals of the model that `cox` fits to the same arguments.

    Returns:
        None without events, or with a coefficient that is infinite: nothing scatters about it.

    Raises:
        PlanError: as for `cox`.
    """
    data = cox_data(time, event, covariates, unit, entry, strata)
    if not data.rows.event.any():
        return None
    fit = fit_cox(data.rows)
    if fit.aliased.all() or not (fit.told | fit.aliased).all():
        return None
    return _scaled(data, fit)


def _scaled(data: CoxData, fit: CoxFit) -> ScaledSchoenfeld:
    free = np.flatnonzero(~fit.aliased)
    rows, coef, scale = data.rows, fit.beta[free], fit.scale[free]
    at = np.flatnonzero(rows.event)
    at = at[np.lexsort((rows.stop[at], rows.stratum[at]))]
    raw = _residuals(fit, coef * scale)
    told = _told(rows, free)[rows.stratum[at]]
    average = fit.top.information / _shared(rows, free)
    scaled = np.full(raw.shape, np.nan)
    for pattern in np.unique(told, axis=0):
        here = np.flatnonzero((told == pattern).all(axis=1))
        k = np.flatnonzero(pattern)
        if k.size:
            parts = np.linalg.solve(average[np.ix_(k, k)], raw[np.ix_(here, k)].T).T
            scaled[np.ix_(here, k)] = parts / scale[k] + coef[k]
    return ScaledSchoenfeld(
        columns=tuple(data.design.columns[i] for i in free),
        coef=coef,
        time=data.grid.times_of(rows.stop[at]),
        transformed=one_minus_survival_before(rows, rows.stop[at]),
        scaled=scaled,
        variance=np.linalg.inv(average) / np.outer(scale, scale),
    )


def _residuals(fit: CoxFit, coef: Floats) -> Floats:
    """(d, p) each event's covariates less their mean over its risk set, by stratum and time; of tied events the mean
    is the average of Efron's."""
    sets = fit.sets
    rows = sets.rows
    at = np.flatnonzero(rows.event)
    at = at[np.lexsort((rows.stop[at], rows.stratum[at]))]
    here = partial_likelihood(sets, coef)
    means = (sets.event_covariates - here.slot_score) / sets.deaths[:, None]
    slot = np.repeat(np.arange(sets.deaths.size), sets.deaths)
    residuals: Floats = rows.covariates[at] - means[slot]
    return residuals


def _told(rows: CoxRows, free: Integers) -> Floats:
    """(strata, p) whether a column differs between the patients of a stratum."""
    strata = int(rows.stratum.max()) + 1
    told = np.zeros((strata, free.size), bool)
    for s in range(strata):
        own = rows.covariates[rows.stratum == s][:, free]
        told[s] = np.ptp(own, axis=0) > 0
    return told


def _shared(rows: CoxRows, free: Integers) -> Floats:
    """(p, p) events of the strata in which both columns tell something; at least 1, to divide by."""
    told = _told(rows, free)
    events = np.bincount(rows.stratum[rows.event], minlength=len(told))
    shared = np.einsum("s,sp,sq->pq", events, told, told)
    least: Floats = np.maximum(shared, 1).astype(np.float64)
    return least
