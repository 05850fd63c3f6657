"""What is blank and what is unknown, counted variable by variable."""

from __future__ import annotations

from nec_core.summary.missing import missing_counts
from tests.analysed import sample
from tests.summary.cohorts import cohort_of


def test_blank_and_unknown_are_counted_apart_and_add_up() -> None:
    found = {
        m.variable.name: m
        for m in missing_counts(cohort_of({"p16": ["positive", "unknown", None], "age_years": [50.0, None, None]}))
    }
    assert (found["p16"].recorded, found["p16"].unknown, found["p16"].blank) == (1, 1, 1)
    assert (found["age_years"].recorded, found["age_years"].unknown, found["age_years"].blank) == (1, 0, 2)
    assert "patient_id" not in found


def test_ki_67_of_the_sample_is_blank_in_9_of_38() -> None:
    found = {m.variable.name: m for m in missing_counts(sample())}
    assert (found["ki67_percent"].blank, found["ki67_percent"].recorded) == (9, 29)
    assert all(m.n == 38 for m in found.values())


def test_the_day_of_an_operation_that_was_not_done_is_not_missing() -> None:
    cohort = cohort_of(
        {
            "resection": ["yes", "yes", "no", "unknown", None], "resection_date": ["2019-01-01", *[None] * 4],
            "vital_status": ["alive", "dead", "alive", None, "dead"], "death_date": [None] * 5,
        }
    )  # fmt: skip
    found = {m.variable.name: m for m in missing_counts(cohort)}
    resection, death = found["resection_date"], found["death_date"]
    assert (resection.recorded, resection.blank, resection.not_applicable) == (1, 3, 1)
    assert (death.recorded, death.blank, death.not_applicable) == (0, 3, 2)
