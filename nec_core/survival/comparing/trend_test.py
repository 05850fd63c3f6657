"""The log-rank test for trend over ordered groups.

Tarone RE. Tests for trend in life table analysis. Biometrika 1975;62:679-682. Collett D. Modelling Survival
Data in Medical Research, 3rd ed., section 2.8.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.comparing.log_rank import check_weighting, total_scores
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.distributions import two_sided_normal_tail


@dataclass(frozen=True, eq=False)
class TrendTest:
    """A test of whether survival changes steadily over ordered groups, on one degree of freedom.

    Attributes:
        weighting: one of WEIGHTINGS.
        scores: (k,) float64, the groups' places on the scale.
        z: standardised trend, positive when groups with higher scores have more events than expected; None
            when it can't be told.
        chi2, df, p: z squared, 1, and its two-sided P; None together with z.
        n: (k,) int64 patients.
    """

    weighting: str
    scores: NDArray[np.float64]
    z: float | None
    chi2: float | None
    df: int | None
    p: float | None
    n: NDArray[np.int64]


def trend_test(
    table: EventTable,
    scores: Sequence[float] | None = None,
    weighting: str = "log-rank",
    rho: float = 0.0,
    gamma: float = 0.0,
) -> TrendTest:
    """Tests for trend over the table's groups, in the table's order.

    Args:
        table: counts per time and group.
        scores: one number per group; None means 0, 1, 2, ...
        weighting, rho, gamma: as for `log_rank`.

    Raises:
        PlanError: unknown weighting, or not one score per group.
    """
    rho, gamma = check_weighting(weighting, rho, gamma)
    places = np.arange(len(table.groups), dtype=np.float64) if scores is None else np.asarray(scores, np.float64)
    if places.shape != (len(table.groups),):
        raise PlanError(
            f"scores must be one number per group, but {places.size} were given for {len(table.groups)} "
            "groups. Give one score for each group, in the groups' order."
        )
    parts = total_scores((table,), weighting, rho, gamma)
    variance = float(places @ parts.variance @ places)
    scale = float(np.abs(places) @ np.abs(parts.variance) @ np.abs(places))
    if variance <= 1e-14 * scale:
        return TrendTest(weighting, places, None, None, None, None, table.n)
    z = float(places @ (parts.observed - parts.expected)) / math.sqrt(variance)
    return TrendTest(weighting, places, z, z * z, 1, two_sided_normal_tail(z), table.n)
