"""Rows that are likely of one patient: found by name of their rows, and not in honest cohorts, however coarse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest

from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.likely_duplicates import LikelyDuplicates, likely_duplicates
from tests.analysed import late_surgery, lung, sample

FIRST = dt.date(2010, 1, 1)
Person = tuple[int, str, int, int, str, str, str]
"""Age, sex, days from the first day to diagnosis, days from there to the end, status, stage, centre."""


def people(n: int, seed: int = 1) -> list[Person]:
    rng = np.random.default_rng(seed)
    return [
        (
            int(rng.integers(40, 85)), ("male", "female")[int(rng.integers(2))], int(rng.integers(0, 3000)),
            int(rng.exponential(400)) + 1, ("dead", "alive")[int(rng.random() < 0.3)],
            ("LRD", "metastatic")[int(rng.integers(2))], "ABC"[i % 3],
        )
        for i in range(n)
    ]  # fmt: skip


def cohort_of(rows: Sequence[Person]) -> Cohort:
    lines = ["patient_id,age_years,sex,diagnosis_date,last_contact_date,vital_status,stage,centre"]
    for i, (age, sex, start, time, status, stage, centre) in enumerate(rows):
        first = FIRST + dt.timedelta(start)
        lines.append(f"P{i},{age},{sex},{first},{first + dt.timedelta(time)},{status},{stage},{centre}")
    return admit("\n".join(lines).encode(), "made.csv").cohort


def found(rows: Sequence[Person]) -> LikelyDuplicates | None:
    return likely_duplicates(cohort_of(rows))


def test_one_patient_under_two_ids_is_told_by_rows() -> None:
    rows = people(40)
    twice = found([*rows, rows[4]])
    assert twice is not None
    assert (twice.rows, twice.pairs, twice.surplus, twice.centres) == (((6, 42),), 1, 1, 0)
    assert twice.expected < 0.001
    assert twice.agree_in == (
        "Age at diagnosis", "Date of diagnosis", "Last contact or death", "Sex", "Stage at diagnosis"
    )  # fmt: skip


def test_another_centre_that_coded_the_stage_differently_is_seen_too() -> None:
    rows = people(40)
    *person, stage, _ = rows[4]
    twice = found([*rows, (*person, "LRD" if stage == "metastatic" else "metastatic", "Z")])  # type: ignore[list-item]  # a slice of a tuple
    assert twice is not None
    assert (twice.rows, twice.centres) == (((6, 42),), 1)
    assert "Stage at diagnosis" not in twice.agree_in


def test_three_ids_of_one_are_one_set() -> None:
    rows = people(40)
    twice = found([*rows, rows[4], rows[4], rows[9]])
    assert twice is not None
    assert (twice.rows, twice.pairs, twice.surplus) == (((6, 42, 43), (11, 44)), 4, 3)


@pytest.mark.parametrize("seed", range(5))
def test_honest_cohorts_are_not_told_of(seed: int) -> None:
    assert found(people(60, seed)) is None


@pytest.mark.parametrize("seed", range(5))
def test_a_small_cohort_with_coarse_data_is_not_told_of_though_two_agree(seed: int) -> None:
    """Ages in tens, dates in two years, times in half years: some agree, as chance has it."""
    coarse = [
        (age // 10 * 10, sex, start // 730 * 730, time // 182 * 182 + 1, status, stage, centre)
        for age, sex, start, time, status, stage, centre in people(60, seed)
    ]
    assert len({row[:6] for row in coarse}) < 60
    assert found(coarse) is None


def test_patients_of_one_day_who_all_lived_to_the_close_of_the_registry_are_not_told_of() -> None:
    """All alive at the close, diagnosed on few days: who shares the first day shares the last."""
    rows = [(45 + 7 * i % 30, "male", 100 * (i % 12), 3000 - 100 * (i % 12), "alive", "LRD", "A") for i in range(80)]
    assert len({row[:6] for row in rows}) < 80
    assert found(rows) is None


def test_patients_of_one_day_who_lived_as_many_months_are_not_told_of() -> None:
    """Who shares a day of diagnosis and a whole number of months shares the day of death."""
    rng = np.random.default_rng(7)
    rows = [
        (
            int(rng.integers(50, 80)), ("male", "female")[i % 2], 200 * int(rng.integers(12)),
            30 * int(rng.integers(1, 4)), "dead", "LRD", "A",
        )
        for i in range(300)
    ]  # fmt: skip
    assert len({row[:6] for row in rows}) < 290
    assert found(rows) is None


def test_without_dates_time_and_event_are_compared_and_without_an_age_nothing() -> None:
    rng = np.random.default_rng(3)
    rows = [f"{rng.integers(40, 85)},{rng.exponential(20):.2f},{i % 2},{'MF'[i % 3 > 1]}" for i in range(60)]
    lines = [f"P{i},{row}" for i, row in enumerate([*rows, rows[7], rows[13]])]
    cohort = admit("\n".join(["patient_id,age_years,os_months,os_event,sex", *lines]).encode(), "made.csv").cohort
    twice = likely_duplicates(cohort)
    assert twice is not None
    assert (twice.rows, twice.centres) == (((9, 62), (15, 63)), None)
    assert twice.agree_in == ("Age at diagnosis", "Time and event of overall survival", "Sex")
    without = ["patient_id,os_months,os_event,sex", *(f"P{i},{line.split(',', 2)[2]}" for i, line in enumerate(lines))]
    assert likely_duplicates(admit("\n".join(without).encode(), "made.csv").cohort) is None


def test_the_samples_and_lung_are_not_told_of() -> None:
    for cohort in (sample(), late_surgery(), lung()):
        assert likely_duplicates(cohort) is None


def test_among_some_rows_only_their_sets_are_told() -> None:
    rows = people(40)
    twice = found([*rows, rows[4], rows[4], rows[9]])
    assert twice is not None
    fewer = twice.among(np.array([6, 11, 43]))
    assert fewer is not None
    assert (fewer.rows, fewer.pairs) == (((6, 43),), 1)
    assert twice.among(np.array([6, 11])) is None
    assert twice.among(np.arange(100)) is twice
