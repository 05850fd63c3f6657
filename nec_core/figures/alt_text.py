"""What a survival figure shows, in a sentence or two, for those who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nec_core.formatting import median_ci, number, plain_number, plural

if TYPE_CHECKING:
    from nec_core.figures.survival_figure import GroupSeries, SurvivalFigure


def alt_text(figure: SurvivalFigure) -> str:
    """Groups, patients, events and medians with their intervals, then the test. Plain text: escape it for HTML."""
    groups = figure.groups
    kind = "curve" if len(groups) == 1 else f"curves of {len(groups)} groups"
    end = number(figure.x.high, 0, figure.unit)
    span = f"from {plain_number(round(figure.x.low, 2))} to {plain_number(round(figure.x.high, 2), figure.unit)}"
    opening = f"Kaplan–Meier {kind}: {figure.quantity} {span if figure.x.low > 0 else f'over {end}'}."
    medians = "; ".join(_group_words(group, figure) for group in groups)
    tests = "; ".join(figure.test_notes)
    return f"{opening} {medians}." + (f" {tests}{'' if tests.endswith('.') else '.'}" if tests else "")


def _group_words(group: GroupSeries, figure: SurvivalFigure) -> str:
    middle = group.median
    words = median_ci(middle.value, middle.lower, middle.upper, figure.unit, figure.conf_level, "not reached")
    return f"{group.name}, {plural(group.n, 'patient')}, {plural(group.n_events, 'event')}, median {words}"
