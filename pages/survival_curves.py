"""Survival curves: choose endpoint and groups, see the curves, read the answer, take figure and numbers away."""

import streamlit as st

from dashboard import cached, frame, state
from dashboard.guarding import acknowledging
from dashboard.survival import (
    controls,
    details,
    downloads,
    figure_settings,
    figure_view,
    looks,
    side_panel,
    view,
    worth_view,
)
from nec_core.errors import PlanError

admission = frame.require_admission(
    "Survival curves",
    "Kaplan-Meier curves by stage, treatment or any variable, with medians, rates and the log-rank test.",
)
line = controls.line(admission.cohort)
panel = side_panel.show()
plan = controls.plan(admission.cohort, state.current_filter(), line, panel.asked("Analysis"))
plan = acknowledging.with_reasons(plan)
state.plan.set(plan)
try:
    result = cached.result(admission.cohort, plan)
except PlanError as problem:
    frame.error(problem)
    st.stop()

size = downloads.size(panel.asked("Size"))
style = figure_settings.style(result, panel)
downloads.show(line.actions, admission.source, result, style, size)
with panel.figure:
    downloads.told(result, style, size)
    draw_for_phone = figure_view.curve(result, style, beside=panel.is_open)
    view.answer(result)
    looks.show(looks.note([result]))
worth_view.show(admission, result)
details.show(result)
view.definitions(result)
# What takes longest and is looked at last: the figure itself need not wait for it.
draw_for_phone()
if "Size" in panel.tabs and result.n:
    figure_settings.draw_print(panel.tabs["Size"], result, style, size)
