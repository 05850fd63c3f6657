"""The survival figure on the screen, as Plotly takes it: the numbers and the layout of paper, alive.

Counts are pinned to their ticks by the time axis itself, so they stay under them at every width and zoom. All words
that come from data are escaped: Plotly draws links and styles it finds in labels.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from nec_core.figures.font import SCREEN_STACK
from nec_core.figures.layout.layout import Layout, layout
from nec_core.figures.layout.words import Measures, TextLine
from nec_core.figures.palette import readable_on
from nec_core.figures.screen.traces import PX_PER_PT, curve_traces, hover_traces, interval_traces
from nec_core.figures.screen.words import (
    ANNOTATION_DEFAULTS,
    DARK,
    LIGHT,
    Theme,
    annotation,
    break_shapes,
    key_shape,
    leader_shapes,
    median_shapes,
)
from nec_core.figures.survival_figure import GroupSeries, SurvivalFigure
from nec_core.figures.thinning import Pixels

if TYPE_CHECKING:
    from nec_core.figures.screen.unchecked import Unchecked

NARROW_PX: Final = 480
_ASSUMED_PX: Final = 760
_LEAST_PX: Final = 280
_SHORTEST_PX: Final = 250
_TALLEST_PX: Final = 340  # with its table the figure stands on a laptop's screen under the choices
_WIDE_PX: Final = 1200  # what the page can give a figure without a width of its own
# Of all groups' curves together, unless the pixels need more: 95 kB, and 30 kB beside them for a phone.
_VERTICES, _PHONE_VERTICES = 9_000, 3_000
_FINEST: Final = 4  # columns per pixel: screens have up to three dots for one
_HOVER_STEPS: Final = 240  # places along the axis at which the pointer finds numbers
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
    "zoom2d",
    "pan2d",
    "zoomIn2d",
    "zoomOut2d",
    "resetScale2d",
)
PLOTLY_CONFIG: Final[dict[str, Any]] = {
    "displaylogo": False,
    "modeBarButtonsToRemove": list(_BUTTONS_REMOVED),
    "plotlyServerURL": "",
}


def warm() -> None:
    """Imports Plotly in the background, so that the first figure is as fast as the others."""
    threading.Thread(target=_open_plotly, name="warm-screen", daemon=True).start()


def _open_plotly() -> None:
    import plotly.graph_objects  # what shows a figure imports it
    import plotly.io

    plotly.io.to_json(unchecked({"data": [], "layout": {}}), validate=False)


def unchecked(spec: dict[str, Any]) -> Unchecked:
    """A dict of `plotly_spec` as a figure of Plotly's, made without Plotly's checks: see `Unchecked`."""
    from nec_core.figures.screen.unchecked import Unchecked as Figure

    return Figure(spec)


def plotly_spec(
    figure: SurvivalFigure,
    *,
    dark: bool = False,
    width_px: int = _ASSUMED_PX,
    fixed: bool = False,
    highlight: str | None = None,
) -> dict[str, Any]:
    """The figure for the screen: `data` and `layout` as Plotly takes them, coordinates as numpy arrays.

    Args:
        figure: the numbers.
        dark: light words and lightened colours on a dark ground.
        width_px: of the place it is shown in; 480 and less get the narrow layout, with a legend above instead
            of names beside.
        fixed: exactly this wide; otherwise it fills whatever width there is, and its words are placed for this one.
        highlight: the key of a group to keep while the others fade.

    A stretch dragged across it is selected, not zoomed into: whoever shows the figure draws it again for that window,
    with ticks, counts and vertices of its own. Names and curves carry their group's place (`name` of an annotation,
    `legendgroup` of a trace), for a page to know what was clicked.

    Raises:
        PlanError: the words leave no room for the curves.
    """
    theme = DARK if dark else LIGHT
    width = max(_LEAST_PX, width_px)
    placed = layout(figure, _measures(figure, width), None)
    colours = tuple(screen_colour(group, dark=dark) for group in figure.groups)
    pixels, band_pixels = (_pixels(figure, placed, fixed=fixed, bands=bands) for bands in (False, True))
    faded = [highlight is not None and group.key != highlight for group in figure.groups]
    groups = tuple(zip(figure.groups, colours, faded, strict=True))
    # All intervals lie under all curves, or they would tint them.
    data = [
        *(
            t
            for group, colour, fades in groups
            if not fades
            for t in interval_traces(figure, group, colour, band_pixels)
        ),
        *(
            trace
            for group, colour, fades in groups
            for trace in curve_traces(figure, group, colour, theme.paper, pixels, faded=fades)
        ),
        *hover_traces(figure, colours, _HOVER_STEPS // 2 if width <= NARROW_PX else _HOVER_STEPS),
    ]
    around = {
        # In place of Plotly's own template: 6 kB of colours that nothing here has.
        "template": {"layout": {"annotationdefaults": ANNOTATION_DEFAULTS}},
        "annotations": [annotation(line, placed, theme, figure) for line in placed.lines],
        "shapes": [
            *median_shapes(figure, theme, faded),
            *(key_shape(line, placed, figure, colours[g], faded=faded[g]) for line, g in _keyed(placed)),
            *(
                shape
                for leader in placed.leaders
                for shape in leader_shapes(leader, placed, figure, colours[leader.group], faded=faded[leader.group])
            ),
            *(break_shapes(theme) if figure.y.broken else ()),
        ],
        "xaxis": _x_axis(figure, placed, theme),
        "yaxis": _y_axis(figure, placed, theme),
        **_frame(placed, theme, width, fixed=fixed),
    }
    return {"data": data, "layout": around}


def screen_colour(group: GroupSeries, *, dark: bool) -> str:
    """The group's colour, on a dark ground as light as it takes to stand out."""
    return readable_on(group.colour, DARK.paper, at_least=_DARK_CONTRAST) if dark else group.colour


def _keyed(placed: Layout) -> list[tuple[TextLine, int]]:
    """The names with a piece of their group's line before them, and the group's index."""
    return [(line, line.group) for line in placed.lines if line.keyed and line.group is not None]


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


def _pixels(figure: SurvivalFigure, placed: Layout, *, fixed: bool, bands: bool) -> Pixels:
    """The grid curves are thinned to: a whole number of columns per pixel, as many as the payload allows.

    Bands get one column per pixel: their edges are faint, and a curve runs inside them.
    """
    columns = round(placed.plot.width if fixed else _WIDE_PX - placed.measures.width + placed.plot.width)
    vertices = _PHONE_VERTICES if columns <= NARROW_PX else _VERTICES
    finer = min(_FINEST, max(1, vertices // (columns * len(figure.groups))))
    high = _x_end(figure, placed)
    return Pixels(high, columns * (1 if bands else finer), round(placed.plot.height), figure.x.low)


def _x_end(figure: SurvivalFigure, placed: Layout) -> float:
    # A censor tick at the very end is drawn whole, not cut in half.
    return figure.x.high + (figure.x.high - figure.x.low) * 2.0 / placed.plot.width


def _frame(placed: Layout, theme: Theme, width: int, *, fixed: bool) -> dict[str, Any]:
    plot = placed.plot
    return {
        **({"width": width} if fixed else {}),
        "height": round(placed.height),
        "autosize": not fixed,
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
        "dragmode": False if width <= NARROW_PX else "select",
        "selectdirection": "h",
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


def _x_axis(figure: SurvivalFigure, placed: Layout, theme: Theme) -> dict[str, Any]:
    return {
        **_axis(theme, placed),
        "range": [figure.x.low, _x_end(figure, placed)],
        "tickvals": list(figure.x.ticks),
        "ticktext": [text if i % placed.stride == 0 else "" for i, text in enumerate(figure.x.tick_text)],
        "showgrid": figure.style.show_grid,
        "fixedrange": True,
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
