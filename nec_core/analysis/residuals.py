"""Is a hazard ratio steady? Scaled Schoenfeld residuals of a model, with a smooth, column by column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.analysis.model.model_rows import ModelRows
from nec_core.analysis.regression import Regression
from nec_core.patients.cohort import Variable
from nec_core.survival.cox.schoenfeld import ScaledSchoenfeld, scaled_schoenfeld
from nec_core.survival.cox.spline_smooth import spline_smooth
from nec_core.time_units import converted

FEWEST_EVENTS = 10
"""Below it a curve on four degrees of freedom goes through the noise: none is drawn."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ResidualSmooth:
    """The smooth, a natural cubic spline as R's plot.cox.zph draws it, with a band of two standard errors.

    Attributes:
        transformed: (40,) places along 1 - S(t-).
        time: (40,) the times there.
        value, lower, upper: (40,) the log hazard ratio.
    """

    transformed: Floats
    time: Floats
    value: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class Residuals:
    """One column of a model over time. An event at which the column is the same for all in its stratum is left out.

    Attributes:
        variable: the covariate.
        level, reference: of a category; None for a number.
        coef: the log hazard ratio, about which the residuals scatter.
        unit: of the times.
        time: (d,) of each event.
        transformed: (d,) 1 - S(t-) there: evenly spread events, where plain time crowds them early.
        scaled: (d,) residual plus coefficient.
        smooth: None under `FEWEST_EVENTS` events, or where the times are too few to carry it.
        n_left_out: events that tell nothing of the column.
        chi2, df, p: R's cox.zph of the covariate (all columns of a category at once); None where not estimable.
    """

    variable: Variable
    level: str | None
    reference: str | None
    coef: float
    unit: str
    time: Floats
    transformed: Floats
    scaled: Floats
    smooth: ResidualSmooth | None
    n_left_out: int
    chi2: float | None
    df: int | None
    p: float | None


def residuals(rows: ModelRows, found: Regression, unit: str | None = None) -> tuple[Residuals, ...]:
    """The residuals of a fitted model, one per column.

    Args:
        rows: what it was fitted to.
        found: the model.
        unit: of the times; None for that of the rows.

    Returns:
        Nothing without events, or where a coefficient is infinite: nothing scatters about it.
    """
    scaled = scaled_schoenfeld(rows.time, rows.event, rows.columns, rows.unit, rows.entry, rows.strata)
    if scaled is None:
        return ()
    shown = rows.unit if unit is None else unit
    return tuple(_of_column(scaled, k, rows, found, shown) for k in range(len(scaled.columns)))


def _of_column(scaled: ScaledSchoenfeld, k: int, rows: ModelRows, found: Regression, unit: str) -> Residuals:
    column = scaled.columns[k]
    known = ~np.isnan(scaled.scaled[:, k])
    test = next((t for t in found.model.proportional_hazards_km if t.term == column.term), None)
    time = converted(scaled.time, rows.unit, unit)
    return Residuals(
        variable=next(v for v in rows.covariates if v.name == column.term),
        level=column.level,
        reference=column.reference,
        coef=float(scaled.coef[k]),
        unit=unit,
        time=time[known],
        transformed=scaled.transformed[known],
        scaled=scaled.scaled[known, k],
        smooth=_smooth(scaled, k, time) if known.sum() >= FEWEST_EVENTS else None,
        n_left_out=int((~known).sum()),
        chi2=test.chi2 if test else None,
        df=test.df if test else None,
        p=test.p if test else None,
    )


def _smooth(scaled: ScaledSchoenfeld, k: int, time: Floats) -> ResidualSmooth | None:
    found = spline_smooth(scaled.transformed, scaled.scaled[:, k], float(scaled.variance[k, k]))
    if found is None:
        return None
    # Where a step of the curve joins several times, the first is where it begins.
    places, step = np.unique(scaled.transformed, return_inverse=True)
    earliest = np.full(places.size, np.inf)
    np.minimum.at(earliest, step, time)
    return ResidualSmooth(found.x, np.interp(found.x, places, earliest), found.value, found.lower, found.upper)


__all__ = ["FEWEST_EVENTS", "ResidualSmooth", "Residuals", "residuals"]
