"""Results for scripts: unrounded, null for not estimable, and a warning beside every naive number."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export import report_json
from nec_core.patients.cohort import Cohort
from tests.analysed import admission_of, answers, extract, late_surgery, lung, lung_by_ecog, mgus2, sample


def of(cohort: Cohort, **plan: object) -> dict[str, Any]:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    text = report_json.of_analysis(analyse(cohort, AnalysisPlan.model_validate(plan)))
    found: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return found


def test_keys_stay_whatever_is_asked() -> None:
    keys = [
        "endpoint", "definition", "unit", "conf_type", "conf_level", "by", "cut", "n", "events", "competing_events",
        "rejected", "excluded", "groups", "conditional", "cut_point", "log_rank", "comparison", "time_dependent",
        "competing", "cox", "firth", "fine_gray", "worth", "follow_up", "guards",
    ]  # fmt: skip
    far = {"ranges": [{"variable": "age_years", "minimum": 119}]}
    for found in (of(sample()), of(late_surgery(), by="resection"), of(sample(), filter=far)):
        assert list(found) == keys


def test_numbers_are_r_s_and_unrounded() -> None:
    found, r = of(lung(), by="who", times=(365.25,), covariates=("years", "who", "score")), answers()["lung"]
    assert found["log_rank"]["chi2"] == pytest.approx(r["log_rank_chi2"], rel=1e-9)
    assert found["comparison"]["peto_peto"]["chi2"] == pytest.approx(r["peto_peto_chi2"], rel=1e-9)
    ratio = found["comparison"]["hazard_ratios"]["coefficients"][0]
    assert ratio["hazard_ratio"] == pytest.approx(r["sex"]["hazard_ratio"][0], rel=1e-6)
    assert [c["hazard_ratio"] for c in found["cox"]["coefficients"]] == pytest.approx(
        r["together"]["hazard_ratio"], rel=1e-6
    )
    assert (found["cox"]["n"], found["cox"]["left_out"], found["firth"]) == (227, 1, None)
    zph = found["cox"]["proportional_hazards_km"]
    assert [t["chi2"] for t in zph] == pytest.approx(r["together"]["zph_chi2"], rel=1e-6)
    weighted = {t["weighting"]: t["chi2"] for t in found["comparison"]["weighted"]}
    assert weighted["tarone-ware"] == pytest.approx(r["tests"]["tarone_ware"], rel=1e-9)
    assert (found["comparison"]["trend"], found["comparison"]["stratified"], found["conditional"]) == (None, None, [])
    (difference,) = found["comparison"]["milestone_differences"]
    assert (difference["group"], difference["time"]) == ("2 female", 365.25)
    male = found["groups"][0]
    assert male["cumulative_hazard"][0]["time"] == 365.25
    assert (male["name"], male["n"], male["events"], male["median"]) == ("1 male", 138, 112, 270)
    assert male["at_times"][0]["at_risk"] == 35
    assert male["quartiles"][0]["p"] == 0.25


def test_a_naive_p_has_its_warning_beside_it_and_the_honest_numbers_below() -> None:
    found, r = of(late_surgery(), by="resection"), answers()["late_surgery"]
    comparison = found["comparison"]
    misleading = [
        found["log_rank"], comparison["peto_peto"], *comparison["weighted"], *comparison["pairwise"],
        *comparison["hazard_ratios"]["coefficients"], *comparison["restricted_mean_differences"],
        *comparison["milestone_differences"], *found["groups"], *found["groups"][0]["at_times"],
    ]  # fmt: skip
    assert [one["misleads"] for one in misleading] == [["immortal_time"]] * len(misleading)
    warning = found["guards"][0]
    assert (warning["kind"], warning["severity"]) == ("immortal_time", "serious")
    assert "immortal time bias" in warning["why"]
    timed = found["time_dependent"]
    assert timed["misleads"] == timed["landmark_log_rank"]["misleads"] == timed["mantel_byar"]["misleads"] == []
    assert timed["landmark_log_rank"]["p"] == pytest.approx(r["landmark"]["p"], rel=1e-9)
    assert timed["landmark_left_out"] == [40, 9]
    assert timed["mantel_byar"]["p"] == pytest.approx(r["mantel_byar"]["p"], rel=1e-9)
    assert timed["hazard_ratio"]["hazard_ratio"] == pytest.approx(r["time_varying_cox"]["hazard_ratio"], rel=1e-6)
    assert (timed["n"], timed["treated"], timed["without_date"]) == (150, 73, 0)


def test_without_immortal_time_there_is_nothing_to_beware_of() -> None:
    assert of(sample(), by="stage")["log_rank"]["misleads"] == []
    assert of(sample())["log_rank"] is None


def test_a_filter_by_what_came_later_makes_every_number_mislead_and_a_stratum_what_is_compared_within_it() -> None:
    operated = {"levels": [{"variable": "resection", "levels": ["yes"]}]}
    found = of(late_surgery(), by="sex", filter=operated, strata="resection")
    assert found["log_rank"]["misleads"] == found["follow_up"]["misleads"] == ["immortal_filter"]
    found = of(late_surgery(), by="sex", strata="resection", covariates=("age_years",))
    assert found["comparison"]["stratified"]["misleads"] == ["immortal_stratum"]
    assert found["log_rank"]["misleads"] == []
    assert found["cox"]["misleads"] == ["immortal_stratum"]


def test_a_model_with_a_treatment_in_it_is_warned_about() -> None:
    found = of(late_surgery(), covariates=("resection",))
    assert found["guards"][0]["kind"] == "immortal_covariate"
    assert "is in the model as if known at diagnosis" in found["guards"][0]["what"]
    assert found["cox"]["coefficients"][0]["misleads"] == found["cox"]["wald"]["misleads"] == ["immortal_covariate"]
    stated = of(mgus2(), covariates=("who",))
    assert [w["kind"] for w in stated["guards"]] == ["competing", "maybe_immortal_covariate"]
    assert stated["cox"]["misleads"] == []


def test_competing_events_come_with_both_tests() -> None:
    found, r = of(mgus2(), by="who", times=(60, 240)), answers()["mgus2"]
    assert [c["cause"] for c in found["competing"]] == ["the event", "competing event"]
    assert [c["gray"]["chi2"] for c in found["competing"]] == pytest.approx(r["gray_chi2"], rel=1e-9)
    assert [c["cause_specific_log_rank"]["chi2"] for c in found["competing"]] == pytest.approx(
        r["specific_chi2"], rel=1e-9
    )
    first = found["competing"][0]["groups"][0]
    assert [x["incidence"] for x in first["at_times"]] == pytest.approx(r["event_f"]["incidence"], rel=1e-9)
    assert found["competing_events"] == 860


def test_endless_estimates_are_null_with_firth_s_beside() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, int(i % 2 == 0), "ab"[i % 2]) for i in range(20)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    found = of(cohort, covariates=("arm",))
    assert found["cox"]["coefficients"][0]["hazard_ratio"] is None
    assert found["cox"]["wald"] == {"chi2": None, "df": None, "p": None, "misleads": ["endless"]}
    assert found["firth"][0]["hazard_ratio"] > 0
    assert found["firth"][0]["misleads"] == []


def test_few_events_bring_the_permutation_test() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, "ab"[i > 1]) for i in range(4)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    permutation = of(cohort, by="arm")["comparison"]["permutation"]
    assert (permutation["p"], permutation["exact"], permutation["arrangements"]) == (pytest.approx(2 / 6), True, 6)


def test_follow_up_has_all_its_definitions() -> None:
    found = of(sample())["follow_up"]
    assert found["reverse_km"]["median"] == pytest.approx(18.8, abs=0.05)
    assert set(found) == {"reverse_km", "alive_only_median", "minimum", "maximum", "misleads"}
    far = {"ranges": [{"variable": "age_years", "minimum": 119}]}
    assert of(sample(), filter=far)["follow_up"] is None


def test_a_check_adds_up_and_is_json() -> None:
    found = json.loads(report_json.of_check(admission_of("late_surgery.csv")))
    assert found["rows_in"] == found["accepted"] + found["folded"] + found["rejected"] == 150
    assert (found["layout"], found["encoding"], found["problems"]) == ("template", "utf-8", [])
    assert "file_name" not in found


def test_what_a_plan_asks_for_beyond_the_curves_stands_in_it() -> None:
    r = answers()["lung"]
    found = of(lung_by_ecog(), by="who", strata="level", survived=180, times=(180, 365))
    assert found["comparison"]["stratified"] == {
        "by": "level", "n": 227, "chi2": pytest.approx(r["tests"]["within_ecog"]["chi2"], rel=1e-9), "df": 1,
        "p": pytest.approx(0.00101771334472, rel=1e-9),  # R: pchisq
        "misleads": [],
    }  # fmt: skip
    lived = [at["survival"] for c in found["conditional"] for at in c["at_times"]]
    assert lived == pytest.approx(r["lived_180"]["survival"], rel=1e-9)
    assert [(c["survived"], c["n"]) for c in found["conditional"]] == [(180, 88), (180, 71)]
    trend = of(lung_by_ecog(), by="level")["comparison"]["trend"]
    assert (trend["groups"], trend["df"]) == (["0", "1", "2", "3"], 1)
    assert trend["chi2"] == pytest.approx(r["tests"]["trend_by_ecog"], rel=1e-9)
    assert of(lung_by_ecog(), by="who", entry="seen")["definition"]["entry"] == "seen"
