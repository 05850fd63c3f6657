"""Follow-up of a cohort by its overall survival."""

from __future__ import annotations

import pytest

from nec_core.summary.cohort_follow_up import cohort_follow_up
from tests.analysed import late_surgery, sample
from tests.summary.cohorts import cohort_of


def test_the_sample_is_followed_188_months_by_reverse_kaplan_meier() -> None:
    found = cohort_follow_up(sample())
    assert found is not None
    assert found.overall.reverse_km.value == pytest.approx(18.8, abs=0.05)
    assert (found.unit, found.overall.n, found.overall.n_alive) == ("months", 38, 14)


def test_without_overall_survival_or_without_patients_there_is_none() -> None:
    assert cohort_follow_up(cohort_of({"age_years": [40, 50]})) is None
    assert cohort_follow_up(late_surgery().subset(late_surgery().records["age_years"].to_numpy() > 200)) is None
