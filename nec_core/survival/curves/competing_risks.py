"""Competing risks: the cumulative incidence of each cause.

Aalen OO, Johansen S. An empirical transition matrix for non-homogeneous Markov chains based on censored
observations. Scand J Stat 1978;5:141-150. One minus Kaplan-Meier, with competing events as censorings, is not
the probability of the event: it overstates it (mgus2, progression by 240 months: 0.210 where the truth is
0.0998). lifelines' estimator moves tied times apart at random and is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.confidence import check_interval, confidence_limits
from nec_core.survival.counts.competing_table import CompetingTable
from nec_core.survival.curves.step_curve import Place, StepCurve, or_none


@dataclass(frozen=True, eq=False)
class IncidenceCurve(StepCurve):
    """Cumulative incidence of one cause in one group.

    Attributes:
        cause: of which `n_events` and `events` are.
        other_events: (m,) int64, events of all other causes.
        incidence: (m,) probability of having had an event of this cause by `time`.
        std_error: (m,) its standard error, equal to R's survfit for multi-state data.
    """

    cause: str
    other_events: NDArray[np.int64]
    incidence: NDArray[np.float64]


@dataclass(frozen=True)
class IncidenceRate:
    """Cumulative incidence at one time. None where not estimable.

    Attributes:
        time: in the curve's unit.
        at_risk: patients without any event and under observation just before `time`.
        incidence, std_error, lower, upper: at `time`.
        beyond_follow_up: nobody of the group was followed this long and some were last seen without any
            event.
    """

    time: float
    at_risk: int
    incidence: float | None
    std_error: float | None
    lower: float | None
    upper: float | None
    beyond_follow_up: bool


def cumulative_incidence(
    table: CompetingTable, cause: int = 0, conf_type: str = "log", conf_level: float = 0.95
) -> tuple[IncidenceCurve, ...]:
    """The Aalen-Johansen curve of one cause in every group, in the table's order.

    Args:
        table: counts per time, group and cause.
        cause: index of the cause.
        conf_type: "log" (R's default for multi-state curves), "plain", "log-log", "logit" or "arcsin".
        conf_level: between 0 and 1.

    Raises:
        PlanError: no such cause, unknown conf_type, or conf_level outside (0, 1).
    """
    check_interval(conf_type, conf_level)
    table.check_cause(cause)
    return tuple(_incidence(table, g, cause, conf_type, conf_level) for g in range(len(table.groups)))


def incidences_at(curve: IncidenceCurve, times: Sequence[float]) -> tuple[IncidenceRate, ...]:
    """The curve's values at each of `times`, in the order given. Before the first observed time it is 0."""
    return tuple(_rate(curve, place) for place in curve.at(times))


def _incidence(table: CompetingTable, g: int, cause: int, conf_type: str, conf_level: float) -> IncidenceCurve:
    any_event = table.events[g].sum(axis=0)
    present = np.flatnonzero(any_event + table.censored[g])
    at_risk = table.at_risk[g][present].astype(np.float64)
    own = table.events[g, cause][present].astype(np.float64)
    other = any_event[present] - own
    survival = ((at_risk - own - other) / at_risk).cumprod()
    before = np.concatenate(([1.0], survival))[:-1]
    incidence = (before * own / at_risk).cumsum()
    std_error = np.sqrt(_variance(at_risk, own, other, survival, incidence))
    with np.errstate(divide="ignore", invalid="ignore"):
        log_se = np.where(std_error == 0.0, 0.0, std_error / incidence)
    lower, upper = confidence_limits(incidence, log_se, conf_type, conf_level)
    return IncidenceCurve(
        name=table.groups[g],
        cause=table.causes[cause],
        unit=table.unit,
        n=int(table.n[g]),
        n_events=int(own.sum()),
        time=table.times[present],
        at_risk=table.at_risk[g][present],
        events=table.events[g, cause][present],
        other_events=(any_event - table.events[g, cause])[present],
        censored=table.censored[g][present],
        incidence=incidence,
        std_error=std_error,
        lower=lower,
        upper=upper,
        conf_type=conf_type,
        conf_level=conf_level,
    )


def _variance(
    at_risk: NDArray[np.float64],
    own: NDArray[np.float64],
    other: NDArray[np.float64],
    survival: NDArray[np.float64],
    incidence: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The sum of the patients' squared influences, R's infinitesimal jackknife, in closed form.

    What happens at different times is uncorrelated, as in Greenwood's formula. At a time u a patient at risk ends
    with the event (for F(t) worth 1), with another (worth 0), or goes on, which is worth q, the chance of the event
    between u and t. The variance of these three values is a sum of squares, of 1 - q and q among them; with the
    squares multiplied out each part is a running sum over u.
    """
    before = np.concatenate(([1.0], survival))[:-1]
    others = (before * other / at_risk).cumsum()
    going_on = at_risk * (at_risk - own - other)
    own_part = np.divide(own, going_on, out=np.zeros_like(own), where=going_on > 0.0)
    other_part = np.divide(other, going_on, out=np.zeros_like(own), where=going_on > 0.0)
    between = (before**2 * own * other / at_risk**3).cumsum()
    # Times survival after u, 1 - q is what is left at t, plus what other causes took between u and t.
    left = survival + others
    return np.asarray(
        between + _squares(own_part, left, others) + _squares(other_part, incidence, incidence), dtype=np.float64
    )


def _squares(weight: NDArray[np.float64], at_t: NDArray[np.float64], at_u: NDArray[np.float64]) -> NDArray[np.float64]:
    """For every t, the sum over u up to t of weight(u) (at_t(t) - at_u(u))^2."""
    total = at_t**2 * weight.cumsum() - 2.0 * at_t * (weight * at_u).cumsum() + (weight * at_u**2).cumsum()
    return np.asarray(np.maximum(total, 0.0), dtype=np.float64)


def _rate(curve: IncidenceCurve, place: Place) -> IncidenceRate:
    if curve.n == 0:
        return IncidenceRate(place.time, 0, None, None, None, None, True)
    last = place.last
    if last < 0:
        return IncidenceRate(place.time, place.at_risk, 0.0, 0.0, None, None, False)
    return IncidenceRate(
        time=place.time,
        at_risk=place.at_risk,
        incidence=float(curve.incidence[last]),
        std_error=float(curve.std_error[last]),
        lower=or_none(curve.lower[last]),
        upper=or_none(curve.upper[last]),
        beyond_follow_up=place.beyond and bool(curve.censored[-1]),
    )
