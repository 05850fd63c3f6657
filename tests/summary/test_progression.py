"""Progression: in whom, where first, and as a share of what."""

from __future__ import annotations

import pytest

from nec_core.summary.progression import progression_summary
from tests.summary.cohorts import cohort_of


def test_eleven_distant_are_of_fifteen_patients_and_of_thirteen_progressions() -> None:
    cohort = cohort_of(
        {
            "progression": ["yes"] * 13 + ["no"] * 2,
            "progression_site": ["distant"] * 8 + ["distant and locoregional"] * 3 + ["locoregional"] * 2 + [None] * 2,
            "vital_status": ["dead"] * 13 + ["alive"] * 2,
        }
    )
    summary = progression_summary(cohort)
    assert (summary.progressed, summary.not_progressed, summary.unknown, summary.not_recorded) == (
        13,
        2,
        0,
        0,
    )
    assert (summary.any_distant.n, summary.any_locoregional.n) == (11, 5)
    assert summary.any_distant.of_patients == pytest.approx(11 / 15, rel=1e-12)
    assert summary.any_distant.of_progressions == pytest.approx(0.846153846153846, rel=1e-12)
    assert [(s.site, s.n) for s in summary.sites] == [
        ("local", 0), ("regional", 0), ("locoregional", 2), ("distant", 8), ("distant and locoregional", 3),
    ]  # fmt: skip
    assert (summary.alive_without_progression, summary.died_without_progression) == (2, 0)


def test_unknown_blank_and_no_are_kept_apart() -> None:
    cohort = cohort_of(
        {
            "progression": ["yes", "no", "unknown", None, None],
            "progression_date": [None, None, None, "2020-01-01", None],
            "progression_site": [None, "local", "distant", "distant", "local"],
        }
    )
    summary = progression_summary(cohort)
    assert (summary.progressed, summary.not_progressed, summary.unknown, summary.not_recorded) == (2, 1, 1, 1)
    # A site counts only where there was a progression.
    assert [(s.site, s.n) for s in summary.sites if s.n] == [("distant", 1)]
    assert summary.site_not_recorded == 1


def test_who_died_without_progression_is_counted_also_by_a_date_of_death() -> None:
    cohort = cohort_of(
        {
            "progression": ["no", "no", "no", "yes", "unknown"],
            "vital_status": ["dead", "alive", None, "dead", "dead"],
            "death_date": [None, None, "2020-01-01", "2020-01-01", None],
        }
    )
    summary = progression_summary(cohort)
    assert (summary.alive_without_progression, summary.died_without_progression) == (1, 2)


def test_a_file_without_progression_says_so_in_the_same_shape() -> None:
    summary = progression_summary(cohort_of({"age_years": [50.0, 60.0]}))
    assert (summary.n, summary.progressed, summary.not_recorded, summary.sites) == (2, 0, 2, ())
    assert (summary.any_distant.of_patients, summary.any_distant.of_progressions) == (0.0, None)


def test_an_empty_cohort_has_no_shares() -> None:
    summary = progression_summary(cohort_of({"progression": [], "progression_site": []}))
    assert (summary.n, summary.any_distant.of_patients, summary.any_distant.of_progressions) == (
        0,
        None,
        None,
    )
