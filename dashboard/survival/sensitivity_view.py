"""The page's result in other selections of its patients: computed when opened, with picture and tables."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import cached, state
from dashboard.pictures import picture_view
from dashboard.tables.table_html import Looks
from dashboard.tables.table_view import show_table
from nec_core.analysis.result import SurvivalResult
from nec_core.export.pictures import KINDS, Subject
from nec_core.export.tables.result_tables import RESULT_TABLES, ResultTable
from nec_core.figures.drawing.beware import warned
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
            show_all(admission, cached.with_selections(admission.cohort, result.plan))


def show_all(admission: Admission, result: SurvivalResult) -> None:
    """Picture and tables in the open, of a result that has them."""
    subject = Subject(admission, result.plan)
    picture = warned(kind.picture(result), subject.patients, "groups", "patients")
    picture_view.show_made(picture, subject, KINDS["sensitivity"], in_panel=True)
    for table in _TABLES:
        assert table.frame is not None
        st.markdown(f"**{table.heading_of(result)}**")
        show_table(
            table.frame(result),
            table.heading_of(result),
            (table.title, table.id),
            Looks(note=table.caption(result)),
            partial(_unrounded, table, result),
        )


def _unrounded(table: ResultTable, result: SurvivalResult) -> dict[str, pd.DataFrame]:
    assert table.numbers is not None
    return {"Unrounded": table.numbers(result)}


__all__ = ["show"]
