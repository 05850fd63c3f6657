"""One time for each patient, where the time of the event stands in another column than the last follow-up.

Many registries write so: the time to death for the dead, and for the living the time to the last contact. Who had the
event counts with the time of the event, everybody else with the follow-up. The follow-up of an endpoint that has none
of its own is overall survival's. What contradicts is told with its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from nec_core import time_units
from nec_core.errors import MappingError
from nec_core.ingest.cells.conversion import Converted
from nec_core.ingest.cells.typed_columns import TypedColumns
from nec_core.ingest.checking.columns import Columns
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.mapping import ColumnMapping, endpoint_label
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import Encoded, RawTable
from nec_core.patients import intervals

_APART = "_time_of_event"
_OS = "os"
_BEFORE = 1e-6
"""Days by which a time may lie before another and be the same, written in another unit."""


@dataclass(frozen=True)
class _Pair:
    """The two times of an endpoint.

    Attributes:
        name: the endpoint.
        of_event, follow_up: each its column, converted.
        happened: (n,) 1 the event, 2 a competing one, 0 none, nan nobody says.
    """

    name: str
    of_event: tuple[ColumnMapping, Converted]
    follow_up: tuple[ColumnMapping, Converted]
    happened: npt.NDArray[np.float64]


def joined(raw: RawTable, typed: TypedColumns, columns: Columns) -> tuple[TypedColumns, list[Finding], list[str]]:
    """Puts the times of events and of follow-up together.

    Args:
        raw: the table, for its rows' numbers.
        typed: its columns.
        columns: the same, as rules read them.

    Returns:
        the columns with one time for each endpoint, what contradicts, and a note for each endpoint.

    Raises:
        MappingError: only those with the event have a time.
    """
    apart = sorted((n for n in typed.by_target if n.endswith(_APART)), key=lambda n: n != f"{_OS}{_APART}")
    if not apart:
        return typed, [], []
    found: list[Finding] = []
    notes = []
    by_target = dict(typed.by_target)
    for target in apart:
        name = target.removesuffix(_APART)
        of_event = by_target.pop(target)
        follow_up = by_target.get(f"{name}_time") or by_target.get(f"{_OS}_time")
        if follow_up is None:
            raise MappingError(
                f"The column “{of_event[0].column}” has a time only for those with the event, and nothing says how "
                "long the others were followed. Match a column with the time to the last follow-up as the time of "
                f"{endpoint_label(name).lower()}."
            )
        if _nobody_says(name, by_target):
            by_target[f"{name}_event"] = _who_has_it(name, of_event)
        pair = _Pair(name, of_event, follow_up, _happened(name, by_target, columns))
        by_target[f"{name}_time"] = _together(pair)
        found += _contradictions(pair, raw)
        notes.append(
            f"{endpoint_label(name)}: who had the event counts with the time in “{of_event[0].column}”, everybody "
            f"else with the time in “{follow_up[0].column}”."
        )
    columns_apart = {n.removesuffix(_APART): typed.by_target[n][0].column for n in apart}
    return replace(typed, by_target=by_target, event_times=columns_apart), found, notes


def _nobody_says(name: str, by_target: Mapping[str, tuple[ColumnMapping, Converted]]) -> bool:
    """Whether no column tells who had the event, but for its time."""
    told = (f"{name}_event", *(("vital_status", "death_date") if name == _OS else ()))
    return not any(target in by_target for target in told)


def _who_has_it(name: str, of_event: tuple[ColumnMapping, Converted]) -> tuple[ColumnMapping, Converted]:
    """The event of those who have its time: a time above 0 says that it came."""
    column, times = of_event
    happened = np.array(["1" if x > 0 else "0" for x in np.nan_to_num(_numbers_of(times))], object)
    return (
        ColumnMapping(column=column.column, target=f"event:{name}", reason="who has the time of the event had it"),
        replace(times, numbers_of=None, objects_of=happened, errors={}),
    )


def _happened(
    name: str, by_target: Mapping[str, tuple[ColumnMapping, Converted]], columns: Columns
) -> npt.NDArray[np.float64]:
    event = by_target.get(f"{name}_event")
    if event is not None:
        return event[1].numbers()
    return intervals.told(intervals.DEATH, columns) if name == _OS else np.full(columns.n, np.nan)


def _together(pair: _Pair) -> tuple[ColumnMapping, Converted]:
    """One time in the unit of the follow-up; its texts are those of both columns. Blank for an event without a time:
    nobody had it at the last follow-up."""
    (event_column, event), (column, follow_up) = pair.of_event, pair.follow_up
    unit = column.unit or "months"
    numbers = time_units.converted(_numbers_of(event), event_column.unit or unit, unit)
    k = len(follow_up.encoded.texts)
    from_event = (pair.happened == 1) | ((pair.happened == 2) & event.recorded())
    codes = np.where(from_event, event.codes + k, follow_up.codes).astype(np.int32)
    texts = pa.concat_arrays([follow_up.encoded.texts, event.encoded.texts])
    converted = replace(
        follow_up,
        encoded=Encoded(texts, codes),
        numbers_of=np.concatenate([_numbers_of(follow_up), numbers]),
        errors=follow_up.errors | {i + k: rule for i, rule in event.errors.items()},
    )
    return column.model_copy(update={"target": f"time:{pair.name}"}), converted


def _numbers_of(times: Converted) -> npt.NDArray[np.float64]:
    if times.numbers_of is None:
        raise TypeError("not a column of times")
    return times.numbers_of


def _contradictions(pair: _Pair, raw: RawTable) -> list[Finding]:
    (event_column, event), (column, follow_up) = pair.of_event, pair.follow_up
    unit = column.unit or "months"
    of_event = time_units.converted(event.numbers(), event_column.unit or unit, "days")
    followed = time_units.converted(follow_up.numbers(), unit, "days")
    had = pair.happened == 1
    own = pair.name == _OS
    words = {
        "event": "death" if own else f"the event ({endpoint_label(pair.name).lower()})",
        "without": "is recorded as alive" if own else "is recorded as without it",
        "had": "is dead" if own else "had the event",
        "follow_up": column.column,
    }
    with np.errstate(invalid="ignore"):
        before = had & own & (of_event < followed - _BEFORE)  # after a relapse, patients are followed further
        # A 0 stands in many files where there is no time.
        undeserved = (pair.happened == 0) & (of_event > 0)
    timeless = had & np.isnan(of_event)

    cell = (event_column.column, f"{pair.name}_time")
    rows, texts = _rows_and_texts(raw, event, undeserved)
    undeserved_time = Finding(KINDS["event_time_without_event"], *cell, rows, texts, words)
    rows, texts = _rows_and_texts(raw, event, timeless)
    no_time = Finding(KINDS["event_without_time"], *cell, rows, texts, words, essential=own)
    rows, texts = _rows_and_texts(raw, event, before)
    early = Finding(KINDS["event_time_before_follow_up"], *cell, rows, texts, words)
    return [undeserved_time, no_time, early]


def _rows_and_texts(
    raw: RawTable, times: Converted, broken: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], list[str]]:
    where = np.flatnonzero(broken)
    return raw.row_numbers[where], times.text(where)
