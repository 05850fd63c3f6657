"""Follow-up of everybody and of each group, from the counts of an endpoint."""

from __future__ import annotations

import numpy as np

from nec_core.summary.follow_up import follow_up_summary
from nec_core.survival.counts.event_table import event_table


def test_everybody_and_each_group_have_their_own_follow_up() -> None:
    table = event_table([1, 2, 3, 4, 5, 6], [True, False, True, False, False, False], [0, 0, 0, 1, 1, 1], ("A", "B"))
    summary = follow_up_summary(table)
    assert summary.unit == "months"
    assert (summary.overall.name, summary.overall.n, summary.overall.n_alive) == ("All patients", 6, 4)
    # Of being followed: 4/5 after 2, then 2/3, 1/3 and 0 of it after 4, 5, 6.
    assert summary.overall.reverse_km.value == 5.0
    assert summary.overall.alive_only_median == 4.5
    assert (summary.overall.minimum, summary.overall.maximum) == (1.0, 6.0)
    assert [(g.name, g.n, g.n_alive) for g in summary.groups] == [("A", 3, 1), ("B", 3, 3)]
    # Group A ends at exactly one half, from 2 on. R 4.2.2 prints survfit(Surv(c(1,2,3), c(0,1,0)) ~ 1) with median 2.
    assert [g.reverse_km.value for g in summary.groups] == [2.0, 5.0]


def test_one_group_is_not_told_twice() -> None:
    summary = follow_up_summary(event_table([1, 2], [True, False]), conf_type="log", conf_level=0.9)
    assert summary.groups == ()
    assert (summary.conf_type, summary.conf_level) == ("log", 0.9)
    assert summary.overall.curve.conf_type == "log"


def test_nobody_has_no_follow_up() -> None:
    overall = follow_up_summary(event_table(np.zeros(0), np.zeros(0, bool))).overall
    assert (overall.n, overall.reverse_km.value, overall.alive_only_median, overall.minimum) == (
        0,
        None,
        None,
        None,
    )
