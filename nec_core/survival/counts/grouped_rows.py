"""Patients in groups, row by row: what is counted, and what can't be told from counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.time_units import converted


@dataclass(frozen=True, eq=False)
class GroupedRows:
    """n patients who have a time, an event and a group.

    Attributes:
        time: (n,) in `unit`.
        event: (n,) int8: 0 last seen without any event, 1 the event, 2 a competing event.
        group: (n,) index into `names`.
        names: the groups; one may be empty.
        unit: "days", "weeks", "months" or "years".
        entry: (n,) when each came under observation, in `unit`; None for all from time zero.
    """

    time: NDArray[np.float64]
    event: NDArray[np.int8]
    group: NDArray[np.int32]
    names: tuple[str, ...]
    unit: str
    entry: NDArray[np.float64] | None = None

    def table(self, kind: int = 1) -> EventTable:
        """Events of one kind counted, 1 the event or 2 the competing one; the other censors.

        Raises:
            PlanError: as for `event_table`.
        """
        return event_table(self.time, self.event == kind, self.group, self.names, self.unit, self.entry)

    def in_unit(self, unit: str) -> GroupedRows:
        """The same patients with their times in another unit."""
        if unit == self.unit:
            return self
        entry = None if self.entry is None else converted(self.entry, self.unit, unit)
        return replace(self, time=converted(self.time, self.unit, unit), unit=unit, entry=entry)
