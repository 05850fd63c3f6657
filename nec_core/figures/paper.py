"""The survival figure on paper, drawn with matplotlib: exact in millimetres, the same on every machine.

matplotlib's settings are global, so one lock is held from the first artist to the last byte (`DRAWING`);
eight threads without it gave wrong files. `matplotlib.figure.Figure` is used without pyplot, which would
keep every figure alive.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from nec_core.errors import PlanError
from nec_core.figures import plotting_library
from nec_core.figures.font import FALLBACK_FAMILY, FAMILY, drawable_text, register_fonts
from nec_core.figures.font_subset import kept_parts
from nec_core.figures.layout.layout import Layout, layout
from nec_core.figures.layout.placement import median_points
from nec_core.figures.layout.words import Measures, TextLine
from nec_core.figures.palette import band_opacity, pale
from nec_core.figures.survival_figure import GroupSeries, SurvivalFigure
from nec_core.figures.system_font import SystemFont, register
from nec_core.figures.thinning import Pixels, kept_vertices

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DRAWING: Final = threading.RLock()

POINTS_PER_MM: Final = 72 / 25.4
_TALLEST_MM: Final = 110.0
INK: Final = "#111111"
_QUIET: Final = "#555555"
_GRID: Final = "#E4E4E4"
_FINEST_DPI: Final = 600
_NARROWEST_MM, _WIDEST_MM = 40.0, 600.0


@contextmanager
def paper_settings(fonts: Sequence[SystemFont] = ()) -> Iterator[None]:
    """matplotlib set up for our figures, under the lock; figures are both built and saved within it.

    Args:
        fonts: of the computer, for what the shipped ones lack.
    """
    plotting_library.load()
    import matplotlib as mpl

    with DRAWING:
        register_fonts()
        register(fonts)
        settings: dict[str, Any] = {
            "font.family": [FAMILY, FALLBACK_FAMILY, *(font.family for font in fonts)],
            # matplotlib puts PostScript's outlines into a PDF as TrueType's, which not every reader forgives.
            "pdf.fonttype": 42 if all(font.truetype for font in fonts) else 3,
            "svg.fonttype": "path",
            "svg.hashsalt": "survival figure",
            "text.parse_math": False,
            "text.usetex": False,
            "text.hinting": "none",
            "axes.unicode_minus": True,
            "path.simplify": False,
            "hatch.linewidth": 0.7,
        }
        with mpl.rc_context(cast(Any, settings)), kept_parts():  # matplotlib types the keys as one long literal
            yield


def draw(
    figure: SurvivalFigure, *, width_mm: float, height_mm: float | None = None, fonts: Sequence[SystemFont] = ()
) -> Figure:
    """The printed figure.

    Args:
        figure: the numbers.
        width_mm: 89 for one column, 180 for two; anything from 40 to 600.
        height_mm: None for a height that suits the curves and their table.
        fonts: of the computer, for what the shipped ones lack.

    Raises:
        PlanError: the page is too small for the words, or the width is out of range.
    """
    from matplotlib.figure import Figure as MatplotlibFigure

    with paper_settings(fonts):
        placed = laid_out(figure, width_mm, height_mm)
        page = MatplotlibFigure(figsize=(placed.measures.width / 72, placed.height / 72), facecolor="white")
        plot = placed.plot
        axes = page.add_axes(
            (
                plot.left / placed.measures.width,
                plot.bottom / placed.height,
                plot.width / placed.measures.width,
                plot.height / placed.height,
            )
        )
        _draw_axes(axes, figure, placed)
        for order, group in enumerate(figure.groups):
            _draw_group(axes, figure, group, plot.width, 3 + 0.1 * order)
        _draw_medians(axes, figure)
        for line in placed.lines:
            _write(page, placed, line)
            if line.keyed and line.group is not None:
                group = figure.groups[line.group]
                dashes = (0, group.dash) if group.dash else "-"
                _draw_line(page, placed, line.key, group.colour, figure.style.line_width_pt, dashes)
        for leader in placed.leaders:
            colour = figure.groups[leader.group].colour
            _draw_line(page, placed, leader.points, colour, 0.5, (0, (1, 3)) if leader.dotted else "-")
    return page


def laid_out(figure: SurvivalFigure, width_mm: float, height_mm: float | None = None) -> Layout:
    """Where everything will stand, in points, without drawing it: whether a page is large enough is known from here.

    Raises:
        PlanError: the page is too small for the words, or the width is out of range.
    """
    if not _NARROWEST_MM <= width_mm <= _WIDEST_MM:
        raise PlanError(
            f"width_mm must lie between {_NARROWEST_MM:g} and {_WIDEST_MM:g}, but was {width_mm:g}. "
            "Journals ask for 85 to 90 (one column) or 170 to 180 (two)."
        )
    return layout(figure, _measures(figure, width_mm), _points(height_mm))


def _measures(figure: SurvivalFigure, width_mm: float) -> Measures:
    size = figure.style.font_size_pt
    # The table is a point smaller than the rest, never under the 5 pt that journals allow at least.
    return Measures(
        width=width_mm * POINTS_PER_MM,
        size=size,
        small=max(5.0, size - 1),
        margin=2.0,
        tick=3.5,
        shortest_plot=0.42 * width_mm * POINTS_PER_MM,
        tallest_plot=_TALLEST_MM * POINTS_PER_MM,
    )


def _points(height_mm: float | None) -> float | None:
    return None if height_mm is None else height_mm * POINTS_PER_MM


def _draw_axes(axes: Axes, figure: SurvivalFigure, placed: Layout) -> None:
    axes.set_xlim(figure.x.low, figure.x.high)
    axes.set_ylim(figure.y.low, figure.y.high)
    shown = [text if i % placed.stride == 0 else "" for i, text in enumerate(figure.x.tick_text)]
    axes.set_xticks(list(figure.x.ticks), shown)
    axes.set_yticks(list(figure.y.ticks), list(figure.y.tick_text))
    axes.tick_params(
        length=placed.measures.tick,
        width=0.7,
        pad=0.25 * placed.measures.size,
        labelsize=placed.measures.size,
        colors=INK,
    )
    axes.patch.set_visible(False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_linewidth(0.7)
        axes.spines[side].set_color(INK)
    if figure.style.show_grid:
        axes.grid(color=_GRID, linewidth=0.5)
        axes.set_axisbelow(True)
    if figure.y.broken:
        _draw_break(axes, placed)


def _draw_break(axes: Axes, placed: Layout) -> None:
    """Two slanted strokes through the foot of the vertical axis: it does not start at zero."""
    from matplotlib.lines import Line2D

    plot = placed.plot
    for up in (4.0, 6.5):
        ends = [(-3.0, up - 1.5), (3.0, up + 1.5)]
        x, y = zip(*((dx / plot.width, dy / plot.height) for dx, dy in ends), strict=True)
        axes.add_line(Line2D(x, y, transform=axes.transAxes, color=INK, linewidth=0.7, clip_on=False, zorder=6))


def _draw_group(axes: Axes, figure: SurvivalFigure, group: GroupSeries, width_pt: float, order: float) -> None:
    width = figure.style.line_width_pt
    # Full height lines at 100% and 0% would be cut in half by the axes' edge; only a cut axis needs the edge.
    cut = figure.y.low > 0 or figure.y.high < 1
    # More vertices than dots of the finest print make a slow and heavy file that looks the same.
    pixels = Pixels(figure.x.high, int(width_pt / 72 * _FINEST_DPI), 1)
    time, lower, upper = group.limits
    if figure.style.interval == "band":
        kept = kept_vertices(time, (lower, upper), pixels)
        axes.fill_between(
            time[kept],
            lower[kept],
            upper[kept],
            step="post",
            color=group.colour,
            alpha=band_opacity(len(figure.groups)),
            linewidth=0,
            zorder=2,
        )
    elif figure.style.interval == "lines":
        for limit in (lower, upper):
            kept = kept_vertices(time, (limit,), pixels)
            axes.step(
                time[kept],
                limit[kept],
                where="post",
                color=group.colour,
                linewidth=0.5 * width,
                linestyle=(0, (2, 2)),
                zorder=2,
                clip_on=cut,
            )
    parts = ((slice(0, group.firm + 1), group.colour), (slice(group.firm, None), pale(group.colour, "#FFFFFF")))
    for part, colour in parts if group.has_tail else parts[:1]:
        kept = kept_vertices(group.time[part], (), pixels)
        axes.step(
            group.time[part][kept],
            group.value[part][kept],
            where="post",
            color=colour,
            linewidth=width,
            linestyle=(0, group.dash) if group.dash else "-",
            zorder=order,
            clip_on=cut,
            solid_capstyle="butt",
            solid_joinstyle="miter",
            dash_joinstyle="miter",
            label=group.key,
        )
    if group.censor_time.size:
        axes.plot(
            group.censor_time,
            group.censor_value,
            linestyle="",
            marker="|",
            color=group.colour,
            markersize=3.6 * width,
            markeredgewidth=0.6 * width,
            zorder=order,
            clip_on=cut,
        )


def _draw_medians(axes: Axes, figure: SurvivalFigure) -> None:
    points = median_points(figure)
    if not points:
        return
    thin: dict[str, Any] = {"color": _QUIET, "linewidth": 0.6, "linestyle": (0, (3, 2)), "zorder": 2.5}
    axes.plot([figure.x.low, max(x for x, _ in points)], [points[0][1]] * 2, **thin)
    for x, level in points:
        axes.plot([x, x], [figure.y.low, level], **thin)


def _write(page: Figure, placed: Layout, line: TextLine) -> None:
    page.text(
        line.x / placed.measures.width,
        line.y / placed.height,
        drawable_text(line.text),
        fontsize=line.size,
        fontweight="bold" if line.bold else "normal",
        color=_QUIET if line.quiet else INK,
        ha={"left": "left", "right": "right", "centre": "center"}[line.anchor],
        va="baseline",
        rotation=90 if line.upright else 0,
        rotation_mode="anchor",
    )


def _draw_line(
    page: Figure, placed: Layout, points: Sequence[tuple[float, float]], colour: str, width_pt: float, dashes: Any
) -> None:
    """A line on the page itself, in points."""
    from matplotlib.lines import Line2D

    page.add_artist(
        Line2D(
            [x / placed.measures.width for x, _ in points],
            [y / placed.height for _, y in points],
            transform=page.transFigure,
            color=colour,
            linewidth=width_pt,
            linestyle=dashes,
            solid_capstyle="butt",
        )
    )
