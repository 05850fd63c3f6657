"""Tests, pairs and differences as tables: what stands in them, and that none stands beside immortal time."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.analysis.comparison import compare
from nec_core.export.tables.comparison_tables import log_rank_frame, milestone_frame, pairs_frame, restricted_mean_frame
from nec_core.export.tables.survival_tables import conditional_frame, hazard_frame
from nec_core.survival.counts.event_table import event_table
from tests.analysed import late_surgery, lung, lung_by_ecog, sample

ALL_OF_THEM = (log_rank_frame, pairs_frame, milestone_frame)


def by_sex(**plan: object) -> SurvivalResult:
    return analyse(lung(), AnalysisPlan.model_validate({"by": "who", "times": (180, 365)} | plan))


def test_tests_say_what_they_look_at_and_the_figure_s_test_stands_first() -> None:
    frame = log_rank_frame(by_sex())
    assert list(frame["Test"]) == [
        "Log-rank", "Peto-Peto", "Gehan-Breslow", "Tarone-Ware", "Fleming-Harrington (0, 1)",
    ]  # fmt: skip
    assert frame.iloc[0].tolist() == [
        "Log-rank", "the whole follow-up alike: the test of the figure", "χ² = 10.33, 1 df", ".001",
    ]  # fmt: skip
    assert frame.iloc[4]["Looks at"] == "late differences, weighted by 1 − S"


@pytest.mark.parametrize(
    ("exponents", "what"),
    [
        ((1, 0), "early differences, weighted by S"),
        ((0.5, 0.5), "middle differences, weighted by S^0.5 times (1 − S)^0.5"),
        ((0, 0), "all differences, weighted by 1"),
    ],
)
def test_the_exponents_say_which_differences_are_looked_at(exponents: tuple[float, float], what: str) -> None:
    assert log_rank_frame(by_sex(fleming_harrington=exponents)).iloc[-1]["Looks at"] == what


def test_strata_trend_and_permutation_have_a_line_where_there_is_one() -> None:
    stratified = log_rank_frame(analyse(lung_by_ecog(), AnalysisPlan(by="who", strata="level")))
    assert stratified.iloc[1]["Test"] == "Log-rank, stratified by level"
    assert stratified.iloc[1]["Looks at"] == "within strata, 227 patients"
    ordered = analyse(lung_by_ecog(), AnalysisPlan(by="level"))
    trend = log_rank_frame(ordered).set_index("Test").loc["Log-rank for trend"]
    assert trend["Looks at"] == "the order 0, 1, 2, 3; more events along it"
    few = AnalysisPlan.model_validate({"by": "stage", "filter": {"ranges": [{"variable": "age_years", "maximum": 45}]}})
    assert "Log-rank by permutation" in set(log_rank_frame(analyse(sample(), few))["Test"])


def test_pairs_are_adjusted_and_two_groups_have_none() -> None:
    pairs = pairs_frame(analyse(sample(), AnalysisPlan(by="ajcc_stage")))
    assert list(pairs.columns) == ["Groups", "Log-rank", "P", "P, Holm", "P, Bonferroni", "P, Benjamini-Hochberg"]
    assert pairs.iloc[5].tolist() == ["III and IV", "χ² = 3.06, 1 df", ".080", ".48", ".48", ".48"]
    assert pairs_frame(by_sex()).empty


def test_differences_are_in_percentage_points_with_interval_and_both_p_values() -> None:
    first = milestone_frame(by_sex()).iloc[0].to_dict()
    assert first == {
        "Time": "180 days", "Groups": "2 female minus 1 male",
        "Difference (95% CI), percentage points": "19.8 (8.8–30.8)", "P": "<.001", "P, log(−log) scale": ".002",
    }  # fmt: skip
    late = milestone_frame(by_sex(times=(5000,))).iloc[0]
    assert late["Difference (95% CI), percentage points"] == "beyond follow-up"
    assert late["P"] == ""


def test_a_group_in_which_nobody_had_the_event_yet_makes_no_difference_look_sure() -> None:
    found = compare(
        event_table([1, 2, 3, 9, 9], [True, True, True, False, False], [0, 0, 0, 1, 1], ("A", "B")), 0.95, 5, (2,)
    )
    assert found is not None
    ((difference,),) = found.milestones
    assert difference.difference == pytest.approx(2 / 3)
    assert (difference.lower, difference.upper, difference.p, difference.p_cloglog) == (None, None, None, None)
    (means,) = found.restricted_means
    assert means.difference == pytest.approx(5 - 2)
    assert means.ratio == pytest.approx(5 / 2)
    assert (means.difference_lower, means.difference_p, means.ratio_upper, means.ratio_p) == (None, None, None, None)


def test_restricted_means_name_their_horizon_and_unit() -> None:
    frame = restricted_mean_frame(by_sex(horizon=730))
    assert list(frame.columns)[3] == "Mean within the first 730 days (95% CI)"
    assert frame.iloc[0, 4:].tolist() == ["0 (reference)", "", "1 (reference)"]
    assert frame.iloc[1]["Difference (95% CI)"].endswith(")")
    assert " days (" in frame.iloc[1]["Difference (95% CI)"]


def test_cumulative_hazards_and_the_already_lived_have_their_intervals() -> None:
    hazard = hazard_frame(by_sex()).iloc[0]
    assert hazard["365 days (95% CI, log)"] == "1.08 (0.86–1.36)"
    lived = conditional_frame(by_sex(survived=180)).iloc[1]
    assert lived.tolist() == ["2 female", 71, "66.5% (52.7–77.1), 33", "43.7% (29.4–57.1), 15"]
    assert conditional_frame(by_sex()).empty


def test_groups_settled_after_time_zero_get_no_tests_pairs_or_differences() -> None:
    naive = analyse(late_surgery(), AnalysisPlan(by="resection"))
    assert all(frame(naive).empty for frame in ALL_OF_THEM)
    means = restricted_mean_frame(naive)
    assert len(means) == 2
    assert not [c for c in means.columns if "Difference" in c or "Ratio" in c]


def test_one_group_and_nobody_have_empty_tables() -> None:
    for plan in (
        AnalysisPlan(),
        AnalysisPlan.model_validate({"filter": {"treatments": {"any_of": ["resection"], "none_of": ["resection"]}}}),
    ):
        result = analyse(sample(), plan)
        assert all(frame(result).empty for frame in ALL_OF_THEM)
        assert len(restricted_mean_frame(result)) == len(result.curves)


def test_a_mean_past_the_last_patient_seen_is_not_told() -> None:
    frame = restricted_mean_frame(by_sex(horizon=5000))
    assert list(frame["Mean within the first 5000 days (95% CI)"]) == ["beyond follow-up"] * 2
    assert len(frame.columns) == 4


def test_a_mean_past_its_last_patient_has_no_difference_from_one_that_is_known() -> None:
    # The last man was seen at 1022 days, the last woman at 965; R has 325.2984 days for the men.
    frame = restricted_mean_frame(by_sex(horizon=1000))
    told = dict(zip(frame["Group"], frame["Mean within the first 1000 days (95% CI)"], strict=True))
    assert told["2 female"] == "beyond follow-up"
    assert told["1 male"].startswith("325.3 days")
    assert len(frame.columns) == 4


def test_differences_of_means_have_the_means_decimals() -> None:
    frame = restricted_mean_frame(by_sex(unit="years", times=(1,)))
    assert "0.36 years (0.15–0.57)" in frame.iloc[1]["Difference (95% CI)"]
