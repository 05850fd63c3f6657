"""What is different since the study was saved: in its extract, patient by patient, and in what its analyses give."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import cached, state
from dashboard.tables.table_view import show_table
from dashboard.upload.file import let_go
from nec_core.errors import NecCoreError
from nec_core.export.study.study_words import change_sentences, changes_table, then_and_now
from nec_core.formatting import escape_markdown
from nec_core.ingest.admission import Admission
from nec_core.study.changes import changes
from nec_core.study.running import Ran
from nec_core.study.study import Study

_MOST_LINES = 500


def show(study: Study, admission: Admission, ran: Sequence[Ran]) -> None:
    """Nothing for the extract it was saved with, as long as every analysis gives what it gave."""
    same = admission.source.sha256 == study.extract.sha256
    if same and all(one.is_as_saved for one in ran):
        return
    if same:
        st.warning(
            "This is the extract the study was saved with, but not every analysis gives what it gave: columns, repairs "
            "or this program are not the same. See below what it was then.",
            icon=":material/difference:",
        )
    else:
        _another_extract(study, admission)
    st.subheader("Then and now", anchor=False)
    show_table(then_and_now(ran), "What each analysis gave and gives", ("Then and now", "study_then_and_now"))


def _another_extract(study: Study, admission: Admission) -> None:
    st.info(
        f"This is another extract than the study was saved with ({escape_markdown(', '.join(study.extract.files))}). "
        "Its columns are taken as then.",
        icon=":material/difference:",
    )
    before = _before(study)
    if before is None:
        return
    found = changes(before, admission)
    st.markdown("\n".join(f"- {escape_markdown(said)}" for said in change_sentences(found)))
    table = changes_table(found)
    if len(table):
        show_table(table.head(_MOST_LINES), "What changed, patient by patient", ("What changed", "study_changes"))


def _before(study: Study) -> Admission | None:
    """The extract the study was saved with, if somebody gives it: patients are compared in memory only."""
    given = state.study_before()
    if given is None:
        dropped = st.file_uploader(
            "To see what changed patient by patient, drop the extract it was saved with",
            accept_multiple_files=True,
            key="study:before",
        )
        if not dropped:
            return None
        given = tuple((file.getvalue(), file.name) for file in dropped)
        let_go(dropped)
        state.study_before.set(given)
    try:
        return cached.admission_of(given, study.mapping)
    except NecCoreError as refusal:
        st.error(escape_markdown(str(refusal)), icon=":material/error:")
        state.study_before.take()
        return None


__all__ = ["show"]
