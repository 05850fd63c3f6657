"""Where everything stands on the page, measured before anything is drawn: one layout for paper and screen.

The automatic layouts of plotting libraries move the axes when words grow; here the widths of the words come
first, then the axes get the rest, so that counts stand under their ticks at every width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from nec_core.errors import PlanError
from nec_core.figures.font import text_width
from nec_core.figures.layout.end_labels import end_labels
from nec_core.figures.layout.placement import Box, Taken, shortened, tick_stride, wrap
from nec_core.figures.layout.risk_table import names_room, risk_table
from nec_core.figures.layout.words import (
    LINE,
    Leader,
    Measures,
    TextLine,
    WordBlock,
    axis_label,
    caption,
    legend,
    words_in,
)
from nec_core.figures.survival_figure import SurvivalFigure
from nec_core.formatting import count

_LEAST_WIDTH, _LEAST_HEIGHT = 6.4, 9.0  # of the plot, in ems: room for a few numbers along each axis
_LABEL_SHARE = 0.26  # of the page's width, at most, for names beside the plot
_LABEL_LINES = 4
_NAME_GAP = 0.4  # in ems, between names of which one has several lines: else they would read as one


@dataclass(frozen=True)
class Layout:
    """All positions of one figure, in the page's unit, from its lower left corner.

    Attributes:
        height: of the page.
        plot: the rectangle of the axes.
        measures: what the page brought along.
        stride: every how many ticks of the time axis carry words.
        lines: every word, apart from the axes' tick numbers.
        leaders: lines from curves to their names.
    """

    height: float
    plot: Box
    measures: Measures
    stride: int
    lines: tuple[TextLine, ...]
    leaders: tuple[Leader, ...]


def layout(figure: SurvivalFigure, measures: Measures, height: float | None) -> Layout:
    """Measures the words and shares out the page.

    Notes stand in an empty part of the plot; where the curves leave none, above it. Names stand at the curves' ends;
    where that would not be clear, above the plot.

    Args:
        figure: the numbers.
        measures: the page's width and sizes.
        height: of the page; None for one that suits the curves and their table.

    Raises:
        PlanError: the page is too small for the words; the message names the side.
    """
    # Whole units: on screen the axes then start on a pixel, and thinned curves meet its grid.
    left = float(math.ceil(max(_axis_room(figure, measures), names_room(figure, measures))))
    names = _names_beside(figure, left, measures)
    placed = _arranged(figure, left, names, measures, height)
    # A page of a given height can leave too little beside the plot for all names.
    too_many = bool(names) and _stack_height(names, measures) > placed.plot.height + measures.size
    if too_many or _led_along_the_axis(placed):
        placed = _arranged(figure, left, (), measures, height)
    return placed


def _led_along_the_axis(placed: Layout) -> bool:
    """Whether the way from a curve's end to its name lies on the time axis, where nobody can follow it."""
    lowest = placed.plot.bottom + 0.3 * placed.measures.size
    return any(leader.dotted and leader.points[0][1] < lowest for leader in placed.leaders)


def _arranged(
    figure: SurvivalFigure,
    left: float,
    names: tuple[tuple[str, ...], ...],
    measures: Measures,
    height: float | None,
) -> Layout:
    """The layout with these names beside the plot."""
    plot_width = measures.width - left - math.ceil(_right_margin(figure, left, names, measures))
    if plot_width < _LEAST_WIDTH * measures.size:
        raise PlanError(
            "The figure is too narrow: its labels leave no room for the curves. "
            "Make it wider, the font smaller, or the group names shorter."
        )
    stride = tick_stride(
        figure,
        plot_width,
        lambda s: text_width(s, measures.size),
        lambda s: text_width(s, measures.small),
        0.6 * measures.size,
    )
    below = _stacked(
        axis_label(figure, left, plot_width, measures),
        risk_table(figure, left, plot_width, stride, measures),
        caption(figure, measures),
    )
    for notes_above in (False, True):
        above = _words_above(figure, left, names, measures, notes_above=notes_above)
        page, plot_height = _heights(plot_width, above.height, below.height, measures, height)
        plot = Box(left, below.height, plot_width, plot_height)
        inside = _words_beside_curves(figure, plot, names, () if notes_above else figure.notes, measures)
        if inside is not None:
            break
    words = (above.moved(plot.top), below.moved(plot.bottom), inside or WordBlock())
    return Layout(
        height=page,
        plot=plot,
        measures=measures,
        stride=stride,
        lines=(
            *(line for block in words for line in block.lines),
            _upright_label(figure, plot, page, measures),
        ),
        leaders=tuple(leader for block in words for leader in block.leaders),
    )


def _axis_room(figure: SurvivalFigure, measures: Measures) -> float:
    """Room for the vertical axis' label and numbers."""
    return measures.margin + 1.9 * measures.size + _tick_width(figure, measures) + measures.tick


def _names_beside(figure: SurvivalFigure, left: float, measures: Measures) -> tuple[tuple[str, ...], ...]:
    """The lines of each group's name beside the plot; none where a legend serves better."""
    if figure.style.labels == "legend" or len(figure.groups) == 1 or not measures.names_beside:
        return ()
    room = _LABEL_SHARE * measures.width
    names = tuple(wrap(group.name, room, lambda s: text_width(s, measures.size)) for group in figure.groups)
    fits = max(len(lines) for lines in names) <= _LABEL_LINES
    return names if fits and _stack_height(names, measures) <= 0.55 * (measures.width - left - room) else ()


def _stack_height(names: tuple[tuple[str, ...], ...], measures: Measures) -> float:
    """What the names take, one under the other."""
    return sum(_name_height(name, names) for name in names) * measures.size


def _name_height(name: tuple[str, ...], names: tuple[tuple[str, ...], ...]) -> float:
    """Of one name in ems, with the gap to the next."""
    return len(name) * LINE + (_NAME_GAP if max(len(lines) for lines in names) > 1 else 0.0)


def _right_margin(figure: SurvivalFigure, left: float, names: tuple[tuple[str, ...], ...], measures: Measures) -> float:
    """Room for the names, and for what hangs over the axis' end: half of the last number."""
    last = text_width(figure.x.tick_text[-1], measures.size)
    if figure.style.risk_table != "none":
        counts = [row[-1] for g in figure.groups for row in (g.table_at_risk, g.table_censored, g.table_events)]
        last = max(last, *(text_width(count(n), measures.small) for n in counts))
    beyond = (figure.x.high - figure.x.ticks[-1]) / (figure.x.high - figure.x.low) * (measures.width - left)
    overhang = max(0.0, last / 2 - 0.6 * beyond) + 1.5 * measures.margin
    widest = max((text_width(line, measures.size) for lines in names for line in lines), default=0.0)
    return max(overhang, widest + measures.size + measures.margin) if names else overhang


def _words_above(
    figure: SurvivalFigure,
    left: float,
    names: tuple[tuple[str, ...], ...],
    measures: Measures,
    *,
    notes_above: bool,
) -> WordBlock:
    """From the plot upwards: notes that found no room in it, the legend, the title."""
    size, margin = measures.size, measures.margin
    room = measures.width - margin
    lines: list[TextLine] = []
    height = 0.6 * size
    if notes_above:
        notes = [part for note in figure.notes for part in wrap(note, room - left, lambda s: text_width(s, size))]
        height += len(notes) * LINE * size + 0.2 * size
        lines += [TextLine(note, left, height - (i + 0.8) * LINE * size, size) for i, note in enumerate(notes)]
    if not names and len(figure.groups) > 1:
        block = legend(figure, left, measures).moved(height - 0.6 * size)
        lines += block.lines
        height += block.height - 0.6 * size
    if figure.title:
        large = 1.12 * size
        title = wrap(figure.title, room - margin, lambda s: text_width(s, large, bold=True))
        height += len(title) * LINE * large + 0.3 * size
        lines += [
            TextLine(line, margin, height - (i + 0.8) * LINE * large, large, bold=True) for i, line in enumerate(title)
        ]
    return WordBlock(tuple(lines), height=height)


def _stacked(*blocks: WordBlock) -> WordBlock:
    """Blocks one under the other."""
    lines: list[TextLine] = []
    leaders: list[Leader] = []
    depth = 0.0
    for block in blocks:
        moved = block.moved(-depth)
        lines += moved.lines
        leaders += moved.leaders
        depth += block.height
    return WordBlock(tuple(lines), tuple(leaders), depth)


def _heights(
    plot_width: float, above: float, below: float, measures: Measures, height: float | None
) -> tuple[float, float]:
    """Page and plot height: the plot takes what a given page leaves, else a proportion that suits curves."""
    if height is None:
        plot_height = min(max(0.62 * plot_width, measures.shortest_plot), measures.tallest_plot)
        return above + plot_height + below, plot_height
    plot_height = height - above - below
    if plot_height < _LEAST_HEIGHT * measures.size:
        times = (above + below + _LEAST_HEIGHT * measures.size) / height
        raise PlanError(
            f"The figure is too low: its words leave no room for the curves. "
            f"It needs {times:.2f} times the height. "
            "Make it higher, the font smaller, or show numbers at risk only."
        )
    return height, plot_height


def _words_beside_curves(
    figure: SurvivalFigure,
    plot: Box,
    names: tuple[tuple[str, ...], ...],
    notes: tuple[str, ...],
    measures: Measures,
) -> WordBlock | None:
    """Names at the curves' ends and the notes, off the curves and off each other; None if notes find no room."""
    size = measures.size
    taken = Taken(figure, plot.width, plot.height, pad=0.3 * size)
    lines: list[TextLine] = []
    leaders: list[Leader] = []
    if figure.y.broken:
        taken.take(Box(0.0, 0.0, size, 1.5 * size))
    if names:
        sizes = [(max(text_width(line, size) for line in name), _name_height(name, names) * size) for name in names]
        for label in end_labels(figure, taken, sizes, gap=size):
            name = names[label.group]
            gap = label.box.height - len(name) * LINE * size
            inner = Box(label.box.left, label.box.bottom + gap / 2, label.box.width, label.box.height - gap)
            lines += words_in(_on_page(inner, plot), name, size, label.group)
            if label.leader:
                points = tuple((plot.left + x, plot.bottom + y) for x, y in label.leader)
                for ends in pairwise(points):
                    inside = ends[0][0] < plot.right - 1e-6
                    leaders.append(Leader(label.group, ends, dotted=inside))
    if notes:
        width = max(text_width(note, size) for note in notes)
        box = taken.place(width, len(notes) * LINE * size, margin=0.5 * size)
        if box is None:
            return None
        lines += words_in(_on_page(box, plot), notes, size)
    return WordBlock(tuple(lines), tuple(leaders))


def _upright_label(figure: SurvivalFigure, plot: Box, page: float, measures: Measures) -> TextLine:
    size, margin = measures.size, measures.margin
    label = shortened(figure.y.label, page - 2 * margin, lambda s: text_width(s, size))
    half = text_width(label, size) / 2
    # A label longer than its axis stays on the page.
    middle = max(half + margin, min(plot.bottom + plot.height / 2, page - half - margin))
    x = plot.left - measures.tick - 0.9 * size - _tick_width(figure, measures)
    return TextLine(label, x, middle, size, "centre", upright=True)


def _tick_width(figure: SurvivalFigure, measures: Measures) -> float:
    return max(text_width(text, measures.size) for text in figure.y.tick_text)


def _on_page(box: Box, plot: Box) -> Box:
    return Box(plot.left + box.left, plot.bottom + box.bottom, box.width, box.height)
