"""The exact interval of a proportion, equal to R's binom.test.

Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika
1934;26:404-413.
"""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.errors import PlanError
from nec_core.survival.confidence import check_level


@dataclass(frozen=True)
class ExactProportion:
    """A share of patients with its exact limits; all None of nobody.

    Attributes:
        count, n: patients who have it, and of how many.
        share: count / n.
        lower, upper: limits of Clopper and Pearson; never empty, 0 and 1 where nobody or everybody has it.
        conf_level: of the limits.
    """

    count: int
    n: int
    share: float | None
    lower: float | None
    upper: float | None
    conf_level: float


def exact_proportion(count: int, n: int, conf_level: float = 0.95) -> ExactProportion:
    """The share `count` of `n` with its limits.

    Raises:
        PlanError: count outside 0 to n, or conf_level outside (0, 1).
    """
    check_level(conf_level)
    if not 0 <= count <= n:
        raise PlanError(f"count must lie between 0 and {n}, but was {count}. Count patients among the {n}.")
    if n == 0:
        return ExactProportion(0, 0, None, None, None, conf_level)
    # Imported where it is needed: it costs a tenth of a second.
    from scipy.special import betaincinv

    outside = (1.0 - conf_level) / 2.0
    lower = float(betaincinv(count, n - count + 1, outside)) if count else 0.0
    upper = float(betaincinv(count + 1, n - count, 1.0 - outside)) if count < n else 1.0
    return ExactProportion(count, n, count / n, lower, upper, conf_level)


__all__ = ["ExactProportion", "exact_proportion"]
