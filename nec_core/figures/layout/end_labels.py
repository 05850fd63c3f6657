"""Each curve's name at its end: beside the plot, or within it where a curve ends early and there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_core.figures.layout.placement import Box, Taken, spread
from nec_core.figures.survival_figure import SurvivalFigure

_EARLY = 0.85  # a curve that ends before this share of the axis gets its name within the plot, if it fits


@dataclass(frozen=True)
class EndLabel:
    """One name.

    Attributes:
        group: index in the figure.
        box: its place, from the plot's lower left corner; beyond the plot's right edge unless `inside`.
        inside: within the plot.
        leader: points of the thin line from the curve's end to the name; empty where the name stands at the
            end.
    """

    group: int
    box: Box
    inside: bool
    leader: tuple[tuple[float, float], ...]


def end_labels(
    figure: SurvivalFigure, taken: Taken, sizes: Sequence[tuple[float, float]], gap: float
) -> tuple[EndLabel, ...]:
    """Places names of the given sizes (width, height) so that none covers a curve or another name.

    A curve that ended before the axis starts has no end to stand at, and gets none.
    """
    labels: dict[int, EndLabel] = {}
    ends = [
        (taken.x_of(figure, group.end[0]), _clamped(taken.y_of(figure, group.end[1]), taken)) for group in figure.groups
    ]
    shown = [index for index, (x, _) in enumerate(ends) if x > 0]
    for index in shown:
        x, y = ends[index]
        if x < _EARLY * taken.width:
            box = _beside(taken, x, y, *sizes[index], gap)
            if box is not None:
                taken.take(box)
                labels[index] = EndLabel(index, box, True, ())
    # Ends on one level: the curve that lasts longer above, then in the groups' order from the top.
    outside = sorted((i for i in shown if i not in labels), key=lambda i: (ends[i][0], -i))
    heights = [sizes[index][1] for index in outside]
    centres = spread(
        [ends[index][1] for index in outside], heights, -0.5 * max(heights, default=0.0), taken.height * 1.02
    )
    for index, centre in zip(outside, centres, strict=True):
        x, y = ends[index]
        width, height = sizes[index]
        box = Box(taken.width + gap, centre - height / 2, width, height)
        labels[index] = EndLabel(index, box, False, _leader(x, y, centre, height, taken.width, gap))
    return tuple(labels[index] for index in shown)


def _beside(taken: Taken, x: float, y: float, width: float, height: float, gap: float) -> Box | None:
    """Right of the end, on its level first, then just above and below it; further off, nobody would see whose it is."""
    levels = [y - height / 2, y + gap / 2, y - height - gap / 2]
    for of_bands in (True, False):
        for bottom in levels:
            box = Box(x + gap / 2, max(bottom, gap / 4), width, height)
            if taken.is_free(box, of_bands=of_bands):
                return box
    return None


def _leader(
    x: float, y: float, centre: float, height: float, edge: float, gap: float
) -> tuple[tuple[float, float], ...]:
    moved = abs(centre - y) > 0.35 * height
    early = x < edge - gap
    if not moved and not early:
        return ()
    return (
        ((x, y), (edge, y), (edge + 0.85 * gap, centre))
        if early
        else ((edge + 0.1 * gap, y), (edge + 0.85 * gap, centre))
    )


def _clamped(y: float, taken: Taken) -> float:
    return min(max(y, 0.0), taken.height)
