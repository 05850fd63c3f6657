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
_COPIES = Path(__file__).with_name("copy_table.js")


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
        if file is None:
            return
        label, stem = file
        for ending, make in (("csv", partial(safe_csv, frame)), ("xlsx", partial(_workbook, label, frame, further))):
            offer(f"{label}, {ending.upper()}", make, f"{stem}.{ending}", key=f"table-{ending}:{stem}", look="tertiary")


def listen_to_copies() -> None:
    """Makes the buttons that copy a table work, once for all of a page."""
    st.html(f"<script>{_COPIES.read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)


def _workbook(label: str, frame: pd.DataFrame, further: Callable[[], Mapping[str, pd.DataFrame]] | None) -> bytes:
    return safe_xlsx({label: frame, **(further() if further else {})})
