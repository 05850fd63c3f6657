"""Cox's partial likelihood with Efron's treatment of ties, its slope and its curvature.

Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187-220. Efron B. The efficiency of Cox's
likelihood function for censored data. J Am Stat Assoc 1977;72:557-565.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.survival.risk_sets import Floats, RiskSets

# Below this floats lose their digits one by one.
_VANISHED = 1e-290


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

    So far from the maximum that some risk set's risks vanish beside the largest, the value is minus infinity
    and the rest is not to be used.
    """
    x = sets.rows.covariates
    n, p = x.shape
    linear = x @ beta
    # Only ratios of risks matter: the largest is one, so that none overflows.
    highest = float(linear.max(initial=-np.inf)) if n else 0.0
    risk = sets.rows.counts * np.exp(linear - highest)
    i, j = np.triu_indices(p)
    moments = np.column_stack((risk, risk[:, None] * x, risk[:, None] * x[:, i] * x[:, j]))
    everybody, dying = sets.at_risk_sums(moments), sets.event_sums(moments)
    total = everybody[:, :1].copy()
    if (total < _VANISHED).any():
        return Likelihood(-np.inf, np.zeros(p), np.eye(p), np.zeros((0, p)), np.zeros((0, p, p)))
    # From here on in shares of each risk set's total risk, the denominators between 0 and 1.
    everybody /= total
    dying /= total
    tied = sets.tied(everybody[:, 0], dying[:, 0])
    denominators = tied.denominators(everybody[:, 0], dying[:, 0])
    inverse = 1.0 / denominators
    a, b = tied.sums(0, inverse), tied.sums(1, inverse)
    s1, d1 = everybody[:, 1 : p + 1], dying[:, 1 : p + 1]
    slot_score = sets.event_covariates - (a[:, None] * s1 - b[:, None] * d1)
    value = float(sets.event_covariates.sum(axis=0) @ beta) - float(
        tied.sums(0, np.log(denominators)).sum() + sets.deaths @ (np.log(total[:, 0]) + highest)
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
