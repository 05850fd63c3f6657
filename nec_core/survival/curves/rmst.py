"""Restricted mean survival time: the area under the curve up to a chosen time.

Royston P, Parmar MKB. Restricted mean survival time: an alternative to the hazard ratio for the design and
analysis of randomized trials. BMC Med Res Methodol 2013;13:152. Standard error of Greenwood's type, as R's
print(survfit, rmean = tau) and package survRM2 have it; lifelines' `return_variance` is not its square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nec_core.errors import PlanError
from nec_core.survival.confidence import check_level
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.distributions import normal_quantile, two_sided_normal_tail


@dataclass(frozen=True)
class RestrictedMean:
    """Mean survival time of one group within the first `tau` units of time.

    Attributes:
        name: the group.
        n, n_events: patients and events in the whole follow-up.
        tau: the horizon, in the table's unit.
        value: the mean; None for an empty group.
        std_error: its standard error; None for an empty group, 0 when nobody has the event before tau.
        lower, upper: confidence limits; None when the standard error is 0 or None.
        beyond_follow_up: tau lies after the group's last observed time with the curve not yet at zero, so
            that the last height of the curve was carried on to tau.
    """

    name: str
    n: int
    n_events: int
    tau: float
    value: float | None
    std_error: float | None
    lower: float | None
    upper: float | None
    beyond_follow_up: bool


@dataclass(frozen=True)
class RestrictedMeanComparison:
    """Restricted means of two groups compared, `group` against `reference`. None where not estimable.

    Limits and P are so where the mean of one group has no variance, as of nobody with the event: taking it as zero, as
    survRM2 does, would make the difference look surer than it is.

    Attributes:
        reference, group: names.
        tau: the horizon.
        difference, difference_lower, difference_upper, difference_p: group minus reference.
        ratio, ratio_lower, ratio_upper, ratio_p: group over reference; limits and P on the log scale.
    """

    reference: str
    group: str
    tau: float
    difference: float | None
    difference_lower: float | None
    difference_upper: float | None
    difference_p: float | None
    ratio: float | None
    ratio_lower: float | None
    ratio_upper: float | None
    ratio_p: float | None


def common_horizon(table: EventTable) -> float | None:
    """The largest time at which every group's curve is defined; None when no group has patients.

    A curve is defined up to its group's last observed time, and for ever once it has come down to zero.
    """
    ends = [_end_of_curve(table, g) for g in range(len(table.groups)) if table.n[g]]
    if not ends:
        return None
    still_up = [last for last, down_to_zero in ends if not down_to_zero]
    return min(still_up) if still_up else max(last for last, _ in ends)


def rmst(table: EventTable, tau: float | None = None, conf_level: float = 0.95) -> tuple[RestrictedMean, ...]:
    """The restricted mean of every group, in the table's order.

    Args:
        table: counts per time and group, with or without delayed entry.
        tau: horizon in the table's unit; None takes `common_horizon`.
        conf_level: between 0 and 1.

    Raises:
        PlanError: tau not positive, or conf_level outside (0, 1).
    """
    check_level(conf_level)
    horizon = _horizon(table, tau)
    return tuple(_restricted_mean(table, g, horizon, conf_level) for g in range(len(table.groups)))


def rmst_comparisons(
    table: EventTable, tau: float | None = None, conf_level: float = 0.95, reference: int = 0
) -> tuple[RestrictedMeanComparison, ...]:
    """Difference and ratio of restricted means, each other group against the group at index `reference`.

    Raises:
        PlanError: tau not positive, conf_level outside (0, 1), or no group at `reference`.
    """
    if not 0 <= reference < len(table.groups):
        raise PlanError(
            f"reference must be the index of one of the {len(table.groups)} groups, but was {reference}. "
            "Choose a group of the table."
        )
    means = rmst(table, tau, conf_level)
    others = [mean for g, mean in enumerate(means) if g != reference]
    return tuple(_comparison(means[reference], other, conf_level) for other in others)


def _horizon(table: EventTable, tau: float | None) -> float:
    if tau is None:
        return common_horizon(table) or 0.0
    if not 0.0 < tau < math.inf:
        raise PlanError(f"tau must be a positive time, but was {tau!r}. Choose a horizon after time zero.")
    return float(tau)


def _end_of_curve(table: EventTable, g: int) -> tuple[float, bool]:
    """The group's last observed time, and whether its curve has come down to zero."""
    leaving = np.flatnonzero(table.events[g] + table.censored[g])
    emptied = (table.events[g] > 0) & (table.events[g] == table.at_risk[g])
    return float(table.times[leaving[-1]]), bool(emptied.any())


def _restricted_mean(table: EventTable, g: int, tau: float, conf_level: float) -> RestrictedMean:
    n, n_events = int(table.n[g]), int(table.events[g].sum())
    if n == 0:
        return RestrictedMean(table.groups[g], 0, 0, tau, None, None, None, None, True)
    last, down_to_zero = _end_of_curve(table, g)
    counted = np.flatnonzero((table.events[g] > 0) & (table.times <= tau))
    time, events = table.times[counted], table.events[g][counted]
    at_risk = table.at_risk[g][counted].astype(np.float64)
    surviving = at_risk - events
    heights = np.concatenate(([1.0], (surviving / at_risk).cumprod()))
    areas = heights * np.diff(np.concatenate(([0.0], time, [tau])))
    # Once the last patient has had the event the curve is zero and adds nothing to the variance, as in R.
    per_event = np.divide(events, at_risk * surviving, out=np.zeros(time.size), where=surviving > 0)
    still_to_come = areas[1:][::-1].cumsum()[::-1]
    value, std_error = float(areas.sum()), math.sqrt(float((still_to_come**2 * per_event).sum()))
    half = normal_quantile(1.0 - (1.0 - conf_level) / 2.0) * std_error
    return RestrictedMean(
        name=table.groups[g],
        n=n,
        n_events=n_events,
        tau=tau,
        value=value,
        std_error=std_error,
        lower=value - half if std_error > 0.0 else None,
        upper=value + half if std_error > 0.0 else None,
        beyond_follow_up=tau > last and not down_to_zero,
    )


def _comparison(reference: RestrictedMean, group: RestrictedMean, conf_level: float) -> RestrictedMeanComparison:
    difference, ratio = _difference(reference, group, conf_level), _ratio(reference, group, conf_level)
    return RestrictedMeanComparison(reference.name, group.name, group.tau, *difference, *ratio)


# An estimate, its limits and its P; None where not estimable.
_Estimate = tuple[float | None, float | None, float | None, float | None]


def _difference(reference: RestrictedMean, group: RestrictedMean, conf_level: float) -> _Estimate:
    if reference.value is None or group.value is None:
        return None, None, None, None
    difference = group.value - reference.value
    if not reference.std_error or not group.std_error:
        return difference, None, None, None
    return _wald(difference, math.hypot(reference.std_error, group.std_error), conf_level)


def _ratio(reference: RestrictedMean, group: RestrictedMean, conf_level: float) -> _Estimate:
    if not reference.value or not group.value:
        return None, None, None, None
    if not reference.std_error or not group.std_error:
        return group.value / reference.value, None, None, None
    std_error = math.hypot(reference.std_error / reference.value, group.std_error / group.value)
    log_ratio, lower, upper, p = _wald(math.log(group.value / reference.value), std_error, conf_level)
    return _exp(log_ratio), _exp(lower), _exp(upper), p


def _wald(estimate: float, std_error: float, conf_level: float) -> _Estimate:
    half = normal_quantile(1.0 - (1.0 - conf_level) / 2.0) * std_error
    return estimate, estimate - half, estimate + half, two_sided_normal_tail(estimate / std_error)


def _exp(value: float | None) -> float | None:
    return None if value is None else math.exp(value)
