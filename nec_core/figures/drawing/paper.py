"""Marks on paper, by matplotlib: exact in millimetres, the same on every machine. It paints, and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from nec_core.figures.drawing.marks import Area, Line, Mark, Page, Paint, Points, Text
from nec_core.figures.font import drawable_text
from nec_core.figures.palette import mix
from nec_core.figures.paper import paper_settings
from nec_core.figures.system_font import SystemFont

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PARTS: Final = {"ink": "#111111", "quiet": "#555555", "grid": "#E4E4E4", "ground": "#FFFFFF"}
_HATCHES: Final = {"diagonal": "/////", "dots": "....", "cross": "xxxx", "back": "\\\\\\\\\\"}
_SHAPES: Final = {
    "circle": "o", "square": "s", "diamond": "D", "triangle": "^", "arrow right": ">", "arrow left": "<",
    "cross": "x", "tick": "|", "none": "",
}  # fmt: skip
_EDGE_PT: Final = 1.0  # of a point's outline


def draw(page: Page, fonts: Sequence[SystemFont] = ()) -> Figure:
    """The printed page, with the computer's fonts for what the shipped ones lack; the caller holds `paper_settings`
    until it is saved."""
    from matplotlib.figure import Figure as MatplotlibFigure

    with paper_settings(fonts):
        figure = MatplotlibFigure(figsize=(page.width / 72, page.height / 72), facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, page.width)
        axes.set_ylim(page.height, 0)
        axes.set_axis_off()
        for order, mark in enumerate(page.marks):
            _paint(axes, mark, 1 + order * 1e-3)
    return figure


def _paint(axes: Axes, mark: Mark, order: float) -> None:
    match mark:
        case Line():
            _line(axes, mark, order)
        case Area():
            _area(axes, mark, order)
        case Points():
            _points(axes, mark, order)
        case Text():
            _text(axes, mark, order)


def _line(axes: Axes, line: Line, order: float) -> None:
    from matplotlib.lines import Line2D

    x, y = zip(*line.places, strict=True) if line.places else ((), ())
    axes.add_line(
        Line2D(
            x, y,
            color=_colour(line.paint), linewidth=line.width_pt, linestyle=(0, line.dash) if line.dash else "-",
            solid_capstyle="butt", solid_joinstyle="miter", dash_joinstyle="miter", clip_on=False, zorder=order,
        )
    )  # fmt: skip


def _area(axes: Axes, area: Area, order: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    outlines = [outline for outline in area.outlines if outline]
    if not outlines:
        return
    path = Path.make_compound_path(*(Path([*outline, outline[0]], closed=True) for outline in outlines))
    edge = "none" if area.edge is None else _colour(area.edge)
    common: dict[str, Any] = {"clip_on": False, "joinstyle": "miter", "capstyle": "butt"}
    if area.fill is not None:
        fill = PathPatch(path, facecolor=_colour(area.fill), edgecolor="none", linewidth=0, zorder=order, **common)
        fill.set_alpha(area.opacity if area.opacity < 1 else None)
        axes.add_patch(fill)
    if area.hatch:
        # A hatch takes the colour of the edge, which stays unseen at no width.
        hatch = PathPatch(path, facecolor="none", edgecolor="white", linewidth=0, zorder=order, **common)
        hatch.set_hatch(_HATCHES[area.hatch])
        axes.add_patch(hatch)
    if area.edge is not None:
        axes.add_patch(
            PathPatch(path, facecolor="none", edgecolor=edge, linewidth=area.edge_pt, zorder=order, **common)
        )


def _points(axes: Axes, points: Points, order: float) -> None:
    from matplotlib.lines import Line2D

    if not points.places or points.shape == "none":
        return
    x, y = zip(*points.places, strict=True)
    colour = _colour(points.paint)
    axes.add_line(
        Line2D(
            x, y,
            linestyle="", marker=_SHAPES[points.shape], markersize=points.size_pt, markeredgewidth=_EDGE_PT,
            markeredgecolor=colour, markerfacecolor=colour if points.filled else PARTS["ground"],
            clip_on=False, zorder=order,
        )
    )  # fmt: skip


def _text(axes: Axes, text: Text, order: float) -> None:
    axes.text(
        text.x, text.y, drawable_text(text.text),
        fontsize=text.size, fontweight="bold" if text.bold else "normal", color=_colour(text.paint),
        ha={"left": "left", "right": "right", "centre": "center"}[text.anchor], va="baseline",
        rotation=90 if text.upright else 0, rotation_mode="anchor", clip_on=False, zorder=order,
    )  # fmt: skip


def _colour(paint: Paint) -> str:
    colour = PARTS.get(paint.colour, paint.colour)
    return mix(colour, PARTS["ground"], paint.pale) if paint.pale else colour
