"""Rows from a start to a stop, as counting processes are written: the stop is the time, the start never is.

    id  start  stop  event        id  enter  exit  event
    7   0      139   0            8   259    1025  1
    7   139    190   1

Several rows of a patient follow each other, and the one that stops last tells how long the patient was followed. A lone
row that starts above 0 is delayed entry: the patient came under observation late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from nec_core.ingest.layouts import plain
from nec_core.ingest.layouts.labelled import suggest_by_labels
from nec_core.ingest.layouts.late_entry import entry_note
from nec_core.ingest.mapping import DROP, ColumnMapping, Fold, Mapping
from nec_core.ingest.matching.profile import header_words, numbers, profile
from nec_core.ingest.matching.suggestion import as_extra, suggest
from nec_core.ingest.matching.survival_told import survival_told
from nec_core.ingest.raw_table import RawTable
from nec_core.time_units import UNITS

NAME = "start_stop"
_PAIRS = (
    ("start", "stop"), ("start", "end"), ("begin", "end"), ("enter", "exit"), ("entry", "exit"),
    ("ageentry", "ageexit"), ("from", "to"), ("0", "1"),
)  # fmt: skip
_AROUND = frozenset(("t", "time", "times", "day", "days", "age", "obs"))
_ORDERED = 0.98  # share of rows whose start is before their stop
_SAME = 1e-6
_A_TIME = "time"


@dataclass(frozen=True)
class _Marks:
    """The columns such rows have.

    Attributes:
        start, stop: the two.
        gaps: columns that hold stop less start.
    """

    start: str
    stop: str
    gaps: tuple[str, ...]


def knows(raw: RawTable) -> bool:
    """A start and a stop in order, nothing else that tells of survival, and the stop as a time does."""
    marks = _marks(raw)
    if marks is None:
        return False
    without = tuple(c for c in raw.columns if c not in (marks.start, marks.stop, *marks.gaps))
    return not survival_told(_only(raw, without)) and survival_told(_suggested(raw, marks).columns)


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:
    """As a plain table, with a note of what the two columns are."""
    marks = _marks(raw)
    patients = plain.prepare(raw, companions)
    return patients if marks is None else replace(patients, notes=(*patients.notes, _note(raw, marks)))


def mapping(raw: RawTable) -> Mapping:
    """The stop as the time of what the events say; of several rows of a patient the one that stops last."""
    marks = _marks(raw)
    return plain.mapping(raw) if marks is None else _suggested(raw, marks)


def _note(raw: RawTable, marks: _Marks) -> str:
    late = int((numbers(raw, profile(raw, marks.start)) > 0).sum())
    patient = _suggested(raw, marks).by_target("patient_id")
    if patient is not None and raw.n_distinct(patient.column) < raw.table.num_rows:
        return (
            f"Rows go from “{marks.start}” to “{marks.stop}”, several for a patient: the row with the largest "
            f"“{marks.stop}” counts, with its event. What happened in earlier rows does not."
        )
    stop = f"Rows go from “{marks.start}” to “{marks.stop}”; “{marks.stop}” is the time."
    if not late:
        return stop
    return f"{stop} {entry_note(marks.start, f'is above 0 in {late} rows')}"


def _suggested(raw: RawTable, marks: _Marks) -> Mapping:
    """The mapping with the stop under the name of a time, and without start and gaps, which would pass for one."""
    kept = tuple(c for c in raw.columns if c not in (marks.start, *marks.gaps))
    stop = _free(_A_TIME, kept) if _unit_of(marks.stop) == "" else _free(f"{_A_TIME} {_unit_of(marks.stop)}", kept)
    spoken = tuple(stop if c == marks.stop else c for c in kept)
    table = raw.table.select(list(kept)).rename_columns(list(spoken))
    view = replace(raw, columns=spoken, table=table)
    suggested = suggest_by_labels(view, suggest(view, NAME))
    found = {c.column: c for c in suggested.columns}
    found[marks.stop] = found.pop(stop).model_copy(update={"column": marks.stop})
    found[marks.start] = as_extra(profile(raw, marks.start)).model_copy(update={"reason": "where a row starts"})
    reason = "the time from start to stop, of a row and not of a patient"
    found |= {c: ColumnMapping(column=c, target=DROP, reason=reason) for c in marks.gaps}
    patient = next((c.column for c in suggested.columns if c.target == "patient_id"), None)
    several = patient is not None and raw.n_distinct(patient) < raw.table.num_rows
    fold = Fold(rule="highest", by=marks.stop) if several else None
    return suggested.model_copy(update={"columns": tuple(found[c] for c in raw.columns), "fold": fold})


def _only(raw: RawTable, columns: tuple[str, ...]) -> Iterable[ColumnMapping]:
    return suggest(raw.selecting(columns)).columns if columns else ()


def _unit_of(column: str) -> str:
    return next((w for w in header_words(column).split() if w in UNITS), "")


def _free(name: str, taken: Sequence[str]) -> str:
    return name if name not in taken else f"survival {name}"


def _marks(raw: RawTable) -> _Marks | None:
    roles = {c: _role(name) for c, name in raw.names.items()}
    for first, last in _PAIRS:
        starts = [c for c, role in roles.items() if role == first]
        stops = [c for c, role in roles.items() if role == last]
        for start, stop in product(starts, stops):
            if _are_numbers(raw, start) and _are_numbers(raw, stop) and _in_order(raw, start, stop):
                return _Marks(start, stop, _gaps(raw, start, stop))
    return None


def _role(header: str) -> str:
    """What a header says beside that it is a time: "start" of "tstart", "t.start" or "start (days)", "0" of "time0"."""
    words = header_words(header).replace("months", "").replace("weeks", "").replace("years", "").split()
    said = [w for w in words if w not in _AROUND]
    if len(said) != 1:
        return ""
    word = said[0]
    for around in ("time", "t"):
        rest = word.removeprefix(around)
        if rest != word and any(rest in pair for pair in _PAIRS):
            return rest
    lone_digit = word.isdigit() and len(words) == 1
    return "" if lone_digit else word


def _are_numbers(raw: RawTable, column: str) -> bool:
    p = profile(raw, column)
    return p.number_share > _ORDERED and p.dates.share < 1 - _ORDERED and p.n_distinct > 1


def _in_order(raw: RawTable, start: str, stop: str) -> bool:
    first, last = numbers(raw, profile(raw, start)), numbers(raw, profile(raw, stop))
    both = ~np.isnan(first) & ~np.isnan(last)
    return bool(both.any() and (first >= 0)[both].all() and (first < last)[both].mean() >= _ORDERED)


def _gaps(raw: RawTable, start: str, stop: str) -> tuple[str, ...]:
    """The columns that hold stop less start, in rows that do not start at 0."""
    first, last = numbers(raw, profile(raw, start)), numbers(raw, profile(raw, stop))
    later = first > 0
    if not later.any():
        return ()
    gap = (last - first)[later]
    others = [c for c in raw.columns if c not in (start, stop) and profile(raw, c).number_share == 1]
    return tuple(
        c
        for c in others
        if np.isclose(numbers(raw, profile(raw, c))[later], gap, rtol=_SAME, atol=_SAME).mean() > _ORDERED
    )
