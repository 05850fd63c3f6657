"""The cumulative hazard.

Nelson W. Theory and applications of hazard plotting for censored failure data. Technometrics 1972;14:945-966.
Aalen O. Nonparametric inference for a family of counting processes. Ann Stat 1978;6:701-726. Equal to R's
survfit(..., ctype = 1): ties count as d / n, and the variance is the sum of d / n^2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.confidence import check_level
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.step_curve import Place, StepCurve, or_none
from nec_core.survival.distributions import normal_quantile

HAZARD_CONF_TYPES = ("log", "plain")


@dataclass(frozen=True, eq=False)
class HazardCurve(StepCurve):
    """One group's cumulative hazard.

    Attributes:
        cumulative_hazard: (m,) Nelson-Aalen estimate just after `time`.
        lower, upper: (m,) confidence limits; nan where there is no interval (for log where the hazard is 0).
    """

    cumulative_hazard: NDArray[np.float64]


def nelson_aalen(table: EventTable, conf_type: str = "log", conf_level: float = 0.95) -> tuple[HazardCurve, ...]:
    """The cumulative hazard of every group, in the table's order.

    Args:
        table: counts per time and group, with or without delayed entry.
        conf_type: "log" (never below zero) or "plain" (cut at zero).
        conf_level: between 0 and 1.

    Raises:
        PlanError: unknown conf_type, or conf_level outside (0, 1).
    """
    check_level(conf_level)
    if conf_type not in HAZARD_CONF_TYPES:
        raise PlanError(
            f"conf_type of a cumulative hazard must be one of {', '.join(HAZARD_CONF_TYPES)}, but was "
            f"{conf_type!r}. Choose one of them."
        )
    return tuple(_hazard_curve(table, g, conf_type, conf_level) for g in range(len(table.groups)))


@dataclass(frozen=True)
class CumulativeHazard:
    """One group's cumulative hazard at one time.

    Attributes:
        time: in the curve's unit.
        value: expected number of events per patient by then, were the event repeatable; None for an empty group.
        std_error: None together with value.
        lower, upper: confidence limits; None where there is no interval.
        beyond_follow_up: nobody of the group was followed this long: the value repeats the last one observed.
    """

    time: float
    value: float | None
    std_error: float | None
    lower: float | None
    upper: float | None
    beyond_follow_up: bool


def cumulative_hazards_at(curve: HazardCurve, times: Sequence[float]) -> tuple[CumulativeHazard, ...]:
    """The cumulative hazard at each of `times`, in the order given; 0 before the first observed time."""
    return tuple(_at(curve, place) for place in curve.at(times))


def _at(curve: HazardCurve, place: Place) -> CumulativeHazard:
    if curve.n == 0:
        return CumulativeHazard(place.time, None, None, None, None, True)
    last = place.last
    if last < 0:
        return CumulativeHazard(place.time, 0.0, 0.0, None, None, False)
    return CumulativeHazard(
        time=place.time,
        value=float(curve.cumulative_hazard[last]),
        std_error=float(curve.std_error[last]),
        lower=or_none(curve.lower[last]),
        upper=or_none(curve.upper[last]),
        beyond_follow_up=place.beyond,
    )


def _hazard_curve(table: EventTable, g: int, conf_type: str, conf_level: float) -> HazardCurve:
    present = np.flatnonzero(table.events[g] + table.censored[g])
    events, at_risk = table.events[g][present], table.at_risk[g][present].astype(np.float64)
    hazard = (events / at_risk).cumsum()
    std_error = np.sqrt((events / at_risk**2).cumsum())
    half = normal_quantile(1.0 - (1.0 - conf_level) / 2.0) * std_error
    if conf_type == "plain":
        lower, upper = np.maximum(hazard - half, 0.0), hazard + half
    else:
        positive = np.where(hazard > 0.0, hazard, np.nan)
        lower, upper = positive * np.exp(-half / positive), positive * np.exp(half / positive)
    return HazardCurve(
        name=table.groups[g],
        unit=table.unit,
        n=int(table.n[g]),
        n_events=int(events.sum()),
        time=table.times[present],
        at_risk=table.at_risk[g][present],
        events=events,
        censored=table.censored[g][present],
        cumulative_hazard=hazard,
        std_error=std_error,
        lower=lower,
        upper=upper,
        conf_type=conf_type,
        conf_level=conf_level,
    )
