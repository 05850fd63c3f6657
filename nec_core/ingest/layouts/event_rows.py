"""Rows that are events: a column says which event a row is about, and takes another value in each of a patient's rows.

    patient  event    time  status
    7        death    1629  0
    7        relapse   861  1

Taken as they stand they would be two patients, or relapse would pass for death. Turned wide, each event is an endpoint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nec_core.ingest.layouts.coding import Take, mapping_of
from nec_core.ingest.layouts.long_form import turned_wide, varies_within
from nec_core.ingest.mapping import DROP, ColumnMapping, Mapping
from nec_core.ingest.matching.endpoint_columns import (
    endpoint_in,
    event_values,
    looks_like_event,
    looks_like_time,
    says_alive_or_dead,
    subject_of_words,
    time_unit,
)
from nec_core.ingest.matching.profile import Profile, header_words, profile
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.raw_table import RawTable

NAME = "event_rows"
_OF_SUBJECT = {"death": "os", "survival": "os", "relapse": "ttr", "progression": "ttp"}
_MOST_EVENTS = 6
_IN_MOST = 0.8  # share of patients with a row for more than one event
_ONCE = 0.9  # share of rows that are a patient's only one about their event


@dataclass(frozen=True)
class _Marks:
    """The four columns that make such a file, and the endpoint each kind of event is."""

    patient: str
    event: str
    time: str
    status: str
    endpoints: dict[str, str]


def knows(raw: RawTable) -> bool:
    return _marks(raw) is not None


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """One row per patient, with a time and a status of each event."""
    marks = _marks(raw)
    assert marks is not None
    return turned_wide(raw, marks.patient, marks.event, [marks.time, marks.status])


def mapping(raw: RawTable) -> Mapping:
    """An endpoint per kind of event; the patient's own columns as names and values suggest."""
    long = raw.before or raw
    marks = _marks(long)
    assert marks is not None
    takes: dict[str, Take] = {marks.patient: Take("patient_id")}
    unit = time_unit(header_words(long.names[marks.time])) or profile(long, marks.time).cell_unit
    for kind, name in marks.endpoints.items():
        takes[f"{kind} {marks.time}"] = Take(f"time:{name}", unit=unit)
        takes[f"{kind} {marks.status}"] = Take(f"event:{name}", meaning=kind.casefold())
    for column in long.columns:
        if column not in takes and varies_within(long, marks.patient, column):
            takes[column] = Take(DROP, reason="it tells of one event, not of the patient")
    own = mapping_of(raw, NAME, takes)
    taken = {c.target for c in own.columns}
    columns = [
        s if c.column not in takes and s.endpoint is None and s.target not in taken else _with_values(raw, c)
        for c, s in zip(own.columns, suggest(raw, NAME).columns, strict=True)
    ]
    return own.model_copy(update={"columns": tuple(columns)})


def _with_values(raw: RawTable, column: ColumnMapping) -> ColumnMapping:
    """What the status of an event means, as far as its values say so in words; codes are asked, with their counts."""
    if not column.is_event:
        return column
    values, why = event_values(profile(raw, column.column))
    worded = not all(text.removesuffix(".0").isdigit() for text in values)
    return column.model_copy(update={"values": values, "reason": why}) if worded else column


def _marks(raw: RawTable) -> _Marks | None:
    if not raw.table.num_rows:
        return None
    raw.encode(raw.columns)
    named = {c: found for c in raw.columns if (found := _endpoints(raw, c)) is not None}
    if not named:
        return None
    profiles = [profile(raw, c) for c in raw.columns]
    times = [p for p in profiles if looks_like_time(p)]
    for event in [p for p in profiles if p.column in named]:
        # Alive and dead are no status of a relapse.
        statuses = [p for p in profiles if p is not event and looks_like_event(p) and not says_alive_or_dead(p)]
        patient = _patient(raw, profiles, event)
        if len(times) == 1 and len(statuses) == 1 and patient is not None:
            return _Marks(patient, event.column, times[0].column, statuses[0].column, named[event.column])
    return None


def _endpoints(raw: RawTable, column: str) -> dict[str, str] | None:
    """Text -> endpoint, where a column holds nothing but names of events, two at least; None for other columns."""
    if not 2 <= raw.n_distinct(column) <= _MOST_EVENTS:
        return None
    found: dict[str, str] = {}
    for text in raw.counts(column):
        words = header_words(text)
        name = endpoint_in(words) or _OF_SUBJECT.get(subject_of_words(words) or "")
        if name is None or name in found.values():
            return None
        found[text] = name
    return found


def _patient(raw: RawTable, profiles: Sequence[Profile], event: Profile) -> str | None:
    """The column that with the event tells all rows apart, most of whose values have several events."""
    n = raw.table.num_rows
    _, about = raw.distinct(event.column)
    for p in profiles:
        if p is event or p.n_filled < n or looks_like_time(p) or looks_like_event(p) or p.dates.share > _IN_MOST:
            continue
        ids, of_row = raw.distinct(p.column)
        pairs = np.unique(np.stack([of_row, about]), axis=1)
        if len(pairs.T) < _ONCE * n:
            continue
        several = np.bincount(pairs[0], minlength=len(ids)) > 1
        if several.mean() >= _IN_MOST:
            return p.column
    return None
