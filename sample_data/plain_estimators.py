"""Kaplan-Meier medians and the log-rank test in the plainest way, for a script to check the sample it makes.

The scripts stand apart from nec_core on purpose: a sample the engine is tested on is not made by the engine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

DAYS_PER_MONTH = 30.4375

Observed = Sequence[tuple[int, bool]]
"""Days, and whether the event was observed then, of each patient."""


def months(days: int | None) -> str:
    return "not reached" if days is None else f"{days / DAYS_PER_MONTH:.1f}"


def kaplan_meier_median(observed: Observed) -> int | None:
    """The first day with S < 0.5; None where not reached, or where S stands at 0.5 and programs disagree."""
    surviving = 1.0
    # Tied events one after the other multiply to the same product, as long as censorings come after them.
    ordered = sorted(observed, key=lambda one: (one[0], not one[1]))
    for before, (day, event) in enumerate(ordered):
        surviving *= 1 - event / (len(ordered) - before)
        if abs(surviving - 0.5) < 1e-9:
            return None
        if surviving < 0.5:
            return day
    return None


def log_rank_p(a: Observed, b: Observed) -> float:
    """Two-sided, hypergeometric variance, one degree of freedom."""
    difference = variance = 0.0
    for day in sorted({day for day, event in (*a, *b) if event}):
        in_a, in_b = (sum(d >= day for d, _ in group) for group in (a, b))
        events_a, events_b = (sum(d == day and event for d, event in group) for group in (a, b))
        n, events = in_a + in_b, events_a + events_b
        difference += events_a - events * in_a / n
        if n > 1:
            variance += events * in_a * in_b * (n - events) / (n * n * (n - 1))
    return math.erfc(abs(difference) / math.sqrt(2 * variance))
