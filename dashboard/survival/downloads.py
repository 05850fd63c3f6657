"""The figure and its numbers as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import frame, kept
from dashboard.downloads import FIGURE_FILES, offer, safe_stem
from dashboard.pictures.clipboard import copy_png
from dashboard.survival import side_panel
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
from nec_core.figures.system_font import no_font
from nec_core.ingest.admission import Source

_SLIDE = "Slide 16:9"
_SIZES = ("89 mm (one column)", "120 mm", "180 mm (two columns)", _SLIDE, "Own size")
_WIDTHS = {"89 mm (one column)": 89.0, "120 mm": 120.0, "180 mm (two columns)": 180.0}
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

    @property
    def said(self) -> str:
        return f"{self.width_mm:g} mm" if self.height_mm is None else f"{self.width_mm:g} x {self.height_mm:g} mm"


def show(place: DeltaGenerator, source: Source, result: SurvivalResult, style: FigureStyle, size: Size) -> None:
    """The button of the figure as PDF, and beside it the menu of everything else; why there is no figure, if so."""
    with place.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom", key="take-away"):
        side_panel.button()
        if result.n == 0:
            return
        if size.slide:
            style = slide_style(result, style)
        refused = _refused(result, style, size)
        make = partial(figure_bytes, result, source, style=style, width_mm=size.width_mm, height_mm=size.height_mm)
        stem = _stem(result)
        if refused is None:
            offer(
                "Download figure", partial(make, "pdf"), f"{stem}_{size.name}.pdf", key="figure pdf",
                look="primary", explained=f"PDF, {size.said}. Other sizes: Settings, Size.",
            )  # fmt: skip
        with st.popover("", icon=":material/more_vert:", help="Other files", key="other files"):
            if refused is None:
                _pictures(make, stem, size)
            else:
                frame.error(refused)
            _numbers(result, stem, style)


def told(result: SurvivalResult, style: FigureStyle, size: Size) -> None:
    """What keeps the figure from paper: said above the figure, since a file is made where nothing can be said."""
    if result.n == 0:
        return
    refused = _refused(result, slide_style(result, style) if size.slide else style, size)
    if refused is not None:
        frame.error(refused)


def _refused(result: SurvivalResult, style: FigureStyle, size: Size) -> PlanError | None:
    figure = figure_of(result, style)
    if missing := missing_glyphs(figure):
        return PlanError(no_font(missing))
    try:
        laid_out(figure, size.width_mm, size.height_mm)
    except PlanError as problem:
        return problem.with_traceback(None)
    return None


def _pictures(make: Callable[..., bytes], stem: str, size: Size) -> None:
    for label, format_name, dpi in FIGURE_FILES:
        resolution = f"_{dpi}dpi" if format_name in ("png", "tiff") else ""
        offer(label, partial(make, format_name, dpi=dpi), f"{stem}_{size.name}{resolution}.{format_name}", icon=None)
    if st.button("Copy as picture", key="copy figure", icon=":material/content_copy:"):
        copy_png(make("png", dpi=_COPY_DPI))


def size(place: Any) -> Size:
    """The size on paper, asked for in `place`, the tab "Size"."""
    picked = place.selectbox("Figure width", _SIZES, **kept.choice("figure width"))
    if picked == _SLIDE:
        return Size(*SLIDE_MM, slide=True)
    if picked != "Own size":
        return Size(_WIDTHS[str(picked)])
    width = place.number_input(
        "Width (mm)", value=150.0, min_value=50.0, max_value=1000.0, step=5.0, **kept.choice("figure own width")
    )
    height = place.number_input(
        "Height (mm)", value=None, min_value=50.0, max_value=1000.0, step=5.0, placeholder="as needed",
        **kept.choice("figure own height"),
    )  # fmt: skip
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
