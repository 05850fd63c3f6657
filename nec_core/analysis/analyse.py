"""The one door from a cohort to results: pages, command line and report all go through `analyse`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nec_core.analysis import guards
from nec_core.analysis.comparison import Comparison, compare, within_strata
from nec_core.analysis.competing import competing_results
from nec_core.analysis.group_result import group_results
from nec_core.analysis.guarding import censored_deaths, groups, known
from nec_core.analysis.guarding.who_and_how import guards_of_patients
from nec_core.analysis.guards import Guard
from nec_core.analysis.plan import DEFAULT_TIMES, AnalysisPlan, ConfType
from nec_core.analysis.plan_counts import counted
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.regression import Regression, regression, regression_guards
from nec_core.analysis.result import SurvivalResult
from nec_core.analysis.sensitivity import sensitivity as other_selections
from nec_core.analysis.timed_treatment import TimedTreatment, timed_treatment
from nec_core.analysis.worth import ON_REQUEST, FileRows, file_rows, worth_of
from nec_core.errors import PlanError
from nec_core.ingest.progress import Progress
from nec_core.patients.cohort import Cohort, Variable, level_words
from nec_core.patients.filter_words import filter_words
from nec_core.survival.comparing.cut_point import CutPointTest, cut_point_test
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.follow_up import follow_up

CUT_POINT_UP_TO_PATIENTS = 2000
"""Ten thousand arrangements of more patients take more than a moment."""


def analyse(
    cohort: Cohort, plan: AnalysisPlan, worth: Progress | None = None, *, sensitivity: bool = False
) -> SurvivalResult:
    """Runs a plan.

    Args:
        cohort: all accepted patients; the plan's filter is applied here.
        plan: what is asked.
        worth: asks for what P is worth in a cohort too large to have it at once; told how far that has come, and may
            raise to end it. None for nobody who waits.
        sensitivity: whether to give the result in other selections of the same patients, too.

    Raises:
        PlanError: the plan asks for what the cohort does not have. An empty selection is no error: it has n = 0.
    """
    patients = PlanPatients(cohort, plan)
    _check_references(cohort, plan)
    counts = counted(patients)
    endpoint = patients.everybody.endpoint
    unit = plan.unit or ("months" if endpoint.derived else endpoint.unit)
    times = tuple(plan.times if plan.times is not None else DEFAULT_TIMES[unit])
    table = counts.table.in_unit(unit)
    strata = cohort.variable(plan.strata) if plan.strata else None
    found = SurvivalResult(
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
        times=times,
        groups=group_results(table, times, plan),
        comparison=_comparison(patients, table, times, strata),
        timed=_timed(patients, unit),
        competing=competing_results(patients.rows.in_unit(unit), times, plan.conf_level)
        if counts.n_competing and plan.entry is None
        else (),
        regression=_regression(patients),
        follow_up=follow_up(table.pooled(), plan.conf_type, plan.conf_level)[0] if table.times.size else None,
        n_competing=counts.n_competing,
        n_rejected=cohort.rejected.n,
        n_rejected_events=cohort.rejected.events.get(endpoint.name, 0),
        guards=(),
        rows=_file_rows(patients, table),
        restricted=tuple(words for _, words in filter_words(cohort, plan.filter)),
    )
    found = replace(found, cut_point=_cut_point(found, patients))
    if sensitivity:
        found = replace(found, sensitivity=other_selections(patients, unit, found.naive))
    if worth is not None and found.comparable is not None:
        asked = worth_of(table, found.curves, found.comparable, found.rows, None, worth)
        found = replace(found, worth_on_request=asked)
    return replace(found, guards=_guards(found, patients))


def _check_references(cohort: Cohort, plan: AnalysisPlan) -> None:
    for name, level in plan.references.items():
        variable = cohort.variable(name)
        if level not in variable.levels:
            known = ", ".join(variable.levels) or "none"
            raise PlanError(f"“{variable.label}” has no level “{level}” to compare with. Its levels: {known}.")


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
    variable = patients.variable
    reference = plan.references.get(variable.name) if variable else None
    if variable is not None and reference is not None:
        reference = variable.shown(reference)
    scale = tuple(variable.shown(level) for level in variable.scale) if variable else ()
    return compare(
        table, plan.conf_level, plan.horizon, times, plan.fleming_harrington, stratified, rows, reference, scale
    )


def _file_rows(patients: PlanPatients, table: EventTable) -> FileRows | None:
    """Only where patients are told one by one: a large cohort's rows are not touched."""
    if len(table.groups) < 2 or table.entered is not None or table.n.sum() > ON_REQUEST:
        return None
    rows = patients.rows.in_unit(table.unit)
    source = patients.selected.source_rows[patients.analysed]
    return file_rows(table, rows.names, rows.group, rows.time, rows.event == 1, source)


def _cut_point(found: SurvivalResult, patients: PlanPatients) -> CutPointTest | None:
    if found.cut is None or found.variable is None or found.rows is None or found.n > CUT_POINT_UP_TO_PATIENTS:
        return None
    values = patients.selected.records[found.variable.name].to_numpy(np.float64)[patients.analysed]
    return cut_point_test(found.table, values, found.rows.tick, found.rows.event)


def _timed(patients: PlanPatients, unit: str) -> TimedTreatment | None:
    """None for one that was settled at time zero, as by lot; and none with delayed entry, where a treatment can begin
    before the patient is seen."""
    plan, variable = patients.plan, patients.variable
    if variable is None or not variable.is_treatment or variable.known != "later" or plan.entry is not None:
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


def _guards(found: SurvivalResult, patients: PlanPatients) -> tuple[Guard, ...]:
    zero = known.time_zero_in_words(found.endpoint)
    several = len(found.groups) > 1
    curves = [replace(c, name=level_words(found.variable, c.name)) for c in found.curves]
    used = known.used_by(patients.cohort, found.plan, several=several)
    return guards.ordered(
        [
            *known.guards_of(used, zero),
            guards.cut_point(found.cut_point, found.variable.label, found.cut, found.log_rank.p)
            if found.cut_point and found.variable and found.cut is not None and found.log_rank
            else None,
            guards.COMPETING if found.n_competing else None,
            censored_deaths.deaths_censored(patients),
            *(_group_guards(found, patients) if several else ()),
            guards.small_early_risk_sets(curves) if found.entry else None,
            *guards.of_curves(curves, compared=several),
            *guards_of_patients(found, patients, used.filters),
            guards.rejected_rows(patients.cohort.rejected, patients.everybody),
            guards.left_out(found.excluded),
            *(regression_guards(found.regression) if found.regression else ()),
        ],
        found.plan.acknowledged,
    )


def _group_guards(found: SurvivalResult, patients: PlanPatients) -> list[Guard | None]:
    comparison, plan = found.comparable, found.plan
    watched = follow_up(found.table, plan.conf_type, plan.conf_level)
    return [
        _grouping_missing(found, patients),
        groups.follow_up_differs([replace(f, name=level_words(found.variable, f.name)) for f in watched]),
        _changing(comparison, found.unit) if comparison else None,
    ]


def _changing(comparison: Comparison, unit: str) -> Guard | None:
    """Curves that cross are told once: their ratio changes, too."""
    crossing = groups.crossing_curves(comparison.hazard_ratios, comparison.crossings, unit)
    return crossing or groups.changing_ratio(comparison.hazard_ratios)


def _grouping_missing(found: SurvivalResult, patients: PlanPatients) -> Guard | None:
    """A large cohort's rows are touched only where many are missing."""
    variable, usable = found.variable, found.n + sum(found.excluded.values())
    if variable is None or sum(found.excluded.values()) < groups.MUCH_MISSING * usable:
        return None
    lost = patients.times.event[patients.times.usable & (patients.grouping.codes < 0)]
    return groups.grouping_missing(variable.label, (found.n, found.n_events), (lost.size, int((lost == 1).sum())))


__all__ = ["DEFAULT_TIMES", "AnalysisPlan", "ConfType", "SurvivalResult", "analyse"]
