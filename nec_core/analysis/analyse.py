"""The one door from a cohort to results: pages, command line and report all go through `analyse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nec_core.analysis import guards
from nec_core.analysis.comparison import Comparison, compare, within_strata
from nec_core.analysis.competing import CauseResult, competing_results
from nec_core.analysis.guards import Guard
from nec_core.analysis.plan import DEFAULT_TIMES, AnalysisPlan, ConfType
from nec_core.analysis.plan_counts import PlanCounts, counted
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.regression import Regression, regression
from nec_core.analysis.timed_treatment import TimedTreatment, timed_treatment
from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import Endpoint
from nec_core.survival.comparing.log_rank import LogRank
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.conditional import ConditionalSurvival, conditional_survival
from nec_core.survival.curves.follow_up import FollowUp, follow_up
from nec_core.survival.curves.kaplan_meier import SurvivalCurve, kaplan_meier
from nec_core.survival.curves.nelson_aalen import CumulativeHazard, HazardCurve, cumulative_hazards_at, nelson_aalen
from nec_core.survival.curves.quantiles import Quantile, median, quantile
from nec_core.survival.curves.rates import SurvivalRate, rates_at
from nec_core.survival.curves.rmst import RestrictedMean, rmst


@dataclass(frozen=True, eq=False)
class SurvivalResult:
    """Everything a survival page, figure or report shows of one plan.

    Attributes:
        plan: what was asked.
        endpoint: its definition in words.
        variable: what the groups are made of; None for one curve.
        entry: what says when patients came under observation; None for watched from time zero.
        strata: within whose levels the stratified test compares; None for none.
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
        hazards: one cumulative hazard (Nelson-Aalen) per curve.
        hazard_rates: one tuple per curve, the cumulative hazard at each time.
        conditional: one per curve, survival of those who have lived `plan.survived`, by each time more; empty without.
        comparison: tests, pairs, hazard ratios; None for fewer than two groups.
        timed: for groups made of a treatment with a date, the comparisons without immortal time; else None.
        competing: per kind of event, cumulative incidences; empty for an endpoint without competing events, and with
            delayed entry.
        regression: the Cox model, if the plan names covariates.
        follow_up: of all groups together.
        n_competing: patients whose first event was the competing one.
        guards: what to beware of, the most serious first.
    """

    plan: AnalysisPlan
    endpoint: Endpoint
    variable: Variable | None
    entry: Variable | None
    strata: Variable | None
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
    hazards: tuple[HazardCurve, ...]
    hazard_rates: tuple[tuple[CumulativeHazard, ...], ...]
    conditional: tuple[ConditionalSurvival, ...]
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
    patients = PlanPatients(cohort, plan)
    _check_references(cohort, plan)
    counts = counted(patients)
    endpoint = patients.everybody.endpoint
    unit = plan.unit or ("months" if endpoint.derived else endpoint.unit)
    table = counts.table.in_unit(unit)
    curves = kaplan_meier(table, plan.conf_type, plan.conf_level)
    hazards = nelson_aalen(table, conf_level=plan.conf_level)
    times = tuple(plan.times if plan.times is not None else DEFAULT_TIMES[unit])
    strata = cohort.variable(plan.strata) if plan.strata else None
    return SurvivalResult(
        plan=plan,
        endpoint=endpoint,
        variable=patients.variable,
        entry=cohort.variable(plan.entry) if plan.entry else None,
        strata=strata,
        cut=counts.cut,
        unit=unit,
        n=int(table.n.sum()),
        n_events=int(table.events.sum()),
        excluded=counts.excluded,
        table=table,
        curves=curves,
        medians=tuple(median(c) for c in curves),
        quartiles=tuple((quantile(c, 0.25), quantile(c, 0.75)) for c in curves),
        restricted_means=rmst(table, plan.horizon, plan.conf_level) if curves else (),
        times=times,
        rates=tuple(rates_at(c, times) for c in curves),
        hazards=hazards,
        hazard_rates=tuple(cumulative_hazards_at(h, times) for h in hazards),
        conditional=_conditional(table, times, plan),
        comparison=_comparison(patients, table, times, strata),
        timed=_timed(patients, unit),
        competing=competing_results(patients.rows.in_unit(unit), times, plan.conf_level)
        if counts.n_competing and plan.entry is None
        else (),
        regression=_regression(patients),
        follow_up=follow_up(table.pooled(), plan.conf_type, plan.conf_level)[0] if table.times.size else None,
        n_competing=counts.n_competing,
        guards=_guards(patients, curves, counts),
    )


def _check_references(cohort: Cohort, plan: AnalysisPlan) -> None:
    for name, level in plan.references.items():
        variable = cohort.variable(name)
        if level not in variable.levels:
            known = ", ".join(variable.levels) or "none"
            raise PlanError(f"“{variable.label}” has no level “{level}” to compare with. Its levels: {known}.")


def _conditional(table: EventTable, times: tuple[float, ...], plan: AnalysisPlan) -> tuple[ConditionalSurvival, ...]:
    if plan.survived is None:
        return ()
    return conditional_survival(table, plan.survived, times, plan.conf_type, plan.conf_level)


def _comparison(
    patients: PlanPatients, table: EventTable, times: tuple[float, ...], strata: Variable | None
) -> Comparison | None:
    plan = patients.plan
    if len(table.groups) < 2:
        return None
    # Row by row only where it must be: a large cohort is counted without touching its rows.
    rows = patients.rows if strata or plan.entry else None
    stratified = None
    if strata and rows:
        if strata.kind != "category":
            raise PlanError(f"“{strata.label}” can't be a stratum: choose a category.")
        codes, levels = patients.selected.codes(strata.name)
        stratified = within_strata(rows, codes[patients.analysed], len(levels))
    reference = plan.references.get(patients.variable.name) if patients.variable else None
    return compare(table, plan.conf_level, plan.horizon, times, plan.fleming_harrington, stratified, rows, reference)


def _timed(patients: PlanPatients, unit: str) -> TimedTreatment | None:
    """With delayed entry there is none: a treatment can begin before the patient is seen."""
    plan, variable = patients.plan, patients.variable
    if variable is None or not variable.is_treatment or plan.entry is not None:
        return None
    return timed_treatment(
        patients.selected, patients.times, variable, patients.time_zero, unit, plan.landmark, plan.conf_type,
        plan.conf_level, plan.partial_dates,
    )  # fmt: skip


def _regression(patients: PlanPatients) -> Regression | None:
    plan = patients.plan
    if not plan.covariates or not patients.times.usable.any():
        return None
    return regression(patients.selected, patients.times, plan.covariates, plan.strata, plan.conf_level, plan.references)


def _guards(patients: PlanPatients, curves: tuple[SurvivalCurve, ...], counts: PlanCounts) -> tuple[Guard, ...]:
    endpoint, variable, cohort = patients.everybody.endpoint, patients.variable, patients.cohort
    zero = endpoint.time_zero if endpoint.derived else "time zero"
    filtered_on = [cohort.variable(name) for name in patients.plan.filter.variables()]
    return guards.ordered(
        [
            guards.immortal_time(variable, zero) if variable and len(curves) > 1 else None,
            guards.immortal_filter(filtered_on, zero),
            guards.COMPETING if counts.n_competing else None,
            guards.small_early_risk_sets(curves) if patients.plan.entry else None,
            *guards.of_curves(curves, compared=len(curves) > 1),
            guards.left_out(counts.excluded),
        ]
    )


def at_time_zero_only(result: SurvivalResult) -> bool:
    """Whether the groups are settled at time zero for sure: only then may the P value stand without a warning."""
    return not any(g.kind in ("immortal_time", "maybe_immortal_time") for g in result.guards)


__all__ = ["DEFAULT_TIMES", "AnalysisPlan", "ConfType", "SurvivalResult", "analyse", "at_time_zero_only"]
