"""The extended table of numbers at risk under a survival plot.

Morris TP et al. Proposals on Kaplan-Meier plots in medical research and a survey of stakeholder views:
KMunicate. BMJ Open 2019;9:e030215. Events and censorings are counted strictly before each time, so that at
risk, events and censored add up to the patients entered in every column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.counts.time_grid import before_and_by


@dataclass(frozen=True, eq=False)
class AtRiskTable:
    """Counts per group and chosen time.

    Attributes:
        times: the chosen times, in the table's unit.
        groups: names of the k groups.
        at_risk: (k, len(times)) int64, patients with time >= t who have entered before t.
        censored: (k, len(times)) int64, last seen without the event strictly before t.
        events: (k, len(times)) int64, events strictly before t.
    """

    times: tuple[float, ...]
    groups: tuple[str, ...]
    at_risk: NDArray[np.int64]
    censored: NDArray[np.int64]
    events: NDArray[np.int64]


def at_risk_table(table: EventTable, times: Sequence[float]) -> AtRiskTable:
    """Counts at each of `times` (in the table's unit)."""
    asked = np.asarray([float(time) for time in times], dtype=np.float64)
    before, _ = before_and_by(table.times, asked)
    events, censored = _up_to(table.events, before), _up_to(table.censored, before)
    at_risk = table.n[:, None] - events - censored
    if table.entered is not None:
        at_risk = at_risk - table.entered.sum(axis=1)[:, None] + _up_to(table.entered, before)
    return AtRiskTable(tuple(asked.tolist()), table.groups, at_risk, censored, events)


def _up_to(counts: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums of the first `columns` columns of each row."""
    sums = np.zeros((counts.shape[0], counts.shape[1] + 1), dtype=np.int64)
    counts.cumsum(axis=1, out=sums[:, 1:])
    return sums[:, columns]
