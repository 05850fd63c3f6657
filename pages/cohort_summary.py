"""Cohort summary: who the patients are, what they were given, what became of them."""

from dashboard import cached, frame, state, summary_view
from dashboard.pictures import choice
from dashboard.tables import table_one_view
from nec_core.summary.cohort_summary import cohort_summary

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
    summary = cohort_summary(admission, table_plan, filtered)
    summary_view.words("characteristics", summary)
    choice.one("histogram", admission, filtered, None, "age_years")
    if summary_view.titled("pathology", summary):
        summary_view.words("pathology", summary)
        choice.one("histogram", admission, filtered, None, "ki67_percent")
    summary_view.treatments(selected)
    choice.standing("treatments", admission, filtered, by)
    summary_view.whole("response", summary)
    summary_view.whole("next_treatment", summary)
    if summary_view.titled("overall", summary):
        choice.one("survival", admission, filtered, by)
        summary_view.numbers("overall", summary)
    if summary_view.titled("progression_free", summary):
        choice.one("survival", admission, filtered, by, endpoint="pfs")
        summary_view.words("one_year", summary)
        summary_view.numbers("progression_free", summary)
    summary_view.progression(selected)
    choice.standing("progression", admission, filtered, by)
    summary_view.follow_up(selected)
    summary_view.words("follow_up", summary)
    choice.standing("follow-up", admission, filtered, by)
    summary_view.recorded()
    choice.standing("recorded", admission, filtered, by)
    summary_view.flow(admission, selected)
    choice.standing("flow", admission, filtered, by)
    choice.others(admission, filtered)
