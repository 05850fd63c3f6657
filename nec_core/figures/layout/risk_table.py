"""The numbers at risk under the plot, as words in their places: each count under its tick.

Morris TP et al. Proposals on Kaplan-Meier plots in medical research and a survey of stakeholder views:
KMunicate. BMJ Open 2019;9:e030215, for the extended table.
"""

from __future__ import annotations

from typing import Final

from nec_core.figures.font import text_width
from nec_core.figures.layout.placement import shortened_apart
from nec_core.figures.layout.words import KEY, LINE, Measures, TextLine, WordBlock
from nec_core.figures.survival_figure import SurvivalFigure
from nec_core.formatting import count

TABLE_ROWS: Final = ("At risk", "Censored", "Events")
_NAME_SHARE: Final = 0.22  # of the page's width, at most, for names left of their counts


def risk_table(figure: SurvivalFigure, left: float, plot_width: float, stride: int, measures: Measures) -> WordBlock:
    """The table, y counted downwards from its top and negative; empty where the style wants none.

    Args:
        left, plot_width: of the time axis on the page.
        stride: every how many ticks have their counts written.
    """
    if figure.style.risk_table == "none":
        return WordBlock()
    small, margin = measures.small, measures.margin
    extended = figure.style.risk_table == "extended"
    beside = not extended and bool(row_names(figure, measures))
    lines: list[TextLine] = []
    y = 0.5 * measures.size
    if not extended:
        y += LINE * small
        lines.append(TextLine("Number at risk", margin, -y, small, bold=True))
        y += 0.15 * small
    room = measures.width - 2 * margin - KEY * small
    names = shortened_apart([g.name for g in figure.groups], room, lambda s: text_width(s, small, bold=True))
    for index, group in enumerate(figure.groups):
        if not beside and len(figure.groups) > 1:
            y += LINE * small
            lines.append(TextLine(names[index], margin + KEY * small, -y, small, bold=True, group=index, keyed=True))
        rows = (group.table_at_risk, group.table_censored, group.table_events) if extended else (group.table_at_risk,)
        for title, counts in zip(TABLE_ROWS, rows, strict=False):
            y += LINE * small
            if extended:
                lines.append(TextLine(title, left - count_room(figure, small), -y, small, "right"))
            elif beside:
                lines.append(TextLine(group.name, margin + KEY * small, -y, small, group=index, keyed=True))
            for tick, n in list(zip(figure.x.ticks, counts, strict=True))[::stride]:
                x = left + (tick - figure.x.low) / (figure.x.high - figure.x.low) * plot_width
                lines.append(TextLine(count(n), x, -y, small, "centre", at=tick))
        y += 0.0 if beside else 0.35 * small
    return WordBlock(tuple(lines), height=y)


def row_names(figure: SurvivalFigure, measures: Measures) -> tuple[str, ...]:
    """What stands left of the counts: nothing of a long name, which gets a line of its own above them."""
    if figure.style.risk_table == "extended":
        return TABLE_ROWS
    if figure.style.risk_table == "none" or len(figure.groups) == 1:
        return ()
    names = tuple(group.name for group in figure.groups)
    widest = max(text_width(name, measures.small) for name in names)
    return names if widest <= _NAME_SHARE * measures.width else ()


def names_room(figure: SurvivalFigure, measures: Measures) -> float:
    """What the table takes left of the axis: row names, line samples, and half of the first counts."""
    if figure.style.risk_table == "none":
        return 0.0
    small = measures.small
    key = KEY * small if figure.style.risk_table == "at_risk" else 0.0
    rows = max((key + text_width(name, small) for name in row_names(figure, measures)), default=0.0)
    return measures.margin + rows + count_room(figure, small)


def count_room(figure: SurvivalFigure, small: float) -> float:
    """From the axis leftwards: half of the widest first count, which stands under the axis, and a gap."""
    widest = max(text_width(count(group.table_at_risk[0]), small) for group in figure.groups)
    return widest / 2 + 0.8 * small
