"""The figure and its numbers as files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard import frame, kept
from dashboard.clipboard import copy_png
from dashboard.downloads import FIGURE_FILES, offer, safe_stem
from nec_core.analysis.analyse import SurvivalResult
from nec_core.errors import PlanError
from nec_core.export.image import missing_glyphs
from nec_core.export.survival_export import (
    SLIDE_MM,
    figure_bytes,
    figure_of,
    numbers_csv,
    numbers_xlsx,
    risk_table,
    risk_table_csv,
    slide_style,
    summary_csv,
)
from nec_core.figures.paper import laid_out
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Source

_SLIDE = "Slide 16:9"
_SIZES = ("180 mm (two columns)", "120 mm", "89 mm (one column)", _SLIDE, "Own size")
_WIDTHS = {"180 mm (two columns)": 180.0, "120 mm": 120.0, "89 mm (one column)": 89.0}
_COPY_DPI = 300


@dataclass(frozen=True)
class Size:
    """Of the printed figure; without a height it takes what it needs."""

    width_mm: float
    height_mm: float | None = None
    slide: bool = False

    @property
    def name(self) -> str:
        return f"{self.width_mm:g}mm" if self.height_mm is None else f"{self.width_mm:g}x{self.height_mm:g}mm"


def show(source: Source, result: SurvivalResult, style: FigureStyle) -> None:
    """The download buttons."""
    if result.n == 0:
        return
    st.subheader("Take it away", anchor=False)
    size = _size()
    missing = missing_glyphs(figure_of(result, style))
    if missing:
        st.warning(
            f"The printed figure's font has no {' '.join(missing[:20])}: they will be drawn as boxes. Rename the "
            "groups under Figure settings.",
            icon=":material/warning:",
        )
    if size.slide:
        style = slide_style(result, style)
    try:  # said here, since a file is made where nothing can be said
        laid_out(figure_of(result, style), size.width_mm, size.height_mm)
    except PlanError as problem:
        frame.error(problem)
        return
    stem = _stem(result)
    with st.container(horizontal=True):
        for label, format_name, dpi in FIGURE_FILES:
            resolution = f"_{dpi}dpi" if format_name in ("png", "tiff") else ""
            offer(
                label,
                partial(figure_bytes, result, source, format_name, size.width_mm, dpi, style, size.height_mm),
                f"{stem}_{size.name}{resolution}.{format_name}",
                icon=None,
            )
        copy = st.button("Copy as picture", key="copy figure", icon=":material/content_copy:")
        _numbers(result, stem, style)
    if copy:
        png = figure_bytes(result, source, "png", size.width_mm, _COPY_DPI, style, size.height_mm)
        copy_png(png)


def _size() -> Size:
    picked = st.segmented_control(
        "Figure width", _SIZES, default=_SIZES[0], required=True, **kept.choice("figure width")
    )
    if picked == _SLIDE:
        st.caption("Letters and lines are up to half as large again as in print, as far as they fit.")
        return Size(*SLIDE_MM, slide=True)
    if picked != "Own size":
        return Size(_WIDTHS.get(str(picked), 180.0))
    first, second = st.columns(2)
    width = first.number_input("Width (mm)", 50.0, 1000.0, 150.0, 5.0, **kept.choice("figure own width"))
    height = second.number_input(
        "Height (mm)",
        50.0,
        1000.0,
        None,
        5.0,
        placeholder="as needed",
        **kept.choice("figure own height"),
    )
    return Size(float(width or 150.0), height)


def _numbers(result: SurvivalResult, stem: str, style: FigureStyle) -> None:
    offer("Numbers, CSV", partial(numbers_csv, result), f"{stem}.csv", icon=None)
    offer("At risk, CSV", partial(risk_table_csv, result, style), f"{stem}_at_risk.csv", icon=None)
    offer("Summary, CSV", partial(summary_csv, result), f"{stem}_summary.csv", icon=None)
    offer("Numbers, XLSX", partial(numbers_xlsx, result, risk_table(result, style)), f"{stem}.xlsx", icon=None)


def _stem(result: SurvivalResult) -> str:
    """The files' name: endpoint and grouping."""
    by = f"_by_{result.variable.name}" if result.variable else ""
    return safe_stem(f"{result.plan.endpoint}{by}")
