"""Everything about one group by itself: a new number of a group is a field here, and a line that computes it."""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.analysis.plan import AnalysisPlan
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.conditional import ConditionalSurvival, conditional_survival
from nec_core.survival.curves.kaplan_meier import SurvivalCurve, kaplan_meier
from nec_core.survival.curves.nelson_aalen import CumulativeHazard, HazardCurve, cumulative_hazards_at, nelson_aalen
from nec_core.survival.curves.person_years import EventRate, event_rates
from nec_core.survival.curves.quantiles import Quantile, median, quantile
from nec_core.survival.curves.rates import SurvivalRate, rates_at
from nec_core.survival.curves.readable import Readable, readable
from nec_core.survival.curves.rmst import RestrictedMean, rmst


@dataclass(frozen=True, eq=False)
class GroupResult:
    """Everything about one group by itself.

    Attributes:
        curve: its survival, with its name, patients and events.
        median: of survival.
        readable: up to when enough of it are at risk.
        quartiles: the times by which a quarter and three quarters had the event.
        rates: survival at each of the result's times.
        restricted_mean: mean survival time to a horizon common to all groups.
        hazard: its cumulative hazard (Nelson-Aalen).
        hazard_rates: the cumulative hazard at each of the result's times.
        conditional: survival of those who have lived `plan.survived`, by each time more; None where nobody asks.
        event_rate: events per 100 person-years.
    """

    curve: SurvivalCurve
    readable: Readable
    median: Quantile
    quartiles: tuple[Quantile, Quantile]
    rates: tuple[SurvivalRate, ...]
    restricted_mean: RestrictedMean
    hazard: HazardCurve
    hazard_rates: tuple[CumulativeHazard, ...]
    conditional: ConditionalSurvival | None
    event_rate: EventRate

    @property
    def name(self) -> str:
        """As in the data."""
        return self.curve.name

    @property
    def n(self) -> int:
        """Patients."""
        return self.curve.n

    @property
    def n_events(self) -> int:
        """Events."""
        return self.curve.n_events


def group_results(table: EventTable, times: tuple[float, ...], plan: AnalysisPlan) -> tuple[GroupResult, ...]:
    """Every group by itself.

    Args:
        table: counts per time and group, in the unit of the results; every group has patients.
        times: at which rates are given, in that unit.
        plan: the intervals, the horizon and what was already lived.
    """
    curves = kaplan_meier(table, plan.conf_type, plan.conf_level)
    hazards = nelson_aalen(table, conf_level=plan.conf_level)
    means = rmst(table, plan.horizon, plan.conf_level) if curves else ()
    lived = conditional_survival(table, plan.survived, times, plan.conf_type, plan.conf_level) if plan.survived else ()
    happened = event_rates(table, plan.conf_level)
    return tuple(
        GroupResult(
            curve=curve,
            readable=readable(curve),
            median=median(curve),
            quartiles=(quantile(curve, 0.25), quantile(curve, 0.75)),
            rates=rates_at(curve, times),
            restricted_mean=mean,
            hazard=hazard,
            hazard_rates=cumulative_hazards_at(hazard, times),
            conditional=further,
            event_rate=rate,
        )
        for curve, hazard, mean, further, rate in zip(
            curves, hazards, means, lived or (None,) * len(curves), happened, strict=True
        )
    )


__all__ = ["GroupResult", "group_results"]
