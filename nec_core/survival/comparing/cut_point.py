"""What the smallest P over all cuts of a number is worth: the maximally selected log-rank statistic.

Lausen B, Schumacher M. Maximally selected rank statistics. Biometrics 1992;48:73-85. Each cut that leaves a tenth of
the patients on either side is tried; the largest standardised sum of log-rank scores is compared with what the same
search finds when the number is dealt to the patients at random.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.survival.counts.event_table import EventTable

Floats = NDArray[np.float64]
DRAWS = 10_000
SEED = 20_201_204
LEAST_SHARE = 0.1
"""On either side of a cut, as Lausen and Schumacher have it."""
_CHUNK = 1 << 21


@dataclass(frozen=True)
class CutPointTest:
    """The best cut of a number, and its P with the search counted in.

    Attributes:
        cut: the number up to which patients are in the lower group.
        cuts: how many were tried.
        statistic: the largest absolute standardised sum of scores.
        p: with the search; from draws, never zero.
        draws, seed, monte_carlo_error: how it was drawn.
    """

    cut: float
    cuts: int
    statistic: float
    p: float
    draws: int
    seed: int
    monte_carlo_error: float


def cut_point_test(table: EventTable, value: ArrayLike, tick: ArrayLike, event: ArrayLike, draws: int = DRAWS,
                   seed: int = SEED) -> CutPointTest | None:  # fmt: skip
    """Tries every cut.

    Args:
        table: of all these patients, in whatever groups, without delayed entry.
        value: (n,) the number.
        tick, event: (n,) index of the time in the table, and whether it ended in the event.
        draws, seed: of the random arrangements.

    Returns:
        None where no cut leaves enough patients on either side, or nothing varies.
    """
    values = np.asarray(value, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    hazard = (table.events.sum(axis=0) / np.maximum(table.at_risk.sum(axis=0), 1)).cumsum()
    scores = (np.asarray(event, dtype=np.float64) - hazard[np.asarray(tick)])[order]
    n, ordered = values.size, values[order]
    below = np.arange(1, n)
    cuts = below[(ordered[1:] > ordered[:-1]) & (np.minimum(below, n - below) >= LEAST_SHARE * n)]
    spread = float(((scores - scores.mean()) ** 2).sum())
    if not cuts.size or spread <= 1e-12 * n:
        return None
    # Of m of n scores drawn without replacement.
    deviation = np.sqrt(cuts * (n - cuts) / (n * (n - 1.0)) * spread)
    found = np.abs(_up_to(scores[None, :], cuts)[0]) / deviation
    best, random, hits = float(found.max()), np.random.default_rng(seed), 0
    chunk = max(1, _CHUNK // n)
    for first in range(0, draws, chunk):
        dealt = random.permuted(np.broadcast_to(scores, (min(chunk, draws - first), n)), axis=1)
        hits += int(((np.abs(_up_to(dealt, cuts)) / deviation).max(axis=1) >= best * (1.0 - 1e-9)).sum())
    p = (hits + 1) / (draws + 1)
    at = float(ordered[cuts[int(found.argmax())] - 1])
    return CutPointTest(at, int(cuts.size), best, p, draws, seed, math.sqrt(p * (1.0 - p) / draws))


def _up_to(scores: Floats, cuts: NDArray[np.int64]) -> Floats:
    """(b, c) sums of the scores below each cut, less what is expected of them."""
    sums: Floats = scores.cumsum(axis=1)[:, cuts - 1] - cuts * scores.mean(axis=1, keepdims=True)
    return sums


__all__ = ["CutPointTest", "cut_point_test"]
