"""The time-dependent comparison against R, on the Stanford heart transplants, and the bias it removes."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.errors import PlanError
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.comparing.mantel_byar import mantel_byar
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.cox.model import cox
from nec_core.survival.cox.time_varying import split_at_change
from tests.survival.goldens import ITERATIVE, assert_same, cases, columns

NAN = float("nan")


def heart_patients() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One row per patient from R's (start, stop] rows: time, event, time of transplant."""
    heart = columns("heart")
    ids = np.unique(heart["id"])
    last = [np.flatnonzero(heart["id"] == i)[-1] for i in ids]
    transplanted = heart["transplant"][last] == 1
    return heart["stop"][last], heart["event"][last] == 1, np.where(transplanted, heart["start"][last], NAN)


def test_the_test_equals_rs_exact_score_test() -> None:
    test = mantel_byar(*heart_patients(), unit="days")
    assert_same(test.chi2, cases("time_varying")["heart"]["mantel_byar"])
    assert test.df == 1
    assert (test.n, test.n_changed) == (103, 69)
    assert sum(test.observed) == pytest.approx(sum(test.expected))


@pytest.mark.parametrize(("place", "name"), [(0, "before"), (1, "after")])
def test_the_simon_makuch_curves_equal_rs_curves_of_each_state(place: int, name: str) -> None:
    curve, r = mantel_byar(*heart_patients(), unit="days").curves[place], cases("time_varying")["heart"][name]
    steps = curve.events > 0
    assert_same(curve.time[steps], r["time"])
    assert_same(curve.at_risk[steps], r["at_risk"])
    assert_same(curve.survival[steps], r["survival"])


def test_the_time_varying_cox_model_of_the_split_rows_equals_r() -> None:
    time, event, changed_at = heart_patients()
    rows = split_at_change(time, event, changed_at)
    model = cox(rows.stop, rows.event, {"transplant": rows.changed.astype(float)}, "days", entry=rows.start)
    r = cases("cox")["heart_transplant"]
    assert_same([model.coefficients[0].coef, model.coefficients[0].std_error], [*r["coef"], *r["std_error"]], ITERATIVE)


def test_each_patient_is_before_the_change_up_to_it_and_after_it_from_then_on() -> None:
    rows = split_at_change([5.0, 6.0, 7.0, 8.0], [True, True, False, True], [2.0, NAN, 0.0, 8.0])
    assert rows.patient.tolist() == [0, 1, 2, 3, 0]
    assert rows.start.tolist() == [0.0, 0.0, 0.0, 0.0, 2.0]
    assert rows.stop.tolist() == [2.0, 6.0, 7.0, 8.0, 5.0]
    assert rows.event.tolist() == [False, True, False, True, True]
    # A change at time zero holds from the start; one on the day of death came too late.
    assert rows.changed.tolist() == [False, False, True, False, True]


def test_immortal_time_makes_a_useless_late_treatment_look_good_and_this_test_does_not_fall_for_it() -> None:
    random = np.random.default_rng(5)
    time = np.ceil(random.exponential(300, 400))
    event = np.ones(400, dtype=bool)
    offered = np.ceil(random.exponential(300, 400))
    treated_at = np.where(offered < time, offered, NAN)
    naive = log_rank(event_table(time, event, (~np.isnan(treated_at)).astype(int), ("no", "yes"), "days"))
    honest = mantel_byar(time, event, treated_at, ("no", "yes"), "days")
    assert naive.p is not None
    assert naive.p < 1e-6
    assert honest.p is not None
    assert honest.p > 0.05


def test_curves_can_start_at_a_landmark() -> None:
    test = mantel_byar([1, 5, 6, 9], [True, True, False, True], [NAN, 2, 1, NAN], unit="days", start=2)
    assert test.start == 2.0
    assert [curve.n for curve in test.curves] == [2, 2]
    np.testing.assert_array_equal(test.curves[1].time, [3.0, 4.0])


def test_nobody_changing_is_none() -> None:
    test = mantel_byar([1, 2], [True, True], [NAN, NAN], unit="days")
    assert (test.chi2, test.p, test.n_changed) == (None, None, 0)
    with pytest.raises(PlanError, match=r"changed_at must have as many values as time, but has shape \(1,\)"):
        mantel_byar([1, 2], [True, True], [NAN])
