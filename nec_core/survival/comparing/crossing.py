"""Curves that cross: one group ahead early and behind later, each by more than chance.

Curves of like groups cross again and again by chance, and at their ends most of all; so a crossing counts only where on
either side of it the difference is beyond its own pointwise interval, as long as both curves stand on enough patients.
Klein JP, Logan B, Harhoff M, Andersen PK. Analyzing survival curves at a fixed point in time. Stat Med
2007;26:4505-4519.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.counts.time_grid import before_and_by
from nec_core.survival.curves.kaplan_meier import SurvivalCurve
from nec_core.survival.curves.readable import readable
from nec_core.survival.distributions import normal_quantile

Floats = NDArray[np.float64]

_BEYOND = normal_quantile(0.975)
"""Of the difference over its standard error: outside the usual interval of 95%."""


@dataclass(frozen=True)
class Crossing:
    """Two curves that cross.

    Attributes:
        above, below: the group with the better survival before, and the one with the better survival after.
        time: from when on the first is not above any more, in the curves' unit.
    """

    above: str
    below: str
    time: float


def crossings(curves: Sequence[SurvivalCurve]) -> tuple[Crossing, ...]:
    """Every two curves that cross by more than chance, the first such crossing of each pair."""
    found = (_crossing(first, second) for first, second in combinations(curves, 2))
    return tuple(one for one in found if one is not None)


def _crossing(first: SurvivalCurve, second: SurvivalCurve) -> Crossing | None:
    last = min(readable(first).until, readable(second).until)
    times = np.unique(np.concatenate((first.time, second.time)))
    times = times[times <= last]
    (a, of_a), (b, of_b) = _at(first, times), _at(second, times)
    error = np.sqrt(of_a**2 + of_b**2)
    difference = a - b
    sure = np.where(np.abs(difference) > _BEYOND * error, np.sign(difference), 0.0)
    # A curve still at 1 or down at 0 has no variance: with it as zero a difference would look surer than it is.
    known = np.flatnonzero((sure != 0) & (of_a > 0) & (of_b > 0))
    turned = [j for i, j in pairwise(known) if sure[i] != sure[j]]
    if not turned:
        return None
    before = np.flatnonzero(np.sign(difference[: turned[0]]) == -sure[turned[0]])[-1]
    names = (first.name, second.name) if sure[turned[0]] < 0 else (second.name, first.name)
    return Crossing(*names, float(times[before + 1]))


def _at(curve: SurvivalCurve, times: Floats) -> tuple[Floats, Floats]:
    """Survival and its standard error at each time; 0 before the first event, and where nobody is left."""
    _, steps = before_and_by(curve.time, times)
    survival = np.concatenate(([1.0], curve.survival))[steps]
    error = np.concatenate(([0.0], np.nan_to_num(curve.std_error)))[steps]
    return survival, error


__all__ = ["Crossing", "crossings"]
