"""Everything a paper's results section tells of a cohort, in one object; the one door for page, text and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.ingest.admission import Admission
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.endpoints import available, usual_unit
from nec_core.record import fields
from nec_core.summary.characteristics.table_one import TableOne, filled, table_one
from nec_core.summary.characteristics.table_plan import TablePlan
from nec_core.summary.course.first_sites import FirstSites, first_sites
from nec_core.summary.course.next_treatment import NextTreatment, next_treatment
from nec_core.summary.course.treatment_order import TreatmentOrder, treatment_order
from nec_core.summary.done_counts import DoneCount, imaging_counts, marker_counts
from nec_core.summary.first_events import FirstEvents, first_events
from nec_core.summary.flow import Flow, flow
from nec_core.summary.follow_up import FollowUpSummary, follow_up_summary
from nec_core.summary.headline import Headline, headline
from nec_core.summary.missing import MissingValues, missing_values
from nec_core.summary.response import ResponseSummary, response_summary
from nec_core.summary.treatments import TreatmentSummary, treatment_summary

WHO = ("age_years", "sex", "stage")
"""What the first sentence on a cohort tells of its patients, even where it is the same in all."""


@dataclass(frozen=True, eq=False)
class CohortSummary:
    """A cohort's results section. None for what its file does not tell.

    Attributes:
        by: what the groups are made of; None without.
        flow: from the rows of the file to the patients with overall survival.
        headline: the cohort in a few numbers.
        who: age, sex and stage, whatever stands in Table 1.
        table_one: the patients at diagnosis.
        pathology: histology, Ki-67 and what else describes the tumour, without the markers.
        markers, imaging: findings.
        treatments, order: alone and together, and one after the other.
        response: best responses, with exact limits.
        next_treatment: from the first line of systemic therapy to the second.
        sites, incidence: first progression, counted and with death competing.
        overall, progression_free: survival by group.
        follow_up: of overall survival.
        missing: of whom what is not recorded.
    """

    by: Variable | None
    flow: Flow
    headline: Headline
    who: TableOne
    table_one: TableOne
    pathology: TableOne
    markers: tuple[DoneCount, ...]
    imaging: tuple[DoneCount, ...]
    treatments: TreatmentSummary
    order: TreatmentOrder
    response: ResponseSummary
    next_treatment: NextTreatment
    sites: FirstSites
    incidence: FirstEvents | None
    overall: SurvivalResult | None
    progression_free: SurvivalResult | None
    follow_up: FollowUpSummary | None
    missing: MissingValues

    @property
    def n(self) -> int:
        """Patients."""
        return self.table_one.n


def cohort_summary(
    admission: Admission, table: TablePlan | None = None, chosen: CohortFilter | None = None
) -> CohortSummary:
    """Summarises the patients inside a filter.

    Args:
        admission: of the file.
        table: what is asked of Table 1; its groups are those of every block. None for everybody together.
        chosen: who is looked at; None for everybody.

    Raises:
        PlanError: no such variable, or one that makes no groups.
    """
    keep = chosen or CohortFilter()
    cohort = keep.apply(admission.cohort)
    asked = filled(table or TablePlan(), admission.cohort)
    variable = cohort.variable(asked.by) if asked.by else None
    name = variable.name if variable else None
    overall = _survival(cohort, "os", name)
    follow_up = follow_up_summary(overall.table) if overall else None
    return CohortSummary(
        by=variable,
        flow=flow(admission, cohort.n, _survival_left_out(cohort)),
        headline=headline(cohort, follow_up),
        who=table_one(cohort, _described(asked, [name for name in WHO if name in cohort.variables])),
        table_one=table_one(cohort, asked),
        pathology=table_one(cohort, _described(asked, _tumour(cohort))),
        markers=marker_counts(cohort),
        imaging=imaging_counts(cohort),
        treatments=treatment_summary(cohort),
        order=treatment_order(cohort),
        response=response_summary(cohort, name),
        next_treatment=next_treatment(cohort),
        sites=first_sites(cohort, name),
        incidence=_first_events(cohort, name),
        overall=overall,
        progression_free=_survival(cohort, "pfs", name),
        follow_up=follow_up,
        missing=missing_values(cohort),
    )


def _survival(cohort: Cohort, endpoint: str, by: str | None) -> SurvivalResult | None:
    found = next((e for e in available(cohort) if e.name == endpoint), None)
    if not cohort.n or found is None:
        return None
    result = analyse(cohort, AnalysisPlan(endpoint=endpoint, by=by, unit=usual_unit(cohort, found)))
    return result if result.n else None


def _first_events(cohort: Cohort, by: str | None) -> FirstEvents | None:
    """Progression by site with death competing, where dates tell it."""
    if not any(e.name == "pfs" and e.derived for e in available(cohort)):
        return None
    found = first_events(cohort, AnalysisPlan(endpoint="pfs", by=by))
    return found if found.n else None


def _survival_left_out(cohort: Cohort) -> dict[str, int]:
    """Who has no overall survival, whatever the group."""
    if not cohort.n or "os" not in {e.name for e in available(cohort)}:
        return {}
    return dict(analyse(cohort, AnalysisPlan()).excluded)


def _described(asked: TablePlan, variables: Sequence[str]) -> TablePlan:
    """The plan of a table of other variables, which compares nothing: what is compared stands in Table 1."""
    return asked.model_copy(update={"variables": tuple(variables), "p": False, "differences": False})


def _tumour(cohort: Cohort) -> list[str]:
    markers = {c.test.name for c in marker_counts(cohort)}
    described = [f.name for f in fields().values() if f.about.section == "Tumour" and f.kind in ("category", "number")]
    return [name for name in described if name in cohort.variables and name not in markers]
