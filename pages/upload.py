"""Upload: a file becomes a checked cohort in three steps, each one line when it is settled."""

import streamlit as st

from dashboard import cached, frame, state
from dashboard.guarding import knowing_view
from dashboard.sanity_view import show_sanity
from dashboard.upload import check, columns, file, first_plot
from nec_core.errors import NecCoreError

frame.title("Upload")

opened = file.step()
if opened is None:
    first_plot.fetch_when_idle()
    st.stop()
raw, mapping = opened

admission, refusal = None, None
try:
    admission = cached.admission(state.upload(), state.mapping(), state.edits())
except NecCoreError as problem:
    refusal = problem

if admission is not None and admission.cohort.n:
    show_sanity(cached.sanity_of(admission))
columns.step(raw, mapping, refusal)
if admission is not None:
    knowing_view.panel(cached.named_admission(admission).cohort)
    check.step(raw, mapping, admission)
