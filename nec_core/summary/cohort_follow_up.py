"""Follow-up of a cohort, by its overall survival."""

from __future__ import annotations

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import available, usual_unit
from nec_core.summary.follow_up import FollowUpSummary, follow_up_summary


def cohort_follow_up(cohort: Cohort) -> FollowUpSummary | None:
    """Follow-up by all three definitions; None for a cohort without overall survival or without patients."""
    found = next((e for e in available(cohort) if e.name == "os"), None)
    if found is None:
        return None
    result = analyse(cohort, AnalysisPlan(unit=usual_unit(cohort, found)))
    return follow_up_summary(result.table) if result.n else None
