"""The calendar of the whole product: the units of time, how many days each has, and when two times are one.

A year is 365.25 days, a month a twelfth of it. Imported before anything heavy, so numpy waits until it is needed.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TimeUnit = Literal["days", "weeks", "months", "years"]
UNITS: tuple[TimeUnit, ...] = get_args(TimeUnit)

DAYS_PER_UNIT: Mapping[str, float] = MappingProxyType({"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25})

TIE_TOLERANCE = math.sqrt(sys.float_info.epsilon)
"""R's timefix: sqrt(.Machine$double.eps), absolute and relative to the time (Therneau, vignette "Roundoff error and
tied times" of package survival)."""


@overload
def converted(times: float, unit: str, to: str) -> float: ...
@overload
def converted(times: NDArray[np.float64], unit: str, to: str) -> NDArray[np.float64]: ...
def converted(times: float | NDArray[np.float64], unit: str, to: str) -> float | NDArray[np.float64]:
    """Times of one unit in another. A KeyError for an unknown unit: what comes from a person is checked before."""
    return times * DAYS_PER_UNIT[unit] / DAYS_PER_UNIT[to]


def scale(unit: str, to: str) -> float:
    """What times of one unit are multiplied by to be in another."""
    return DAYS_PER_UNIT[unit] / DAYS_PER_UNIT[to]


def in_days(unit: str) -> str | None:
    """The convention as printed under a figure, "1 month = 30.4375 days"; None where a calendar leaves no choice."""
    return f"1 {unit.removesuffix('s')} = {DAYS_PER_UNIT[unit]:g} days" if unit in ("months", "years") else None


@overload
def tie_width(times: float) -> float: ...
@overload
def tie_width(times: NDArray[np.float64]) -> NDArray[np.float64]: ...
def tie_width(times: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """How far from each time another one may lie and be the same: 0.1 + 0.2 is the event time 0.3."""
    if isinstance(times, int | float):
        return TIE_TOLERANCE * max(1.0, abs(times))
    import numpy as np

    return TIE_TOLERANCE * np.maximum(1.0, np.abs(times))


__all__ = ["DAYS_PER_UNIT", "TIE_TOLERANCE", "UNITS", "TimeUnit", "converted", "in_days", "scale", "tie_width"]
