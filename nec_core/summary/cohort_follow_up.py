"""Follow-up of a cohort, by its overall survival."""

from __future__ import annotations

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import available
from nec_core.summary.follow_up import FollowUpSummary, follow_up_summary


def cohort_follow_up(cohort: Cohort) -> FollowUpSummary | None:
    """Follow-up by all three definitions; None for a cohort without overall survival or without patients."""
    if "os" not in {e.name for e in available(cohort)}:
        return None
    result = analyse(cohort, AnalysisPlan())
    return follow_up_summary(result.table) if result.n else None
