"""The one door from a cohort to results: pages, command line and report all go through `analyse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nec_core import guards
from nec_core.cohort import Cohort, Variable
from nec_core.cohort_filter import CohortFilter
from nec_core.endpoints import Endpoint, PartialDates, TimeZero, endpoint_times
from nec_core.errors import PlanError
from nec_core.grouping import Grouping, group
from nec_core.survival.event_table import EventTable, event_table
from nec_core.survival.follow_up import FollowUp, follow_up
from nec_core.survival.kaplan_meier import SurvivalCurve, kaplan_meier
from nec_core.survival.log_rank import LogRank, log_rank
from nec_core.survival.quantiles import Quantile, median
from nec_core.survival.rates import SurvivalRate, rates_at

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
        times: at which rates are given.
        rates: one tuple per curve, one rate per time.
        log_rank: None for fewer than two groups.
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
    times: tuple[float, ...]
    rates: tuple[tuple[SurvivalRate, ...], ...]
    log_rank: LogRank | None
    follow_up: FollowUp | None
    n_competing: int
    guards: tuple[guards.Guard, ...]


def analyse(cohort: Cohort, plan: AnalysisPlan) -> SurvivalResult:
    """Runs a plan.

    Args:
        cohort: all accepted patients; the plan's filter is applied here.
        plan: what is asked.

    Raises:
        PlanError: the plan asks for what the cohort does not have. An empty selection is no error: it has n = 0.
    """
    chosen = plan.filter.apply(cohort)
    patients = endpoint_times(chosen, plan.endpoint, plan.time_zero, plan.partial_dates)
    grouping = group(chosen, plan.by, plan.cut)
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
        times=tuple(times),
        rates=tuple(rates_at(c, times) for c in curves),
        log_rank=log_rank(table) if len(curves) > 1 else None,
        follow_up=follow_up(table.pooled(), plan.conf_type, plan.conf_level)[0] if in_group.any() else None,
        n_competing=n_competing,
        guards=_guards(cohort, plan, patients.endpoint, grouping, curves, excluded, n_competing),
    )


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
) -> tuple[guards.Guard, ...]:
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
