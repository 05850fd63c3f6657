"""The axis of hazard ratios: on a log scale, as far as the ratios go, within bounds."""

from __future__ import annotations

from collections.abc import Iterable

from nec_core.figures.axis import Axis

_TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_WIDEST = (0.1, 10.0)


def ratio_axis(ends: Iterable[float | None]) -> Axis:
    """The axis on which these ratios and limits lie, or end in an arrow."""
    known = [x for x in ends if x is not None]
    lowest, highest = min([0.5, *known]), max([2.0, *known])
    low = max((t for t in _TICKS if t <= lowest), default=_WIDEST[0])
    high = min((t for t in _TICKS if t >= highest), default=_WIDEST[1])
    ticks = tuple(t for t in _TICKS if low <= t <= high)
    return Axis("Hazard ratio, on a log scale", low, high, ticks, tuple(f"{t:g}" for t in ticks))


__all__ = ["ratio_axis"]
