"""Upload, step 3: the rows of one problem, their cells open for repair, and what was repaired so far."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Table
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.tables.table_view import show_table
from dashboard.upload import values
from dashboard.upload.cells import cells_now, columns_of, merged
from nec_core import formatting as fmt
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.row_places import place_columns

_KEY = "upload:repair"
_PAGE = 200


def show(raw: RawTable, mapping: Mapping, finding: Finding) -> None:
    """Draws the rows of a finding, at most a page at a time."""
    with st.container(border=True):
        st.markdown(f"**{fmt.escape_markdown(finding.general_message)}** {fmt.escape_markdown(finding.next_step)}")
        columns = columns_of(finding, mapping, raw)
        if finding.rule == "row_shape":
            _misshapen(raw)
            return
        if not columns:
            _named(raw, finding)
            return
        if finding.rule == "category":
            _say_what_values_mean(raw, mapping, finding)
        start = _page(finding)
        _cells(raw, mapping, finding, columns, start)


def _misshapen(raw: RawTable) -> None:
    """Rows that fit no header can be read here, and repaired only in the file."""
    shown = raw.misshapen[:_PAGE]
    told = {"Cells": [m.cells for m in shown], "Text": [m.text for m in shown]}
    show_table(_placed(raw, [m.row for m in shown], told), "Rows with too many cells")


def _named(raw: RawTable, finding: Finding) -> None:
    """Rows whose cells must not be seen."""
    shown = slice(0, _PAGE)
    sentences = {"What is wrong": finding.sentences(_PAGE)}
    show_table(_placed(raw, finding.rows[shown].tolist(), sentences), "Rows of the problem")


def _placed(raw: RawTable, rows: Sequence[int], columns: Table[str, object]) -> pd.DataFrame:
    """A table of rows, named as in the spreadsheet, with the file before where there are several."""
    place = {name.capitalize(): where for name, where in place_columns(rows, raw.files).items()}
    return pd.DataFrame({**place, **columns})


def _say_what_values_mean(raw: RawTable, mapping: Mapping, finding: Finding) -> None:
    """A value that is only spelled otherwise is told once, not repaired in every row."""
    with st.expander("Say once what a value means, for every row that holds it"):
        values.editor(raw, mapping, mapping.column(finding.column), "repair")


def _page(finding: Finding) -> int:
    if finding.n <= _PAGE:
        return 0
    pages = -(-finding.n // _PAGE)
    key = f"{_KEY} page {finding.rule} {finding.column}"
    page = st.number_input(f"Page of {pages:,}, {_PAGE} rows each", 1, pages, 1, key=key, width=220)
    return (int(page) - 1) * _PAGE


def _cells(raw: RawTable, mapping: Mapping, finding: Finding, columns: tuple[str, ...], start: int) -> None:
    shown = finding.rows[start : start + _PAGE]
    raw = _holding(raw, shown, columns)
    rows = shown[np.isin(shown, raw.row_numbers)].tolist()
    if len(rows) < len(shown):
        _elsewhere(raw, finding, start)
    if not rows:
        return
    now = cells_now(raw, rows, columns, state.edits())
    id_column = mapping.by_target("patient_id")
    table = pd.DataFrame(place_columns(rows, raw.files))
    config = {
        "file": st.column_config.TextColumn("File", width="small"),
        "row": st.column_config.NumberColumn("Row", format="%d", width="small"),
    }
    if id_column is not None and id_column.column not in columns:
        table["patient"] = cells_now(raw, rows, (id_column.column,), state.edits())[id_column.column]
        config["patient"] = st.column_config.TextColumn("Patient", width="small")
    for i, column in enumerate(columns):
        table[f"cell {i}"] = now[column]
        config[f"cell {i}"] = st.column_config.TextColumn(fmt.shorten(column, 60), width="medium")
    decided = f"{finding.rule}{finding.column}{start}{mapping.model_dump_json()}{state.edits()!r}"
    key = f"{_KEY} cells {hashlib.sha256(decided.encode()).hexdigest()[:12]}"
    st.caption("Rows are numbered as in your spreadsheet. Double-click a cell to repair it; empty means not recorded.")
    st.data_editor(
        table,
        key=key,
        hide_index=True,
        width="stretch" if len(columns) > 2 else 260 + 220 * len(columns),
        height="content" if len(table) <= 10 else 400,
        disabled=["file", "row", "patient"],
        column_config=config,
        alt="Cells to repair",
    )
    changed = _changed(key, rows, columns, now)
    with st.container(horizontal=True, vertical_alignment="center"):
        state.hold(key, (rows, columns, now))
        st.button("Check again", type="primary", on_click=_apply, args=(key,), key=f"{_KEY} apply")
        if changed:
            st.caption(f"{fmt.plural(len(changed), 'change')} to apply.")


def _holding(raw: RawTable, rows: npt.NDArray[np.int64], columns: tuple[str, ...]) -> RawTable:
    """The table that holds these rows: of totals and notes, which are set aside, the one that was read."""
    before = raw.before
    if before is None or np.isin(rows, raw.row_numbers).any() or not np.isin(rows, before.row_numbers).all():
        return raw
    return before if set(columns) <= set(before.columns) else raw


def _elsewhere(raw: RawTable, finding: Finding, start: int) -> None:
    """Rows of a file that was joined to this table, or that a layout set aside: there is no cell here to repair."""
    shown = slice(start, start + _PAGE)
    gone = np.flatnonzero(~np.isin(finding.rows[shown], raw.row_numbers)) + start
    told = {finding.column: [finding.values[i] for i in gone.tolist()]}  # noqa: PD011  # texts, no frame
    st.caption("These rows can be repaired only in the file they stand in.")
    show_table(_placed(raw, finding.rows[gone].tolist(), told), "Rows of another table")


def _changed(key: str, rows: list[int], columns: tuple[str, ...], now: dict[str, list[str]]) -> tuple[Edit, ...]:
    """The editor's changed cells as edits."""
    found = []
    for index, cells in state.edited_rows(key).items():
        for name, value in cells.items():
            column = columns[int(name.removeprefix("cell "))]
            old, new = now[column][index], str(value or "").strip()
            if new != old:
                found.append(Edit(rows[index], column, old, new))
    return tuple(found)


def _apply(key: str) -> None:
    needed = state.held(key)
    if needed is not None:
        state.edits.set(merged(state.edits(), _changed(key, *needed)))


def changes(raw: RawTable, edits: tuple[Edit, ...]) -> None:
    """What was repaired, with the way back."""
    if not edits:
        return
    with st.expander(f"{fmt.plural(len(edits), 'repaired cell')}", key=f"{_KEY} changes"):
        shown = edits[-_PAGE:][::-1]
        told = {"Column": [e.column for e in shown], "Was": [e.old for e in shown], "Is now": [e.new for e in shown]}
        show_table(_placed(raw, [e.row for e in shown], told), "Repaired cells")
        with st.container(horizontal=True):
            st.button("Undo the last", on_click=_undo_last, key=f"{_KEY} undo")
            st.button("Undo all", on_click=_undo_all, key=f"{_KEY} undo all")


def _undo_last() -> None:
    state.edits.set(state.edits()[:-1])


def _undo_all() -> None:
    state.edits.set(())
