"""Does a hazard ratio differ between the strata of a model, as between centres?

Each stratum has its own baseline hazard, and one hazard ratio is taken to hold in all of them. That is tested by the
likelihood ratio of the model with and without products of the covariate and the strata (Therneau TM, Grambsch PM.
Modeling Survival Data. Springer 2000, section 3.2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.analysis.model.likelihood import LikelihoodRatio, likelihood_ratio
from nec_core.analysis.model.model_rows import ModelRows
from nec_core.patients.cohort import Variable
from nec_core.survival.cox.design import Factor


@dataclass(frozen=True)
class Heterogeneity:
    """The test of one covariate.

    Attributes:
        variable: the covariate.
        strata: the variable whose levels are the strata.
        n_strata: strata with patients of the model.
        test: of the products; its P small where the hazard ratio differs between strata.
    """

    variable: Variable
    strata: Variable
    n_strata: int
    test: LikelihoodRatio


def heterogeneity(rows: ModelRows) -> tuple[Heterogeneity, ...]:
    """Tests each covariate of a stratified model, the others having one effect for all; empty without strata."""
    if rows.stratum is None or rows.strata is None:
        return ()
    present = np.unique(rows.strata[rows.whole])
    return tuple(
        Heterogeneity(v, rows.stratum, len(present), likelihood_ratio(rows, _products(rows, v.name, present)))
        for v in rows.covariates
        if v.name != rows.stratum.name
    )


def _products(rows: ModelRows, name: str, present: npt.NDArray[np.int32]) -> dict[str, npt.NDArray[np.float64]]:
    """Each column of the covariate within each stratum but the first."""
    assert rows.strata is not None
    found = {}
    for k, column in enumerate(_columns(rows, name)):
        for stratum in present[1:]:
            product = np.where(rows.strata == stratum, column, 0.0)
            found[f"{name}, column {k + 1} in stratum {stratum}"] = np.where(rows.whole, product, np.nan)
    return found


def _columns(rows: ModelRows, name: str) -> list[npt.NDArray[np.float64]]:
    column = rows.columns[name]
    if not isinstance(column, Factor):
        return [np.asarray(column, dtype=np.float64)]
    codes = np.asarray(column.codes)
    return [(codes == k).astype(np.float64) for k in range(len(column.levels)) if k != column.reference]


__all__ = ["Heterogeneity", "heterogeneity"]
