"""Survival at chosen times, equal to R's summary(survfit(...), times, extend = TRUE)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_core.survival.curves.kaplan_meier import SurvivalCurve
from nec_core.survival.curves.step_curve import Place, or_none


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
    return tuple(_rate(curve, place) for place in curve.at(times))


def _rate(curve: SurvivalCurve, place: Place) -> SurvivalRate:
    if curve.n == 0:
        return SurvivalRate(place.time, 0, None, None, None, True, None)
    last = place.last
    if last < 0:
        limit = 1.0 if curve.conf_type in ("log", "plain") else None
        return SurvivalRate(place.time, place.at_risk, 1.0, limit, limit, False, 0.0)
    survival = float(curve.survival[last])
    return SurvivalRate(
        time=place.time,
        at_risk=place.at_risk,
        survival=survival,
        lower=or_none(curve.lower[last]),
        upper=or_none(curve.upper[last]),
        beyond_follow_up=place.beyond and survival > 0.0,
        std_error=or_none(curve.std_error[last]),
    )
