"""Survival times of which an end is known only to the month or year: who has one, and between what it must lie."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nec_core.ingest.checking.columns import Columns, Days, Mask

INTERVALS = {
    "diagnosis_date": "overall survival",
    "first_visit_date": "overall survival",
    "death_date": "overall survival",
    "last_contact_date": "overall survival",
    "progression_date": "progression-free survival",
}
"""Date field -> the interval it begins or ends."""
DAYS_PER_MONTH = 30.4375


def is_range(name: str) -> Callable[[Columns], Mask]:
    """(n,) whether this date is known only to the month or year, and an interval is computed from it."""

    def broken(c: Columns) -> Mask:
        inexact: Mask = c.first(name) < c.last(name)
        if not inexact.any():
            return inexact
        used = {
            "first_visit_date": ~c.has("diagnosis_date"),
            "last_contact_date": ~c.has("death_date"),
        }.get(name, np.ones(c.n, bool))
        shortest, longest = _days(name, c)
        return inexact & used & ~np.isnan(shortest) & (longest >= 0)

    return broken


def span_months(name: str) -> Callable[[Columns], Days]:
    """(n, 2) the shortest and longest this interval can be, in months; nan where there is none."""

    def span(c: Columns) -> Days:
        shortest, longest = _days(name, c)
        return np.stack([np.maximum(shortest, 0), longest], axis=1) / DAYS_PER_MONTH

    return span


def _days(name: str, c: Columns) -> tuple[Days, Days]:
    """From the date of diagnosis, or for want of one the first visit; to progression, death or the last contact."""
    diagnosed = c.has("diagnosis_date")
    first = np.where(diagnosed, c.first("diagnosis_date"), c.first("first_visit_date"))
    last = np.where(diagnosed, c.last("diagnosis_date"), c.last("first_visit_date"))
    if name == "progression_date":
        return c.first(name) - last, c.last(name) - first
    died = c.has("death_date")
    end_first = np.where(died, c.first("death_date"), c.first("last_contact_date"))
    end_last = np.where(died, c.last("death_date"), c.last("last_contact_date"))
    return end_first - last, end_last - first
