"""The study's report: made when somebody asks, with progress, and then offered as one file."""

from __future__ import annotations

import streamlit as st

from dashboard import cached, state
from dashboard.downloads import offer, safe_stem
from nec_core.ingest.admission import Admission
from nec_core.study.study import Study

_WHAT = (
    "The report for Word and for the browser, with its figures (PDF, SVG), tables (CSV, XLSX), the study, and scripts "
    "in R and Python that work its numbers out again. For these it holds a line per patient: times, events, groups and "
    "a model's variables. No ID and no date is in it, but a patient can be recognisable: keep it as you keep the "
    "extract."
)


def show(study: Study, admission: Admission) -> None:
    """Draws the button, the progress once it was pressed, or the file."""
    st.header("Report", anchor=False)
    text = study.to_json()
    if state.packet_asked() == text:
        data = cached.packet(study, admission)
        offer(
            "Download the report, ZIP", lambda: data, f"{safe_stem(study.name)}.zip", key="study:packet", look="primary"
        )
    else:
        key = "study:make"
        state.hold(key, text)
        st.button("Make the report", key=key, icon=":material/folder_zip:", on_click=_ask, args=(key,))
    st.caption(_WHAT)


def _ask(key: str) -> None:
    state.packet_asked.set(state.held(key) or "")


__all__ = ["show"]
