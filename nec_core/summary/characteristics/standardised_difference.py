"""How far apart groups are at diagnosis, on a scale that does not depend on their size.

Austin PC. Stat Med 2009;28:3083-3107; for categories of several levels Yang D, Dalton JE. SAS Global Forum
2012:335. The size of the difference, without sign; with more than two groups the mean over all pairs, as R's
package tableone has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt


def number_difference(groups: Sequence[tuple[float | None, float | None]]) -> float | None:
    """Of a number with these means and standard deviations; None for fewer than two groups or no spread."""
    return _mean_over_pairs([_two_numbers(a, b) for a, b in combinations(groups, 2)])


def category_difference(groups: Sequence[Sequence[int]]) -> float | None:
    """Of a category with these counts per level; None for fewer than two groups, an empty one, no spread."""
    return _mean_over_pairs([_two_categories(a, b) for a, b in combinations(groups, 2)])


def _two_numbers(a: tuple[float | None, float | None], b: tuple[float | None, float | None]) -> float | None:
    (mean_a, sd_a), (mean_b, sd_b) = a, b
    if mean_a is None or mean_b is None or sd_a is None or sd_b is None:
        return None
    if mean_a == mean_b:
        return 0.0
    spread = float(np.sqrt((sd_a**2 + sd_b**2) / 2))
    return abs(mean_a - mean_b) / spread if spread > 0 else None


def _two_categories(a: Sequence[int], b: Sequence[int]) -> float | None:
    counts = np.array([a, b], np.float64)
    totals = counts.sum(axis=1)
    if (totals == 0).any():
        return None
    shares = (counts / totals[:, None])[:, counts.any(axis=0)]
    # Shares add up to one: the first level says nothing that the others don't.
    p, q = shares[:, 1:]
    covariance = (_multinomial_covariance(p) + _multinomial_covariance(q)) / 2
    if np.linalg.matrix_rank(covariance) < p.size:
        return None
    gap = p - q
    return float(np.sqrt(gap @ np.linalg.solve(covariance, gap)))


def _multinomial_covariance(p: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.diag(p) - np.outer(p, p)


def _mean_over_pairs(pairs: list[float | None]) -> float | None:
    known = [x for x in pairs if x is not None]
    return float(np.mean(known)) if pairs and len(known) == len(pairs) else None
