"""Hazard ratios of groups without each patient in turn, from the event table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.cox.fit import fit_cox
from nec_core.survival.cox.model import group_rows, hazard_ratio

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_MOST_STEPS = 20
_CLOSE = 1e-11
# Coefficients this large, and information this little, are on their way to infinity, or need a closer look.
_FURTHEST = 10.0
_LEAST = 1e-6


def ratios_without_one(
    table: EventTable,
    group: Integers,
    tick: Integers,
    event: NDArray[np.bool_],
    reference: int,
    told: Callable[[float], None] = lambda _: None,
) -> Floats:
    """Each group's hazard ratio against the reference, without one patient.

    Args:
        table: counts without delayed entry.
        group, tick, event: (c,) the patient left out, one of whom the table holds.
        reference: index of the group others are compared with.
        told: how far it has come, 0 to 1; may raise to end the work.

    Returns:
        (c, k - 1) in the table's order without the reference; nan where there is no finite ratio.
    """
    k = len(table.groups)
    found, start = np.full((group.size, k - 1), np.nan), np.zeros(k)
    for i in range(group.size):
        told(i / group.size)
        events, censored = table.events.copy(), table.censored.copy()
        (events if event[i] else censored)[group[i], tick[i]] -= 1
        left = replace(table, events=events, censored=censored)
        coefficients = _climbed(left, reference, start)
        if coefficients is None:
            found[i] = _told_by_the_model(left, reference)
        else:
            start = coefficients
            found[i] = np.exp(np.delete(coefficients, reference))
    return found


def _climbed(table: EventTable, reference: int, start: Floats) -> Floats | None:
    """(k,) the coefficients, 0 for the reference, by Newton's method from those of nearly the same patients; None where
    it does not get there at once, as on the way to infinity."""
    dead = table.events.any(axis=0)
    events, at_risk = table.events[:, dead].astype(np.float64), table.at_risk[:, dead].astype(np.float64)
    observed = events.sum(axis=1)
    if not observed.all():
        return None
    ties = events.sum(axis=0).astype(np.int64)
    place = np.repeat(np.arange(ties.size), ties)
    # Efron: of d tied events the i-th sees the tied ones leave by i / d.
    gone = (np.arange(place.size) - np.repeat(ties.cumsum() - ties, ties)) / ties[place]
    left = at_risk[:, place] - gone * events[:, place]
    free = np.delete(np.arange(observed.size), reference)
    beta = start.copy()
    for _ in range(_MOST_STEPS):
        risk = left * np.exp(beta)[:, None]
        share = risk / risk.sum(axis=0)
        expected = share.sum(axis=1)
        information = (np.diag(expected) - share @ share.T)[np.ix_(free, free)]
        if not information.diagonal().min() > _LEAST:
            return None
        step = np.linalg.solve(information, (observed - expected)[free])
        beta[free] += step
        if not np.abs(beta).max() < _FURTHEST:
            return None
        if np.abs(step).max() < _CLOSE:
            return beta
    return None


def _told_by_the_model(table: EventTable, reference: int) -> Floats:
    """Fitted anew from the beginning: the model knows which coefficients run off."""
    found = np.full(len(table.groups) - 1, np.nan)
    if not table.events.any() or not table.n[reference]:
        return found
    others = [g for g in range(len(table.groups)) if g != reference]
    rows, laid_out, _ = group_rows(table, reference)
    fit = fit_cox(rows)
    for column, coefficient, told in zip(laid_out.columns, fit.beta.tolist(), fit.told, strict=True):
        ratio = hazard_ratio(coefficient) if told else None
        if ratio is not None:
            found[others.index(table.groups.index(column.level or ""))] = ratio
    return found
