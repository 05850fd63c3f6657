"""The layout's words and lines as Plotly annotations and shapes, tied to their places when the width changes."""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from nec_core.figures.layout.layout import Layout
from nec_core.figures.layout.placement import median_point
from nec_core.figures.layout.words import MIDDLE, Leader, TextLine
from nec_core.figures.screen.traces import FADED, PX_PER_PT, plotly_dash
from nec_core.figures.survival_figure import SurvivalFigure


@dataclass(frozen=True)
class Theme:
    """Colours of everything that is not a curve."""

    paper: str
    ink: str
    quiet: str
    grid: str


# What all annotations share is sent once: a figure of 8 groups has 200.
ANNOTATION_DEFAULTS: Final[dict[str, Any]] = {
    "yref": "paper",
    "y": 0,
    "yanchor": "middle",
    "showarrow": False,
    "borderpad": 0,
    "align": "left",
}
_IN_PIXELS: Final[dict[str, Any]] = {
    "type": "line", "yref": "paper", "yanchor": 0, "xsizemode": "pixel", "ysizemode": "pixel",
}  # fmt: skip
LIGHT: Final = Theme(paper="#FFFFFF", ink="#1A1A1A", quiet="#5F6368", grid="#E8E8E8")
DARK: Final = Theme(paper="#0E1117", ink="#E8E8E8", quiet="#A3A8B4", grid="#2A2F3A")


def annotation(line: TextLine, placed: Layout, theme: Theme, figure: SurvivalFigure) -> dict[str, Any]:
    """A word of the layout, tied to what it belongs to."""
    text = html.escape(line.text, quote=False)
    named = {} if line.group is None else {"name": str(figure.groups[line.group].place)}
    # Plotly places the middle of a line; turned words are anchored by their middle, across and along.
    middle = line.y + (0.0 if line.upright else MIDDLE * line.size)
    return {
        **_tied(line, placed),
        **named,
        "yshift": middle - placed.plot.bottom,
        "xanchor": {"left": "left", "right": "right", "centre": "center"}[line.anchor],
        "text": f"<b>{text}</b>" if line.bold else text,
        **({"textangle": -90} if line.upright else {}),
        "font": {"size": line.size, "color": theme.quiet if line.quiet else theme.ink},
    }


def _tied(line: TextLine, placed: Layout) -> dict[str, Any]:
    """What a word goes with when the width changes: its tick, the plot's right or left edge, or a place in the plot."""
    plot = placed.plot
    if line.at is not None:
        return {"xref": "x", "x": line.at}
    if line.upright:
        return {"xref": "paper", "x": 0, "xshift": line.x - plot.left - MIDDLE * line.size}
    if line.x >= plot.right and line.anchor == "left":
        return {"xref": "paper", "x": 1, "xshift": line.x - plot.right}
    within = line.x > plot.left and plot.bottom <= line.y <= plot.top
    if line.anchor == "centre" or within:
        return {"xref": "paper", "x": (line.x - plot.left) / plot.width}
    return {"xref": "paper", "x": 0, "xshift": line.x - plot.left}


def key_shape(line: TextLine, placed: Layout, figure: SurvivalFigure, colour: str, *, faded: bool) -> dict[str, Any]:
    """The piece of line before a group's name: tied to what the name is tied to, so that no width parts them."""
    tied = _tied(line, placed)
    shift = tied.get("xshift", 0.0) - line.x
    (x0, y0), (x1, y1) = line.key
    width = PX_PER_PT * figure.style.line_width_pt
    dash = plotly_dash(figure.groups[line.group or 0], width)
    return {
        **_IN_PIXELS,
        **{"xref": tied["xref"], "xanchor": tied["x"], "x0": x0 + shift, "x1": x1 + shift},
        **{"y0": y0 - placed.plot.bottom, "y1": y1 - placed.plot.bottom},
        "line": {"color": colour, "width": width, "dash": dash},
        "opacity": FADED if faded else 1.0,
    }


def leader_shapes(
    leader: Leader, placed: Layout, figure: SurvivalFigure, colour: str, *, faded: bool
) -> list[dict[str, Any]]:
    """The way from a curve's end to its name: in data within the plot, in pixels from its right edge beside it."""
    plot, group = placed.plot, figure.groups[leader.group]
    line = {"color": colour, "width": 0.8, "dash": "1px,3px" if leader.dotted else "solid"}
    looks = {"line": line, "opacity": FADED if faded else 1.0}
    if leader.dotted:
        ends = {"x0": group.end[0], "x1": figure.x.high, "y0": group.end[1], "y1": group.end[1]}
        return [{"type": "line", "xref": "x", "yref": "y", **ends, **looks}]
    return [
        {
            **_IN_PIXELS,
            **{"xref": "paper", "xanchor": 1, "x0": x0 - plot.right, "x1": x1 - plot.right},
            **{"y0": y0 - plot.bottom, "y1": y1 - plot.bottom},
            **looks,
        }
        for (x0, y0), (x1, y1) in pairwise(leader.points)
    ]


def median_shapes(figure: SurvivalFigure, theme: Theme, faded: list[bool]) -> list[dict[str, Any]]:
    """The drop lines of the medians, without those of faded groups."""
    found = (median_point(figure, group) for group, fades in zip(figure.groups, faded, strict=True) if not fades)
    points = [point for point in found if point is not None]
    if not points:
        return []
    common = {
        "type": "line",
        "xref": "x",
        "yref": "y",
        "line": {"color": theme.quiet, "width": 1, "dash": "4px,3px"},
    }
    farthest = max(x for x, _ in points)
    across = {**common, "x0": figure.x.low, "x1": farthest, "y0": points[0][1], "y1": points[0][1]}
    return [across, *({**common, "x0": x, "x1": x, "y0": figure.y.low, "y1": level} for x, level in points)]


def break_shapes(theme: Theme) -> tuple[dict[str, Any], ...]:
    """Two slanted strokes through the foot of the vertical axis: it does not start at zero."""
    return tuple(
        {
            **_IN_PIXELS,
            "xref": "paper",
            "xanchor": 0,
            "x0": -5,
            "x1": 5,
            "y0": up - 2.5,
            "y1": up + 2.5,
            "line": {"color": theme.ink, "width": 1},
        }
        for up in (6, 10)
    )
