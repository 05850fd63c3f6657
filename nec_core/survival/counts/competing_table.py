"""The event table of competing risks: events of each cause, and censorings, at each distinct time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import EventTable, event_table


@dataclass(frozen=True, eq=False)
class CompetingTable:
    """Events of each cause, and censorings, at each distinct time.

    Attributes:
        groups: names of the k groups.
        causes: names of the c causes.
        times: (m,) float64, strictly increasing, in `unit`.
        events: (k, c, m) int64, events of each cause.
        censored: (k, m) int64, last seen without any event.
        unit: "days", "weeks", "months" or "years".
    """

    groups: tuple[str, ...]
    causes: tuple[str, ...]
    times: NDArray[np.float64]
    events: NDArray[np.int64]
    censored: NDArray[np.int64]
    unit: str

    @cached_property
    def n(self) -> NDArray[np.int64]:
        """(k,) number of patients per group."""
        counts: NDArray[np.int64] = self.events.sum(axis=(1, 2)) + self.censored.sum(axis=1)
        return counts

    @cached_property
    def at_risk(self) -> NDArray[np.int64]:
        """(k, m) number with time >= t."""
        leaving = self.events.sum(axis=1) + self.censored
        at_risk: NDArray[np.int64] = leaving[:, ::-1].cumsum(axis=1)[:, ::-1]
        return at_risk

    def cause_specific(self, cause: int) -> EventTable:
        """The event table in which only the cause at this index is an event and all others are censorings.

        Raises:
            PlanError: no such cause.
        """
        self.check_cause(cause)
        others = np.delete(self.events, cause, axis=1).sum(axis=1)
        return EventTable(self.groups, self.times, self.events[:, cause], self.censored + others, self.unit)

    def check_cause(self, cause: int) -> None:
        """Raises PlanError unless there is a cause at this index."""
        if not 0 <= cause < len(self.causes):
            raise PlanError(
                f"cause must be the index of one of {len(self.causes)} causes, but was {cause}. "
                "Choose a cause of the table."
            )


def competing_table(
    time: ArrayLike,
    cause: ArrayLike,
    causes: Sequence[str],
    group: ArrayLike | None = None,
    group_names: Sequence[str] = ("All",),
    unit: str = "months",
) -> CompetingTable:
    """Collapses rows to counts.

    Args:
        time: (n,) in `unit`, zero or more; ties as for `event_table`.
        cause: (n,) whole numbers: 0 last seen without any event, 1 for the first of `causes`, 2 for the
        second...
        causes: their names.
        group, group_names, unit: as for `event_table`.

    Raises:
        PlanError: a cause without a name, or as for `event_table`.
    """
    kinds = len(causes) + 1
    codes = np.asarray(cause)
    if codes.size and (codes.dtype.kind not in "iu" or codes.min() < 0 or codes.max() >= kinds):
        raise PlanError(
            f"cause must be whole numbers from 0 (no event) to {kinds - 1}, the number of causes named. "
            "Name every cause."
        )
    codes = codes.astype(np.int64)
    groups = np.zeros_like(codes) if group is None else np.asarray(group)
    if groups.shape != codes.shape or groups.dtype.kind not in "iu":
        raise PlanError("group must be one whole number per patient. Pass each patient's index in group_names.")
    # Every group and cause is a group of its own for a moment: the counting is the same.
    apart = np.where(groups < 0, -1, groups * kinds + codes)
    names = [f"{g}/{c}" for g in range(len(group_names)) for c in range(kinds)]
    counted = event_table(time, np.ones(codes.size, dtype=np.bool_), apart, names, unit)
    counts = counted.events.reshape(len(group_names), kinds, -1)
    return CompetingTable(
        groups=tuple(group_names),
        causes=tuple(causes),
        times=counted.times,
        events=counts[:, 1:],
        censored=counts[:, 0],
        unit=unit,
    )
