"""Whether groups differ in one characteristic: the test that fits it, and what it rests on.

Categories: Pearson's chi-squared test without correction for continuity, and Fisher's exact test where an expected
count is under 5 (Cochran WG. Biometrics 1954;10:417-451). Medians: Kruskal WH, Wallis WA. J Am Stat Assoc
1952;47:583-621, corrected for ties. Means: Welch BL. Biometrika 1951;38:330-336, of several means with variances of
their own. As R's chisq.test(correct = FALSE), fisher.test, kruskal.test and oneway.test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc

from nec_core.summary.characteristics.exact_table import exact_p
from nec_core.survival.distributions import chi_squared_tail

Method = Literal["fisher", "pearson", "pearson_small", "kruskal_wallis", "welch"]
"""`pearson_small` has an expected count under 5, in a table too large for the exact test."""

LEAST_EXPECTED = 5.0
"""Expected count under which chi-squared is no good approximation (Cochran 1954)."""


@dataclass(frozen=True)
class GroupTest:
    """One test of one characteristic.

    Attributes:
        method: which.
        n: patients it rests on.
        smallest_group: patients in the smallest group it compares.
        statistic: chi-squared, H or F; None for an exact test.
        df: its degrees of freedom; None for an exact test.
        df_within: the second degrees of freedom of F; else None.
        smallest_expected: expected count of the emptiest cell, for a category; else None.
        p: two-sided.
    """

    method: Method
    n: int
    smallest_group: int
    statistic: float | None
    df: int | None
    df_within: float | None
    smallest_expected: float | None
    p: float


def compare_categories(counts: npt.ArrayLike) -> GroupTest | None:
    """Tests whether shares differ between groups.

    Args:
        counts: (groups, levels) patients. Groups and levels without anybody are left out.

    Returns:
        None for fewer than two groups or two levels.
    """
    table = np.asarray(counts, np.int64)
    if table.ndim != 2 or not table.size:
        return None
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    if min(table.shape) < 2:
        return None
    sizes, n = table.sum(axis=1), int(table.sum())
    expected = np.outer(sizes, table.sum(axis=0)) / n
    least, smallest = float(expected.min()), int(sizes.min())
    exact = exact_p(table) if least < LEAST_EXPECTED else None
    if exact is not None:
        return GroupTest("fisher", n, smallest, None, None, None, least, exact)
    chi2, df = float(((table - expected) ** 2 / expected).sum()), (table.shape[0] - 1) * (table.shape[1] - 1)
    method: Method = "pearson" if least >= LEAST_EXPECTED else "pearson_small"
    return GroupTest(method, n, smallest, chi2, df, None, least, chi_squared_tail(chi2, df))


def compare_ranks(groups: Sequence[npt.NDArray[np.int64]]) -> GroupTest | None:
    """Kruskal and Wallis' test of the values of several groups: ranks depend on values by their order alone.

    Args:
        groups: of each (k,) patients at each of the distinct values, which rise; groups without any are left out.

    Returns:
        None for fewer than two groups, or where all values are the same.
    """
    filled = [g for g in groups if g.any()]
    if len(filled) < 2:
        return None
    ties = np.sum(filled, axis=0)
    if np.count_nonzero(ties) == 1:
        return None
    sizes, n = np.array([int(g.sum()) for g in filled]), int(ties.sum())
    ranks = np.cumsum(ties) - (ties - 1) / 2
    sums = np.array([float(g @ ranks) for g in filled])
    h = 12.0 * float((sums**2 / sizes).sum()) / (n * (n + 1.0)) - 3.0 * (n + 1.0)
    h /= 1.0 - float((ties.astype(np.float64) ** 3 - ties).sum()) / (float(n) ** 3 - n)
    df = len(filled) - 1
    return GroupTest("kruskal_wallis", n, int(sizes.min()), h, df, None, None, chi_squared_tail(h, df))


def compare_means(groups: Sequence[tuple[int, float | None, float | None]]) -> GroupTest | None:
    """Welch's test of several means, whose variances may differ.

    Args:
        groups: patients, mean and standard deviation of each; groups without anybody are left out.

    Returns:
        None for fewer than two groups, or where one has a single patient or no spread.
    """
    filled = [(n, mean, sd) for n, mean, sd in groups if n]
    if len(filled) < 2 or any(mean is None or not sd for _, mean, sd in filled):
        return None
    sizes, means, sds = np.array(filled, np.float64).T
    weights = sizes / sds**2
    whole, k = float(weights.sum()), len(filled)
    middle = float((weights * means).sum()) / whole
    spare = float(((1 - weights / whole) ** 2 / (sizes - 1)).sum()) / (k**2 - 1)
    f = float((weights * (means - middle) ** 2).sum()) / ((k - 1) * (1 + 2 * (k - 2) * spare))
    within = 1 / (3 * spare)
    return GroupTest(
        "welch", int(sizes.sum()), int(sizes.min()), f, k - 1, within, None, float(fdtrc(k - 1, within, f))
    )


__all__ = ["LEAST_EXPECTED", "GroupTest", "Method", "compare_categories", "compare_means", "compare_ranks"]
