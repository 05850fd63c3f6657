"""Harrell's concordance of a risk score with survival, and its standard error.

Harrell FE, Califf RM, Pryor DB, Lee KL, Rosati RA. Evaluating the yield of medical tests. JAMA
1982;247:2543-2546. Therneau TM, Watson DA. The concordance statistic and the Cox model. Mayo Clinic Technical
Report 85, 2015: the infinitesimal jackknife standard error, equal to R's concordance().
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nec_core.survival.cox.risk_sets import CoxRows, Floats, Integers


@dataclass(frozen=True)
class Concordance:
    """How often the patient with the higher risk has the event first.

    Attributes:
        value: share of comparable pairs that agree, ties in risk counting half; None without comparable
        pairs.
        std_error: None together with value.
    """

    value: float | None
    std_error: float | None


def concordance(rows: CoxRows, risk: Floats) -> Concordance:
    """Compares every event with those still at risk after it, in the same stratum.

    Args:
        rows: times, events, strata and counts.
        risk: (n,) score, higher for earlier events.
    """
    rank = _ranks(risk)
    as_event, as_comparator = np.zeros((rank.size, 3)), np.zeros((rank.size, 3))
    for stratum in np.unique(rows.stratum):
        _add_pairs(rows, rank, np.flatnonzero(rows.stratum == stratum), as_event, as_comparator)
    concordant, discordant, tied = rows.counts @ as_event
    comparable = concordant + discordant + tied
    if comparable == 0.0:
        return Concordance(None, None)
    somers_d = (concordant - discordant) / comparable
    pairs = as_event + as_comparator
    influence = (pairs[:, 0] - pairs[:, 1] - somers_d * pairs.sum(axis=1)) / comparable
    return Concordance(value=float(somers_d + 1.0) / 2.0, std_error=math.sqrt(float(rows.counts @ influence**2)) / 2.0)


def _ranks(risk: Floats) -> Integers:
    """Risks as whole numbers from 0 on; risks that differ by rounding only are equal."""
    distinct, place = np.unique(risk, return_inverse=True)
    gap = 1e-12 * max(1.0, float(np.abs(distinct).max(initial=0.0)))
    steps = np.diff(distinct, prepend=distinct[:1]) > gap
    return steps.cumsum()[place].astype(np.int64)


def _add_pairs(rows: CoxRows, rank: Integers, here: Integers, as_event: Floats, as_comparator: Floats) -> None:
    """Adds each row's concordant, discordant and tied pairs within one stratum."""
    events = here[rows.event[here]]
    tick, weight = rows.stop * 2, rows.counts
    # Those last seen at the time of an event outlive it; those who die at the same time are not compared with
    # it.
    leaving = tick + ~rows.event
    as_event[events] += _lower_higher_equal(leaving[here], rank[here], weight[here], tick[events], rank[events])
    as_comparator[here] += _swapped(
        _lower_higher_equal(-tick[events], rank[events], weight[events], -leaving[here], rank[here])
    )
    if rows.start is not None:
        # Whoever enters at or after the event was not at risk when it came.
        entering = rows.start * 2
        as_event[events] -= _lower_higher_equal(
            entering[here] + 1, rank[here], weight[here], tick[events], rank[events]
        )
        as_comparator[here] -= _swapped(
            _lower_higher_equal(-tick[events], rank[events], weight[events], -entering[here] - 1, rank[here])
        )


def _swapped(pairs: Floats) -> Floats:
    """A pair is concordant when the event's risk is the higher one, seen from either side."""
    return pairs[:, [1, 0, 2]]


def _lower_higher_equal(time: Integers, rank: Integers, weight: Floats, after: Integers, than: Integers) -> Floats:
    """(q, 3) for each query: weight of the sources with time > after and rank below, above and equal to
    `than`.
    """
    order = np.argsort(-time, kind="stable")
    prefix = np.searchsorted(-time[order], -after, side="left")
    lower = _weight_below(rank[order], weight[order], prefix, than)
    up_to = _weight_below(rank[order], weight[order], prefix, than + 1)
    everybody = np.concatenate(([0.0], weight[order].cumsum()))[prefix]
    return np.column_stack((lower, everybody - up_to, up_to - lower))


def _weight_below(rank: Integers, weight: Floats, prefix: Integers, than: Integers) -> Floats:
    """For each query, the weight of ranks below `than` among the first `prefix` sources.

    A prefix is a union of blocks of 1, 2, 4, ... sources, one for each bit of its length; with every block
    sorted by rank, each is one binary search. n log n in all, where comparing all pairs is n squared.
    """
    below = np.zeros(than.size)
    base = int(max(rank.max(initial=0), than.max(initial=0))) + 1
    index = np.arange(rank.size)
    level = 0
    while rank.size >> level:
        block = index >> level
        key = block * base + rank
        order = np.argsort(key, kind="stable")
        key, up_to = key[order], np.concatenate(([0.0], weight[order].cumsum()))
        asked = np.flatnonzero((prefix >> level) & 1)
        wanted = (prefix[asked] >> level) - 1
        end = np.searchsorted(key, wanted * base + than[asked], side="left")
        below[asked] += up_to[end] - up_to[wanted << level]
        level += 1
    return below
