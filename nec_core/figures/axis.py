"""The axes of figures: their ranges, ticks and the text at the ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Steps a reader expects, per unit: months come in years and halves of years.
_TIME_STEPS = {
    "months": (1, 2, 3, 6, 12, 24, 36, 48, 60, 120, 240),
    "days": (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1095, 1460, 1825, 3650),
    "weeks": (1, 2, 4, 8, 13, 26, 52, 104, 156, 208, 260, 520),
    "years": (0.25, 0.5, 1, 2, 5, 10, 20),
}
_MOST_TICKS = 9
# Tick numbers beyond this make unreadable axes and tables whatever the paper.
_HARD_LIMIT = 60
_LEAST_TICKS = 3  # in a window: a step too wide for it gives way to one that suits it


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes:
        label: what stands along it.
        low, high: the range drawn, in data units.
        ticks: positions, in data units, within the range.
        tick_text: what stands at each tick.
        broken: the axis does not start at zero, and is drawn with a break.
    """

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    tick_text: tuple[str, ...]
    broken: bool = False


def time_axis(
    label: str,
    longest: float,
    unit: str,
    x_max: float | None,
    x_step: float | None,
    window: tuple[float, float] | None = None,
) -> Axis:
    """Time from 0 to `x_max`, where that is None to the first tick after the longest follow-up; of that only `window`,
    where given.

    A step that would give more ticks than anybody can read is widened to the next multiple that does not. Ticks of a
    window are multiples of its step too: round times, not its edges.
    """
    low, high = 0.0, x_max if x_max is not None else (longest if longest > 0 else 1.0)
    is_whole = window is None or max(window[0], low) >= min(window[1], high)
    if window is not None and not is_whole:
        low, high = max(window[0], low), min(window[1], high)
    span = high - low
    fits = x_step is not None and (low == 0 or span / x_step >= _LEAST_TICKS)
    step = x_step if x_step is not None and fits else _step_for(span, unit)
    step *= max(1, math.ceil(span / step / _HARD_LIMIT))
    if x_max is None and is_whole:
        high = step * math.ceil(high / step * (1 - 1e-9))
    first = math.ceil(low / step * (1 - 1e-9))
    last = math.floor(high / step * (1 + 1e-9))
    ticks = tuple(float(round(step * i, 9)) for i in range(first, last + 1))
    return Axis(label, low, high, ticks, tuple(f"{tick:,.9g}".replace(",", "") for tick in ticks))


def _step_for(high: float, unit: str) -> float:
    for step in _TIME_STEPS.get(unit, _TIME_STEPS["days"]):
        if high / step < _MOST_TICKS and high >= step:
            return float(step)
    # Follow-up shorter than the smallest step, or longer than the largest allows: 1, 2 or 5 times 10, 100, ...
    power = 10.0 ** math.floor(math.log10(high / (_MOST_TICKS - 1)))
    return next(power * factor for factor in (1, 2, 5, 10) if high / (power * factor) < _MOST_TICKS)


def share_axis(label: str, low: float, high: float, *, percent: bool) -> Axis:
    """A probability from `low` to `high`, told in percent or as a proportion."""
    span = high - low
    step = next(s for s, least in ((0.2, 0.6), (0.1, 0.3), (0.05, 0.15), (0.02, 0.06), (0.01, 0.0)) if span > least)
    first = math.ceil(round(low / step, 6))
    last = math.floor(round(high / step, 6))
    shares = [step * i for i in range(first, last + 1)]
    if low > 0 and (not shares or shares[0] - low > 1e-9):
        # The foot of a broken axis always carries its number, that is what the break is about, in place of one that
        # would touch it.
        shares = [low, *(share for share in shares if share - low > 0.6 * step)]
    ticks = tuple(float(round(share, 9)) for share in shares)
    decimals = 2 if step < 0.1 else 1
    text = tuple(f"{100 * tick:.6g}" if percent else f"{tick:.{decimals}f}" for tick in ticks)
    return Axis(label, low, high, ticks, text, broken=low > 0)


def number_axis(
    label: str, low: float, high: float, *, most: int = _MOST_TICKS, whole: bool = False, to_a_tick: bool = True
) -> Axis:
    """Any number from `low` to `high`, with ticks at 1, 2 or 5 times a power of ten.

    Args:
        most: ticks, at most.
        whole: counts, which have no ticks between them.
        to_a_tick: both ends go on to the next tick; else the axis ends where it is told to.
    """
    span = high - low if high > low else 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if span / (power * factor) <= most - 1)
    step = max(1.0, step) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil((low + span) / step - 1e-9)
    if not to_a_tick:
        first, last = math.ceil(low / step - 1e-9), math.floor((low + span) / step + 1e-9)
    ticks = tuple(float(round(step * i, 9)) for i in range(first, last + 1))
    ends = (ticks[0], ticks[-1]) if to_a_tick else (low, low + span)
    return Axis(label, *ends, ticks, tuple(f"{tick:,.9g}".replace("-", "\N{MINUS SIGN}") for tick in ticks))
