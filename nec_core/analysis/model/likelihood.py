"""Whether further columns say something that a model does not: Cox's likelihood with and without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.analysis.model.model_rows import ModelRows
from nec_core.survival.cox.model import cox
from nec_core.survival.distributions import chi_squared_tail


@dataclass(frozen=True)
class LikelihoodRatio:
    """The test; None where there is nothing to be tested."""

    chi2: float | None
    df: int | None
    p: float | None


def likelihood_ratio(rows: ModelRows, more: Mapping[str, npt.NDArray[np.float64]]) -> LikelihoodRatio:
    """The test of these columns beside the model's own.

    Args:
        rows: of the model.
        more: further columns (n,) by name, nan on rows that are not in the model. Those that say nothing new cost no
            degree of freedom.
    """
    fixed = rows.unit, rows.entry, rows.strata
    without = cox(rows.time, rows.event, rows.columns, *fixed).likelihood_ratio
    whole = cox(rows.time, rows.event, {**rows.columns, **more}, *fixed).likelihood_ratio
    if whole.chi2 is None or whole.df is None:
        return LikelihoodRatio(None, None, None)
    df = whole.df - (without.df or 0)
    if df < 1:
        return LikelihoodRatio(None, None, None)
    chi2 = max(whole.chi2 - (without.chi2 or 0.0), 0.0)
    return LikelihoodRatio(chi2, df, chi_squared_tail(chi2, df))


__all__ = ["LikelihoodRatio", "likelihood_ratio"]
