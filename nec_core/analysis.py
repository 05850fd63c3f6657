"""The one door from a cohort to results: pages, command line and report all go through `analyse`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nec_core import guards
from nec_core.cohort import Cohort, Variable
from nec_core.cohort_filter import CohortFilter, Mask
from nec_core.comparison import Comparison, compare
from nec_core.competing import CauseResult, competing_results
from nec_core.endpoints import Endpoint, EndpointTimes, PartialDates, TimeZero, default_time_zero, endpoint_times
from nec_core.errors import PlanError
from nec_core.grouping import Grouping, group
from nec_core.guards import Guard
from nec_core.models import Regression, regression
from nec_core.survival.event_table import EventTable, event_table
from nec_core.survival.follow_up import FollowUp, follow_up
from nec_core.survival.kaplan_meier import SurvivalCurve, kaplan_meier
from nec_core.survival.log_rank import LogRank
from nec_core.survival.quantiles import Quantile, median, quantile
from nec_core.survival.rates import SurvivalRate, rates_at
from nec_core.survival.rmst import RestrictedMean, rmst
from nec_core.timed_treatment import TimedTreatment, timed_treatment

Unit = Literal["days", "weeks", "months", "years"]
ConfType = Literal["log-log", "log", "plain", "logit", "arcsin"]

DEFAULT_TIMES: Mapping[str, tuple[float, ...]] = {
    "days": (365.25, 730.5, 1826.25),
    "weeks": (52, 104, 260),
    "months": (12, 24, 60),
    "years": (1, 2, 5),
}


class AnalysisPlan(BaseModel):
    """What is asked of a cohort: small, JSON, the same on screen, on the command line and in the report.

    Attributes:
        endpoint: a name of `endpoints.available`.
        by: the grouping variable; None for one curve of all.
        cut: where a numeric grouping variable is cut; None for its median.
        filter: which patients.
        time_zero: for endpoints computed from dates; None for diagnosis, else study entry.
        partial_dates: whether dates known to the month or year count ("earliest": from their first day).
        unit: of times in the results; None for months where they come from dates, else the file's own.
        times: at which rates are given, in that unit; None for `DEFAULT_TIMES`.
        conf_type, conf_level: of every confidence interval.
        horizon: of restricted means, in that unit; None for the largest all curves reach.
        landmark: for a treatment with a date, in that unit; None for six months.
        covariates: variables of a Cox model; none without any.
        strata: the model's strata.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    endpoint: str = "os"
    by: str | None = None
    cut: float | None = None
    filter: CohortFilter = Field(default_factory=CohortFilter)
    time_zero: TimeZero | None = None
    partial_dates: PartialDates = "exclude"
    unit: Unit | None = None
    times: tuple[float, ...] | None = None
    conf_type: ConfType = "log-log"
    conf_level: float = Field(default=0.95, gt=0.5, lt=1)
    horizon: float | None = Field(default=None, gt=0)
    landmark: float | None = Field(default=None, gt=0)
    covariates: tuple[str, ...] = ()
    strata: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the plan's JSON: what a figure's metadata and the report name it by."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @classmethod
    def checked(cls, **values: object) -> AnalysisPlan:
        """As the constructor, but raises PlanError with a plain sentence."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            field = ".".join(str(p) for p in first["loc"]) or "the plan"
            raise PlanError(f"{field}: {first['msg'].removeprefix('Value error, ')}.") from None


@dataclass(frozen=True, eq=False)
class SurvivalResult:
    """Everything a survival page, figure or report shows of one plan.

    Attributes:
        plan: what was asked.
        endpoint: its definition in words.
        variable: what the groups are made of; None for one curve.
        unit: of all times.
        n, n_events: patients and events in all groups.
        excluded: reason -> patients inside the filter who are not in any group.
        table: the counts everything stands on.
        curves: one per group.
        medians: one per curve.
        quartiles: per curve, the times by which a quarter and three quarters had the event.
        restricted_means: one per curve, to a common horizon.
        times: at which rates are given.
        rates: one tuple per curve, one rate per time.
        comparison: tests, pairs, hazard ratios; None for fewer than two groups.
        timed: for groups made of a treatment with a date, the comparisons without immortal time; else None.
        competing: per kind of event, cumulative incidences; empty for an endpoint without competing events.
        regression: the Cox model, if the plan names covariates.
        follow_up: of all groups together.
        n_competing: patients whose first event was the competing one.
        guards: what to beware of, the most serious first.
    """

    plan: AnalysisPlan
    endpoint: Endpoint
    variable: Variable | None
    cut: float | None
    unit: str
    n: int
    n_events: int
    excluded: Mapping[str, int]
    table: EventTable
    curves: tuple[SurvivalCurve, ...]
    medians: tuple[Quantile, ...]
    quartiles: tuple[tuple[Quantile, Quantile], ...]
    restricted_means: tuple[RestrictedMean, ...]
    times: tuple[float, ...]
    rates: tuple[tuple[SurvivalRate, ...], ...]
    comparison: Comparison | None
    timed: TimedTreatment | None
    competing: tuple[CauseResult, ...]
    regression: Regression | None
    follow_up: FollowUp | None
    n_competing: int
    guards: tuple[Guard, ...]

    @property
    def log_rank(self) -> LogRank | None:
        """The test a figure shows; None for fewer than two groups."""
        return self.comparison.log_rank if self.comparison else None


def analyse(cohort: Cohort, plan: AnalysisPlan) -> SurvivalResult:
    """Runs a plan.

    Args:
        cohort: all accepted patients; the plan's filter is applied here.
        plan: what is asked.

    Raises:
        PlanError: the plan asks for what the cohort does not have. An empty selection is no error: it has n = 0.
    """
    everybody = endpoint_times(cohort, plan.endpoint, plan.time_zero, plan.partial_dates)
    chosen = None if plan.filter.is_empty else plan.filter.mask(cohort)
    patients = everybody if chosen is None else everybody.subset(chosen)
    grouping = group(cohort, plan.by, plan.cut, chosen)
    in_group = patients.usable & (grouping.codes >= 0)
    excluded = dict(patients.excluded)
    no_group = int((patients.usable & (grouping.codes < 0)).sum())
    if no_group and grouping.variable is not None:
        excluded[f"{grouping.variable.label} not recorded"] = no_group
    unit = plan.unit or ("months" if patients.endpoint.derived else patients.endpoint.unit)
    table = event_table(
        patients.time[in_group], patients.event[in_group] == 1, grouping.codes[in_group], grouping.names,
        unit=patients.endpoint.unit,
    )  # fmt: skip
    table = _with_patients(table).in_unit(unit)
    curves = kaplan_meier(table, plan.conf_type, plan.conf_level)
    times = plan.times if plan.times is not None else DEFAULT_TIMES[unit]
    n_competing = int((patients.event[in_group] == 2).sum())
    return SurvivalResult(
        plan=plan,
        endpoint=patients.endpoint,
        variable=grouping.variable,
        cut=grouping.cut,
        unit=unit,
        n=int(in_group.sum()),
        n_events=int(table.events.sum()),
        excluded=excluded,
        table=table,
        curves=curves,
        medians=tuple(median(c) for c in curves),
        quartiles=tuple((quantile(c, 0.25), quantile(c, 0.75)) for c in curves),
        restricted_means=rmst(table, plan.horizon, plan.conf_level) if curves else (),
        times=tuple(times),
        rates=tuple(rates_at(c, times) for c in curves),
        comparison=compare(table, plan.conf_level, plan.horizon),
        timed=_timed(cohort, chosen, plan, patients, grouping, unit),
        competing=_competing(patients, grouping, in_group, unit, tuple(times), plan.conf_level) if n_competing else (),
        regression=_regression(cohort, chosen, plan, patients),
        follow_up=follow_up(table.pooled(), plan.conf_type, plan.conf_level)[0] if in_group.any() else None,
        n_competing=n_competing,
        guards=_guards(cohort, plan, patients.endpoint, grouping, curves, excluded, n_competing),
    )


def _timed(
    cohort: Cohort, chosen: Mask | None, plan: AnalysisPlan, patients: EndpointTimes, grouping: Grouping, unit: str
) -> TimedTreatment | None:
    if grouping.variable is None or not grouping.variable.is_treatment:
        return None
    zero = plan.time_zero or default_time_zero(cohort)
    selected = cohort if chosen is None else cohort.subset(chosen)
    return timed_treatment(
        selected, patients, grouping.variable, zero, unit, plan.landmark, plan.conf_type, plan.conf_level,
        plan.partial_dates,
    )  # fmt: skip


def _competing(
    patients: EndpointTimes,
    grouping: Grouping,
    in_group: npt.NDArray[np.bool_],
    unit: str,
    times: tuple[float, ...],
    conf_level: float,
) -> tuple[CauseResult, ...]:
    return competing_results(
        patients.time[in_group], patients.event[in_group], grouping.codes[in_group], grouping.names,
        patients.endpoint.unit, unit, times, conf_level,
    )  # fmt: skip


def _regression(cohort: Cohort, chosen: Mask | None, plan: AnalysisPlan, patients: EndpointTimes) -> Regression | None:
    if not plan.covariates or not patients.usable.any():
        return None
    selected = cohort if chosen is None else cohort.subset(chosen)
    return regression(selected, patients, plan.covariates, plan.strata, plan.conf_level)


def _with_patients(table: EventTable) -> EventTable:
    """Groups whose patients all lack the endpoint are not drawn."""
    filled = [i for i, n in enumerate(table.n) if n]
    return table if len(filled) == len(table.groups) else table.select(filled)


def _guards(
    cohort: Cohort,
    plan: AnalysisPlan,
    endpoint: Endpoint,
    grouping: Grouping,
    curves: tuple[SurvivalCurve, ...],
    excluded: dict[str, int],
    n_competing: int,
) -> tuple[Guard, ...]:
    zero = endpoint.time_zero if endpoint.derived else "time zero"
    variable = grouping.variable
    filtered_on = [cohort.variable(name) for name in plan.filter.variables()]
    return guards.ordered(
        [
            guards.immortal_time(variable, zero) if variable and len(curves) > 1 else None,
            guards.immortal_filter(filtered_on, zero),
            guards.COMPETING if n_competing else None,
            *guards.of_curves(curves, compared=len(curves) > 1),
            guards.left_out(excluded),
        ]
    )


def at_time_zero_only(result: SurvivalResult) -> bool:
    """Whether the groups are settled at time zero for sure: only then may the P value stand without a warning."""
    return not any(g.kind in ("immortal_time", "maybe_immortal_time") for g in result.guards)


__all__ = ["DEFAULT_TIMES", "AnalysisPlan", "ConfType", "SurvivalResult", "Unit", "analyse", "at_time_zero_only"]
