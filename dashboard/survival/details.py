"""The result's tables on a page: the answer's own at once, every test, pair, difference and mean when opened."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.pictures.picture_view import show_beside_its_table
from dashboard.tables.table_html import Looks
from dashboard.tables.table_view import show_table
from nec_core import formatting as fmt
from nec_core.analysis.result import SurvivalResult
from nec_core.export.pictures import KINDS, Subject
from nec_core.export.tables.result_tables import ResultTable, tables
from nec_core.ingest.admission import Admission

_PANEL = "survival:details"


def show(admission: Admission, result: SurvivalResult) -> None:
    """The tables of a result, those that are read first in the open, the others in a panel."""
    _open_ones(admission, result)
    _said_of_treatments(result)
    if result.n == 0:
        return
    panel = st.expander(
        "Tests, pairs, differences and means", icon=":material/table_chart:", key=_PANEL, on_change="rerun"
    )
    if not panel.open:
        return
    with panel:
        if result.comparison is not None and result.comparable is None:
            st.caption("No tests and differences: these groups were settled after time zero (immortal time bias).")
        for table, frame in tables("page", result, folded=True):
            _draw(table, frame, result)


def show_all(admission: Admission, result: SurvivalResult) -> None:
    """Every table in the open, one under the other, as in a document."""
    _open_ones(admission, result)
    _said_of_treatments(result)
    for table, frame in tables("page", result, folded=True):
        _draw(table, frame, result)


def _open_ones(admission: Admission, result: SurvivalResult) -> None:
    for table, frame in tables("page", result, folded=False):
        _draw(table, frame, result)
        if table.id == "timed":
            show_beside_its_table(KINDS["forest"], Subject(admission, result.plan, form="timed"))


def _said_of_treatments(result: SurvivalResult) -> None:
    treatment = result.variable is not None and result.variable.is_treatment and result.variable.known == "later"
    if treatment and result.timed is None and result.entry is not None:
        st.caption("With delayed entry, the comparisons from a landmark and over time are not given.")


def _draw(table: ResultTable, frame: pd.DataFrame, result: SurvivalResult) -> None:
    heading = fmt.escape_markdown(table.heading_of(result))
    if table.folded:
        st.markdown(f"**{heading}**")
    elif table.id != "summary":  # the first table stands under the answer, which says what it is
        st.subheader(heading, anchor=False)
    numbers = table.numbers
    show_table(
        frame,
        table.heading_of(result),
        (table.title, table.id),
        Looks(note=table.caption(result)),
        None if numbers is None else lambda: {"Unrounded": numbers(result)},
    )


__all__ = ["show", "show_all"]
