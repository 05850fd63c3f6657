"""Cox's partial likelihood with Efron's treatment of ties, its slope and its curvature.

Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187-220. Efron B. The efficiency of Cox's
likelihood function for censored data. J Am Stat Assoc 1977;72:557-565.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.survival.cox.risk_sets import Floats, RiskSets


@dataclass(frozen=True, eq=False)
class Likelihood:
    """The partial likelihood at some coefficients.

    Attributes:
        value: logarithm of the partial likelihood.
        score: (p,) its slope.
        information: (p, p) minus its curvature.
        slot_score: (m, p) the slope's share of each slot.
        slot_information: (m, p, p) the information's share of each slot.
    """

    value: float
    score: Floats
    information: Floats
    slot_score: Floats
    slot_information: Floats


def partial_likelihood(sets: RiskSets, beta: Floats) -> Likelihood:
    """The likelihood, slope and information at `beta`.

    Where a log risk itself is too large to be written, the value is minus infinity and the rest is not to be used.
    """
    x, counts = sets.rows.covariates, sets.rows.counts[:, None]
    p = x.shape[1]
    with np.errstate(over="ignore", invalid="ignore"):
        linear = x @ beta
    if not np.isfinite(linear).all():
        return Likelihood(-np.inf, np.zeros(p), np.eye(p), np.zeros((0, p)), np.zeros((0, p, p)))
    i, j = np.triu_indices(p)
    moments = np.column_stack((counts, counts * x, counts * x[:, i] * x[:, j]))
    everybody, dying, measure = sets.risk_sums(linear, moments)
    total = everybody[:, :1].copy()
    # From here on in shares of each risk set's total risk, the denominators between 0 and 1.
    everybody /= total
    dying /= total
    tied = sets.tied(everybody[:, 0], dying[:, 0])
    denominators = tied.denominators(everybody[:, 0], dying[:, 0])
    inverse = 1.0 / denominators
    a, b = tied.sums(0, inverse), tied.sums(1, inverse)
    s1, d1 = everybody[:, 1 : p + 1], dying[:, 1 : p + 1]
    slot_score = sets.event_covariates - (a[:, None] * s1 - b[:, None] * d1)
    # Slot by slot: added up apart, large log risks would leave nothing of their difference.
    value = float((sets.event_covariates @ beta - sets.deaths * (np.log(total[:, 0]) + measure)).sum()) - float(
        tied.sums(0, np.log(denominators)).sum()
    )
    slot_information = _square(a[:, None] * everybody[:, p + 1 :] - b[:, None] * dying[:, p + 1 :], p)
    c, e, f = (tied.sums(power, inverse**2) for power in range(3))
    cross = s1[:, :, None] * d1[:, None, :]
    slot_information -= c[:, None, None] * s1[:, :, None] * s1[:, None, :]
    slot_information += e[:, None, None] * (cross + cross.transpose(0, 2, 1))
    slot_information -= f[:, None, None] * d1[:, :, None] * d1[:, None, :]
    return Likelihood(
        value=value,
        score=slot_score.sum(axis=0),
        information=slot_information.sum(axis=0),
        slot_score=slot_score,
        slot_information=slot_information,
    )


def _square(triangle: Floats, p: int) -> Floats:
    """(m, p, p) symmetric matrices from their (m, p (p + 1) / 2) upper triangles."""
    i, j = np.triu_indices(p)
    full = np.empty((triangle.shape[0], p, p))
    full[:, i, j] = triangle
    full[:, j, i] = triangle
    return full
