"""The survival figure and the numbers behind it, as files."""

from __future__ import annotations

from collections.abc import Mapping

import nec_core
from nec_core.analysis import SurvivalResult
from nec_core.cohort import Source
from nec_core.export import image
from nec_core.export.survival_tables import hazard_ratio
from nec_core.export.survival_words import definition_lines, figure_note, group_label, x_label
from nec_core.figures.style import FigureStyle
from nec_core.figures.survival_figure import FigureText, SurvivalFigure, survival_figure

FORMATS: Mapping[str, str] = {"pdf": "pdf", "svg": "svg", "png": "png", "tif": "tiff", "tiff": "tiff"}
"""File ending -> format."""


def figure_of(result: SurvivalResult, style: FigureStyle | None = None, provenance: str = "") -> SurvivalFigure:
    """The result as a figure, the same for screen and paper."""
    note = figure_note(result)
    warned = [g for g in result.guards if g.kind == "immortal_time"]
    notes = (note, "Groups settled after time zero: see text") if note and warned else (note,) if note else ()
    text = FigureText(
        y_label=result.endpoint.label,
        x_label=x_label(result),
        notes=notes,
        hr_notes=_hazard_ratio_notes(result),
        caption=" ".join(definition_lines(result)[:2]),
        footnote=provenance,
    )
    return survival_figure(result.table, result.curves, text, _with_group_labels(result, style or FigureStyle()))


def _with_group_labels(result: SurvivalResult, style: FigureStyle) -> FigureStyle:
    labels = {c.name: group_label(result, c.name) for c in result.curves}
    own = {name: label[:200] for name, label in labels.items() if label != name}
    return style.model_copy(update={"group_names": own | style.group_names}) if own else style


def _hazard_ratio_notes(result: SurvivalResult) -> tuple[str, ...]:
    """Each group's hazard ratio against the first; none where the groups are settled after time zero."""
    if result.comparison is None or any(g.kind == "immortal_time" for g in result.guards):
        return ()
    model = result.comparison.hazard_ratios
    return tuple(
        f"HR {c.level} vs {c.reference}: {hazard_ratio(c)}" for c in model.coefficients if c.hazard_ratio is not None
    )


def preview_png(result: SurvivalResult, style: FigureStyle, width_mm: float) -> bytes:
    """The printed figure at the resolution of a screen."""
    return image.render(figure_of(result, style), "png", width_mm=width_mm, dpi=110)


def figure_bytes(
    result: SurvivalResult,
    source: Source,
    format: str,
    width_mm: float = 180,
    dpi: int = 300,
    style: FigureStyle | None = None,
) -> bytes:
    """The figure as a file's bytes, with where it came from in its metadata (no file name, no patient)."""
    metadata = {
        "Title": f"{result.endpoint.label}, Kaplan-Meier",
        "Creator": f"nec_core {nec_core.__version__}",
        "Keywords": f"input sha256 {source.sha256}; plan {result.plan.model_dump_json(exclude_defaults=True)}",
    }
    figure = figure_of(result, style)
    return image.render(figure, format, width_mm=width_mm, dpi=dpi, metadata=metadata)  # type: ignore[arg-type]  # one of FORMATS
