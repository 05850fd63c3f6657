"""The survival figure on the screen, as a Plotly figure: the numbers and the layout of paper, in pixels, and
alive.

Counts are pinned to their ticks by the time axis itself, so they stay under them at every width and zoom.
All words
that come from data are escaped: Plotly draws links and styles it finds in labels.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from nec_core.figures.font import SCREEN_STACK
from nec_core.figures.layout import Layout, layout
from nec_core.figures.layout_words import Key, Measures, TextLine
from nec_core.figures.palette import readable_on
from nec_core.figures.placement import median_points
from nec_core.figures.screen_traces import PX_PER_PT, curve_traces, hover_trace, interval_traces, plotly_dash
from nec_core.figures.survival_figure import SurvivalFigure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

NARROW_PX: Final = 480
_ASSUMED_PX: Final = 760
_LEAST_PX: Final = 280
_SHORTEST_PX: Final = 250
_TALLEST_PX: Final = 440
_DARK_CONTRAST: Final = 4.5  # thin light lines on a dark ground look thinner than they are

# plotly.js 4 brings a button that sends the chart to Plotly's cloud: patient data must not leave, so it is
# taken out in the figure itself, whatever page shows it, and in the page's configuration.
_BUTTONS_REMOVED: Final = (
    "sendChartToCloud",
    "sendDataToCloud",
    "toImage",
    "select2d",
    "lasso2d",
    "autoScale2d",
)
PLOTLY_CONFIG: Final[dict[str, Any]] = {
    "displaylogo": False,
    "modeBarButtonsToRemove": list(_BUTTONS_REMOVED),
    "plotlyServerURL": "",
    "doubleClick": "reset",
}


@dataclass(frozen=True)
class Theme:
    """Colours of everything that is not a curve."""

    paper: str
    ink: str
    quiet: str
    grid: str


LIGHT: Final = Theme(paper="#FFFFFF", ink="#1A1A1A", quiet="#5F6368", grid="#E8E8E8")
DARK: Final = Theme(paper="#0E1117", ink="#E8E8E8", quiet="#A3A8B4", grid="#2A2F3A")


def plotly_figure(
    figure: SurvivalFigure, *, dark: bool = False, width_px: int | None = None, highlight: str | None = None
) -> Figure:
    """The figure for the screen.

    Args:
        figure: the numbers.
        dark: light words and lightened colours on a dark ground.
        width_px: of the place it is shown in, where that is known; 480 and less get the narrow layout, with
            a legend above instead of names beside. None fills whatever width there is.
        highlight: the key of a group to keep while the others fade.

    Raises:
        PlanError: the words leave no room for the curves.
    """
    from plotly.graph_objects import Figure as PlotlyFigure

    theme = DARK if dark else LIGHT
    width = max(_LEAST_PX, width_px or _ASSUMED_PX)
    placed = layout(figure, _measures(figure, width), None)
    colours = tuple(
        readable_on(group.colour, theme.paper, at_least=_DARK_CONTRAST) if dark else group.colour
        for group in figure.groups
    )
    drawn = PlotlyFigure()
    size = (int(placed.plot.width), int(placed.plot.height))
    faded = [highlight is not None and group.key != highlight for group in figure.groups]
    groups = tuple(zip(figure.groups, colours, faded, strict=True))
    # All intervals lie under all curves, or they would tint them.
    for group, colour, fades in groups:
        drawn.add_traces([] if fades else interval_traces(figure, group, colour, size[0]))
    for group, colour, fades in groups:
        drawn.add_traces(curve_traces(figure, group, colour, size, faded=fades))
    drawn.add_trace(hover_trace(figure, colours))
    drawn.update_layout(
        annotations=[_annotation(line, placed, theme) for line in placed.lines],
        shapes=[
            *_median_shapes(figure, theme),
            *(shape for key in placed.keys for shape in _key_shapes(key, placed, figure, colours)),
            *(_break_shapes(theme) if figure.y.broken else ()),
        ],
        xaxis=_x_axis(figure, placed, theme, narrow=width <= NARROW_PX),
        yaxis=_y_axis(figure, placed, theme),
        **_frame(placed, theme, width_px, width),
    )
    return drawn


def _measures(figure: SurvivalFigure, width: int) -> Measures:
    size = PX_PER_PT * figure.style.font_size_pt
    return Measures(
        width=width,
        size=size,
        small=max(10.0, 0.9 * size),
        margin=4.0,
        tick=5.0,
        shortest_plot=_SHORTEST_PX,
        tallest_plot=_TALLEST_PX,
        names_beside=width > NARROW_PX,
    )


def _frame(placed: Layout, theme: Theme, width_px: int | None, width: int) -> dict[str, Any]:
    plot = placed.plot
    return {
        "width": width_px,
        "height": round(placed.height),
        "autosize": width_px is None,
        "margin": {
            "l": plot.left,
            "r": width - plot.right,
            "t": placed.height - plot.top,
            "b": plot.bottom,
            "pad": 0,
            "autoexpand": False,
        },
        "font": {"family": SCREEN_STACK, "size": placed.measures.size, "color": theme.ink},
        "paper_bgcolor": theme.paper,
        "plot_bgcolor": theme.paper,
        "showlegend": False,
        "dragmode": False if width <= NARROW_PX else "zoom",
        "hovermode": "closest",
        "hoverdistance": -1,
        "spikedistance": -1,
        "hoverlabel": {
            "bgcolor": theme.paper,
            "bordercolor": theme.quiet,
            "align": "left",
            "font": {"family": SCREEN_STACK, "size": placed.measures.small, "color": theme.ink},
        },
        "modebar": {
            "bgcolor": theme.paper,
            "color": theme.quiet,
            "activecolor": theme.ink,
            "remove": list(_BUTTONS_REMOVED),
        },
    }


def _x_axis(figure: SurvivalFigure, placed: Layout, theme: Theme, *, narrow: bool) -> dict[str, Any]:
    # A censor tick at the very end is drawn whole, not cut in half.
    beyond = (figure.x.high - figure.x.low) * 2.0 / placed.plot.width
    return {
        **_axis(theme, placed),
        "range": [figure.x.low, figure.x.high + beyond],
        "tickvals": list(figure.x.ticks),
        "ticktext": [text if i % placed.stride == 0 else "" for i, text in enumerate(figure.x.tick_text)],
        "showgrid": figure.style.show_grid,
        "fixedrange": narrow,
        "minallowed": figure.x.low,
        "maxallowed": figure.x.high + beyond,
        "showspikes": True,
        "spikemode": "across",
        "spikesnap": "hovered data",
        "spikethickness": 1,
        "spikedash": "solid",
        "spikecolor": theme.quiet,
    }


def _y_axis(figure: SurvivalFigure, placed: Layout, theme: Theme) -> dict[str, Any]:
    # Lines at 100% and 0% show their whole width.
    span = figure.y.high - figure.y.low
    pad = span * (PX_PER_PT * figure.style.line_width_pt / 2 + 0.5) / placed.plot.height
    return {
        **_axis(theme, placed),
        "range": [figure.y.low - pad, figure.y.high + pad],
        "tickvals": list(figure.y.ticks),
        "ticktext": list(figure.y.tick_text),
        "showgrid": figure.style.show_grid,
        "fixedrange": True,
    }


def _axis(theme: Theme, placed: Layout) -> dict[str, Any]:
    return {
        "showline": True,
        "linecolor": theme.ink,
        "linewidth": 1,
        "ticks": "outside",
        "ticklen": placed.measures.tick,
        "tickcolor": theme.ink,
        "tickfont": {"size": placed.measures.size, "color": theme.ink},
        "tickangle": 0,
        "gridcolor": theme.grid,
        "zeroline": False,
        "automargin": False,
    }


def _annotation(line: TextLine, placed: Layout, theme: Theme) -> dict[str, Any]:
    """A word of the layout, tied to what it belongs to: its tick, the plot's right or left edge, or a place
    in it."""
    plot = placed.plot
    text = html.escape(line.text, quote=False)
    # Plotly places the middle of a line; letters without descenders have theirs a third of an em above the
    # baseline.
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
    return {
        **tied,
        "yref": "paper",
        "y": 0,
        "yshift": middle,
        "yanchor": "middle",
        "xanchor": {"left": "left", "right": "right", "centre": "center"}[line.anchor],
        "text": f"<b>{text}</b>" if line.bold else text,
        "textangle": -90 if line.upright else 0,
        "font": {"size": line.size, "color": theme.quiet if line.quiet else theme.ink},
        "showarrow": False,
        "borderpad": 0,
        "align": "left",
    }


def _key_shapes(
    key: Key, placed: Layout, figure: SurvivalFigure, colours: tuple[str, ...]
) -> tuple[dict[str, Any], ...]:
    """A line sample or leader: pinned in pixels to the plot's left or right edge, in data where it is within
    it."""
    plot, group = placed.plot, figure.groups[key.group]
    width = PX_PER_PT * figure.style.line_width_pt
    line = {
        "color": colours[key.group],
        "width": 0.8 if key.thin else width,
        "dash": ("1px,3px" if key.dotted else "solid") if key.thin else plotly_dash(group, width),
    }
    shapes = []
    for (x0, y0), (x1, y1) in pairwise(key.points):
        shape: dict[str, Any] = {"type": "line", "line": line, "layer": "above"}
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


def _median_shapes(figure: SurvivalFigure, theme: Theme) -> list[dict[str, Any]]:
    points = median_points(figure)
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


def _break_shapes(theme: Theme) -> tuple[dict[str, Any], ...]:
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
