"""Two states' hazard ratio from counts equals Cox's model on rows, which R's coxph judges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.cox.model import cox
from nec_core.survival.cox.time_varying import split_at_change, time_varying_table
from nec_core.survival.cox.two_states import two_state_hazard_ratio

# R 4.2.2, survival 3.5-3:
#   d <- data.frame(time = c(5, 8, 8, 12, 15, 20, 21, 30, 33, 40), event = c(1, 1, 0, 1, 1, 1, 0, 1, 1, 0),
#                   at = c(NA, 2, NA, 6, NA, 9, 4, NA, 12, 30)); two rows per changing patient, then
#   coxph(Surv(start, stop, event) ~ changed, ties = "efron")
TIME = np.array([5, 8, 8, 12, 15, 20, 21, 30, 33, 40.0])
EVENT = np.array([1, 1, 0, 1, 1, 1, 0, 1, 1, 0], bool)
CHANGED = np.array([np.nan, 2, np.nan, 6, np.nan, 9, 4, np.nan, 12, 30])


def test_it_equals_r() -> None:
    found = two_state_hazard_ratio(time_varying_table(TIME, EVENT, CHANGED), "treatment")
    assert found.coef == pytest.approx(0.4402813711207766, rel=1e-9)
    assert found.std_error == pytest.approx(0.8480364067021597, rel=1e-9)
    assert (found.term, found.reference, found.level) == ("treatment", "Before", "After")


times = st.lists(st.integers(1, 12), min_size=4, max_size=40)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_counts_give_what_rows_give(data: st.DataObject) -> None:
    time = np.array(data.draw(times), float)
    n = time.size
    event = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    changed = np.array(
        data.draw(
            st.lists(st.one_of(st.just(float("nan")), st.integers(0, 24).map(lambda x: x / 2)), min_size=n, max_size=n)
        )
    )
    found = two_state_hazard_ratio(time_varying_table(time, event, changed), "x")
    if found.coef is None:
        return
    rows = split_at_change(time, event, changed)
    expected = cox(rows.stop, rows.event, {"x": rows.changed.astype(float)}, entry=rows.start).coefficients[0]
    assert expected.infinite == 0
    assert found.coef == pytest.approx(expected.coef, rel=1e-6, abs=1e-7)
    assert found.std_error == pytest.approx(expected.std_error, rel=1e-6)
    assert found.p == pytest.approx(expected.p, rel=1e-5, abs=1e-12)


def test_a_state_without_events_is_infinite_and_not_a_number() -> None:
    table = event_table([1, 2, 3, 4], [True, True, False, False], [0, 0, 1, 1], ("a", "b"))
    found = two_state_hazard_ratio(table, "x")
    assert (found.coef, found.hazard_ratio, found.infinite) == (None, None, -1)


def test_three_groups_are_refused() -> None:
    with pytest.raises(PlanError, match=r"^Two states are compared, but the table has 3 groups\.$"):
        two_state_hazard_ratio(event_table([1, 2, 3], [True] * 3, [0, 1, 2], ("a", "b", "c")), "x")
