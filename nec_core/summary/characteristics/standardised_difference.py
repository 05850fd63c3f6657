"""How far apart groups are, on a scale that does not depend on their size.

Austin PC. Stat Med 2009;28:3083-3107; for categories of several levels Yang D, Dalton JE. SAS Global Forum
2012:335. The size of the difference, without sign; with more than two groups that of the two furthest apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Group = TypeVar("Group")


@dataclass(frozen=True)
class Difference:
    """The largest between any two of the groups.

    Attributes:
        value: its size, in standard deviations.
        between: the two groups.
    """

    value: float
    between: tuple[str, str]


def number_difference(groups: Mapping[str, tuple[float | None, float | None]]) -> Difference | None:
    """Of a number with these means and standard deviations; None for fewer than two groups, or where two of them can't
    be compared: without a value, a single one, or different ones without spread."""
    return _largest(groups, _two_numbers)


def category_difference(groups: Mapping[str, Sequence[int]]) -> Difference | None:
    """Of a category with these counts per level; None for fewer than two groups, or where two of them can't be
    compared: an empty one, or different ones without spread."""
    return _largest(groups, _two_categories)


def _largest(groups: Mapping[str, Group], of_two: Callable[[Group, Group], float | None]) -> Difference | None:
    found: Difference | None = None
    for (name, group), (other_name, other) in combinations(groups.items(), 2):
        value = of_two(group, other)
        if value is None:
            return None
        if found is None or value > found.value:
            found = Difference(value, (name, other_name))
    return found


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


__all__ = ["Difference", "category_difference", "number_difference"]
