"""What the P of the page is worth: in a line at once, with picture and table when opened."""

from __future__ import annotations

import streamlit as st

from dashboard import cached, state
from dashboard.pictures import picture_view
from dashboard.tables.table_view import show_table
from nec_core.analysis.comparison import AT_ONCE
from nec_core.analysis.result import SurvivalResult
from nec_core.analysis.worth import ON_REQUEST
from nec_core.errors import PlanError
from nec_core.export.pictures import KINDS, Subject
from nec_core.export.tables.worth_tables import worth_frame
from nec_core.export.worth_words import worth_headline
from nec_core.figures.drawing.beware import warned
from nec_core.figures.kinds import worth as worth_kind
from nec_core.formatting import escape_markdown
from nec_core.ingest.admission import Admission


def show(admission: Admission, result: SurvivalResult) -> None:
    """The panel; nothing where there is no P to be read."""
    headline = worth_headline(result)
    if not headline:
        return
    panel = st.expander(escape_markdown(headline), icon=":material/balance:", key="survival:worth", on_change="rerun")
    if panel.open:
        with panel:
            _opened(admission, _looked_into(admission, result))


def _looked_into(admission: Admission, result: SurvivalResult) -> SurvivalResult:
    """The result with all that can be told; of a large cohort once somebody asks for it."""
    digest = result.plan.digest
    if not AT_ONCE < result.n <= ON_REQUEST or result.entry is not None:
        return result
    if state.worth_asked() != digest:
        state.hold("survival:look into", digest)
        st.button(
            "Look at it patient by patient",
            on_click=_ask,
            key="survival:look into",
            icon=":material/hourglass:",
            help=f"{result.n:,} patients: this takes from seconds to a minute or two, and can be left.",
        )
        return result
    return cached.looked_into(admission.cohort, result.plan)


def _ask() -> None:
    state.worth_asked.set(state.held("survival:look into") or "")


def _opened(admission: Admission, result: SurvivalResult) -> None:
    try:
        shown = worth_kind.picture(result)
    except PlanError as problem:
        st.info(escape_markdown(str(problem)))
        return
    subject = Subject(admission, result.plan)
    picture_view.show_made(warned(shown, subject.patients, "groups", "patients"), subject, KINDS["worth"])
    show_table(worth_frame(result), "What this P is worth", ("What this P is worth", "worth"))
