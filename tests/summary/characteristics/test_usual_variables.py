"""What Table 1 shows by itself: no outcome, no constant, nothing that only numbers the patients."""

from __future__ import annotations

import pytest

from nec_core.summary.characteristics.usual_variables import usual_variables
from tests.analysed import sample
from tests.summary.cohorts import Cells, cohort_of

N = 12
TWO: Cells = ["a", "b"] * 6
COUNTS: Cells = [1.0, 3, 2, 1, 5, 1, 2, 3, 1, 1, 2, 4]


def names(**columns: Cells) -> list[str]:
    return [v.name for v in usual_variables(cohort_of(columns))]


@pytest.mark.parametrize(
    "header",
    ["Death", "Died", "DAYS_LAST_FOLLOWUP", "NEW_TUMOR_EVENT_AFTER_INITIAL_TREATMENT", "PERSON_NEOPLASM_CANCER_STATUS",
     "COD to site recode", "SEER cause-specific death classification", "Survival months flag", "os_months", "PFS",
     "Relapse", "Verstorben", "fu", "Vital Status", "date_of_last_contact", "Überleben (Monate)"],
)  # fmt: skip
def test_what_became_of_patients_is_left_out_whatever_its_header(header: str) -> None:
    assert names(**{header: TWO, "age_years": COUNTS}) == ["age_years"]


@pytest.mark.parametrize(
    "header",
    [
        "HER2 status",
        "Menopausal status",
        "Family history of death",
        "BMI",
        "Prior relapse",
        "Karnofsky",
        "5-FU",
        "Métastases os",
        "Vital capacity",
        "Recurrence score",
        "Living alone",
    ],
)
def test_what_was_so_before_is_kept(header: str) -> None:
    assert names(**{header: TWO}) == [header]


def test_fields_of_the_record_say_themselves_what_is_settled_later() -> None:
    found = names(
        stage=["LRD", "metastatic"] * 6, vital_status=["alive", "dead"] * 6, cause_of_death=[None, "cancer"] * 6,
        progression=["yes", "no"] * 6, best_response=["CR", "PD"] * 6, resection=["yes", "no"] * 6,
    )  # fmt: skip
    assert found == ["stage", "resection"]


def test_what_is_the_same_in_everybody_or_recorded_of_nobody_is_left_out() -> None:
    constant = ["a"] * (N - 1) + [None]
    assert names(ward=constant, sex=["male"] * N, smoking=[None] * N, crp=[3.0] * N, age_years=COUNTS) == ["age_years"]
    assert names(age_years=[50.0], sex=["male"]) == ["age_years", "sex"]  # of one patient everything is


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("anything", [float(x) for x in range(101, 101 + N)]),
        ("Sample No.", [float(7 * x % 100) for x in range(N)]),
        ("biopsy_id", [f"B{x}" for x in range(N)]),
        ("remark", [f"note {x // 1.5}" for x in range(N)]),
    ],
)
def test_what_only_numbers_patients_is_left_out(header: str, cells: Cells) -> None:
    assert names(**{header: cells, "age_years": COUNTS}) == ["age_years"]


def test_a_count_and_a_measurement_are_kept() -> None:
    found = names(**{"Number of nodes": COUNTS, "Sample type": TWO, "LDH": [float(7 * x) for x in range(N)]})
    assert found == ["Number of nodes", "Sample type", "LDH"]


def test_of_the_sample_what_is_constant_is_gone_and_treatments_are_there() -> None:
    found = {v.name for v in usual_variables(sample())}
    assert {"age_years", "sex", "stage", "resection", "systemic", "ki67_percent"} <= found
    assert not {"met_brain", "vital_status", "progression", "best_response", "patient_id", "radiation_gy"} & found
