"""Up to when a curve can be read: as long as enough patients are at risk.

Pocock SJ, Clayton TC, Altman DG. Survival plots of time-to-event outcomes in clinical trials: good practice and
pitfalls. Lancet 2002;359:1686-1689.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.curves.step_curve import StepCurve

ENOUGH_PATIENTS = 5
ENOUGH_SHARE = 0.1
"""Of the group: Pocock and others end a curve where 10 to 20% are left. In a small group a tenth is hardly anybody."""


@dataclass(frozen=True)
class Readable:
    """How far a curve stands on enough patients.

    Attributes:
        until: the last time for which enough were at risk, in the curve's unit; 0 where there was none.
        whole: it goes on no further.
    """

    until: float
    whole: bool


def readable(curve: StepCurve) -> Readable:
    """How far a group's curve can be read."""
    if not curve.time.size:
        return Readable(0.0, True)
    last = last_with_enough(curve.at_risk, curve.n)
    if last is None:
        return Readable(0.0, False)
    return Readable(float(curve.time[last]), last == curve.time.size - 1)


def last_with_enough(at_risk: NDArray[np.int64], n: int) -> int | None:
    """Index of the last of these counts, of a group of n, that is enough; None where none is."""
    enough = np.flatnonzero(at_risk >= max(ENOUGH_PATIENTS, ENOUGH_SHARE * n))
    return int(enough[-1]) if enough.size else None


__all__ = ["ENOUGH_PATIENTS", "ENOUGH_SHARE", "Readable", "last_with_enough", "readable"]
