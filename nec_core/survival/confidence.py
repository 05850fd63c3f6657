"""Pointwise confidence limits of a probability that is estimated by a product or a sum over times.

log-log: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data. Wiley 1980.
arcsin: Borgan O, Liestol K. A note on confidence intervals and bands for the survival function based on
transformations. Scand J Stat 1990;17:35-41. The formulas equal R's survfit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.distributions import normal_quantile

CONF_TYPES = ("log-log", "log", "plain", "logit", "arcsin")


def check_interval(conf_type: str, conf_level: float) -> None:
    """Raises PlanError unless the type is known and the level lies between 0 and 1."""
    if conf_type not in CONF_TYPES:
        raise PlanError(f"conf_type must be one of {', '.join(CONF_TYPES)}, but was {conf_type!r}. Choose one of them.")
    check_level(conf_level)


def check_level(conf_level: float) -> None:
    """Raises PlanError unless the level lies between 0 and 1."""
    if not 0.0 < conf_level < 1.0:
        raise PlanError(f"conf_level must lie between 0 and 1, but was {conf_level!r}. Use 0.95 for 95%.")


def confidence_limits(
    p: NDArray[np.float64], log_se: NDArray[np.float64], conf_type: str, conf_level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits of the probabilities `p`.

    Args:
        p: (m,) estimates.
        log_se: (m,) standard error of log(p), which is the standard error of p divided by p.
        conf_type: one of CONF_TYPES.
        conf_level: between 0 and 1.

    Returns:
        lower and upper, (m,) each, within 0 and 1; nan where the transformation has no value.
    """
    z = normal_quantile(1.0 - (1.0 - conf_level) / 2.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if conf_type == "plain":
            half = z * log_se * p
            return np.maximum(p - half, 0.0), np.minimum(p + half, 1.0)
        if conf_type == "log":
            some = np.where(p == 0.0, np.nan, p)
            return some * np.exp(-z * log_se), np.minimum(some * np.exp(z * log_se), 1.0)
        if conf_type == "log-log":
            # log(-log p) -+ half, taken back: powers of p, which costs two logarithms and an exponential less.
            log_p = np.log(np.where((p == 0.0) | (p == 1.0), np.nan, p))
            power = np.exp(-z * log_se / log_p)
            return np.exp(log_p * power), np.exp(log_p / power)
        between = np.where((p == 0.0) | (p == 1.0), np.nan, p)
        if conf_type == "logit":
            half = z * log_se / (1.0 - between)
            centre = np.log(between / (1.0 - between))
            return 1.0 - 1.0 / (1.0 + np.exp(centre - half)), 1.0 - 1.0 / (1.0 + np.exp(centre + half))
        half = 0.5 * z * log_se * np.sqrt(between / (1.0 - between))
        centre = np.arcsin(np.sqrt(between))
        return (
            np.sin(np.maximum(0.0, centre - half)) ** 2,
            np.sin(np.minimum(np.pi / 2.0, centre + half)) ** 2,
        )
