"""Published study: the figures this product grew from, recomputed, with the abstract's contradictions."""

import streamlit as st

from dashboard import cached, frame
from dashboard.tables.table_html import Looks
from dashboard.tables.table_view import show_table
from nec_core.export.tables.study_tables import comparators_frame, figures_frame
from nec_core.published import COMPARATORS_CAUTION, CONTRADICTIONS, STUDY

frame.title("Published study")
st.write(f"{STUDY.setting}. [{STUDY.reference}]({STUDY.url}), PMID {STUDY.pmid}. Only the abstract was read.")
st.info(
    "The sample cohort is **synthetic**: 38 invented patients who reproduce every printed figure at once. It is not a "
    "reconstruction of the study's patients; infinitely many other cohorts would fit as well.",
    icon=":material/info:",
)

own = frame.current_admission()
is_sample = own is not None and own.source.sha256 == cached.sample().source.sha256
of_own = cached.figures(own.cohort) if own is not None and not is_sample else None
table = figures_frame(cached.sample_figures(), of_own)
show_table(table, "Published figures beside those recomputed from the sample", ("Figures", "published_figures"))

st.header("Where the abstract contradicts itself", anchor=False)
for contradiction in CONTRADICTIONS:
    st.markdown(f"**{contradiction.title}.** {contradiction.text}")

st.header("Other published cohorts", anchor=False)
show_table(
    comparators_frame(),
    "Published cohorts for comparison",
    ("Cohorts", "published_cohorts"),
    Looks(note=COMPARATORS_CAUTION),
)
