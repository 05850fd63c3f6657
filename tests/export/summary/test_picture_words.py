"""The sentence under a picture holds its main number, and says why there is none."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.forest.forest_row import ForestRow
from nec_core.analysis.forest.model_forest import model_forest
from nec_core.analysis.forest.subgroup_forest import subgroup_forest
from nec_core.analysis.forest.timed_forest import timed_forest
from nec_core.analysis.model.model_rows import model_rows
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.regression import regression
from nec_core.analysis.residuals import residuals
from nec_core.export.summary.picture_words import (
    forest_sentence,
    order_sentence,
    published_sentence,
    ratio_words,
    residuals_sentence,
    row_label,
    swimmer_sentence,
)
from nec_core.export.tables import picture_tables
from nec_core.patients.endpoints import endpoint_times
from nec_core.summary.course.swimmer import swimmer
from nec_core.summary.course.treatment_order import treatment_order
from nec_core.summary.published_medians import published_medians
from tests.analysed import late_surgery, sample
from tests.small_cohort import six


def patients(cohort: object, **plan: object) -> PlanPatients:
    return PlanPatients(cohort, AnalysisPlan.model_validate(plan))


def test_a_timed_treatment_says_the_honest_number_first_and_the_naive_as_a_warning() -> None:
    found = timed_forest(patients(late_surgery(), by="resection"))
    assert found is not None
    assert forest_sentence(found) == (
        "Resection of the primary: hazard ratio 0.88 (0.54–1.42) (95% CI), time-varying; the naive 0.32 is a warning "
        "(150 patients, 118 events)."
    )
    assert row_label(found.rows[1], found.unit) == "Landmark 6 months (49 lost before it)"
    assert row_label(found.rows[2], found.unit) == "Landmark 3 months (17 lost before it, sensitivity)"
    table = picture_tables.forest_frame(found)
    assert table["Hazard ratio (95% CI)"].tolist()[-1] == "0.88 (0.54–1.42)"
    assert table["P"].tolist()[-2] == ".60"


def test_a_model_says_its_adjusted_ratios() -> None:
    text = forest_sentence(model_forest(patients(sample(), covariates=("stage", "age_years"))))
    assert "Stage at diagnosis Metastatic" in text
    assert "Age at diagnosis per year" in text


def test_subgroups_say_the_interaction_and_no_p_of_their_own() -> None:
    found = subgroup_forest(patients(sample(), by="stage"), ["sex"])
    text = forest_sentence(found)
    assert "Metastatic against Locoregional (LRD): hazard ratio 2.45 (1.02–5.87), n = 38, 24 events." in text
    assert "by Sex (interaction P = .69)" in text
    table = picture_tables.forest_frame(found)
    assert table[table["Analysis"] == "subgroup"]["P"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ForestRow("univariable", "x", "a", 3, 1, 1.0, reason="reference"), "1 (reference)"),
        (ForestRow("univariable", "x", "a", 3, 0, reason="infinitely low"), "0: no event on this side"),
        (ForestRow("univariable", "x", "a", 3, 3, reason="infinitely high"), "infinite: all events are on this side"),
        (ForestRow("univariable", "x", "a", 3, 3, 2.0, 0.5, None, reason="infinitely high"), "2.00 (0.50–NE)"),
        (ForestRow("subgroup", "x", "a", 3, 3, reason="few events"), "too few events"),
        (ForestRow("univariable", "x", "a", 3, 3), "not estimable"),
    ],
)
def test_a_row_says_its_ratio_or_why_there_is_none(row: ForestRow, words: str) -> None:
    assert ratio_words(row) == words


def test_lanes_order_residuals_and_medians_say_theirs() -> None:
    lanes = swimmer(sample(), "stage")
    assert lanes is not None
    assert swimmer_sentence(lanes) == (
        "Of 38 patients, 14 were alive at last contact and 24 died; longest follow-up 64.2 months."
    )
    undated = swimmer(six())
    assert undated is not None
    assert "Day not recorded: Systemic therapy 3, Progression 1." in swimmer_sentence(undated)
    assert len(picture_tables.swimmer_table(lanes)) == 38 + sum(len(lane.marks) for lane in lanes.lanes)
    order = order_sentence(treatment_order(sample()))
    assert order.startswith("Of 38 patients, after Systemic therapy in 23: 11 had Second-line therapy, 3 had Radiation")
    assert "6 died first" in order
    times = endpoint_times(sample(), "os")
    found = residuals(model_rows(sample(), times, ["age_years"]), regression(sample(), times, ["age_years"]))
    assert residuals_sentence(found).startswith("Test of a trend in the hazard ratio over time, 24 events: Age at")
    assert residuals_sentence(()).startswith("There are no residuals")
    medians = published_medians(analyse(sample(), AnalysisPlan(by="stage")), "os")
    assert published_sentence(medians) == (
        "Median overall survival: Locoregional (LRD) 18.1 months (n = 15); Metastatic 13.8 months (n = 23); "
        "published 7.4 to 49.1 "
        "months in 9 studies, read beside, not tested."
    )
    assert "P" not in picture_tables.median_table(medians).columns
