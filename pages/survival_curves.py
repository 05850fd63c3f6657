"""Survival curves: choose endpoint and groups, read the answer, take the figure and the numbers away."""

import streamlit as st

from dashboard import (
    cached,
    figure_settings,
    figure_view,
    frame,
    state,
    survival_controls,
    survival_details,
    survival_downloads,
    survival_view,
)
from nec_core.errors import PlanError

cohort = frame.require_cohort(
    "Survival curves",
    "Kaplan-Meier curves by stage, treatment or any variable, with medians, rates and the log-rank test.",
)
plan = survival_controls.plan(cohort, frame.current_filter())
state.set_plan(plan)
try:
    result = cached.result(cohort, plan)
except PlanError as problem:
    frame.error(problem)
    st.stop()

survival_view.answer(result)
survival_view.warnings(result)
panel = figure_settings.panel(result)
draw_for_phone = figure_view.curve(result, panel)
survival_view.numbers(result)
survival_details.show(result)
survival_view.without_immortal_time(result)
survival_view.competing(result)
survival_downloads.show(cohort, result, panel.style)
survival_view.definitions(result)
# What takes longest and is looked at last: the figure itself need not wait for it.
draw_for_phone()
panel.draw_print()
