"""Where everything stands on paper, in points from the lower left corner, measured before anything is drawn.

matplotlib's automatic layouts move the axes when words grow; here the widths of the words come first, then
the axes get the rest, so that counts stand under their ticks at every width.
"""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.errors import PlanError
from nec_core.figures.end_labels import end_labels
from nec_core.figures.font import text_width
from nec_core.figures.paper_words import (
    KEY,
    LINE,
    MARGIN,
    TICK,
    Key,
    TextLine,
    WordBlock,
    count_room,
    legend,
    row_names,
    small_size,
    words_below,
    words_in,
)
from nec_core.figures.placement import Box, Taken, count_text, shortened, tick_stride, wrap
from nec_core.figures.survival_figure import SurvivalFigure

POINTS_PER_MM = 72 / 25.4
_LEAST_PLOT_MM = 18.0
_LABEL_SHARE = 0.26  # of the page's width, at most, for names beside the plot
_LABEL_LINES = 4


@dataclass(frozen=True)
class PaperLayout:
    """All positions of one printed figure, in points.

    Attributes:
        width, height: of the page.
        plot: the rectangle of the axes.
        size: font size.
        stride: every how many ticks of the time axis carry words.
        lines: every word, apart from the axes' tick numbers.
        keys: line samples and leaders.
    """

    width: float
    height: float
    plot: Box
    size: float
    stride: int
    lines: tuple[TextLine, ...]
    keys: tuple[Key, ...]


def paper_layout(figure: SurvivalFigure, width_mm: float, height_mm: float | None) -> PaperLayout:
    """Measures the words and shares out the page.

    Notes stand in an empty part of the plot; where the curves leave none, above it.

    Raises:
        PlanError: the page is too small for the words; the message names the side.
    """
    layout = _layout(figure, width_mm, height_mm, notes_above=False)
    return layout or _layout(figure, width_mm, height_mm, notes_above=True) or _unreachable()


def _unreachable() -> PaperLayout:
    raise AssertionError("a layout with its notes above the plot always exists")


def _layout(
    figure: SurvivalFigure, width_mm: float, height_mm: float | None, *, notes_above: bool
) -> PaperLayout | None:
    width, size = width_mm * POINTS_PER_MM, figure.style.font_size_pt
    left = _left_margin(figure, width)
    names = _names_beside(figure, width, left)
    right = _right_margin(figure, width, left, names)
    plot_width = width - left - right
    if plot_width < _LEAST_PLOT_MM * POINTS_PER_MM:
        raise PlanError(
            f"A figure {width_mm:g} mm wide leaves no room for its curves beside the labels at {size:g} pt. "
            "Make it wider, the font smaller, or the group names shorter."
        )
    stride = tick_stride(
        figure,
        plot_width,
        lambda s: text_width(s, size),
        lambda s: text_width(s, small_size(figure)),
        0.6 * size,
    )
    above = _words_above(figure, left, width, names, notes_above=notes_above)
    below = words_below(figure, left, plot_width, width, stride)
    page, plot_height = _heights(width, plot_width, above.height, below.height, height_mm)
    plot = Box(left, below.height, plot_width, plot_height)
    inside = _words_beside_curves(figure, plot, names, notes=() if notes_above else figure.notes)
    if inside is None:
        return None
    return PaperLayout(
        width=width,
        height=page,
        plot=plot,
        size=size,
        stride=stride,
        lines=(
            *(line.moved(plot.top) for line in above.lines),
            *(line.moved(plot.bottom) for line in below.lines),
            *inside.lines,
            _upright_label(figure, plot, page),
        ),
        keys=(
            *(key.moved(plot.top) for key in above.keys),
            *(key.moved(plot.bottom) for key in below.keys),
            *inside.keys,
        ),
    )


def _left_margin(figure: SurvivalFigure, width: float) -> float:
    """Room for the vertical axis' label and numbers, and for the names of the table's rows."""
    size, small = figure.style.font_size_pt, small_size(figure)
    axis = MARGIN + 1.9 * size + _tick_width(figure) + TICK
    if figure.style.risk_table == "none":
        return axis
    key = KEY * small if figure.style.risk_table == "at_risk" else 0.0
    rows = max((key + text_width(name, small) for name in row_names(figure, width)), default=0.0)
    return max(axis, MARGIN + rows + count_room(figure))


def _names_beside(figure: SurvivalFigure, width: float, left: float) -> tuple[tuple[str, ...], ...]:
    """The lines of each group's name beside the plot; none where a legend serves better or they would not
    fit."""
    size = figure.style.font_size_pt
    if figure.style.labels == "legend" or len(figure.groups) == 1:
        return ()
    room = _LABEL_SHARE * width
    names = tuple(wrap(group.name, room, lambda s: text_width(s, size)) for group in figure.groups)
    height = sum(len(lines) for lines in names) * LINE * size
    fits = max(len(lines) for lines in names) <= _LABEL_LINES and height <= 0.55 * (width - left - room)
    return names if fits else ()


def _right_margin(
    figure: SurvivalFigure, width: float, left: float, names: tuple[tuple[str, ...], ...]
) -> float:
    """Room for the names, and for what hangs over the axis' end: half of the last number."""
    size = figure.style.font_size_pt
    last = text_width(figure.x.tick_text[-1], size)
    if figure.style.risk_table != "none":
        small = small_size(figure)
        last = max(
            last,
            *(
                text_width(count_text(row[-1]), small)
                for group in figure.groups
                for row in (group.table_at_risk, group.table_censored, group.table_events)
            ),
        )
    beyond = (figure.x.high - figure.x.ticks[-1]) / (figure.x.high - figure.x.low) * (width - left)
    overhang = max(0.0, last / 2 - 0.6 * beyond) + MARGIN + 1.0
    widest = max((text_width(line, size) for lines in names for line in lines), default=0.0)
    return max(overhang, widest + size + MARGIN) if names else overhang


def _words_above(
    figure: SurvivalFigure,
    left: float,
    width: float,
    names: tuple[tuple[str, ...], ...],
    *,
    notes_above: bool,
) -> WordBlock:
    """From the plot upwards: notes that found no room in it, the legend, the title."""
    size = figure.style.font_size_pt
    lines: list[TextLine] = []
    keys: tuple[Key, ...] = ()
    height = 0.6 * size
    if notes_above and figure.notes:
        notes = [
            part
            for note in figure.notes
            for part in wrap(note, width - left - MARGIN, lambda s: text_width(s, size))
        ]
        height += len(notes) * LINE * size + 0.2 * size
        lines += [
            TextLine(note, left, height - (i + 0.8) * LINE * size, size) for i, note in enumerate(notes)
        ]
    if not names and len(figure.groups) > 1:
        block = legend(figure, left, width, size)
        lines += [line.moved(height - 0.6 * size) for line in block.lines]
        keys = tuple(key.moved(height - 0.6 * size) for key in block.keys)
        height += block.height - 0.6 * size
    if figure.title:
        large = size + 1
        title = wrap(figure.title, width - 2 * MARGIN, lambda s: text_width(s, large, bold=True))
        height += len(title) * LINE * large + 0.3 * size
        lines += [
            TextLine(line, MARGIN, height - (i + 0.8) * LINE * large, large, bold=True)
            for i, line in enumerate(title)
        ]
    return WordBlock(tuple(lines), keys, height)


def _heights(
    width: float, plot_width: float, above: float, below: float, height_mm: float | None
) -> tuple[float, float]:
    """Page and plot height: the plot takes what a given page leaves, else a proportion that suits curves."""
    if height_mm is None:
        plot_height = max(0.62 * plot_width, 0.42 * width)
        return above + plot_height + below, plot_height
    page = height_mm * POINTS_PER_MM
    plot_height = page - above - below
    if plot_height < _LEAST_PLOT_MM * POINTS_PER_MM:
        least = (above + below) / POINTS_PER_MM + _LEAST_PLOT_MM
        raise PlanError(
            f"A figure {height_mm:g} mm high leaves no room for its curves above the table; "
            f"it needs {least:.0f} mm. "
            "Make it higher, the font smaller, or show numbers at risk only."
        )
    return page, plot_height


def _words_beside_curves(
    figure: SurvivalFigure, plot: Box, names: tuple[tuple[str, ...], ...], notes: tuple[str, ...]
) -> WordBlock | None:
    """Names at the curves' ends and the notes, kept off the curves and off each other; None if notes find no
    room."""
    size = figure.style.font_size_pt
    taken = Taken(figure, plot.width, plot.height, pad=0.3 * size)
    lines: list[TextLine] = []
    keys: list[Key] = []
    if names:
        sizes = [(max(text_width(line, size) for line in name), len(name) * LINE * size) for name in names]
        for label in end_labels(figure, taken, sizes, gap=size):
            lines += words_in(_on_page(label.box, plot), names[label.group], size)
            if label.leader:
                points = tuple((plot.left + x, plot.bottom + y) for x, y in label.leader)
                keys.append(Key(label.group, points, thin=True))
    if notes:
        width = max(text_width(note, size) for note in notes)
        box = taken.place(width, len(notes) * LINE * size, margin=0.5 * size)
        if box is None:
            return None
        lines += words_in(_on_page(box, plot), notes, size)
    return WordBlock(tuple(lines), tuple(keys))


def _upright_label(figure: SurvivalFigure, plot: Box, page: float) -> TextLine:
    size = figure.style.font_size_pt
    label = shortened(figure.y.label, page - 2 * MARGIN, lambda s: text_width(s, size))
    half = text_width(label, size) / 2
    # A label longer than its axis stays on the page.
    middle = max(half + MARGIN, min(plot.bottom + plot.height / 2, page - half - MARGIN))
    return TextLine(
        label, plot.left - TICK - 0.9 * size - _tick_width(figure), middle, size, "centre", upright=True
    )


def _tick_width(figure: SurvivalFigure) -> float:
    return max(text_width(text, figure.style.font_size_pt) for text in figure.y.tick_text)


def _on_page(box: Box, plot: Box) -> Box:
    return Box(plot.left + box.left, plot.bottom + box.bottom, box.width, box.height)
