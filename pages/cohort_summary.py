"""Cohort summary: who the patients are, what they were given, what became of them."""

from dashboard import cached, frame, state, summary_view
from dashboard.pictures import choice
from dashboard.tables import table_one_view

admission = frame.require_admission(
    "Cohort summary",
    "Table 1, treatments with their overlaps, progression and follow-up of your patients, each to download.",
)
selected = cached.selection(admission.cohort, state.current_filter())

if summary_view.headline(selected):
    filtered = state.current_filter()
    summary_view.characteristics()
    table_plan = table_one_view.controls(admission.cohort)
    table_one_view.show(admission.cohort, filtered, table_plan)
    by = table_plan.by
    summary_view.treatments(selected)
    choice.standing("treatments", admission, filtered, by)
    choice.standing("swimmer", admission, filtered, by)
    summary_view.progression(selected)
    choice.standing("progression", admission, filtered, by)
    summary_view.follow_up(selected)
    choice.standing("follow-up", admission, filtered, by)
    summary_view.recorded()
    choice.standing("imaging", admission, filtered, by)
    choice.standing("missing", admission, filtered, by)
    summary_view.flow(admission, selected)
    choice.standing("flow", admission, filtered, by)
    choice.pictures(admission, filtered)
