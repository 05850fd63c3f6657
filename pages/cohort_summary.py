"""Cohort summary: who the patients are, what they were given, what became of them."""

from dashboard import cached, frame, state
from dashboard.pictures import choice
from dashboard.summary import blocks_view

admission = frame.require_admission(
    "Cohort summary",
    "Table 1, treatments with their overlaps, progression and follow-up of your patients, each to download.",
)
chosen = state.current_filter()

if blocks_view.headline(cached.selection(admission.cohort, chosen)):
    blocks_view.show(admission, chosen)
    choice.others(admission, chosen)
