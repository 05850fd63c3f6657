"""The figure and its numbers as files. Each file is made when its button is pressed, not before.

That happens outside the session's own thread, so what a file needs is handed over whole.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from nec_core.analysis import SurvivalResult
from nec_core.cohort import Cohort
from nec_core.export.survival_export import figure_bytes
from nec_core.export.survival_tables import numbers_csv, numbers_xlsx
from nec_core.figures.style import FigureStyle

_WIDTHS = {180: "180 mm (two columns)", 120: "120 mm", 89: "89 mm (one column)"}
_FILES = (
    ("PDF", "pdf", 300, "application/pdf"),
    ("SVG", "svg", 300, "image/svg+xml"),
    ("PNG, 300 dpi", "png", 300, "image/png"),
    ("PNG, 600 dpi", "png", 600, "image/png"),
    ("TIFF, 600 dpi", "tiff", 600, "image/tiff"),
)


def show(cohort: Cohort, result: SurvivalResult, style: FigureStyle) -> None:
    """The download buttons."""
    if result.n == 0:
        return
    st.subheader("Take it away", anchor=False)
    width = st.segmented_control(
        "Figure width", list(_WIDTHS), format_func=_WIDTHS.__getitem__, default=180, required=True, key="figure width",
        persist_state="session",
    )  # fmt: skip
    stem = _stem(result)
    with st.container(horizontal=True):
        for label, format_name, dpi, mime in _FILES:
            resolution = f"_{dpi}dpi" if format_name in ("png", "tiff") else ""
            st.download_button(
                label,
                data=partial(figure_bytes, result, cohort.source, format_name, float(width or 180), dpi, style),
                file_name=f"{stem}_{width}mm{resolution}.{format_name}",
                mime=mime,
                on_click="ignore",
                key=f"download {label}",
            )
        st.download_button(
            "Numbers, CSV",
            data=lambda: numbers_csv(result),
            file_name=f"{stem}.csv",
            mime="text/csv",
            on_click="ignore",
            key="download numbers csv",
        )
        st.download_button(
            "Numbers, XLSX",
            data=lambda: numbers_xlsx(result),
            file_name=f"{stem}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key="download numbers xlsx",
        )


def _stem(result: SurvivalResult) -> str:
    """The files' name: endpoint and grouping, only characters every system takes."""
    name = f"{result.plan.endpoint}_by_{result.variable.name}" if result.variable else result.plan.endpoint
    return "".join(c if (c.isascii() and c.isalnum()) or c in "-_" else "_" for c in name)[:60]
