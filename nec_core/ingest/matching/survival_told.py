"""Whether a mapping's columns tell who survived how long."""

from __future__ import annotations

from collections.abc import Iterable

from nec_core.ingest.mapping import ColumnMapping
from nec_core.patients import intervals

_DATES_OR_STATUS = ("vital_status", "death_date")


def survival_told(columns: Iterable[ColumnMapping]) -> bool:
    """A time with its event, a time beside the vital status, or the dates of an interval."""
    columns = tuple(columns)
    targets = {c.target for c in columns}
    timed = {c.endpoint for c in columns if c.is_time}
    if timed & {c.endpoint for c in columns if c.is_event} or ("os" in timed and targets & {*_DATES_OR_STATUS}):
        return True
    return any(intervals.offered(one, targets) for one in intervals.INTERVALS)
