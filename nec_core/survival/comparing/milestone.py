"""Survival of two groups compared at one chosen time.

Klein JP, Logan B, Harhoff M, Andersen PK. Analyzing survival curves at a fixed point in time. Stat Med
2007;26:4505-4519. The difference has a plain (Wald) interval and P; the P on the complementary log-log scale,
which that paper finds truer in small samples, stands beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from nec_core.errors import PlanError
from nec_core.survival.confidence import check_level
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.rates import SurvivalRate, rates_at
from nec_core.survival.distributions import normal_quantile, two_sided_normal_tail


@dataclass(frozen=True)
class MilestoneDifference:
    """Difference of survival at one time, `group` minus `reference`. None where not estimable.

    Attributes:
        reference, group: names.
        time: the milestone, in the table's unit.
        difference, std_error: of survival, between -1 and 1.
        lower, upper: confidence limits of the difference, within -1 and 1.
        p: two-sided, from difference / std_error.
        p_cloglog: two-sided, from the difference of log(-log(survival)).
        beyond_follow_up: in one of the groups nobody was followed this long.
    """

    reference: str
    group: str
    time: float
    difference: float | None
    std_error: float | None
    lower: float | None
    upper: float | None
    p: float | None
    p_cloglog: float | None
    beyond_follow_up: bool


def milestone_differences(
    table: EventTable, time: float, conf_level: float = 0.95, reference: int = 0
) -> tuple[MilestoneDifference, ...]:
    """Each other group against the group at index `reference`.

    Raises:
        PlanError: conf_level outside (0, 1), or no group at `reference`.
    """
    check_level(conf_level)
    if not 0 <= reference < len(table.groups):
        raise PlanError(
            f"reference must be the index of one of the {len(table.groups)} groups, but was {reference}. "
            "Choose a group of the table."
        )
    curves = kaplan_meier(table)
    base_name, base = curves[reference].name, rates_at(curves[reference], (time,))[0]
    others = [curve for g, curve in enumerate(curves) if g != reference]
    return tuple(_difference(base_name, base, other.name, rates_at(other, (time,))[0], conf_level) for other in others)


def _difference(
    base_name: str, base: SurvivalRate, name: str, rate: SurvivalRate, conf_level: float
) -> MilestoneDifference:
    beyond = base.beyond_follow_up or rate.beyond_follow_up
    if base.survival is None or rate.survival is None:
        return MilestoneDifference(base_name, name, rate.time, *(None,) * 6, beyond)
    difference = rate.survival - base.survival
    # A curve still at 1 or down at 0 has no variance: with it as zero the difference would look surer than it is.
    if not base.std_error or not rate.std_error:
        return MilestoneDifference(base_name, name, rate.time, difference, *(None,) * 5, beyond)
    std_error = math.hypot(base.std_error, rate.std_error)
    half = normal_quantile(1.0 - (1.0 - conf_level) / 2.0) * std_error
    return MilestoneDifference(
        reference=base_name,
        group=name,
        time=rate.time,
        difference=difference,
        std_error=std_error,
        lower=max(-1.0, difference - half),
        upper=min(1.0, difference + half),
        p=two_sided_normal_tail(difference / std_error),
        p_cloglog=_p_cloglog(base.survival, base.std_error, rate.survival, rate.std_error),
        beyond_follow_up=beyond,
    )


def _p_cloglog(s0: float, se0: float, s1: float, se1: float) -> float | None:
    if not (0.0 < s0 < 1.0 and 0.0 < s1 < 1.0):
        return None
    difference = math.log(-math.log(s1)) - math.log(-math.log(s0))
    return two_sided_normal_tail(difference / math.hypot(se0 / (s0 * math.log(s0)), se1 / (s1 * math.log(s1))))
