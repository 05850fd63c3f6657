"""Cox regression, equal to R's coxph with Efron's ties.

Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187-220. lifelines' CoxPHFitter agrees when
it is asked for enough precision; at its default its hazard ratios are 2e-5 off, and its proportional hazards
test is an older approximation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nec_core.errors import PlanError
from nec_core.survival.confidence import check_level
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.counts.time_grid import TimeGrid
from nec_core.survival.cox.collinearity import Inflation, inflation
from nec_core.survival.cox.concordance import Concordance, concordance
from nec_core.survival.cox.design import Column, CoxData, Design, Factor, cox_data, design
from nec_core.survival.cox.fit import CoxFit, fit_cox
from nec_core.survival.cox.proportional_hazards import (
    ProportionalHazards,
    one_minus_survival_before,
    proportional_hazards,
)
from nec_core.survival.cox.risk_sets import CoxRows
from nec_core.survival.distributions import chi_squared_tail, normal_quantile, two_sided_normal_tail


@dataclass(frozen=True)
class CoxCoefficient:
    """One coefficient. None where not estimable.

    Attributes:
        term: the covariate.
        level, reference: for a factor, the level and what it is compared with; None for a number.
        coef, std_error: logarithm of the hazard ratio and its standard error.
        hazard_ratio, lower, upper: per unit of a number, or of the level against the reference.
        z, p: Wald test.
        infinite: 1 or -1 where the likelihood rises for ever as the coefficient does, up or down (a level
            without events, or perfect separation): there is no estimate, Firth's method gives one; else 0.
            Beside an infinite one, another coefficient can be left undetermined: 0 here, and None above.
        aliased: the column says nothing the columns before it do not.
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
    infinite: int
    aliased: bool


@dataclass(frozen=True)
class ModelTest:
    """A test of all coefficients at once; None where not estimable."""

    chi2: float | None
    df: int | None
    p: float | None


@dataclass(frozen=True)
class CoxModel:
    """A fitted model. None where not estimable.

    Attributes:
        n, n_events: rows and events the model was fitted to.
        n_left_out: rows without one of the covariates.
        conf_level: of the hazard ratios' limits.
        coefficients: one per column, in the order of the covariates.
        log_likelihood_null, log_likelihood: at zero and at the maximum.
        likelihood_ratio, wald, score: tests of the whole model; Wald is None when a coefficient is infinite.
        concordance: of the linear predictor.
        proportional_hazards_km, proportional_hazards_identity: R's cox.zph for its default transformation of
            time and for time itself, per covariate and, last, "GLOBAL"; empty when a coefficient is infinite.
        inflation: how much of each covariate the others tell; empty for one alone, and when a coefficient is infinite.
    """

    n: int
    n_events: int
    n_left_out: int
    conf_level: float
    coefficients: tuple[CoxCoefficient, ...]
    log_likelihood_null: float | None
    log_likelihood: float | None
    likelihood_ratio: ModelTest
    wald: ModelTest
    score: ModelTest
    concordance: Concordance
    proportional_hazards_km: tuple[ProportionalHazards, ...]
    proportional_hazards_identity: tuple[ProportionalHazards, ...]
    inflation: tuple[Inflation, ...] = ()


def cox(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike | Factor],
    unit: str = "months",
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> CoxModel:
    """Fits a Cox model to rows.

    Args:
        time: (n,) in `unit`, zero or more; ties as for `event_table`.
        event: (n,) True where the event was observed.
        covariates: per name (n,) numbers, nan where not known, or a `Factor`. Rows on which one is not known
            are left out and counted.
        unit: "days", "weeks", "months" or "years".
        entry: (n,) start of each row, R's (start, stop]; for delayed entry, or for covariates that change,
            with one row per patient and state (`split_at_change`).
        strata: (n,) whole numbers; each stratum has its own baseline hazard. Negative leaves the row out.
        conf_level: between 0 and 1.

    Raises:
        PlanError: as for `event_table` and `design`, or an entry is not before its time.
    """
    check_level(conf_level)
    return _model(cox_data(time, event, covariates, unit, entry, strata), conf_level)


def cox_groups(table: EventTable, reference: int = 0, conf_level: float = 0.95) -> CoxModel:
    """Compares the groups of a table with the group at index `reference`; costs the table's length.

    Args:
        table: counts per time and group, without delayed entry (use `cox` with `entry` for that).
        reference: index of a group with patients.
        conf_level: between 0 and 1.

    Raises:
        PlanError: delayed entry, an empty reference group, or conf_level outside (0, 1).
    """
    check_level(conf_level)
    if table.entered is not None:
        raise PlanError("A table with delayed entry does not say who entered when. Use cox with entry instead.")
    rows, laid_out, grid = group_rows(table, reference)
    return _model(CoxData(rows, laid_out, grid, 0), conf_level)


def group_rows(table: EventTable, reference: int) -> tuple[CoxRows, Design, TimeGrid]:
    """A table without delayed entry as rows of a model, one per group, time and outcome, each for its patients."""
    cells = np.stack((table.censored, table.events))
    kind, group, tick = np.nonzero(cells)
    used = np.ones(group.size, dtype=np.bool_)
    laid_out = design({"group": Factor(group, table.groups, reference)}, used)
    rows = CoxRows(
        covariates=laid_out.matrix,
        stop=tick,
        start=None,
        event=kind == 1,
        stratum=np.zeros(tick.size, dtype=np.int64),
        counts=cells[kind, group, tick].astype(np.float64),
    )
    return rows, laid_out, TimeGrid(tick, None, table.times)


def _model(data: CoxData, conf_level: float) -> CoxModel:
    rows, laid_out = data.rows, data.design
    n, n_events = round(float(rows.counts.sum())), round(float(rows.counts[rows.event].sum()))
    if n_events == 0:
        untold, nothing = _untold(laid_out), ModelTest(None, None, None)
        nowhere = Concordance(None, None)
        return CoxModel(
            n, 0, data.n_left_out, conf_level, untold, None, None, nothing, nothing, nothing, nowhere, (), ()
        )
    fit = fit_cox(rows)
    km, identity = _check_proportionality(rows, laid_out, fit, data.grid)
    df = int((~fit.aliased).sum())
    return CoxModel(
        n=n,
        n_events=n_events,
        n_left_out=data.n_left_out,
        conf_level=conf_level,
        coefficients=tuple(
            _coefficient(column, fit, place, conf_level) for place, column in enumerate(laid_out.columns)
        ),
        log_likelihood_null=fit.value_null,
        log_likelihood=fit.value,
        likelihood_ratio=_test(2.0 * (fit.value - fit.value_null), df),
        wald=_test(_wald(fit) if (fit.told | fit.aliased).all() else None, df),
        score=_test(fit.score_test, df),
        concordance=concordance(rows, rows.covariates @ fit.beta),
        proportional_hazards_km=km,
        proportional_hazards_identity=identity,
        inflation=_inflation(fit, laid_out),
    )


def _inflation(fit: CoxFit, laid_out: Design) -> tuple[Inflation, ...]:
    if not (fit.told | fit.aliased).all():
        return ()
    return inflation(fit.variance, laid_out.matrix, laid_out.terms, fit.aliased.tolist())


def _coefficient(column: Column, fit: CoxFit, place: int, conf_level: float) -> CoxCoefficient:
    names = (column.term, column.level, column.reference)
    infinite, aliased = int(fit.infinite[place]), bool(fit.aliased[place])
    if not fit.told[place]:
        return CoxCoefficient(*names, None, None, None, None, None, None, None, infinite, aliased)
    coef, std_error = float(fit.beta[place]), math.sqrt(float(fit.variance[place, place]))
    half = normal_quantile(1.0 - (1.0 - conf_level) / 2.0) * std_error
    return CoxCoefficient(
        *names,
        coef=coef,
        std_error=std_error,
        hazard_ratio=hazard_ratio(coef),
        lower=hazard_ratio(coef - half),
        upper=hazard_ratio(coef + half),
        z=coef / std_error,
        p=two_sided_normal_tail(coef / std_error),
        infinite=0,
        aliased=False,
    )


def hazard_ratio(coef: float) -> float | None:
    """The hazard ratio of a coefficient; None where it is too large to be written, as per unit of a tiny unit."""
    return math.exp(coef) if coef < 700.0 else None


def _untold(laid_out: Design) -> tuple[CoxCoefficient, ...]:
    """Without events nothing is estimable."""
    return tuple(
        CoxCoefficient(c.term, c.level, c.reference, None, None, None, None, None, None, None, 0, False)
        for c in laid_out.columns
    )


def _wald(fit: CoxFit) -> float:
    free = np.flatnonzero(~fit.aliased)
    beta = fit.beta[free]
    return float(beta @ np.linalg.solve(fit.variance[np.ix_(free, free)], beta)) if free.size else 0.0


def _test(chi2: float | None, df: int) -> ModelTest:
    if chi2 is None or df == 0:
        return ModelTest(None, None, None)
    return ModelTest(chi2, df, chi_squared_tail(chi2, df))


def _check_proportionality(
    rows: CoxRows, laid_out: Design, fit: CoxFit, grid: TimeGrid
) -> tuple[tuple[ProportionalHazards, ...], tuple[ProportionalHazards, ...]]:
    """For R's default transformation of time, 1 - S(t-) of everybody, and for time itself."""
    if fit.aliased.all() or not (fit.told | fit.aliased).all():
        return (), ()
    free = np.flatnonzero(~fit.aliased)
    position = {int(column): place for place, column in enumerate(free)}
    terms = tuple(
        (name, tuple(position[column] for column in columns if column in position)) for name, columns in laid_out.terms
    )
    ticks = fit.sets.ticks
    by_km = proportional_hazards(fit.sets, fit.top, terms, one_minus_survival_before(rows, ticks))
    return by_km, proportional_hazards(fit.sets, fit.top, terms, grid.times_of(ticks))
