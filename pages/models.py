"""Models: hazard ratios of several variables, each alone and all together."""

import streamlit as st

from dashboard import cached, frame, models_view, state
from dashboard.guarding import acknowledging
from dashboard.survival import looks
from nec_core.errors import PlanError

admission = frame.require_admission(
    "Models",
    "Hazard ratios from Cox models: each variable alone and all together, with the checks a reviewer asks for.",
)
cohort = admission.cohort
plan = acknowledging.with_reasons(models_view.plan(cohort, state.current_filter()))
if not plan.covariates:
    st.info("Choose the variables above. Take few: about one for every ten events.")
    st.stop()
try:
    together = cached.result(cohort, plan)
    alone = [cached.result(cohort, plan.model_copy(update={"covariates": (name,)})) for name in plan.covariates]
except PlanError as problem:
    frame.error(problem)
    st.stop()

models_view.show(alone, together)
looks.show(looks.note([*alone, together]))
models_view.pictures(admission, together)
