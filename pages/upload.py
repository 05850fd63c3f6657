"""Upload: a file becomes a checked cohort in three steps, each one line when it is settled."""

import streamlit as st

from dashboard import cached, frame, state
from dashboard.sanity_view import show_sanity
from dashboard.upload import check, columns, file
from nec_core.errors import NecCoreError
from nec_core.figures.screen.screen import PLOTLY_CONFIG

frame.title("Upload")

# The browser fetches and starts Plotly with the first chart it is given: an unseen one, while the upload is read,
# so that nobody waits for it before the first curve.
with st.container(key="first-plot"):
    st.plotly_chart({"data": [{"x": [0], "y": [0]}]}, key="first plot", config=PLOTLY_CONFIG)

opened = file.step()
if opened is None:
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
    check.step(raw, mapping, admission)
