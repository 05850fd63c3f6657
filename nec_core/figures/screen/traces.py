"""The lines, bands, ticks and hover on the screen, thinned to what the screen can show."""

from __future__ import annotations

import html
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nec_core.figures.palette import band_opacity, pale, rgb
from nec_core.figures.survival_figure import GroupSeries, SurvivalFigure
from nec_core.figures.thinning import Pixels, kept_marks, kept_vertices
from nec_core.formatting import count, percent, shorten_apart
from nec_core.formatting import number as number_text

Floats = NDArray[np.float64]

# What a point on paper is on screen: 8 pt journals' text becomes 12.8 px.
PX_PER_PT: Final = 1.6
FADED: Final = 0.18
_HOVER_NAME = 32
_MANY_POINTS = 1000
_HOVER_SHARE = 0.97  # height of the hover box: at the top, off most curves


def interval_traces(figure: SurvivalFigure, group: GroupSeries, colour: str, pixels: Pixels) -> list[dict[str, Any]]:
    """The lower and upper limit of one group, as a band or as two thin lines; none where there are no limits.

    Args:
        figure, group: the numbers.
        colour: fit for the ground it is drawn on.
        pixels: the grid of the plot.
    """
    time, lower, upper = group.limits
    if figure.style.interval == "none" or time.size == 0:
        return []
    if figure.style.interval == "lines":
        thin = {"color": colour, "width": 0.5 * _line_width(figure), "dash": "2px,2px"}
        looks: tuple[dict[str, Any], ...] = ({"line": thin}, {"line": thin})
    else:
        red, green, blue = rgb(colour)
        filled = f"rgba({red},{green},{blue},{band_opacity(len(figure.groups)):.3g})"
        edge = {"line": {"width": 0, "color": colour}}
        looks = (edge, {**edge, "fill": "tonexty", "fillcolor": filled})
    traces = []
    for name, heights, look in zip(("lower", "upper"), (lower, upper), looks, strict=True):
        kept = kept_vertices(time, (heights,), pixels)
        traces.append(
            {
                **_silent(group, name),
                "mode": "lines",
                **_points(group, time, heights, kept),
                **look,
                "line": {**look["line"], "shape": "hv"},
            }
        )
    return traces


def curve_traces(
    figure: SurvivalFigure, group: GroupSeries, colour: str, ground: str, pixels: Pixels, *, faded: bool
) -> list[dict[str, Any]]:
    """The curve of one group, its pale tail and its censor ticks.

    Args:
        figure, group: the numbers.
        colour, ground: the curve's, fit for the ground it is drawn on, and the ground's.
        pixels: the grid of the plot.
        faded: another group is highlighted.
    """
    width = _line_width(figure)
    opacity = FADED if faded else 1.0
    parts = (("curve", slice(0, group.firm + 1), colour), ("tail", slice(group.firm, None), pale(colour, ground)))
    curves = []
    for role, part, shade in parts if group.has_tail else parts[:1]:
        kept = kept_vertices(group.time[part], (), pixels)
        line = {"shape": "hv", "color": shade, "width": width, "dash": plotly_dash(group, width)}
        points = _points(group, group.time[part], group.value[part], kept)
        curves.append({**_silent(group, role), "mode": "lines", "opacity": opacity, **points, "line": line})
    if group.censor_time.size == 0:
        return curves
    marks = kept_marks(group.censor_time, group.censor_value, pixels)
    ticks = {
        **_silent(group, "censored"),
        "mode": "markers",
        "cliponaxis": False,  # ticks at 100% and 0% show their whole height
        "opacity": opacity,
        **_points(group, group.censor_time, group.censor_value, marks),
        "marker": {
            "symbol": "line-ns-open",
            "size": 3.6 * width,
            "color": colour,
            "line": {"width": 0.6 * width, "color": colour},
        },
    }
    return [*curves, ticks]


def plotly_dash(group: GroupSeries, width: float) -> str:
    """The group's dashes in pixels for a line of this width."""
    return ",".join(f"{length * width:.3g}px" for length in group.dash) if group.dash else "solid"


def _line_width(figure: SurvivalFigure) -> float:
    return PX_PER_PT * figure.style.line_width_pt


def _silent(group: GroupSeries, role: str) -> dict[str, Any]:
    """What all drawn traces share: the group's name and the role, for those who look for them, and no hover."""
    name = html.escape(group.name, quote=False)
    shared = {"type": "scatter", "name": name, "meta": role, "hoverinfo": "skip", "showlegend": False}
    return {**shared, "legendgroup": str(group.place)}


def _points(group: GroupSeries, time: Floats, height: Floats, kept: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Coordinates; in single precision, far below a pixel, where the group has many."""
    precision = np.float64 if group.time.size <= _MANY_POINTS else np.float32
    return {"x": time[kept].astype(precision), "y": height[kept].astype(precision)}


def hover_traces(figure: SurvivalFigure, colours: tuple[str, ...], steps: int) -> list[dict[str, Any]]:
    """Unseen rows of points that tell every group's estimate, interval and number at risk, at closely spaced times.

    One box for all groups: boxes of their own would overlap, and Plotly's joined box snaps each group to another time.
    A row for each stretch on which the same curves go on, so that what is the same in all boxes is said once.

    Args:
        figure: the numbers.
        colours: of the groups, fit for the ground.
        steps: places along the axis at which the pointer finds numbers.
    """
    times = _hover_times(figure, steps)
    ends = np.array([group.time[-1] for group in figure.groups])
    told = [_told(figure, group, times) for group in figure.groups]
    # How many curves have ended before each time tells the stretches apart.
    ended = np.searchsorted(np.sort(ends), times, side="left")
    names = _hover_names(figure)
    rows = []
    for stretch in np.unique(ended).tolist():
        at = np.flatnonzero(ended == stretch)
        going = np.flatnonzero(ends >= times[at[0]]).tolist()
        lines = [
            f'<span style="color:{colours[g]}">━</span> {names[g]}%{{customdata[{place}]}} at risk'
            for place, g in enumerate(going)
        ]
        rows.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": times[at],
                "y": np.full(at.size, figure.y.low + _HOVER_SHARE * (figure.y.high - figure.y.low)),
                "customdata": [[told[g][i] for g in going] for i in at.tolist()],
                "hovertemplate": "<br>".join([f"<b>%{{x:.6~f}} {figure.unit}</b>", *lines]) + "<extra></extra>",
                "marker": {"opacity": 0, "size": 1},
                "meta": "hover",
                "showlegend": False,
            }
        )
    return rows


def _hover_times(figure: SurvivalFigure, steps: int) -> Floats:
    """Round times, so that the numbers told are those of the time that is told."""
    step = (figure.x.high - figure.x.low) / steps
    decimals = max(0, int(np.ceil(-np.log10(step))))
    spaced = np.round(np.linspace(figure.x.low, figure.x.high, steps + 1), decimals)
    return np.union1d(spaced[(spaced >= figure.x.low) & (spaced <= figure.x.high)], figure.x.ticks)


def _hover_names(figure: SurvivalFigure) -> tuple[str, ...]:
    if len(figure.groups) == 1:
        return ("",)
    names = shorten_apart([group.name for group in figure.groups], _HOVER_NAME)
    # Plotly fills in what stands between %{ and }.
    return tuple(html.escape(name, quote=False).replace("%{", "%&#123;") + " " for name in names)


def _told(figure: SurvivalFigure, group: GroupSeries, times: Floats) -> list[str]:
    """What stands at each time up to the curve's end."""
    times = times[times <= group.time[-1]]
    at = np.searchsorted(group.time, times, side="right") - 1
    risk = group.at_risk[np.searchsorted(group.time, times, side="left")]
    as_percent = figure.style.display == "percent"
    # A curve stands still between its steps: what is told there is put into words once.
    rows = np.column_stack([group.value[at], group.lower[at], group.upper[at], risk])
    changed = np.ones(len(rows), np.bool_)
    changed[1:] = (at[1:] != at[:-1]) | (risk[1:] != risk[:-1])
    words = [_estimate(v, low, high, int(n), as_percent=as_percent) for v, low, high, n in rows[changed].tolist()]
    return [words[i] for i in (np.cumsum(changed) - 1).tolist()]


def _estimate(value: float, lower: float, upper: float, at_risk: int, *, as_percent: bool) -> str:
    def share(number: float) -> str:
        return percent(number) if as_percent else number_text(number, 3)

    # The sign once, as in journals: 26.7% (8.3–49.6).
    limits = "" if np.isnan(lower) else f" ({share(lower).rstrip('%')}–{share(upper).rstrip('%')})"
    return f"{share(value)}{limits}, {count(at_risk)}"
