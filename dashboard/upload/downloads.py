"""Upload, step 3: the files to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import state
from dashboard.downloads import offer
from nec_core.export.corrected import (
    change_log,
    corrected_file,
    corrected_name,
    is_stacked,
    problems_csv,
    rejected_rows,
)
from nec_core.formatting import escape_markdown
from nec_core.ingest.admission import Admission
from nec_core.ingest.preparing import repaired
from nec_core.ingest.raw_table import RawTable


def show(raw: RawTable, admission: Admission) -> None:
    """The download buttons; only those that would hold something."""
    edits = state.edits()
    now = partial(repaired, raw, admission.source.layout, edits)
    name = raw.files[0] if raw.files else raw.file_name
    stem = name.rpartition(".")[0] or name
    with st.container(horizontal=True):
        if admission.problems.n:
            offer("Problems, CSV", lambda: problems_csv(admission), f"{stem}_problems.csv")
        if len(admission.rejected_rows):
            offer("Rejected rows, CSV", lambda: rejected_rows(now(), admission), f"{stem}_rejected.csv")
        if edits:
            offer("Corrected file", lambda: corrected_file(now()).data, corrected_name(raw))
            offer("Change log, CSV", lambda: change_log(now()), f"{stem}_changes.csv")
    if edits and raw.sealed:
        st.caption("In the corrected file running numbers stand for the cells that tell who a patient is.")
    if edits:
        st.caption("In the corrected file an apostrophe stands before what a spreadsheet would take for a formula.")
    if edits and raw.files:
        st.caption(
            "The corrected file holds the rows of all files, one under the other; the column “File” tells which."
            if is_stacked(raw)
            else f"The corrected file is the file of patients, {escape_markdown(raw.files[0])}."
        )
