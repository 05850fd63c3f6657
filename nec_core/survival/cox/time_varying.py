"""A group that patients join during follow-up, told as time at risk before and after they join.

A patient operated on in month 4 lived four months without surgery first. Counting these months as "operated"
lends the operated group time in which nobody could die (immortal time). Here a patient counts in the first
group up to the change and in the second after it, R's (start, stop].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.counts.patient_rows import checked_rows


@dataclass(frozen=True, eq=False)
class Intervals:
    """Times at risk, one row per patient and state. A patient who changes has two.

    Attributes:
        patient: (r,) int64, index of the patient the row is about.
        start, stop: (r,) float64; the row is at risk after start, up to and including stop.
        event: (r,) bool, whether the event was observed at stop.
        changed: (r,) bool, whether the row is about the time after the change.
    """

    patient: NDArray[np.int64]
    start: NDArray[np.float64]
    stop: NDArray[np.float64]
    event: NDArray[np.bool_]
    changed: NDArray[np.bool_]


def split_at_change(time: ArrayLike, event: ArrayLike, changed_at: ArrayLike) -> Intervals:
    """Splits each patient's follow-up at the change.

    Args:
        time: (n,) from time zero.
        event: (n,) True where the event was observed.
        changed_at: (n,) time of the change in the unit of `time`; nan for never. A change at or before time
            zero holds from the start; one at or after `time` came too late to count.

    Raises:
        PlanError: lengths differ, or as for `event_table`.
    """
    checked = checked_rows(time, event, None, ("All",), None)
    times, events = checked.times, checked.events
    changed = np.asarray(changed_at, dtype=np.float64)
    if changed.shape != times.shape:
        raise PlanError(
            f"changed_at must have as many values as time, but has shape {changed.shape} against "
            f"{times.shape}. Pass one value per patient, nan for never."
        )
    times = times.astype(np.float64)
    from_start = changed <= 0.0
    # The event belongs to the state the patient was in just before it.
    during = (changed > 0.0) & (changed < times)
    switching = np.flatnonzero(during)
    patient = np.concatenate((np.arange(times.size), switching))
    return Intervals(
        patient=patient,
        start=np.concatenate((np.zeros(times.size), changed[switching])),
        stop=np.concatenate((np.where(during, changed, times), times[switching])),
        event=np.concatenate((events & ~during, events[switching])),
        changed=np.concatenate((from_start, np.ones(switching.size, dtype=np.bool_))),
    )


def time_varying_table(
    time: ArrayLike,
    event: ArrayLike,
    changed_at: ArrayLike,
    group_names: tuple[str, str] = ("Before", "After"),
    unit: str = "months",
) -> EventTable:
    """The event table of the two states. Its rows are intervals: a patient who changes is counted in both.

    Raises:
        PlanError: as for `split_at_change` and `event_table`.
    """
    rows = split_at_change(time, event, changed_at)
    return event_table(rows.stop, rows.event, rows.changed.astype(np.int64), group_names, unit, entry=rows.start)
