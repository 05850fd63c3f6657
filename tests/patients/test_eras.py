"""Categories that depend on the year of diagnosis, and categories that do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import fisher_exact, hypergeom

from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.eras import EraDifference, era_difference
from tests.analysed import late_surgery, lung, sample

YEARS = [2000 + i // 4 for i in range(80)]
"""Four patients a year for twenty years."""


def cohort_of(levels: Sequence[str], years: Sequence[int] = YEARS) -> Cohort:
    rows = enumerate(zip(years, levels, strict=True))
    lines = [f"P{i},{year}-05-0{1 + i % 9},{year + 2}-05-01,dead,{x}" for i, (year, x) in rows]
    head = "patient_id,diagnosis_date,last_contact_date,vital_status,grade"
    return admit("\n".join([head, *lines]).encode(), "made.csv").cohort


def found(levels: Sequence[str], years: Sequence[int] = YEARS) -> EraDifference | None:
    return era_difference(cohort_of(levels, years), "grade")


def test_a_level_that_came_in_later_is_told_with_its_exact_p() -> None:
    late = ["ab"[i % 2] if i < 52 or i % 3 else "c" for i in range(80)]
    era = found(late)
    assert era is not None
    assert (era.kind, era.level, era.n, era.year, era.years) == ("from", "c", 9, 2013, (2000, 2019))
    inside = sum(year >= 2013 for year in YEARS)
    # All nine among the patients of these years; nine questions: three of each level, but none whether it is recorded.
    assert era.p == pytest.approx(9 * hypergeom.pmf(9, 80, inside, 9), rel=1e-9)


def test_a_level_that_went_out_is_told_by_its_last_year() -> None:
    era = found(["c" if i < 20 and i % 2 else "ab"[i % 2] for i in range(80)])
    assert era is not None
    assert (era.kind, era.level, era.year) == ("until", "c", 2004)


def test_a_marker_that_came_into_use_is_told_as_recorded() -> None:
    era = found(["" if i < 40 else "ab"[i % 2] for i in range(80)])
    assert era is not None
    assert (era.kind, era.level, era.n, era.year) == ("from", None, 40, 2010)


def test_shares_that_differ_between_both_halves_are_told() -> None:
    era = found(["b" if i % 10 < (2 if i < 40 else 7) else "a" for i in range(80)])
    assert era is not None
    assert (era.kind, era.year) == ("shares", 2009)
    assert {era.share_before, era.share_after} == ({0.2, 0.7} if era.level == "b" else {0.8, 0.3})
    assert era.p == pytest.approx(6 * fisher_exact([[8, 32], [28, 12]])[1], rel=1e-7)


@pytest.mark.parametrize("seed", range(10))
def test_levels_that_have_nothing_to_do_with_the_years_are_not_told(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert found([["a", "b", "c", ""][int(i)] for i in rng.integers(0, 4, 80)]) is None


@pytest.mark.parametrize(("n", "expected"), [(5, True), (4, False)])
def test_a_level_of_fewer_than_five_says_little(n: int, expected: bool) -> None:
    era = found(["c" if i >= 80 - n else "ab"[i % 2] for i in range(80)])
    assert (era is not None) is expected


def test_a_small_shift_of_a_large_cohort_does_not_matter() -> None:
    years = np.repeat(np.arange(2000, 2020), 200).tolist()
    shifted = ["b" if i % 100 < (40 if i < 2000 else 59) else "a" for i in range(4000)]
    assert found(shifted, years) is None
    more = ["b" if i % 100 < (40 if i < 2000 else 61) else "a" for i in range(4000)]
    era = found(more, years)
    assert era is not None
    assert era.kind == "shares"


def test_a_period_of_diagnosis_is_made_of_years_and_not_told() -> None:
    assert found(["before 2010" if year < 2010 else "from 2010" for year in YEARS]) is None


def test_without_years_or_in_one_year_there_is_nothing_to_tell() -> None:
    assert era_difference(lung(), "who") is None
    assert found(["ab"[i % 2] for i in range(80)], [2015] * 80) is None


def test_the_samples_are_not_told_of() -> None:
    for cohort in (sample(), late_surgery()):
        told = [v for v in ("stage", "ajcc_stage", "sex", "histology", "ecog") if era_difference(cohort, v)]
        assert told == []
