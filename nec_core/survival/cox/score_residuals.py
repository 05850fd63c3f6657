"""What each patient adds to a model's score, and how far each moves its coefficients: R's dfbeta.

Reid N, Crepeau H. Influence functions for proportional hazards regression. Biometrika 1985;72:1-9. Cain KC, Lange NT.
Approximate case influence for the proportional hazards regression model with censored data. Biometrics 1984;40:493-499.
Ties by Efron: a tied event is at risk of its fellow events at the weights that the likelihood gives it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.survival.cox.design import Column, CoxData
from nec_core.survival.cox.fit import fit_cox
from nec_core.survival.cox.risk_sets import CoxRows, Floats, Integers, RiskSets


@dataclass(frozen=True, eq=False)
class Influence:
    """How far each row moves each coefficient.

    Attributes:
        columns: the p columns of the model that say something.
        coef, std_error: (p,) theirs.
        dfbeta: (n, p) the coefficient less, about, what it would be without the row; in the rows' order.
    """

    columns: tuple[Column, ...]
    coef: Floats
    std_error: Floats
    dfbeta: Floats


def influence(data: CoxData) -> Influence | None:
    """Every row's dfbeta, equal to R's residuals(coxph(...), "dfbeta").

    Returns:
        None without events, or with a coefficient that is infinite: no row moves it.
    """
    if not data.rows.event.any():
        return None
    fit = fit_cox(data.rows)
    free = np.flatnonzero(~fit.aliased)
    if not free.size or not fit.told[free].all():
        return None
    variance = fit.variance[np.ix_(free, free)]
    rows = data.rows.with_covariates(data.rows.covariates[:, free] - fit.centre[free])
    return Influence(
        columns=tuple(data.design.columns[i] for i in free),
        coef=fit.beta[free],
        std_error=np.sqrt(variance.diagonal()),
        dfbeta=score_residuals(rows, fit.beta[free]) @ variance,
    )


def score_residuals(rows: CoxRows, beta: Floats) -> Floats:
    """(n, p) each row's part of the score at `beta`, equal to R's residuals(coxph(...), "score")."""
    x, linear = rows.covariates, rows.covariates @ beta
    sets = RiskSets(rows)
    everybody, dying, measure = sets.risk_sums(linear, np.column_stack((np.ones(linear.size), x)))
    slot, share = sets.each_death.slot, sets.each_death.share
    denominator = everybody[slot, 0] - share * dying[slot, 0]
    mean = (everybody[slot, 1:] - share[:, None] * dying[slot, 1:]) / denominator[:, None]
    hazard = np.exp(-measure[slot]) / denominator
    # Per slot: hazard, hazard times mean; the same at the weight of the dying; and the mean that an event is held to.
    m, p = sets.deaths.size, x.shape[1]
    whole, tied, held = np.zeros((m, p + 1)), np.zeros((m, p + 1)), np.zeros((m, p))
    parts = hazard[:, None] * np.column_stack((np.ones(slot.size), mean))
    np.add.at(whole, slot, parts)
    np.add.at(tied, slot, (1.0 - share)[:, None] * parts)
    np.add.at(held, slot, mean / sets.deaths[slot][:, None])
    first, end = _at_risk_from_to(rows)
    passed = np.concatenate((np.zeros((1, p + 1)), whole.cumsum(axis=0)))
    seen = passed[end] - passed[first]
    own = np.flatnonzero(rows.event)
    last = end[own] - 1
    seen[own] += tied[last] - whole[last]
    found: Floats = -np.exp(linear)[:, None] * (x * seen[:, :1] - seen[:, 1:])
    found[own] += x[own] - held[last]
    return found


def _at_risk_from_to(rows: CoxRows) -> tuple[Integers, Integers]:
    """(n,) the slots, distinct event times within strata, in which each row is at risk: from the first up to the
    second."""
    span = int(rows.stop.max(initial=0)) + 2
    place = rows.stratum * span + rows.stop
    slots = np.unique(place[rows.event])
    entered = rows.stratum * span + (-1 if rows.start is None else np.maximum(rows.start, -1))
    first = np.searchsorted(slots, entered, side="right")
    end = np.searchsorted(slots, place, side="right")
    return first, np.maximum(first, end)


__all__ = ["Influence", "influence", "score_residuals"]
