"""Residuals of a fitted model: the engine's, named, in the unit asked for, with a smooth where events carry one."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis.model.model_rows import model_rows
from nec_core.analysis.regression import regression
from nec_core.analysis.residuals import FEWEST_EVENTS, Residuals, residuals
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times
from tests.analysed import extract, lung, sample
from tests.survival.goldens import assert_same, cases


def of(cohort: Cohort, *names: str, unit: str | None = None, strata: str | None = None) -> tuple[Residuals, ...]:
    times = endpoint_times(cohort, "os")
    rows = model_rows(cohort, times, names, strata)
    return residuals(rows, regression(cohort, times, names, strata), unit)


def test_they_are_the_engine_s_named_after_the_variables() -> None:
    age, sex, ecog = of(lung(), "years", "who", "score")
    assert [(r.variable.name, r.level, r.reference) for r in (age, sex, ecog)] == [
        ("years", None, None), ("who", "2 female", "1 male"), ("score", None, None),
    ]  # fmt: skip
    r = cases("schoenfeld")["lung_many"]
    for i, found in enumerate((age, sex, ecog), 1):
        assert_same(np.sort(found.scaled), np.sort(r["scaled"][f"column{i}"]), 1e-6)
        assert found.smooth is not None
        assert_same(found.smooth.value, r["smooth"][f"column{i}"]["value"], 1e-6)
    model = regression(lung(), endpoint_times(lung(), "os"), ["years", "who", "score"]).model
    assert [(f.coef, f.p) for f in (age, sex, ecog)] == [
        (pytest.approx(c.coef), t.p) for c, t in zip(model.coefficients, model.proportional_hazards_km, strict=False)
    ]


def test_times_are_in_the_unit_asked_for_and_the_smooth_s_run_through_them() -> None:
    (days,), (months,) = of(sample(), "age_years"), of(sample(), "age_years", unit="months")
    assert months.time == pytest.approx(days.time / 30.4375)
    assert len(months.time) == 24
    assert months.smooth is not None
    assert (np.diff(months.smooth.time) >= 0).all()
    assert (months.smooth.time[0], months.smooth.time[-1]) == pytest.approx((months.time.min(), months.time.max()))


@pytest.mark.parametrize(("deaths", "drawn"), [(FEWEST_EVENTS - 1, False), (FEWEST_EVENTS, True)])
def test_under_ten_events_there_is_no_smooth(deaths: int, drawn: bool) -> None:
    rows = [(i, 10 + i, int(i < deaths), 40 + (7 * i) % 11) for i in range(30)]
    (found,) = of(extract(("PatientID", "SurvivalDays", "Died", "years"), rows, number=("years",)), "years")
    assert ((found.smooth is not None), len(found.time)) == (drawn, deaths)


def test_without_events_there_are_none() -> None:
    rows = [(i, 10 + i, 0, 40 + i) for i in range(9)]
    assert of(extract(("PatientID", "SurvivalDays", "Died", "years"), rows, number=("years",)), "years") == ()


def test_events_of_a_stratum_that_is_all_one_level_are_left_out_and_counted() -> None:
    rows = [(i, 10 + i, 1, "xy"[i % 2], "a" if i % 2 else "ab"[i // 2 % 2]) for i in range(40)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "site", "arm"), rows, category=("site", "arm"))
    (found,) = of(cohort, "arm", strata="site")
    assert (len(found.time), found.n_left_out) == (20, 20)
    assert not np.isnan(found.scaled).any()
