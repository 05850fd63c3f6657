"""Report: the survival page's analysis in words, and everything to check it with in one file."""

from functools import partial

import streamlit as st

from dashboard import cached, frame, state
from dashboard.downloads import offer, safe_stem
from dashboard.guard_view import show_guards
from dashboard.guarding import acknowledging
from dashboard.sanity_view import show_sanity
from dashboard.survival import details, looks
from dashboard.tables import table_one_view
from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.export.bundle import report_bundle
from nec_core.export.image import missing_glyphs
from nec_core.export.report_words import methods_paragraph
from nec_core.export.survival_export import figure_of
from nec_core.export.survival_words import answer_sentence, test_sentence
from nec_core.figures.system_font import no_font

admission = frame.require_admission(
    "Report", "A methods paragraph, the results in words, and a bundle that reproduces them."
)
plan = acknowledging.with_reasons(state.plan().model_copy(update={"filter": state.current_filter()}))
try:
    result = cached.result(admission.cohort, plan)
except PlanError as problem:
    frame.error(problem)
    st.stop()
if result.n == 0:
    st.info(fmt.escape_markdown(answer_sentence(result)))
    st.stop()

n_looks = looks.note([result])
st.caption("The analysis last chosen on Survival curves, with the filter of the sidebar.")
st.header("Records", anchor=False)
st.caption("All accepted patients of the file, before any filter.")
show_sanity(cached.sanity_of(admission))
st.header("Patients", anchor=False)
st.caption("Table 1 as last chosen on Cohort summary, of the patients inside the filter.")
table = table_one_view.show(admission.cohort, plan.filter, table_one_view.asked_of(admission.cohort))
st.header("Methods", anchor=False)
st.write(fmt.escape_markdown(methods_paragraph(admission, result, n_looks)))
st.header("Results", anchor=False)
st.write(fmt.escape_markdown(answer_sentence(result)))
show_guards(result.guards, plan)
if result.comparison is not None:
    st.write(fmt.escape_markdown(test_sentence(result)))
details.show_all(result)
upload = state.upload()
if upload is None:
    st.stop()
st.header("Take it away", anchor=False)
if missing := missing_glyphs(figure_of(result, state.figure_style())):
    frame.error(PlanError(no_font(missing)))
    st.stop()
offer(
    "Report bundle, ZIP",
    partial(
        report_bundle, admission, result, cached.mapping_of(upload), state.edits(), state.figure_style(), table, n_looks
    ),
    f"{safe_stem(f'report_{plan.endpoint}')}.zip",
    key="report:bundle",
    icon=":material/folder_zip:",
)
st.caption(
    "Report with Table 1, figure and pictures of the cohort (PDF, SVG), numbers (XLSX), the analysed times, events and "
    "groups, an R script that gives the same numbers, the plan, the mapping, the problems by rule and which cells were "
    "repaired. No patient ID and no date, but the times of small groups can make a patient recognisable: keep it as "
    "you keep the extract."
)
