"""The page's result in other selections of its patients: computed when opened, with picture and tables."""

from __future__ import annotations

import streamlit as st

from dashboard import cached, state
from dashboard.pictures import picture_view
from dashboard.tables.table_html import Looks
from dashboard.tables.table_view import show_table
from nec_core.analysis.result import SurvivalResult
from nec_core.export.pictures import KINDS, Subject
from nec_core.export.tables.result_tables import RESULT_TABLES
from nec_core.figures.kinds import sensitivity as kind
from nec_core.ingest.admission import Admission

_LABEL = "Does it hold? The same in other selections of these patients"
_TABLES = tuple(table for table in RESULT_TABLES if table.id in ("sensitivity", "sensitivity_rules"))


def show(admission: Admission, result: SurvivalResult) -> None:
    """The panel; nothing without patients."""
    if not result.n:
        return
    panel = st.expander(_LABEL, icon=":material/rule:", key="survival:sensitivity", on_change="rerun")
    if panel.open:
        state.selections_asked.set(result.plan.digest)
        with panel:
            _opened(admission, cached.with_selections(admission.cohort, result.plan))


def _opened(admission: Admission, result: SurvivalResult) -> None:
    picture_view.show_made(kind.picture(result), Subject(admission, result.plan), KINDS["sensitivity"])
    for table in _TABLES:
        frame, numbers = table.frame, table.numbers
        assert frame is not None and numbers is not None
        show_table(
            frame(result),
            table.heading_of(result),
            (table.title, table.id),
            Looks(note=table.caption(result)),
            lambda make=numbers: {"Unrounded": make(result)},
        )


__all__ = ["show"]
