"""Small cohorts for Hypothesis: many ties, zero times, empty and event-free groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from nec_core.survival.counts.event_table import EventTable, event_table


@dataclass(frozen=True)
class Cohort:
    """Rows of a small cohort in `groups` groups."""

    time: np.ndarray
    event: np.ndarray
    group: np.ndarray
    groups: int

    def table(self) -> EventTable:
        return event_table(self.time, self.event, self.group, [f"g{i}" for i in range(self.groups)])


@st.composite
def cohorts(draw: st.DrawFn, max_size: int = 40, max_groups: int = 4) -> Cohort:
    groups = draw(st.integers(1, max_groups))
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 25), st.booleans(), st.integers(0, groups - 1)), min_size=1, max_size=max_size
        )
    )
    scale = draw(st.sampled_from([1.0, 0.1, 0.001, 1 / 30.4375, 1 / 7.3]))
    time, event, group = (np.array(column) for column in zip(*rows, strict=True))
    return Cohort(time * scale, event, group, groups)
