"""Hazard ratios without each patient equal the model fitted to the others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from nec_core.survival.comparing.one_change import cells_of
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.cox.left_out import ratios_without_one
from nec_core.survival.cox.model import cox_groups
from tests.survival.strategies import Cohort, cohorts


def without(table: EventTable, g: int, tick: int, event: bool) -> EventTable:
    events, censored = table.events.copy(), table.censored.copy()
    (events if event else censored)[g, tick] -= 1
    return EventTable(table.groups, table.times, events, censored, table.unit)


@given(cohorts(max_size=24, max_groups=3))
@settings(max_examples=40)
def test_every_ratio_equals_the_model_without_that_patient(cohort: Cohort) -> None:
    table = cohort.table()
    table = table.select(np.flatnonzero(table.n).tolist())
    assume(len(table.groups) > 1)
    cells = cells_of(table)
    ratios = ratios_without_one(table, cells.group, cells.tick, cells.event, 0)
    for i, (g, tick, event) in enumerate(zip(cells.group, cells.tick, cells.event, strict=True)):
        left = without(table, g, tick, bool(event))
        if not left.n[0] or not left.events.any():
            assert np.isnan(ratios[i]).all()
            continue
        told = {c.level: c.hazard_ratio for c in cox_groups(left).coefficients}
        for place, name in enumerate(table.groups[1:]):
            assert told.get(name) == (None if np.isnan(ratios[i, place]) else pytest.approx(ratios[i, place], rel=1e-6))


def test_whoever_waits_can_end_it() -> None:
    table = Cohort(np.arange(1.0, 9), np.ones(8, bool), np.arange(8) % 2, 2).table()
    cells, heard = cells_of(table), []

    def told(done: float) -> None:
        heard.append(done)
        if done > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ratios_without_one(table, cells.group, cells.tick, cells.event, 0, told)
    assert heard == [i / 8 for i in range(5)]
