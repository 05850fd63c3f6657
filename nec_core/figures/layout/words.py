"""The words around a plot, in points on paper and in pixels on screen: legend, axis label, caption."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nec_core.figures.font import text_width
from nec_core.figures.layout.placement import Box, shortened, shortened_apart, wrap
from nec_core.figures.survival_figure import SurvivalFigure

LINE = 1.25  # line height in ems
SWATCH = 2.0  # length of a key's line in ems
KEY = SWATCH + 0.5  # the line and the gap after it
MIDDLE = 0.34  # of a line of words above its baseline, in ems


@dataclass(frozen=True)
class Measures:
    """What a page brings along, all in its own unit: points on paper, pixels on screen.

    Attributes:
        width: of the page.
        size, small: font sizes of labels and names, and of the table and the caption.
        margin: between words and the edge of the page.
        tick: length of the axes' ticks.
        shortest_plot, tallest_plot: bounds of the plot's height where the page's is not given.
        names_beside: names may stand beside the plot; a narrow screen needs the width for the curves.
    """

    width: float
    size: float
    small: float
    margin: float
    tick: float
    shortest_plot: float
    tallest_plot: float
    names_beside: bool = True


@dataclass(frozen=True)
class TextLine:
    """One line of words: its left end (or right, or centre) and its baseline.

    `upright` ones read from below. `at` is the time under whose tick a count stands, wherever the tick moves; `group`
    the index of the group whose name this is; before a `keyed` name stands a piece of its group's line, which goes
    wherever the name goes.
    """

    text: str
    x: float
    y: float
    size: float
    anchor: str = "left"
    bold: bool = False
    quiet: bool = False
    upright: bool = False
    at: float | None = None
    group: int | None = None
    keyed: bool = False

    @property
    def key(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Both ends of the piece of line before the name, half as high as the letters."""
        x, y = self.x - KEY * self.size, self.y + MIDDLE * self.size
        return (x, y), (x + SWATCH * self.size, y)

    def moved(self, up: float) -> TextLine:
        """The same line, higher by `up`."""
        return replace(self, y=self.y + up)


@dataclass(frozen=True)
class Leader:
    """A thin line that leads from a curve to its name; dotted within the plot, where it must not look like the curve
    going on."""

    group: int
    points: tuple[tuple[float, float], ...]
    dotted: bool

    def moved(self, up: float) -> Leader:
        """The same line, higher by `up`."""
        return replace(self, points=tuple((x, y + up) for x, y in self.points))


@dataclass(frozen=True)
class WordBlock:
    """Words that belong together, with y counted from the edge of the plot they stand at, upwards positive.

    Attributes:
        lines, leaders: the words, and the lines that lead to them.
        height: what they take of the page.
    """

    lines: tuple[TextLine, ...] = ()
    leaders: tuple[Leader, ...] = ()
    height: float = 0.0

    def moved(self, up: float) -> WordBlock:
        """The same words, higher by `up`."""
        lines = tuple(line.moved(up) for line in self.lines)
        return WordBlock(lines, tuple(leader.moved(up) for leader in self.leaders), self.height)


def legend(figure: SurvivalFigure, left: float, measures: Measures) -> WordBlock:
    """Names with line samples in rows above the plot, on as many rows as they need."""
    size, right = measures.size, measures.width - measures.margin
    # Names too long to start at the axis start at the edge of the page.
    widest = max(text_width(group.name, size) for group in figure.groups) + KEY * size
    left = left if left + widest <= right else measures.margin
    entries: list[tuple[int, str, float, int]] = []
    x, row = left, 0
    room = right - left - KEY * size
    names = shortened_apart([group.name for group in figure.groups], room, lambda s: text_width(s, size))
    for index, name in enumerate(names):
        needed = KEY * size + text_width(name, size)
        if x > left and x + needed > right:
            x, row = left, row + 1
        entries.append((index, name, x, row))
        x += needed + 1.5 * size
    height = (row + 1) * LINE * size + 0.6 * size
    lines = (
        TextLine(name, x + KEY * size, height - (row + 0.8) * LINE * size, size, group=index, keyed=True)
        for index, name, x, row in entries
    )
    return WordBlock(tuple(lines), height=height)


def axis_label(figure: SurvivalFigure, left: float, plot_width: float, measures: Measures) -> WordBlock:
    """The horizontal axis' label under the tick numbers, which the axes draw themselves; all y are negative."""
    size, margin = measures.size, measures.margin
    label = shortened(figure.x.label, measures.width - 2 * margin, lambda s: text_width(s, size))
    half = text_width(label, size) / 2
    # Under the middle of its axis, unless that leads off the page.
    centre = max(half + margin, min(left + plot_width / 2, measures.width - margin - half))
    y = measures.tick + (0.25 + LINE + 0.95) * size
    return WordBlock((TextLine(label, centre, -y, size, "centre"),), height=y + 0.35 * size)


def caption(figure: SurvivalFigure, measures: Measures) -> WordBlock:
    """What the curves are, and where they come from, in quiet small lines; all y are negative."""
    small, margin = measures.small, measures.margin
    lines: list[TextLine] = []
    y = 0.0
    for text, gap in ((figure.caption, 0.6), (figure.footnote, 0.2)):
        if text:
            y += gap * small
            for line in wrap(text, measures.width - 2 * margin, lambda s: text_width(s, small)):
                y += LINE * small
                lines.append(TextLine(line, margin, -y, small, quiet=True))
    return WordBlock(tuple(lines), height=y + 0.45 * small)


def words_in(box: Box, lines: tuple[str, ...], size: float, group: int | None = None) -> tuple[TextLine, ...]:
    """Lines of words that fill a box from its top left corner."""
    return tuple(
        TextLine(line, box.left, box.top - (i + 0.8) * LINE * size, size, group=group) for i, line in enumerate(lines)
    )
