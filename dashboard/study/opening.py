"""An analysis of the study put back into the controls of its page, and its filter into the sidebar."""

from __future__ import annotations

from dashboard import models_view, sidebar, state
from dashboard.survival import controls
from nec_core.patients.cohort import Cohort
from nec_core.study.study import StudyAnalysis

SURVIVAL, MODELS = "survival_curves.py", "models.py"


def open_analysis(cohort: Cohort, analysis: StudyAnalysis) -> str:
    """Sets every control as the analysis has it; returns the page it is of."""
    plan = analysis.plan
    sidebar.open_filter(cohort, plan.filter)
    if plan.covariates:
        models_view.open_plan(cohort, plan)
        return MODELS
    controls.open_plan(cohort, plan)
    state.set_every_control(analysis.style)
    return SURVIVAL


__all__ = ["open_analysis"]
