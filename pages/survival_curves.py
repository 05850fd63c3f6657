"""Survival curves: choose endpoint and groups, read the answer, take the figure and the numbers away."""

import streamlit as st

from dashboard import cached, frame, state
from dashboard.survival import controls, details, downloads, figure_settings, figure_view, view
from nec_core.errors import PlanError

admission = frame.require_admission(
    "Survival curves",
    "Kaplan-Meier curves by stage, treatment or any variable, with medians, rates and the log-rank test.",
)
plan = controls.plan(admission.cohort, state.current_filter())
state.plan.set(plan)
try:
    result = cached.result(admission.cohort, plan)
except PlanError as problem:
    frame.error(problem)
    st.stop()

view.answer(result)
view.warnings(result)
panel = figure_settings.panel(result)
draw_for_phone = figure_view.curve(result, panel)
details.show(result)
downloads.show(admission.source, result, panel.style)
view.definitions(result)
# What takes longest and is looked at last: the figure itself need not wait for it.
draw_for_phone()
panel.draw_print()
