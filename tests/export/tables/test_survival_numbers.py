"""The numbers behind an analysis: unrounded, under plain names, empty where not estimable."""

from __future__ import annotations

import pandas as pd
import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export.tables import survival_numbers as numbers
from nec_core.export.tables.result_tables import RESULT_TABLES
from nec_core.patients.cohort import Cohort
from tests.analysed import extract, late_surgery, lung, lung_by_ecog, mgus2, sample


def result(cohort: Cohort, **plan: object) -> SurvivalResult:
    return analyse(cohort, AnalysisPlan.model_validate(plan))


def five(**plan: object) -> SurvivalResult:
    rows = [(0, 1, 1, "A"), (1, 2, 1, "A"), (2, 2, 0, "B"), (3, 3, 0, "B"), (4, 4, 1, "B")]
    cohort = extract(("PatientID", "months", "what", "arm"), rows, category=("arm",), time="months", event="what")
    return result(cohort, by="arm", **plan)


def lines(frame: pd.DataFrame) -> list[list[object]]:
    return frame.to_numpy().tolist()


def test_a_curve_is_written_step_by_step() -> None:
    found = five()
    frame = numbers.curve_numbers(found)
    assert list(frame.columns) == [
        "group", "time", "unit", "at_risk", "events", "censored", "survival", "lower", "upper", "conf_type",
        "conf_level",
    ]  # fmt: skip
    assert lines(frame.iloc[:, :7]) == [
        ["A", 1.0, "months", 2, 1, 0, 0.5],
        ["A", 2.0, "months", 1, 1, 0, 0.0],
        ["B", 2.0, "months", 3, 0, 1, 1.0],
        ["B", 3.0, "months", 2, 0, 1, 1.0],
        ["B", 4.0, "months", 1, 1, 0, 0.0],
    ]
    assert (frame["lower"].iloc[0], frame["upper"].iloc[0]) == (found.curves[0].lower[0], found.curves[0].upper[0])
    assert frame["lower"].isna().tolist() == [False, True, True, True, True]
    assert set(frame["conf_type"]) == {"log-log"}


def test_a_summary_has_one_line_per_group_with_chosen_times_beside() -> None:
    frame = numbers.summary_numbers(five(times=(1, 2.5)))
    assert frame["group"].tolist() == ["A", "B"]
    assert frame[["n", "events", "median"]].to_numpy().tolist() == [[2, 2, 1.5], [3, 1, 4.0]]
    assert frame["survival_at_1"].tolist() == [0.5, 1.0]
    assert frame["at_risk_at_2.5"].tolist() == [0, 2]
    assert frame["lower_at_1"].isna().tolist() == [False, True]
    assert list(numbers.summary_numbers(five(times=())).columns) == [
        "group", "n", "events", "unit", "median", "median_lower", "median_upper", "readable_until", "conf_type",
        "conf_level",
    ]  # fmt: skip
    assert frame["readable_until"].tolist() == [0.0, 0.0]  # of so few


def test_numbers_at_risk_stand_one_per_line() -> None:
    assert lines(numbers.at_risk_numbers(five(times=(3,)))) == [
        ["A", 0.0, "months", 2, 0, 0],
        ["A", 3.0, "months", 0, 2, 0],
        ["B", 0.0, "months", 3, 0, 0],
        ["B", 3.0, "months", 2, 0, 1],
    ]


def test_nobody_has_no_numbers() -> None:
    nobody = result(sample(), filter={"ranges": [{"variable": "age_years", "minimum": 119}]})
    makers = (numbers.curve_numbers, numbers.hazard_numbers, numbers.summary_numbers, numbers.follow_up_numbers,
              numbers.restricted_mean_numbers, numbers.pair_numbers, numbers.timed_numbers)  # fmt: skip
    assert not [make.__name__ for make in makers if len(make(nobody))]


def test_pairs_differences_and_means_are_those_of_the_result() -> None:
    found = result(lung_by_ecog(), by="level", times=(180, 365))
    assert found.comparison is not None
    assert numbers.pair_numbers(found)["p_holm"].tolist() == [p.p_holm for p in found.comparison.pairs]
    differences = [d.difference for ds in found.comparison.milestones for d in ds]
    assert numbers.milestone_numbers(found)["difference"].tolist() == differences
    means = numbers.restricted_mean_numbers(found)
    assert means["value"].tolist() == [g.restricted_mean.value for g in found.groups]
    assert means["difference"].isna().tolist() == [True, False, False, False]
    assert numbers.pair_numbers(result(lung(), by="who")).empty


def test_conditional_survival_and_incidences_have_a_line_per_group_and_time() -> None:
    lived = numbers.conditional_numbers(result(lung(), by="who", survived=100, times=(180, 365)))
    assert lived[["group", "survived", "time"]].to_numpy().tolist() == [
        ["1 male", 100, 180], ["1 male", 100, 365], ["2 female", 100, 180], ["2 female", 100, 365],
    ]  # fmt: skip
    found = result(mgus2(), by="who", times=(60, 240))
    incidence = numbers.incidence_numbers(found)
    assert len(incidence) == 8
    assert incidence["incidence"].tolist()[:2] == [r.incidence for r in found.competing[0].rates[0]]
    assert found.competing[1].gray is not None
    assert incidence["gray_p"].tolist()[-1] == found.competing[1].gray.p


def test_a_treatment_s_honest_comparisons_are_given_unrounded() -> None:
    found = result(late_surgery(), by="resection")
    assert found.timed is not None
    frame = numbers.timed_numbers(found)
    assert frame["comparison"].tolist() == ["landmark", "Mantel-Byar", "time-varying Cox model"]
    assert frame["p"].tolist() == [found.timed.landmark_test.p, found.timed.mantel_byar.p, found.timed.hazard_ratio.p]
    assert frame["hazard_ratio"].tolist()[2] == found.timed.hazard_ratio.hazard_ratio


def test_numbers_that_compare_groups_of_a_later_treatment_say_on_each_line_that_they_mislead() -> None:
    naive, quiet = result(late_surgery(), by="resection"), result(sample(), by="stage")
    guard = naive.guards[0]
    operated = {"levels": [{"variable": "resection", "levels": ["yes"]}]}
    filtered = result(late_surgery(), by="sex", filter=operated)
    for make in (numbers.milestone_numbers, numbers.restricted_mean_numbers):
        assert set(make(naive)["beware"]) == {f"{guard.what} {guard.why}"}
        assert "beware" not in make(quiet).columns
        assert make(filtered)["beware"].str.startswith("The filter uses “Resection of the primary”").all()


def test_the_test_is_given_unrounded_with_its_warning() -> None:
    line = numbers.test_numbers(result(late_surgery(), by="resection")).iloc[0]
    assert (line["test"], line["df"], line["p"]) == ("log-rank", 1, pytest.approx(8.245904583491762e-10, rel=1e-9))
    assert "immortal time bias" in line["beware"]
    assert numbers.test_numbers(result(sample(), by="stage")).iloc[0]["beware"] == ""
    assert numbers.test_numbers(result(lung())).iloc[0]["p"] is None
    few = numbers.test_numbers(five())
    assert few["test"].tolist()[-1] == "log-rank by permutation"


def test_follow_up_is_that_of_everybody() -> None:
    found = result(lung(), by="who")
    assert found.follow_up is not None
    line = numbers.follow_up_numbers(found).iloc[0]
    assert (line["n"], line["events"], line["reverse_km_median"]) == (228, 165, found.follow_up.reverse_km.value)


def test_events_per_100_person_years_are_on_every_face_as_r_has_them() -> None:
    """R 4.2.2: poisson.test(112, 39086 / 365.25) and poisson.test(53, 30507 / 365.25), times 100, of its data lung."""
    found = result(lung(), by="who")
    table = next(t for t in RESULT_TABLES if t.id == "event_rates")
    assert table.numbers is not None
    frame = table.numbers(found)
    assert frame["events"].tolist() == [112, 53]
    expected = {"rate": [104.6615, 63.4551], "lower": [86.1780, 47.5322], "upper": [125.9350, 83.0008]}
    for column, values in expected.items():
        assert frame[column].tolist() == pytest.approx(values, abs=5e-5)


def test_where_nobody_was_followed_so_long_there_is_no_number() -> None:
    frame = numbers.summary_numbers(result(lung(), by="who", times=(365.25, 1200)))
    assert frame["survival_at_1200"].isna().tolist() == [True, True]
    assert frame["at_risk_at_1200"].tolist() == [0, 0]
    assert not frame["survival_at_365.25"].isna().any()


def test_only_serious_warnings_stand_beside_a_p() -> None:
    found = five()
    assert {g.severity for g in found.guards} == {"caution", "note"}
    assert set(numbers.test_numbers(found)["beware"]) == {""}
