"""Those lost early, called dead or alive to the end."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.comparing.lost_early import lost_early
from nec_core.survival.counts.event_table import EventTable, event_table

TIME = np.array([2.0, 3, 4, 8, 9, 10, 1, 5, 6, 7, 11, 12])
EVENT = np.array([False, True, True, False, True, False, True, False, True, True, False, False])
GROUP = np.repeat([0, 1], 6)


def table(time: np.ndarray = TIME, event: np.ndarray = EVENT) -> EventTable:
    return event_table(time, event, GROUP, ("a", "b"))


def test_each_case_equals_the_test_of_the_rows_changed_by_hand() -> None:
    found = lost_early(table())
    assert found is not None
    lost = ~EVENT & (found.before > TIME)
    assert (found.n, lost.sum()) == (3, 3)
    for case in found.cases:
        died = lost & np.isin(np.array(["a", "b"])[GROUP], case.died)
        time = np.where(lost & ~died, TIME.max(), TIME)
        assert case.p == pytest.approx(log_rank(table(time, EVENT | died)).p, rel=1e-12)
    assert {c.died for c in found.cases} == {("a", "b"), (), ("a",), ("b",)}
    assert (found.p_min, found.p_max) == (min(c.p or 9 for c in found.cases), max(c.p or 0 for c in found.cases))


def test_the_medians_lie_on_both_sides() -> None:
    found = lost_early(table())
    assert found is not None
    for m in found.medians:
        assert m.n_lost == {"a": 2, "b": 1}[m.group]
        assert m.worst is not None
        assert m.best is None or m.worst < m.best


def test_nobody_is_lost_where_follow_up_has_no_median() -> None:
    assert lost_early(event_table([1, 2], [True, True], [0, 1], ("a", "b"))) is None
    assert lost_early(event_table([], [], [], ("a", "b"))) is None
