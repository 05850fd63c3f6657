"""The layout's words and lines as Plotly annotations and shapes, tied to their places when the width changes."""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from nec_core.figures.layout.layout import Layout
from nec_core.figures.layout.placement import median_point
from nec_core.figures.layout.words import Key, TextLine
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
LIGHT: Final = Theme(paper="#FFFFFF", ink="#1A1A1A", quiet="#5F6368", grid="#E8E8E8")
DARK: Final = Theme(paper="#0E1117", ink="#E8E8E8", quiet="#A3A8B4", grid="#2A2F3A")


def annotation(line: TextLine, placed: Layout, theme: Theme, figure: SurvivalFigure) -> dict[str, Any]:
    """A word of the layout, tied to what it belongs to: its tick, the plot's right or left edge, or a place in it."""
    plot = placed.plot
    text = html.escape(line.text, quote=False)
    # Plotly places the middle of a line, which is a third of an em above the baseline.
    middle = line.y - plot.bottom + 0.34 * line.size
    tied: dict[str, Any]
    if line.at is not None:
        tied = {"xref": "x", "x": line.at}
    elif line.x >= plot.right and line.anchor == "left":
        tied = {"xref": "paper", "x": 1, "xshift": line.x - plot.right}
    elif (line.anchor == "centre" and not line.upright) or line.x > plot.left:
        tied = {"xref": "paper", "x": (line.x - plot.left) / plot.width}
    else:
        tied = {"xref": "paper", "x": 0, "xshift": line.x - plot.left}
    if line.upright:
        # Turned words are anchored by their middle, across and along.
        tied["xshift"] = line.x - plot.left - 0.34 * line.size
        middle = line.y - plot.bottom
    named = {} if line.group is None else {"name": str(figure.groups[line.group].place)}
    return {
        **tied,
        **named,
        "yshift": middle,
        "xanchor": {"left": "left", "right": "right", "centre": "center"}[line.anchor],
        "text": f"<b>{text}</b>" if line.bold else text,
        **({"textangle": -90} if line.upright else {}),
        "font": {"size": line.size, "color": theme.quiet if line.quiet else theme.ink},
    }


def key_shapes(
    key: Key, placed: Layout, figure: SurvivalFigure, colour: str, *, faded: bool
) -> tuple[dict[str, Any], ...]:
    """A line sample or leader: pinned in pixels to the plot's left or right edge, in data where it is within it."""
    plot, group = placed.plot, figure.groups[key.group]
    width = PX_PER_PT * figure.style.line_width_pt
    line = {
        "color": colour,
        "width": 0.8 if key.thin else width,
        "dash": ("1px,3px" if key.dotted else "solid") if key.thin else plotly_dash(group, width),
    }
    shapes = []
    for (x0, y0), (x1, y1) in pairwise(key.points):
        shape: dict[str, Any] = {"type": "line", "line": line, "opacity": FADED if faded else 1.0}
        if key.dotted:
            shape |= {"xref": "x", "yref": "y", "x0": group.end[0], "x1": figure.x.high}
            shape |= {"y0": group.end[1], "y1": group.end[1]}
        else:
            edge, at = (plot.right, 1) if x0 >= plot.right - 1e-6 else (plot.left, 0)
            shape |= {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel"}
            shape |= {"xanchor": at, "yanchor": 0, "x0": x0 - edge, "x1": x1 - edge}
            shape |= {"y0": y0 - plot.bottom, "y1": y1 - plot.bottom}
        shapes.append(shape)
    return tuple(shapes)


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
            "type": "line",
            "xref": "paper",
            "yref": "paper",
            "xsizemode": "pixel",
            "ysizemode": "pixel",
            "xanchor": 0,
            "yanchor": 0,
            "x0": -5,
            "x1": 5,
            "y0": up - 2.5,
            "y1": up + 2.5,
            "line": {"color": theme.ink, "width": 1},
        }
        for up in (6, 10)
    )
