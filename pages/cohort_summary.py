"""Cohort summary: who the patients are, what they were given, what became of them."""

from dashboard import cached, frame, state, summary_view
from dashboard.pictures import choice

admission = frame.require_admission(
    "Cohort summary",
    "Table 1, treatments with their overlaps, progression and follow-up of your patients, each to download.",
)
selected = cached.selection(admission.cohort, state.current_filter())

if summary_view.headline(selected):
    summary_view.table_one(selected)
    summary_view.treatments(selected)
    summary_view.progression(selected)
    summary_view.follow_up(selected)
    summary_view.flow(admission, selected)
    choice.pictures(admission, state.current_filter())
