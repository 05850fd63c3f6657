"""The tails of the normal and the chi-squared distribution, from the standard library alone.

scipy.stats takes half a second to import, which is more than everything else on the way from a command to its
answer. The chi-squared tail has a finite closed form for whole degrees of freedom (Abramowitz and Stegun
1964, 26.4.4 and 26.4.5); all its terms are positive, so nothing cancels.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist


@lru_cache(maxsize=64)
def normal_quantile(p: float) -> float:
    """The value a standard normal variable stays below with probability `p`."""
    return NormalDist().inv_cdf(p)


def two_sided_normal_tail(z: float) -> float:
    """The probability that a standard normal variable is further from zero than `z`."""
    return math.erfc(abs(z) / math.sqrt(2.0))


def chi_squared_tail(chi2: float, df: int) -> float:
    """The probability that a chi-squared variable on `df` degrees of freedom exceeds `chi2`."""
    half = 0.5 * chi2
    if half <= 0.0:
        return 1.0
    if df % 2:
        total, power = math.erfc(math.sqrt(half)), 0.5
    else:
        total, power = math.exp(-half), 1.0
    while power < 0.5 * df:
        total += math.exp(power * math.log(half) - half - math.lgamma(power + 1.0))
        power += 1.0
    return total
