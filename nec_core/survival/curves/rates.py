"""Survival at chosen times, equal to R's summary(survfit(...), times, extend = TRUE)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nec_core.survival.curves.kaplan_meier import SurvivalCurve
from nec_core.time_units import tie_width


@dataclass(frozen=True)
class SurvivalRate:
    """Survival of one group at one time.

    Attributes:
        time: in the curve's unit.
        at_risk: patients under observation just before `time`; with delayed entry, just before the next time at
            which somebody left, as R counts them.
        survival: probability of being without the event; None for an empty group.
        lower, upper: confidence limits; None where there is no interval.
        beyond_follow_up: nobody of the group was followed this long, and the curve had not reached zero: the
            value repeats the last one observed and should be marked.
        std_error: Greenwood's standard error; None where there is none.
    """

    time: float
    at_risk: int
    survival: float | None
    lower: float | None
    upper: float | None
    beyond_follow_up: bool
    std_error: float | None


def rates_at(curve: SurvivalCurve, times: Sequence[float]) -> tuple[SurvivalRate, ...]:
    """The curve's values at each of `times` (in the curve's unit), in the order given.

    Before the first observed time survival is 1; its log-log, logit and arcsin intervals do not exist and are
    None (R prints 1 to 1 there and NA from the first observed time on).
    """
    return tuple(_rate(curve, float(time)) for time in times)


def _rate(curve: SurvivalCurve, time: float) -> SurvivalRate:
    if curve.n == 0:
        return SurvivalRate(time, 0, None, None, None, True, None)
    # A time asked for as 0.1 + 0.2 is the event time 0.3.
    fuzz = tie_width(time)
    last = int(np.searchsorted(curve.time, time + fuzz, side="right")) - 1
    following = int(np.searchsorted(curve.time, time - fuzz, side="left"))
    at_risk = int(curve.at_risk[following]) if following < curve.time.size else 0
    if last < 0:
        limit = 1.0 if curve.conf_type in ("log", "plain") else None
        return SurvivalRate(time, at_risk, 1.0, limit, limit, False, 0.0)
    survival = float(curve.survival[last])
    return SurvivalRate(
        time=time,
        at_risk=at_risk,
        survival=survival,
        lower=or_none(curve.lower[last]),
        upper=or_none(curve.upper[last]),
        beyond_follow_up=following == curve.time.size and survival > 0.0,
        std_error=or_none(curve.std_error[last]),
    )


def or_none(value: np.float64) -> float | None:
    """A number for people: None instead of nan."""
    return None if np.isnan(value) else float(value)
