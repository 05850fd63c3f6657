"""What the curves of one group have in common: counts at each time somebody left, limits, and where a time falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.counts.time_grid import before_and_by


@dataclass(frozen=True)
class Place:
    """Where a time falls on a curve.

    Attributes:
        time: as asked.
        last: index of the last step at or before it; -1 before the first.
        at_risk: of the group just before it: just before the first step at or after it, as R counts with delayed entry;
            0 where there is none.
        beyond: it lies after the last step, or the curve has none.
    """

    time: float
    last: int
    at_risk: int
    beyond: bool


@dataclass(frozen=True, eq=False)
class StepCurve:
    """One group's curve, one step per distinct time at which somebody of the group had the event or was last seen.

    Attributes:
        name: the group.
        unit: unit of `time`.
        n, n_events: patients and events.
        time: (m,) float64, increasing.
        at_risk, events, censored: (m,) int64; at risk just before `time`.
        std_error: (m,) of the estimate.
        lower, upper: (m,) its confidence limits; nan where there is no interval.
        conf_type, conf_level: how the limits were made.
    """

    name: str
    unit: str
    n: int
    n_events: int
    time: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]
    censored: NDArray[np.int64]
    std_error: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    conf_type: str
    conf_level: float

    def at(self, times: Sequence[float]) -> tuple[Place, ...]:
        """Where each of `times` (in the curve's unit) falls, in the order given."""
        before, by = before_and_by(self.time, np.asarray([float(time) for time in times], dtype=np.float64))
        at_risk = np.append(self.at_risk, 0)[before]
        return tuple(
            Place(float(time), int(up_to) - 1, int(n), int(past) == self.time.size)
            for time, past, up_to, n in zip(times, before, by, at_risk, strict=True)
        )


def or_none(value: np.float64) -> float | None:
    """A number for people: None instead of nan."""
    return None if np.isnan(value) else float(value)
