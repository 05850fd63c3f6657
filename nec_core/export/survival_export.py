"""The survival figure and the numbers behind it, as files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

import nec_core
from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.guarding.kinds import KINDS
from nec_core.errors import PlanError
from nec_core.export import image
from nec_core.export.guard_words import guard_words
from nec_core.export.spreadsheet import safe_csv, safe_xlsx
from nec_core.export.survival_words import (
    definition_lines,
    figure_lines,
    figure_note,
    group_label,
    rejected_lines,
    x_label,
)
from nec_core.export.tables.result_tables import tables
from nec_core.export.tables.survival_numbers import at_risk_frame, curve_numbers, summary_numbers
from nec_core.export.tables.survival_tables import hazard_ratio
from nec_core.figures.paper import laid_out
from nec_core.figures.style import LARGEST_FONT_PT, THICKEST_LINE_PT, FigureStyle
from nec_core.figures.survival_figure import FigureText, SurvivalFigure, survival_figure
from nec_core.ingest.admission import Source
from nec_core.survival.counts.at_risk import at_risk_table

FORMATS: Mapping[str, image.ImageFormat] = {"pdf": "pdf", "svg": "svg", "png": "png", "tif": "tiff", "tiff": "tiff"}
"""File ending -> format."""

SLIDE_MM = (254.0, 142.9)
"""Width and height of a slide, 16:9."""

_SLIDE_SCALES = (1.5, 1.25)


def figure_of(
    result: SurvivalResult,
    style: FigureStyle | None = None,
    origin: str = "",
    window: tuple[float, float] | None = None,
) -> SurvivalFigure:
    """The result as a figure, the same for screen and paper.

    Args:
        result: with at least one patient.
        style: the person's choices; None for the defaults.
        origin: its footnote; the version where it is empty.
        window: from when to when the screen looks at it; None for the whole time axis.
    """
    note = figure_note(result)
    style = _with_group_labels(result, _by_called_names(result, style or FigureStyle()))
    text = FigureText(
        y_label=result.endpoint.label,
        x_label=x_label(result),
        notes=() if note is None else (note,),
        beware=bewares(result),
        hr_notes=_hazard_ratio_notes(result, style),
        caption=" ".join([*figure_lines(result, style.time_unit or result.unit), *rejected_lines(result)]),
        footnote=origin or f"nec_core {nec_core.__version__}",
    )
    return survival_figure(result.table, result.curves, text, style, window)


def bewares(result: SurvivalResult) -> tuple[str, ...]:
    """The serious guards in a few words each: a figure travels without its page."""
    return tuple(g.in_figure for g in result.guards if g.severity == "serious" and KINDS[g.kind].drawn)


def _by_called_names(result: SurvivalResult, style: FigureStyle) -> FigureStyle:
    """The style speaks of groups as the data do; the result as they are called."""
    variable = result.variable
    if variable is None or not variable.called:
        return style
    return style.model_copy(
        update={
            "group_order": tuple(variable.shown(g) for g in style.group_order),
            "group_names": {variable.shown(g): name for g, name in style.group_names.items()},
            "group_colours": {variable.shown(g): colour for g, colour in style.group_colours.items()},
        }
    )


def _with_group_labels(result: SurvivalResult, style: FigureStyle) -> FigureStyle:
    labels = {g.name: group_label(result, g.name) for g in result.groups}
    own = {name: label[:200] for name, label in labels.items() if label != name}
    return style.model_copy(update={"group_names": own | style.group_names}) if own else style


def _hazard_ratio_notes(result: SurvivalResult, style: FigureStyle) -> tuple[str, ...]:
    """Each group's hazard ratio against the first; none where the groups are settled after time zero."""
    if result.comparable is None:
        return ()
    model = result.comparable.hazard_ratios
    level = fmt.confidence_label(model.conf_level)
    return tuple(
        f"HR ({level}) {_shown(c.level, style)} vs {_shown(c.reference, style)}: {hazard_ratio(c)}"
        for c in model.coefficients
        if c.hazard_ratio is not None
    )


def _shown(group: str | None, style: FigureStyle) -> str:
    """A group as it is called in the figure."""
    return style.group_names.get(group or "", group or "")


def provenance(source: Source, result: SurvivalResult) -> str:
    """Where a figure comes from, and of which patients; without the file's name: that can tell who is in it."""
    made = f"nec_core {nec_core.__version__}; plan SHA-256 {result.plan.digest[:12]}"
    who = f"Restricted to: {'; '.join(result.restricted)}. " if result.restricted else ""
    return f"{who}{made}; input SHA-256 {source.sha256[:12]}"


def slide_style(result: SurvivalResult, style: FigureStyle) -> FigureStyle:
    """The style with letters and lines up to half as large again, as far as they fit on a slide.

    A slide is read from the back of a room, where a journal's 8 pt are nothing.
    """
    for scale in _SLIDE_SCALES:
        larger = FigureStyle.model_validate(
            style.model_dump()
            | {
                "font_size_pt": min(LARGEST_FONT_PT, scale * style.font_size_pt),
                "line_width_pt": min(THICKEST_LINE_PT, scale * style.line_width_pt),
            }
        )
        try:
            laid_out(figure_of(result, larger), *SLIDE_MM)
        except PlanError:
            continue
        return larger
    return style


def risk_table(result: SurvivalResult, style: FigureStyle) -> pd.DataFrame:
    """The numbers under the figure: at risk, events and censored at each of its ticks."""
    figure = figure_of(result, style)
    return at_risk_frame(at_risk_table(result.table.in_unit(figure.unit), figure.x.ticks), figure.unit)


def risk_table_csv(result: SurvivalResult, style: FigureStyle) -> bytes:
    """The same as a file."""
    return safe_csv(risk_table(result, style))


def summary_csv(result: SurvivalResult) -> bytes:
    """Patients, events, medians and rates of each group, unrounded."""
    return safe_csv(summary_numbers(result))


def numbers_csv(result: SurvivalResult) -> bytes:
    """The curves, one line per group and distinct time."""
    return safe_csv(curve_numbers(result))


def numbers_xlsx(
    result: SurvivalResult, risk: pd.DataFrame | None = None, further: Mapping[str, pd.DataFrame] = MappingProxyType({})
) -> bytes:
    """Every result table unrounded, a sheet each.

    Args:
        result: with at least one patient.
        risk: the at-risk table of the figure; None for one at time 0 and the plan's times.
        further: sheets after these, by name.
    """
    sheets = {table.title: frame for table, frame in tables("workbook", result)}
    if risk is not None:
        sheets["At risk"] = risk
    return safe_xlsx({**sheets, "What to know": _what_to_know(result), **further})


def _what_to_know(result: SurvivalResult) -> pd.DataFrame:
    """What the numbers mean, and where they mislead: a workbook is handed on without the page."""
    lines = [("definition", line) for line in definition_lines(result)]
    warned = [(g.severity, guard_words(g)) for g in result.guards]
    return pd.DataFrame([*warned, *lines], columns=["kind", "text"])


def preview_png(
    result: SurvivalResult, style: FigureStyle, width_mm: float, origin: str = "", height_mm: float | None = None
) -> bytes:
    """The printed figure at the resolution of a screen; `origin` is its footnote."""
    return image.render(figure_of(result, style, origin), "png", width_mm=width_mm, dpi=110, height_mm=height_mm)


def figure_bytes(
    result: SurvivalResult,
    source: Source,
    format: image.ImageFormat,
    width_mm: float = 180,
    dpi: int = 300,
    style: FigureStyle | None = None,
    height_mm: float | None = None,
) -> bytes:
    """The figure as a file's bytes, with where it came from in its metadata (no file name, no patient).

    Raises:
        PlanError: the page is too small for the figure's words.
    """
    metadata = {
        "Title": f"{result.endpoint.label}, Kaplan-Meier",
        "Creator": f"nec_core {nec_core.__version__}",
        "Keywords": f"input sha256 {source.sha256}; plan sha256 {result.plan.digest}",
    }
    figure = figure_of(result, style, provenance(source, result))
    return image.render(figure, format, width_mm, dpi, metadata, height_mm=height_mm)
