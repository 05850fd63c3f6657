"""What the smallest P over all cuts of a number is worth: the maximally selected log-rank statistic.

Lausen B, Schumacher M. Maximally selected rank statistics. Biometrics 1992;48:73-85. Each cut that leaves a tenth of
the patients on either side is tried; the largest standardised sum of log-rank scores is compared with what the same
search finds when the number is dealt to the patients at random.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.survival.counts.event_table import EventTable

Floats = NDArray[np.float64]
DRAWS = 10_000
SEED = 20_201_204
LEAST_SHARE = 0.1
"""On either side of a cut, as Lausen and Schumacher have it."""
_CHUNK = 1 << 21
_ROUNDING = 1e-9  # a standardised statistic within it is as far: one that is nothing comes out as 1e-16
_FEW = 200  # patients beyond whom there are never few arrangements, and factorials take their time


@dataclass(frozen=True)
class CutPointTest:
    """The best cut of a number, and its P with the search counted in.

    Attributes:
        cut: the number up to which patients are in the lower group.
        cuts: how many were tried.
        statistic: the largest absolute standardised sum of scores.
        p: with the search; from draws never zero.
        draws, seed, monte_carlo_error: how it was drawn; None when exact.
        exact: every arrangement was counted.
    """

    cut: float
    cuts: int
    statistic: float
    p: float
    draws: int | None
    seed: int | None
    monte_carlo_error: float | None
    exact: bool = False


def cut_point_test(table: EventTable, value: ArrayLike, tick: ArrayLike, event: ArrayLike, draws: int = DRAWS,
                   seed: int = SEED) -> CutPointTest | None:  # fmt: skip
    """Tries every cut. P is exact where there are no more arrangements than draws would be made.

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
    best = float(found.max())
    # Of cuts that are equally far, but for rounding, the first.
    at = float(ordered[cuts[int((found >= best - _ROUNDING).argmax())] - 1])

    def as_far(dealt: Floats) -> int:
        return int(((np.abs(_up_to(dealt, cuts)) / deviation).max(axis=1) >= best - _ROUNDING).sum())

    sizes = np.diff(cuts, prepend=0, append=n).tolist()
    arrangements = math.factorial(n) // math.prod(math.factorial(size) for size in sizes) if n <= _FEW else draws + 1
    if arrangements <= draws:
        hits = as_far(scores[np.array(list(_arranged(tuple(range(n)), sizes)))])
        return CutPointTest(at, int(cuts.size), best, hits / arrangements, None, None, None, exact=True)
    random, hits = np.random.default_rng(seed), 0
    chunk = max(1, _CHUNK // n)
    for first in range(0, draws, chunk):
        hits += as_far(random.permuted(np.broadcast_to(scores, (min(chunk, draws - first), n)), axis=1))
    p = (hits + 1) / (draws + 1)
    return CutPointTest(at, int(cuts.size), best, p, draws, seed, math.sqrt(p * (1.0 - p) / draws))


def _arranged(left: tuple[int, ...], sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to deal patients to the stretches between cuts; who stands where within one does not matter."""
    if len(sizes) == 1:
        yield left
        return
    for chosen in combinations(left, sizes[0]):
        taken = set(chosen)
        for rest in _arranged(tuple(i for i in left if i not in taken), sizes[1:]):
            yield (*chosen, *rest)


def _up_to(scores: Floats, cuts: NDArray[np.int64]) -> Floats:
    """(b, c) sums of the scores below each cut, less what is expected of them."""
    sums: Floats = scores.cumsum(axis=1)[:, cuts - 1] - cuts * scores.mean(axis=1, keepdims=True)
    return sums


__all__ = ["CutPointTest", "cut_point_test"]
