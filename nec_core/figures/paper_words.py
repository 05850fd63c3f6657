"""The words around a printed plot: legend above it, numbers at risk and caption under it. Lengths are
points."""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.figures.font import text_width
from nec_core.figures.placement import Box, count_text, shortened, wrap
from nec_core.figures.survival_figure import SurvivalFigure

LINE = 1.25  # line height in ems
TICK = 3.5  # length of the axes' ticks
MARGIN = 2.0  # between words and the edge of the page
SWATCH = 2.0  # length of a key's line in ems
KEY = SWATCH + 0.5  # the line and the gap after it
TABLE_ROWS = ("At risk", "Censored", "Events")


@dataclass(frozen=True)
class TextLine:
    """One line of words: its left end (or right, or centre) and its baseline; `upright` ones read from
    below."""

    text: str
    x: float
    y: float
    size: float
    anchor: str = "left"
    bold: bool = False
    quiet: bool = False
    upright: bool = False

    def moved(self, up: float) -> TextLine:
        """The same line, higher by `up`."""
        return TextLine(
            self.text, self.x, self.y + up, self.size, self.anchor, self.bold, self.quiet, self.upright
        )


@dataclass(frozen=True)
class Key:
    """A piece of a group's line, that says whose row or name this is, or leads from a curve to its name."""

    group: int
    points: tuple[tuple[float, float], ...]
    thin: bool = False

    def moved(self, up: float) -> Key:
        """The same piece, higher by `up`."""
        return Key(self.group, tuple((x, y + up) for x, y in self.points), self.thin)


@dataclass(frozen=True)
class WordBlock:
    """Words that belong together, with y counted from the edge of the plot they stand at, upwards positive.

    Attributes:
        lines, keys: the words and the line samples among them.
        height: what they take of the page.
    """

    lines: tuple[TextLine, ...] = ()
    keys: tuple[Key, ...] = ()
    height: float = 0.0


def legend(figure: SurvivalFigure, left: float, width: float, size: float) -> WordBlock:
    """Names with line samples in rows above the plot, on as many rows as they need."""
    entries: list[tuple[int, str, float, int]] = []
    x, row = left, 0
    for index, group in enumerate(figure.groups):
        name = shortened(group.name, width - left - KEY * size - MARGIN, lambda s: text_width(s, size))
        needed = KEY * size + text_width(name, size)
        if x > left and x + needed > width - MARGIN:
            x, row = left, row + 1
        entries.append((index, name, x, row))
        x += needed + 1.5 * size
    height = (row + 1) * LINE * size + 0.6 * size
    lines, keys = [], []
    for index, name, x, row in entries:
        base = height - (row + 0.8) * LINE * size
        keys.append(_sample(index, x, base + 0.34 * size, size))
        lines.append(TextLine(name, x + KEY * size, base, size))
    return WordBlock(tuple(lines), tuple(keys), height)


def words_below(
    figure: SurvivalFigure, left: float, plot_width: float, width: float, stride: int
) -> WordBlock:
    """The horizontal axis' label, the numbers at risk, the caption and the footnote; all y are negative."""
    size, small = figure.style.font_size_pt, small_size(figure)
    y = TICK + 0.25 * size + LINE * size  # the ticks and their numbers, which the axes draw themselves
    y += 0.95 * size
    label = shortened(figure.x.label, width - 2 * MARGIN, lambda s: text_width(s, size))
    half = text_width(label, size) / 2
    centre = max(half + MARGIN, min(left + plot_width / 2, width - MARGIN - half))
    lines = [TextLine(label, centre, -y, size, "centre")]
    keys: list[Key] = []
    y += 0.35 * size
    if figure.style.risk_table != "none":
        y = _risk_table(figure, left, plot_width, width, stride, y + 0.5 * size, lines, keys)
    for text, gap in ((figure.caption, 0.6), (figure.footnote, 0.2)):
        y += gap * small if text else 0.0
        for line in wrap(text, width - 2 * MARGIN, lambda s: text_width(s, small)) if text else ():
            y += LINE * small
            lines.append(TextLine(line, MARGIN, -y, small, quiet=True))
    return WordBlock(tuple(lines), tuple(keys), y + 0.45 * small)


def _risk_table(
    figure: SurvivalFigure,
    left: float,
    plot_width: float,
    width: float,
    stride: int,
    y: float,
    lines: list[TextLine],
    keys: list[Key],
) -> float:
    """Adds the table's words and returns the depth of its last baseline (Morris et al. 2019 for the extended
    one)."""
    small = small_size(figure)
    extended = figure.style.risk_table == "extended"
    names_beside = row_names(figure, width) if not extended else ()
    if not extended:
        y += LINE * small
        lines.append(TextLine("Number at risk", MARGIN, -y, small, bold=True))
        y += 0.15 * small
    for index, group in enumerate(figure.groups):
        if not names_beside and len(figure.groups) > 1:
            y += LINE * small
            name = shortened(
                group.name, width - 2 * MARGIN - KEY * small, lambda s: text_width(s, small, bold=True)
            )
            keys.append(_sample(index, MARGIN, 0.34 * small - y, small))
            lines.append(TextLine(name, MARGIN + KEY * small, -y, small, bold=True))
        counts = (group.table_at_risk, group.table_censored, group.table_events)
        for kind in range(3 if extended else 1):
            y += LINE * small
            if extended:
                lines.append(TextLine(TABLE_ROWS[kind], left - count_room(figure), -y, small, "right"))
            elif names_beside:
                keys.append(_sample(index, MARGIN, 0.34 * small - y, small))
                lines.append(TextLine(group.name, MARGIN + KEY * small, -y, small))
            for tick, count in list(zip(figure.x.ticks, counts[kind], strict=True))[::stride]:
                x = left + (tick - figure.x.low) / (figure.x.high - figure.x.low) * plot_width
                lines.append(TextLine(count_text(count), x, -y, small, "centre"))
        y += 0.35 * small if not names_beside else 0.0
    return y


def row_names(figure: SurvivalFigure, width: float) -> tuple[str, ...]:
    """What stands left of the counts: nothing of a long name, which gets a line of its own above them."""
    if figure.style.risk_table == "extended":
        return TABLE_ROWS
    if figure.style.risk_table == "none" or len(figure.groups) == 1:
        return ()
    names = tuple(group.name for group in figure.groups)
    return names if max(text_width(name, small_size(figure)) for name in names) <= 0.22 * width else ()


def count_room(figure: SurvivalFigure) -> float:
    """From the axis leftwards: half of the widest first count, which stands under the axis, and a gap."""
    small = small_size(figure)
    return (
        max(text_width(count_text(group.table_at_risk[0]), small) for group in figure.groups) / 2
        + 0.8 * small
    )


def small_size(figure: SurvivalFigure) -> float:
    """Of the table and the caption: a point less than the rest, never under the 5 pt journals allow at
    least."""
    return max(5.0, figure.style.font_size_pt - 1)


def words_in(box: Box, lines: tuple[str, ...], size: float) -> tuple[TextLine, ...]:
    """Lines of words that fill a box from its top left corner."""
    return tuple(
        TextLine(line, box.left, box.top - (i + 0.8) * LINE * size, size) for i, line in enumerate(lines)
    )


def _sample(group: int, x: float, y: float, size: float) -> Key:
    return Key(group, ((x, y), (x + SWATCH * size, y)))
