"""A text as an uploaded file, opened and validated; and the counts every cohort must keep."""

from __future__ import annotations

import datetime as dt

from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times

TODAY = dt.date(2026, 1, 1)


def cohort_of(text: str, name: str = "made.csv") -> Cohort:
    cohort = admit(text.encode(), name, today=TODAY)
    assert cohort.source.rows_in == cohort.n + len(cohort.folded_rows) + len(cohort.rejected_rows)
    return cohort


def levels(cohort: Cohort, name: str) -> list[str | None]:
    return [None if v != v else str(v) for v in cohort.records[name].tolist()]


def numbers(cohort: Cohort, name: str) -> list[float | None]:
    return [None if v != v else float(v) for v in cohort.records[name].tolist()]


def times_and_events(cohort: Cohort, endpoint: str) -> list[tuple[float | None, int]]:
    found = endpoint_times(cohort, endpoint)
    return [(None if t != t else float(t), int(e)) for t, e in zip(found.time, found.event, strict=True)]
