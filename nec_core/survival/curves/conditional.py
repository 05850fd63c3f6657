"""Conditional survival: the outlook of those who have already lived some time.

Davis FG, McCarthy BJ, Freels S, Kupelian V, Bondy ML. The conditional probability of survival of patients
with primary malignant brain tumors. Cancer 1999;85:485-491. P(T > s + t | T > s) = S(s + t) / S(s); only the
events after s enter its variance, so it is the ordinary curve of the patients still at risk after s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.landmark import landmark_table
from nec_core.survival.curves.rates import SurvivalRate, rates_at


@dataclass(frozen=True)
class ConditionalSurvival:
    """Survival of one group's patients who were without the event after `survived`.

    Attributes:
        name: the group.
        survived: time already lived, in the table's unit.
        n: patients of the group under observation and without the event after `survived`.
        rates: survival at further times, counted from `survived` on.
    """

    name: str
    survived: float
    n: int
    rates: tuple[SurvivalRate, ...]


def conditional_survival(
    table: EventTable,
    survived: float,
    further: Sequence[float],
    conf_type: str = "log-log",
    conf_level: float = 0.95,
) -> tuple[ConditionalSurvival, ...]:
    """For every group: the probability of living each of the `further` times more, having lived `survived`.

    Args:
        table: counts per time and group, without delayed entry after `survived`.
        survived: in the table's unit, zero or more.
        further: times counted from `survived` on.
        conf_type, conf_level: as for `kaplan_meier`.

    Raises:
        PlanError: survived is negative, or wrong conf_type or conf_level.
    """
    after = landmark_table(table, survived).table
    curves = kaplan_meier(after, conf_type, conf_level)
    return tuple(
        ConditionalSurvival(curve.name, float(survived), curve.n, rates_at(curve, further)) for curve in curves
    )
