"""A table on a page, the same everywhere: the table itself, a button to copy it, and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.downloads import offer
from dashboard.tables.table_html import COPY_HTML, Looks, table_html
from nec_core.export.spreadsheet import safe_csv, safe_xlsx

_AS_SHOWN = Looks()
_SCRIPTS = tuple(Path(__file__).with_name(name) for name in ("copy_table.js", "table_toolbar.js"))


def show_table(
    frame: pd.DataFrame,
    name: str,
    file: tuple[str, str] | None = None,
    looks: Looks = _AS_SHOWN,
    further: Callable[[], Mapping[str, pd.DataFrame]] | None = None,
) -> None:
    """Draws the table.

    Args:
        frame: to read: texts and counts.
        name: what it shows, in a few words.
        file: what its buttons call it, and its files' name without an ending, which no other table of the page has.
            None for a table without files.
        further: makes the sheets that its workbook holds besides, by name: the same unrounded.
    """
    st.html(table_html(frame, name, looks))
    if file is None:
        st.html(COPY_HTML, width="content")
        return
    label, stem = file
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"table-tools-{stem}"):
        st.html(COPY_HTML, width="content")
        note = looks.note
        for ending, make in (
            ("csv", partial(safe_csv, frame, note)),
            ("xlsx", partial(_workbook, label, frame, note, further)),
        ):
            offer(f"{label}, {ending.upper()}", make, f"{stem}.{ending}", key=f"table-{ending}:{stem}", look="tertiary")


def listen() -> None:
    """Makes the buttons under tables work: those that copy, and each table's as one stop of the keyboard."""
    scripts = "".join(path.read_text(encoding="utf-8") for path in _SCRIPTS)
    st.html(f"<script>{scripts}</script>", unsafe_allow_javascript=True)


def _workbook(
    label: str, frame: pd.DataFrame, note: str, further: Callable[[], Mapping[str, pd.DataFrame]] | None
) -> bytes:
    return safe_xlsx({label: frame, **(further() if further else {})}, {label: note})
