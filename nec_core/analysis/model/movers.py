"""Which patients move a model's hazard ratios most, by the row of the file."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nec_core.analysis.model.model_rows import ModelRows
from nec_core.patients.cohort import Variable
from nec_core.survival.cox.design import cox_data
from nec_core.survival.cox.score_residuals import influence

MOST = 3
"""Patients told of each coefficient."""


@dataclass(frozen=True)
class Mover:
    """One patient's part in a coefficient.

    Attributes:
        row: of the file.
        dfbeta: the coefficient less, about, what it would be without the patient.
        in_errors: the same in standard errors of the coefficient.
        ratio_without: about what the hazard ratio would be.
    """

    row: int
    dfbeta: float
    in_errors: float
    ratio_without: float


@dataclass(frozen=True)
class Moved:
    """One coefficient and who moves it most.

    Attributes:
        variable: the covariate.
        level, reference: of a category; None for a number.
        hazard_ratio: of everybody in the model.
        movers: up to `MOST` patients, the furthest first.
    """

    variable: Variable
    level: str | None
    reference: str | None
    hazard_ratio: float
    movers: tuple[Mover, ...]


def movers(rows: ModelRows) -> tuple[Moved, ...]:
    """Who moves each coefficient most; empty without events, and where an estimate is infinite."""
    data = cox_data(rows.time, rows.event, rows.columns, rows.unit, rows.entry, rows.strata)
    found = influence(data)
    if found is None:
        return ()
    source = rows.source[rows.whole]
    variables = {v.name: v for v in rows.covariates}
    told = []
    for k, column in enumerate(found.columns):
        moved, coef, error = found.dfbeta[:, k], float(found.coef[k]), float(found.std_error[k])
        furthest = np.argsort(-np.abs(moved), kind="stable")[:MOST]
        told.append(
            Moved(
                variables[column.term],
                column.level,
                column.reference,
                math.exp(min(coef, 700.0)),
                tuple(
                    Mover(
                        int(source[i]), float(moved[i]), float(moved[i]) / error, math.exp(min(coef - moved[i], 700.0))
                    )
                    for i in furthest
                    if moved[i] != 0.0
                ),
            )
        )
    return tuple(told)


__all__ = ["MOST", "Moved", "Mover", "movers"]
