"""Hazard ratio of two states a patient can pass between, from counts alone.

Cox's model with one binary covariate, changing over time or not, depends on the patients only through how many are at
risk and have the event in each state at each time: the table's length plus the events, whatever the number of rows.
Efron B. J Am Stat Assoc 1977;72:557-565 (ties).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.confidence import check_level
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.cox.model import CoxCoefficient
from nec_core.survival.distributions import normal_quantile, two_sided_normal_tail

Floats = NDArray[np.float64]
_MOST_STEPS = 50
_CLOSE = 1e-12


def two_state_hazard_ratio(table: EventTable, term: str, conf_level: float = 0.95) -> CoxCoefficient:
    """The second group's hazard against the first's, with Wald's test and interval.

    Args:
        table: two groups, with or without delayed entry; a patient who changes is in both, one after the other.
        term: what the states are of.
        conf_level: between 0 and 1.

    Returns:
        `infinite` is 1 or -1 where one state alone has all the events that both could have had.

    Raises:
        PlanError: another number of groups, or conf_level outside (0, 1).
    """
    check_level(conf_level)
    if len(table.groups) != 2:
        raise PlanError(f"Two states are compared, but the table has {len(table.groups)} groups.")
    first, second = table.groups
    comparable = (table.at_risk > 0).all(axis=0) & table.events.any(axis=0)
    events, at_risk = table.events[:, comparable].astype(float), table.at_risk[:, comparable].astype(float)
    observed = events.sum(axis=1)
    if not observed.all():
        way = 0 if not observed.any() else 1 if observed[1] else -1
        return CoxCoefficient(term, second, first, None, None, None, None, None, None, None, way, False)
    coef, information = _climb(events, at_risk)
    error = 1 / math.sqrt(information)
    z = coef / error
    reach = normal_quantile(0.5 + conf_level / 2) * error
    return CoxCoefficient(
        term, second, first, coef, error, math.exp(coef), math.exp(coef - reach), math.exp(coef + reach), z,
        two_sided_normal_tail(z), 0, False,
    )  # fmt: skip


def _climb(events: Floats, at_risk: Floats) -> tuple[float, float]:
    """Newton's method on the concave log partial likelihood: the coefficient, and the information there."""
    coef = 0.0
    score, information = _derivatives(events, at_risk, coef)
    for _ in range(_MOST_STEPS):
        step = score / information
        coef += max(-2.0, min(2.0, step))
        score, information = _derivatives(events, at_risk, coef)
        if abs(step) < _CLOSE:
            break
    return coef, information


def _derivatives(events: Floats, at_risk: Floats, coef: float) -> tuple[float, float]:
    """Score and information: each of d tied events sees the tied ones leave by d-ths (Efron)."""
    ties = events.sum(axis=0)
    place = np.repeat(np.arange(ties.size), ties.astype(np.int64))
    begins = np.repeat(np.cumsum(ties) - ties, ties.astype(np.int64))
    gone = (np.arange(place.size) - begins) / ties[place]
    left = at_risk[:, place] - gone * events[:, place]
    treated = left[1] * math.exp(coef)
    share = treated / (left[0] + treated)
    return float(events[1].sum() - share.sum()), float((share * (1 - share)).sum())
