"""Up to when a curve can be read: five patients and a tenth of the group at risk."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.readable import Readable, readable


def of(n: int, last: int = 1) -> Readable:
    """n patients who leave one a month, the last of them together."""
    times = np.minimum(np.arange(1, n + 1), n - last + 1)
    return readable(kaplan_meier(event_table(times, np.ones(n, bool)))[0])


@pytest.mark.parametrize(
    ("n", "until"), [(4, 0), (5, 1), (20, 16), (50, 46), (60, 55), (200, 181)]
)  # below 50 patients five decide, above a tenth
def test_the_last_time_with_five_at_risk_and_a_tenth_of_the_group(n: int, until: int) -> None:
    assert of(n) == Readable(until, False)


def test_a_curve_whose_last_patients_leave_together_is_readable_to_its_end() -> None:
    assert of(20, last=5) == Readable(16, True)
    assert of(20, last=4) == Readable(16, False)


def test_with_delayed_entry_the_last_time_counts_not_the_first() -> None:
    entry = np.array([0.0, *[3.0] * 9])
    curve = kaplan_meier(event_table(np.arange(1.0, 11.0), np.ones(10, bool), entry=np.where(entry < 3, 0, 1.5)))[0]
    assert readable(curve).until == 6


def test_nobody_is_readable_at_no_time() -> None:
    nobody = kaplan_meier(event_table(np.zeros(0), np.zeros(0, bool)))[0]
    assert readable(nobody) == Readable(0.0, True)
