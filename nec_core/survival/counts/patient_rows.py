"""One row per patient, checked before anything is counted: time, event, group, entry.

Messages name the field and the rule, never a patient's value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.errors import PlanError
from nec_core.survival.counts.time_grid import Numbers
from nec_core.time_units import UNITS

_PIECE_BYTES = 1 << 18


def check_unit(unit: str) -> None:
    """Raises PlanError unless the unit is known."""
    if unit not in UNITS:
        raise PlanError(f"unit must be one of {', '.join(UNITS)}, but was {unit!r}. Choose one of them.")


@dataclass(frozen=True, eq=False)
class PatientRows:
    """Checked rows of patients who belong to a group.

    Attributes:
        times: (n,) from 0 on.
        events: (n,) bool.
        groups: (n,) from 0 on, or None for all in the first.
        entries: (n,) finite, or None.
        latest: the largest time; 0 without rows.
    """

    times: Numbers
    events: NDArray[np.bool_]
    groups: NDArray[np.signedinteger[Any]] | None
    entries: Numbers | None
    latest: float


def checked_rows(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike | None,
    group_names: Sequence[str],
    entry: ArrayLike | None,
) -> PatientRows:
    """The rows that belong to a group. The arguments are those of `event_table` and are not changed.

    Raises:
        PlanError: lengths differ, a time is missing, negative or infinite, an event is neither true nor
            false, a group code has no name, or an entry is missing.
    """
    times, events = _numbers("time", time), np.asarray(event)
    entries = None if entry is None else _numbers("entry", entry)
    groups = None if group is None else np.asarray(group)
    for name, column in (("event", events), ("group", groups), ("entry", entries)):
        if column is not None and column.shape != times.shape:
            raise PlanError(
                f"{name} must have as many values as time, but has shape {column.shape} against "
                f"{times.shape}. Pass one value per patient."
            )
    if groups is not None:
        groups, lowest = group_codes(groups, len(group_names))
        if lowest < 0:
            used = groups >= 0
            times, events, groups = times[used], events[used], groups[used]
            entries = None if entries is None else entries[used]
    earliest, latest = extremes(times)
    if not (earliest >= 0 and latest < np.inf):
        raise PlanError(
            "time must be zero or more, but some values are missing, negative or infinite. "
            "Leave these patients out or correct their dates."
        )
    if entries is not None and not np.isfinite(entries).all():
        raise PlanError(
            "entry must be a number, but some values are missing. Use 0 for patients watched from the start."
        )
    return PatientRows(times, _booleans(events), groups, entries, latest)


def extremes(values: NDArray[Any]) -> tuple[float, float]:
    """The smallest and the largest value, nan where there is one; 0 and 0 of none.

    Piece by piece, so that the second look at a value finds it in the processor's cache.
    """
    if not values.size:
        return 0.0, 0.0
    step = _PIECE_BYTES // values.itemsize
    pieces = [values[first : first + step] for first in range(0, values.size, step)]
    bounds = [(piece.min(), piece.max()) for piece in pieces]
    return float(np.min([low for low, _ in bounds])), float(np.max([high for _, high in bounds]))


def _numbers(name: str, values: ArrayLike) -> Numbers:
    array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in "iuf":
        if array.ndim == 1 and array.size == 0:
            return np.zeros(0, dtype=np.float64)
        raise PlanError(
            f"{name} must be a flat list of numbers, but is {array.dtype} of {array.ndim} dimensions. "
            "Convert the column to numbers first."
        )
    # Whole numbers stay as narrow as they came: a copy of ten million rows costs more than counting them.
    if array.dtype.kind == "i":
        return array
    return array.astype(np.float64 if array.dtype.kind == "f" else np.int64, copy=False)


def _booleans(events: NDArray[np.generic]) -> NDArray[np.bool_]:
    if events.dtype == np.bool_:
        return events.astype(np.bool_, copy=False)
    as_bool = events == 1
    if not (as_bool | (events == 0)).all():
        raise PlanError(
            "event must be True where the event was observed and False where it was not, but holds other "
            "values. Convert the status codes at ingest."
        )
    return np.asarray(as_bool, dtype=np.bool_)


def group_codes(groups: NDArray[Any], k: int) -> tuple[NDArray[np.int64], float]:
    """The codes themselves and the smallest, 0 without any.

    Raises:
        PlanError: they are not whole numbers from -1 to k - 1.
    """
    if groups.dtype.kind not in "iu" and groups.size:
        raise PlanError(
            f"group must be whole numbers, but is {groups.dtype}. Pass each patient's index in group_names."
        )
    codes: NDArray[Any] = groups if groups.dtype.kind == "i" else groups.astype(np.int64)
    lowest, highest = extremes(codes)
    if codes.size and (highest >= k or lowest < -1):
        raise PlanError(
            f"group must lie between -1 and {k - 1} for {k} group names, but goes from {lowest:.0f} to "
            f"{highest:.0f}. Name every group, and use -1 for patients to leave out."
        )
    return codes, lowest
