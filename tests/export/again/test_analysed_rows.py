"""The rows other programs get: nobody's id, nobody's date, in no order of the file's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export.again.analysed_rows import model_frame, patient_rows, treatment_rows
from nec_core.patients.cohort import Cohort
from tests.analysed import extract, late_surgery, lung_by_ecog, mgus2, sample


def reversed_file(cohort: Cohort) -> Cohort:
    return cohort.subset(np.arange(cohort.n)[::-1])


@pytest.mark.parametrize("of", ["patients", "treated", "model"])
def test_the_order_of_the_file_leaves_no_trace(of: str) -> None:
    cohort, plan = (
        (late_surgery(), AnalysisPlan(by="resection"))
        if of == "treated"
        else (lung_by_ecog(), AnalysisPlan(by="who", entry="seen", strata="level", covariates=("years", "who")))
    )
    frames = []
    for c in (cohort, reversed_file(cohort)):
        result, model = analyse(c, plan), model_frame(c, analyse(c, plan))
        found = {"patients": patient_rows(c, result), "treated": treatment_rows(c, result)}
        frames.append(model.rows if of == "model" and model is not None else found[of])
    assert len(frames[0]) > 100
    pd.testing.assert_frame_equal(*frames)


def test_rows_hold_times_and_groups_and_nothing_else() -> None:
    plan = AnalysisPlan(by="who", entry="seen", strata="level", covariates=("years", "who"))
    cohort = lung_by_ecog()
    result = analyse(cohort, plan)
    rows, model = patient_rows(cohort, result), model_frame(cohort, result)
    assert model is not None
    assert [*rows.columns] == ["time", "event", "group", "group_order", "entry", "stratum", "stratum_order"]
    assert [*model.rows.columns] == ["time", "event", "entry", "stratum", "stratum_order", "x1", "x2"]
    assert (len(rows), len(model.rows)) == (result.n, result.regression.model.n if result.regression else 0)


def test_who_enters_on_day_0_or_before_enters_before_it() -> None:
    rows = [("A", 0, 1, 0), ("B", 90, 1, -5), ("C", 50, 0, 10)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "seen"), rows, number=("seen",))
    result = analyse(cohort, AnalysisPlan(entry="seen", unit="days"))
    assert patient_rows(cohort, result)[["time", "entry"]].to_numpy().tolist() == [[0, -1], [50, 10], [90, -1]]


def test_a_competing_event_stays_2() -> None:
    result = analyse(mgus2(), AnalysisPlan(by="who"))
    events = patient_rows(mgus2(), result)["event"]
    assert (events == 2).sum() == result.n_competing > 0
    assert (events == 1).sum() == result.n_events


def test_patients_are_those_analysed_in_the_result_s_unit() -> None:
    plan = AnalysisPlan.checked(by="stage", unit="days", filter={"levels": [{"variable": "stage", "levels": ["LRD"]}]})
    result = analyse(sample(), plan)
    frame = patient_rows(sample(), result)
    assert (len(frame), set(frame["group"]), int(frame["event"].sum())) == (15, {"LRD"}, 10)
    assert sorted(frame["time"]) == sorted(t for t in frame["time"] if t == round(t))
    in_months = patient_rows(sample(), analyse(sample(), plan.model_copy(update={"unit": None})))
    assert in_months["time"].to_numpy() == pytest.approx(frame["time"].to_numpy() / 30.4375, rel=1e-12)


def test_who_has_no_group_is_not_among_the_patients() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, i % 2, "ab"[i % 2] if i else "") for i in range(9)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    frame = patient_rows(cohort, analyse(cohort, AnalysisPlan(by="arm")))
    assert frame.to_dict("list") == {
        "time": [3, 5, 7, 9, 2, 4, 6, 8],
        "event": [0, 0, 0, 0, 1, 1, 1, 1],
        "group": ["a"] * 4 + ["b"] * 4,
        "group_order": [1] * 4 + [2] * 4,
    }
