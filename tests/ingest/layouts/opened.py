"""A text as an uploaded file, opened and validated, and what is asked of its cohort."""

from __future__ import annotations

import datetime as dt

from nec_core.ingest.admission import Admission
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times

TODAY = dt.date(2026, 1, 1)


def admitted(text: str, name: str = "made.csv") -> Admission:
    return admit(text.encode(), name, today=TODAY)


def levels(cohort: Cohort, name: str) -> list[str | None]:
    return [None if v != v else str(v) for v in cohort.records[name].tolist()]


def numbers(cohort: Cohort, name: str) -> list[float | None]:
    return [None if v != v else float(v) for v in cohort.records[name].tolist()]


def times_and_events(cohort: Cohort, endpoint: str) -> list[tuple[float | None, int]]:
    found = endpoint_times(cohort, endpoint)
    return [(None if t != t else float(t), int(e)) for t, e in zip(found.time, found.event, strict=True)]
