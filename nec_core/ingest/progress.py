"""How far a long piece of work has come, told to whoever waits for it.

The work calls what it was given with the stage in plain words and the done part, 0 to 1. Whoever waits can end the
work early by raising an exception there: it passes through everything and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]


def quiet(stage: str, done: float) -> None:
    """Nobody waits."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """Progress of a part of the work that reaches from `start` to `end` of the whole."""
    return lambda stage, done: progress(stage, start + (end - start) * done)
