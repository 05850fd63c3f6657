"""Median and other quantiles of survival time, with limits read off the confidence band.

Brookmeyer R, Crowley J. A confidence interval for the median survival time. Biometrics 1982;38:29-41. Where
the curve stands at exactly 1 - p, the middle of that plateau is the quantile, as R's print(survfit) and SAS
have it; lifelines takes the plateau's end or, on float fuzz, its beginning. A plateau that no later event ends
begins the quantile: its middle would move with how long the last patient was watched. Equal to
summary(survfit)$table; R's quantile.survfit differs there, and where a band rises before it falls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.curves.kaplan_meier import SurvivalCurve
from nec_core.time_units import TIE_TOLERANCE


@dataclass(frozen=True)
class Quantile:
    """The time by which a share `p` of the group has had the event.

    Attributes:
        p: the share, 0.5 for the median.
        value: in the curve's unit; None when the curve does not come down to 1 - p (not reached).
        lower, upper: confidence limits; None where the band does not come down to 1 - p (not estimable).
    """

    p: float
    value: float | None
    lower: float | None
    upper: float | None


def median(curve: SurvivalCurve) -> Quantile:
    """The median survival time with its confidence limits."""
    return quantile(curve, 0.5)


def quantile(curve: SurvivalCurve, p: float) -> Quantile:
    """The smallest time at which survival is 1 - p or less; the plateau's middle where it is exactly 1 - p.

    Survival is compared with R's tolerance, so that float fuzz does not hide a plateau.

    Raises:
        PlanError: p outside (0, 1).
    """
    if not 0.0 < p < 1.0:
        raise PlanError(f"p must lie between 0 and 1, but was {p!r}. Use 0.5 for the median.")
    return Quantile(
        p=p,
        value=_first_time_at_or_below(curve, curve.survival, p),
        lower=_first_time_at_or_below(curve, curve.lower, p),
        upper=_first_time_at_or_below(curve, curve.upper, p),
    )


def _first_time_at_or_below(curve: SurvivalCurve, height: NDArray[np.float64], p: float) -> float | None:
    """Where a step function that starts at 1 first comes down to 1 - p.

    A band need not fall everywhere: it is read from left to right, up to where it first is at 1 - p or below.
    """
    with np.errstate(invalid="ignore"):
        down = np.flatnonzero(height <= 1.0 - p + TIE_TOLERANCE)
    if not down.size:
        return None
    start = float(curve.time[down[0]])
    below = down[height[down] < height[down[0]]]
    if height[down[0]] < 1.0 - p - TIE_TOLERANCE or not below.size:
        return start
    return (start + float(curve.time[below[0]])) / 2.0
