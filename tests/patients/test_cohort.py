"""The cohort as a frozen set of typed columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nec_core.errors import PlanError
from nec_core.patients.cohort import NumberRange
from tests.small_cohort import six


def test_records_have_the_types_promised() -> None:
    cohort = six()
    records = cohort.records
    assert records["patient_id"].tolist() == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert records["age_years"].dtype == np.float64
    assert str(records["diagnosis_date"].dtype) == "datetime64[s]"
    assert list(records["sex"].cat.categories) == ["female", "male", "other"]
    assert cohort.source_rows.tolist() == [2, 3, 4, 5, 6, 7]
    assert cohort.date_precision["diagnosis_date"].tolist() == [0, 0, 0, 1, 0, 0]
    assert records["diagnosis_year"].tolist() == [2019.0] * 6


def test_a_variable_is_found_by_name_and_by_label() -> None:
    cohort = six()
    assert cohort.variable("age_years") is cohort.variable("Age at diagnosis")
    assert cohort.variable("hospital ward").levels == ("North", "South")
    assert cohort.variable("hospital ward").known == "unsaid"
    with pytest.raises(PlanError, match="This cohort has no variable “colour”"):
        cohort.variable("colour")


def test_treatments_are_those_recorded_and_know_their_dates() -> None:
    assert [(t.name, t.treatment_date) for t in six().treatments] == [
        ("resection", "resection_date"), ("systemic", "systemic_date"),
    ]  # fmt: skip


def test_codes_are_places_in_the_levels_and_blanks_are_minus_one() -> None:
    codes, levels = six().codes("sex")
    assert [levels[c] if c >= 0 else None for c in codes] == ["female", "male", "male", None, "female", "female"]


def test_a_subset_keeps_rows_together_and_the_whole_unchanged() -> None:
    cohort = six()
    part = cohort.subset(np.array([True, False, False, True, False, False]))
    assert (part.n, cohort.n) == (2, 6)
    assert part.source_rows.tolist() == [2, 5]
    assert part.date_precision["diagnosis_date"].tolist() == [0, 1]
    assert part.records.index.tolist() == [0, 1]


def test_a_number_s_range_is_of_who_has_a_value() -> None:
    cohort = six()
    assert cohort.number_range("age_years") == NumberRange(40, 80, whole=True)
    nobody = cohort.subset(cohort.records["age_years"].isna().to_numpy())
    assert nobody.number_range("age_years") is None
    halves = replace(cohort, records=cohort.records.assign(age_years=[40.5, 50, 60, 70, 80, np.nan]))
    assert halves.number_range("age_years") == NumberRange(40.5, 80, whole=False)
