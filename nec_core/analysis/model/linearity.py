"""Does a number act along a straight line? A restricted cubic spline of it against the line, all else the same.

Harrell FE. Regression Modeling Strategies. 2nd ed. Springer 2015, section 2.4.5: knots at fixed quantiles of the
number, four of them, three with fewer than 30 patients; beyond the outer ones the curve is straight. Tested by the
likelihood ratio of the models with and without the curve's bends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.analysis.model.likelihood import LikelihoodRatio, likelihood_ratio
from nec_core.analysis.model.model_rows import ModelRows
from nec_core.patients.cohort import Variable
from nec_core.survival.cox.spline_smooth import natural_basis

KNOTS_AT = (0.05, 0.35, 0.65, 0.95)
FEW_KNOTS_AT = (0.1, 0.5, 0.9)
FOUR_KNOTS_FROM = 30
"""Patients: Harrell's table 2.3 and the advice after it."""


@dataclass(frozen=True)
class Linearity:
    """The test of one number of a model.

    Attributes:
        variable: the number.
        knots: where the curve may bend; fewer than three where nothing could be tested.
        test: of the bends; its P small where the number does not act along a straight line.
        not_tested: why there is no test; "" where there is.
    """

    variable: Variable
    knots: tuple[float, ...]
    test: LikelihoodRatio
    not_tested: str = ""


def linearity(rows: ModelRows) -> tuple[Linearity, ...]:
    """Tests each number of a model, the other covariates and the strata being the same; none for categories."""
    return tuple(_tested(rows, v) for v in rows.covariates if v.kind == "number")


def _tested(rows: ModelRows, variable: Variable) -> Linearity:
    x = np.asarray(rows.columns[variable.name], dtype=np.float64)
    known = x[rows.whole]
    at = KNOTS_AT if known.size >= FOUR_KNOTS_FROM else FEW_KNOTS_AT
    knots = np.unique(np.quantile(known, at)) if known.size else np.empty(0)
    told = tuple(knots.tolist())
    if knots.size < 3:
        return Linearity(variable, told, LikelihoodRatio(None, None, None), "too few different values")
    bends = np.full((x.size, knots.size - 2), np.nan)
    bends[rows.whole] = natural_basis(known, knots)[:, 2:]
    more = {f"{variable.name}, bend {k + 1}": bends[:, k] for k in range(knots.size - 2)}
    test = likelihood_ratio(rows, more)
    return Linearity(variable, told, test, "" if test.p is not None else "the curve adds nothing to be tested")


__all__ = ["FOUR_KNOTS_FROM", "Linearity", "linearity"]
