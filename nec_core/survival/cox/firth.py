"""Cox regression with Firth's penalty: estimates that exist when a group has no events.

Firth D. Bias reduction of maximum likelihood estimates. Biometrika 1993;80:27-38. Heinze G, Schemper M. A
solution to the problem of monotone likelihood in Cox regression. Biometrics 2001;57:114-119. The log partial
likelihood is raised by half the log determinant of the information; limits and P come from its profile, in
which the penalty keeps all coefficients, as in R's coxphf. Ties are Efron's here by default, as in `cox`;
coxphf has Breslow's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nec_core.errors import PlanError
from nec_core.survival.confidence import check_level
from nec_core.survival.cox.design import Column, CoxData, Factor, cox_data
from nec_core.survival.cox.fit import aliased_columns, standardised
from nec_core.survival.cox.model import ModelTest, hazard_ratio
from nec_core.survival.cox.partial_likelihood import partial_likelihood
from nec_core.survival.cox.risk_sets import Floats, Integers, RiskSets
from nec_core.survival.distributions import chi_squared_tail, normal_quantile

TIES = ("efron", "breslow")
_STANDS = 1e-10
_MOST_STEPS = 400


@dataclass(frozen=True)
class FirthCoefficient:
    """One coefficient.

    Attributes:
        term, level, reference: as for `CoxCoefficient`.
        coef: penalised estimate of the log hazard ratio.
        std_error: from the information at the estimate; for comparison, limits and P do not use it.
        hazard_ratio, lower, upper: with profile penalised likelihood limits.
        chi2, p: penalised likelihood ratio test of coef = 0, on one degree of freedom.
        aliased: the column says nothing the columns before it do not; then all numbers are None.
    """

    term: str
    level: str | None
    reference: str | None
    coef: float | None
    std_error: float | None
    hazard_ratio: float | None
    lower: float | None
    upper: float | None
    chi2: float | None
    p: float | None
    aliased: bool


@dataclass(frozen=True)
class FirthModel:
    """A penalised model. None where not estimable.

    Attributes:
        n, n_events, n_left_out: rows and events it was fitted to, and rows without one of the covariates.
        ties: "efron" or "breslow".
        conf_level: of the limits.
        coefficients: one per column, in the order of the covariates.
        penalised_log_likelihood_null, penalised_log_likelihood: at zero and at the maximum.
        likelihood_ratio: penalised test of all coefficients.
    """

    n: int
    n_events: int
    n_left_out: int
    ties: str
    conf_level: float
    coefficients: tuple[FirthCoefficient, ...]
    penalised_log_likelihood_null: float | None
    penalised_log_likelihood: float | None
    likelihood_ratio: ModelTest


@dataclass(frozen=True, eq=False)
class _Penalised:
    """The penalised likelihood at some coefficients: value, slope and information."""

    value: float
    score: Floats
    information: Floats


def firth(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike | Factor],
    unit: str = "months",
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    conf_level: float = 0.95,
    ties: str = "efron",
) -> FirthModel:
    """Fits a penalised Cox model to rows. Arguments as for `cox`; `ties` is "efron" or "breslow".

    Raises:
        PlanError: as for `cox`, or unknown ties.
    """
    check_level(conf_level)
    if ties not in TIES:
        raise PlanError(f"ties must be one of {', '.join(TIES)}, but was {ties!r}. Choose one of them.")
    data = cox_data(time, event, covariates, unit, entry, strata)
    if not data.rows.event.any():
        return _nothing(data, ties, conf_level, aliased=False)
    return _fitted(data, ties, conf_level)


def _fitted(data: CoxData, ties: str, conf_level: float) -> FirthModel:
    rows, laid_out = data.rows, data.design
    standard, _, scale = standardised(rows.that_matter())
    p = scale.size
    sets = RiskSets(standard, ties)
    aliased = aliased_columns(partial_likelihood(sets, np.zeros(p)).information, int(sets.deaths.sum()))
    free = np.flatnonzero(~aliased)
    if not free.size:
        return _nothing(data, ties, conf_level, aliased=True)
    sets = RiskSets(standard.with_covariates(standard.covariates[:, free]), ties)
    null = _penalised(sets, np.zeros(free.size))
    every = np.arange(free.size)
    beta, best = _climb(sets, np.zeros(free.size), every)
    units = scale[free]
    coefficients = [_untold(column, True) for column in laid_out.columns]
    for place in every.tolist():
        column = int(free[place])
        coefficients[column] = _coefficient(
            laid_out.columns[column], sets, beta, best, place, float(units[place]), conf_level
        )
    chi2, df = max(0.0, 2.0 * (best.value - null.value)), free.size
    # The penalty is half the log determinant; in the covariates' own units it differs by their scales.
    unit_change = float(np.log(units).sum())
    return FirthModel(
        n=rows.stop.size,
        n_events=int(rows.event.sum()),
        n_left_out=data.n_left_out,
        ties=ties,
        conf_level=conf_level,
        coefficients=tuple(coefficients),
        penalised_log_likelihood_null=null.value + unit_change,
        penalised_log_likelihood=best.value + unit_change,
        likelihood_ratio=ModelTest(chi2, df, chi_squared_tail(chi2, df)) if df else ModelTest(None, None, None),
    )


def _nothing(data: CoxData, ties: str, conf_level: float, aliased: bool) -> FirthModel:
    """Without events, or without covariates that differ, nothing is estimable."""
    n, n_events = data.rows.stop.size, int(data.rows.event.sum())
    none = tuple(_untold(column, aliased) for column in data.design.columns)
    return FirthModel(n, n_events, data.n_left_out, ties, conf_level, none, None, None, ModelTest(None, None, None))


def _coefficient(
    column: Column, sets: RiskSets, beta: Floats, best: _Penalised, place: int, unit: float, conf_level: float
) -> FirthCoefficient:
    std_error = math.sqrt(float(np.linalg.inv(best.information)[place, place]))
    without = _profile(sets, beta, place, 0.0)[1]
    chi2 = max(0.0, 2.0 * (best.value - without.value))
    drop = 0.5 * normal_quantile(1.0 - (1.0 - conf_level) / 2.0) ** 2
    lower, upper = (_limit(sets, beta, best.value - drop, place, direction * std_error) for direction in (-1.0, 1.0))
    coef = float(beta[place]) / unit
    return FirthCoefficient(
        term=column.term,
        level=column.level,
        reference=column.reference,
        coef=coef,
        std_error=std_error / unit,
        hazard_ratio=hazard_ratio(coef),
        lower=hazard_ratio(lower / unit),
        upper=hazard_ratio(upper / unit),
        chi2=chi2,
        p=chi_squared_tail(chi2, 1),
        aliased=False,
    )


def _limit(sets: RiskSets, beta: Floats, level: float, place: int, step: float) -> float:
    """Where the profile comes down to `level`, on the side `step` points to."""
    inner, outer, start = float(beta[place]), float(beta[place]) + 2.0 * step, beta
    start, at = _profile(sets, start, place, outer)
    while at.value > level:
        inner, outer = outer, outer + 2.0 * step
        start, at = _profile(sets, start, place, outer)
    # The profile's slope in the fixed coefficient is the penalised score's: Newton's method, kept in the
    # bracket.
    value, here = outer, at
    for _ in range(100):
        newton = value - (here.value - level) / here.score[place] if here.score[place] else math.inf
        inside = min(inner, outer) < newton < max(inner, outer)
        following = newton if inside else (inner + outer) / 2.0
        start, here = _profile(sets, start, place, following)
        if here.value > level:
            inner = following
        else:
            outer = following
        if abs(following - value) < 1e-10 * (1.0 + abs(value)):
            return following
        value = following
    return value


def _profile(sets: RiskSets, start: Floats, place: int, value: float) -> tuple[Floats, _Penalised]:
    """The maximum over the other coefficients with this one held."""
    held = start.copy()
    held[place] = value
    return _climb(sets, held, np.flatnonzero(np.arange(start.size) != place))


def _climb(sets: RiskSets, beta: Floats, moving: Integers) -> tuple[Floats, _Penalised]:
    """The maximum over the moving coefficients, by a quasi-Newton method (BFGS) with step halving.

    It begins with the information as curvature and learns the penalty's part from the steps it takes.
    """
    here = _penalised(sets, beta)
    # Too far out to see any curvature: whoever looks for a limit comes back from there.
    if not moving.size or here.value == -math.inf:
        return beta, here
    inverse = np.linalg.inv(here.information[np.ix_(moving, moving)])
    for _ in range(_MOST_STEPS):
        step = np.zeros_like(beta)
        step[moving] = inverse @ here.score[moving]
        step *= min(1.0, 2.0 / float(np.abs(step).max()) if step.any() else 1.0)
        there = _penalised(sets, beta + step)
        while not there.value >= here.value - 1e-12 * (1.0 + abs(here.value)) and np.abs(step).max() > _STANDS:
            step = step / 2.0
            there = _penalised(sets, beta + step)
        moved, fallen = step[moving], (here.score - there.score)[moving]
        beta, here = beta + step, there
        if np.abs(step).max() < _STANDS:
            break
        along = float(moved @ fallen)
        if along > 0.0:
            turn = np.eye(moving.size) - np.outer(moved, fallen) / along
            inverse = turn @ inverse @ turn.T + np.outer(moved, moved) / along
    return beta, here


def _penalised(sets: RiskSets, beta: Floats) -> _Penalised:
    """Adds half the log determinant of the information to the likelihood, and its slope to the score.

    The slope in coefficient r is half the trace of the inverse information times its derivative, the third
    central moment of the covariates over each death's risk set: with z the covariates turned so that the
    inverse information becomes the identity, the moment of |z - mean z|^2 with x_r.
    """
    at = partial_likelihood(sets, beta)
    values, vectors = np.linalg.eigh(at.information)
    if not values[0] > 1e-13 * values[-1]:
        return _Penalised(-math.inf, at.score, at.information)
    log_determinant = float(np.log(values).sum())
    x = sets.rows.covariates
    p = x.shape[1]
    linear = x @ beta
    z = x @ (vectors / np.sqrt(values))
    length = (z**2).sum(axis=1)
    crossed = (z[:, :, None] * x[:, None, :]).reshape(x.shape[0], p * p)
    columns = np.column_stack((np.ones_like(length), x, z, length, length[:, None] * x, crossed))
    everybody, dying, _ = sets.risk_sums(linear, sets.rows.counts[:, None] * columns)
    per_death = sets.weighted_means(everybody, dying)
    mean_x, mean_z = per_death[:, 1 : p + 1], per_death[:, p + 1 : 2 * p + 1]
    mean_length, mean_length_x = per_death[:, 2 * p + 1], per_death[:, 2 * p + 2 : 3 * p + 2]
    mean_crossed = per_death[:, 3 * p + 2 :].reshape(-1, p, p)
    covariance = mean_crossed - mean_z[:, :, None] * mean_x[:, None, :]
    third = (mean_length_x - mean_length[:, None] * mean_x) - 2.0 * np.einsum("lk,lkr->lr", mean_z, covariance)
    return _Penalised(at.value + 0.5 * log_determinant, at.score + 0.5 * third.sum(axis=0), at.information)


def _untold(column: Column, aliased: bool) -> FirthCoefficient:
    names = (column.term, column.level, column.reference)
    return FirthCoefficient(*names, None, None, None, None, None, None, None, aliased)
