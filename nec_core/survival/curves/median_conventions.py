"""The median survival time as textbooks, R and SAS have it: one curve, up to three numbers.

Textbook: the smallest time at which survival is one half or less (Klein JP, Moeschberger ML. Survival Analysis,
Springer 2003, section 4.5). R's print(survfit): where survival stands at exactly one half, the middle of that plateau,
or its beginning where no later event ends it. SAS (PROC LIFETEST, "Estimation of quartiles"): the smallest time with
survival below one half, or the middle of the plateau; missing where no event ends it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.survival.curves.kaplan_meier import SurvivalCurve
from nec_core.survival.curves.quantiles import median
from nec_core.time_units import TIE_TOLERANCE


@dataclass(frozen=True)
class MedianConventions:
    """One group's median, in the curve's unit; None for not reached.

    Attributes:
        group: its name.
        textbook, r, sas: as the module says.
        differ: whether they are not all the same.
    """

    group: str
    textbook: float | None
    r: float | None
    sas: float | None

    @property
    def differ(self) -> bool:
        return not self.textbook == self.r == self.sas


def median_conventions(curve: SurvivalCurve) -> MedianConventions:
    """The three of one curve."""
    down = np.flatnonzero(curve.survival <= 0.5 + TIE_TOLERANCE)
    ends = bool((curve.survival < 0.5 - TIE_TOLERANCE).any())
    r = median(curve).value
    return MedianConventions(curve.name, float(curve.time[down[0]]) if down.size else None, r, r if ends else None)
