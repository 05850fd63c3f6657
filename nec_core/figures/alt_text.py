"""What a survival figure shows, in a sentence or two, for those who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nec_core.figures.words import median_words

if TYPE_CHECKING:
    from nec_core.figures.survival_figure import GroupSeries, SurvivalFigure


def alt_text(figure: SurvivalFigure) -> str:
    """Groups, patients, events and medians with their intervals, then the test. Plain text: escape it for
    HTML."""
    groups = figure.groups
    kind = "curve" if len(groups) == 1 else f"curves of {len(groups)} groups"
    opening = f"Kaplan–Meier {kind}: {figure.quantity} over {figure.x.high:.4g} {figure.unit}."
    medians = "; ".join(_group_words(group, figure) for group in groups)
    tests = "; ".join(figure.test_notes)
    return f"{opening} {medians}." + (f" {tests}{'' if tests.endswith('.') else '.'}" if tests else "")


def _group_words(group: GroupSeries, figure: SurvivalFigure) -> str:
    patients = "1 patient" if group.n == 1 else f"{group.n} patients"
    events = "1 event" if group.n_events == 1 else f"{group.n_events} events"
    middle = median_words(group.median, figure.unit).replace("(", f"({100 * figure.conf_level:.6g}% CI ", 1)
    return f"{group.name}, {patients}, {events}, median {middle}"
