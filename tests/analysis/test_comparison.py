"""Groups against each other: R's numbers, and the permutation test."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.comparison import compare, permuted
from nec_core.errors import PlanError
from nec_core.survival.comparing.trend_test import trend_test
from nec_core.survival.counts.event_table import EventTable, event_table
from tests.analysed import answers, extract, lung, lung_by_ecog


def table_of(n_events: int, n: int = 24) -> EventTable:
    return event_table(np.arange(1, n + 1), np.arange(n) < n_events, np.arange(n) % 2, ("A", "B"))


def test_lung_by_sex_equals_r_in_every_number() -> None:
    found, r = analyse(lung(), AnalysisPlan(by="who")).comparison, answers()["lung"]
    assert found is not None
    assert found.log_rank.chi2 == pytest.approx(r["log_rank_chi2"], rel=1e-9)
    assert found.log_rank.p == pytest.approx(r["log_rank_p"], rel=1e-9)
    assert found.peto_peto.chi2 == pytest.approx(r["peto_peto_chi2"], rel=1e-9)
    (female,) = found.hazard_ratios.coefficients
    assert (female.level, female.reference) == ("2 female", "1 male")
    expected = (r["sex"]["hazard_ratio"][0], r["sex"]["lower"][0], r["sex"]["upper"][0])
    assert (female.hazard_ratio, female.lower, female.upper) == pytest.approx(expected, rel=1e-6)
    (pair,) = found.pairs
    assert (pair.first, pair.second) == ("1 male", "2 female")
    assert pair.p_raw == pytest.approx(r["log_rank_p"], rel=1e-9)


def test_a_chosen_reference_turns_ratios_and_differences_round() -> None:
    usual, turned = (
        analyse(lung(), AnalysisPlan(by="who", times=(365,), references=r)).comparison
        for r in ({}, {"who": "2 female"})
    )
    assert usual is not None
    assert turned is not None
    (a,), (b,) = usual.hazard_ratios.coefficients, turned.hazard_ratios.coefficients
    assert (b.level, b.reference) == ("1 male", "2 female")
    assert (a.hazard_ratio or 0) * (b.hazard_ratio or 0) == pytest.approx(1, rel=1e-9)
    assert turned.milestones[0][0].difference == -(usual.milestones[0][0].difference or 0)
    assert turned.restricted_means[0].reference == "2 female"


def test_a_group_gone_before_the_first_event_is_no_reference() -> None:
    time, event = [1, 2, 5, 6, 7, 8, 9, 10], [False, False, True, True, True, False, True, True]
    found = compare(event_table(time, event, [0, 0, 1, 2, 1, 2, 1, 2], ("A", "B", "C")), 0.95)
    assert found is not None
    gone, third = found.hazard_ratios.coefficients
    assert (gone.level, gone.reference, gone.hazard_ratio) == ("A", "B", None)
    # R: coxph(Surv(t, e) ~ relevel(g, "B")) gives exp(-1.2075) for C and NA for A.
    assert third.coef == pytest.approx(-1.2075, abs=5e-5)
    two = compare(event_table(time[2:], event[2:], [0, 1, 0, 1, 0, 1], ("B", "C")), 0.95)
    assert two is not None
    assert third.hazard_ratio == pytest.approx(two.hazard_ratios.coefficients[0].hazard_ratio, rel=1e-9)


def test_a_reference_nobody_has_is_refused_with_the_levels_there_are() -> None:
    with pytest.raises(PlanError, match=r"^“who” has no level “3” to compare with\. Its levels: 1 male, 2 female\.$"):
        analyse(lung(), AnalysisPlan(by="who", references={"who": "3"}))


def test_one_group_has_nothing_to_be_compared_with() -> None:
    assert compare(event_table([1, 2], [True, False]), 0.95) is None


@pytest.mark.parametrize(("events", "told"), [(0, False), (1, True), (9, True), (10, True), (24, True)])
def test_the_permutation_test_stands_beside_any_number_of_events(events: int, told: bool) -> None:
    assert (permuted(table_of(events)) is not None) is told


def test_with_two_patients_a_side_the_permutation_p_is_the_share_of_arrangements() -> None:
    found = permuted(event_table([1, 2, 3, 4], [True] * 4, [0, 0, 1, 1], ("A", "B")))
    assert found is not None
    # Of the 6 ways to deal 4 patients in two pairs, this one and its mirror image are the furthest apart.
    assert (found.p, found.exact) == (pytest.approx(2 / 6), True)


@pytest.mark.parametrize(
    ("events", "n", "told"),
    [(1, 2000, True), (1, 2001, False), (9, 300, True), (10, 300, False), (10, 200, True), (10, 201, False)],
)
def test_more_patients_are_permuted_at_once_the_fewer_their_events(events: int, n: int, told: bool) -> None:
    assert (permuted(table_of(events, n=n)) is not None) is told


def test_neither_one_group_nor_delayed_entry_is_permuted() -> None:
    assert permuted(event_table([1, 2], [True, False])) is None
    assert permuted(event_table([5, 6], [True, True], [0, 1], ("A", "B"), entry=[1, 0])) is None


def test_the_level_and_the_horizon_reach_ratios_and_restricted_means() -> None:
    wide, narrow = (analyse(lung(), AnalysisPlan(by="who", conf_level=x)).comparison for x in (0.99, 0.9))
    assert wide is not None
    assert narrow is not None
    (a,), (b,) = wide.hazard_ratios.coefficients, narrow.hazard_ratios.coefficients
    assert a.hazard_ratio == b.hazard_ratio
    assert (a.lower or 9) < (b.lower or 0) < (b.upper or 9) < (a.upper or 0)
    assert (wide.hazard_ratios.conf_level, narrow.hazard_ratios.conf_level) == (0.99, 0.9)
    found = compare(table_of(20), 0.95, horizon=6.5)
    assert found is not None
    assert [m.tau for m in found.restricted_means] == [6.5]


def test_every_weighted_test_equals_r() -> None:
    found, r = analyse(lung(), AnalysisPlan(by="who")).comparison, answers()["lung"]["tests"]
    assert found is not None
    by_name = {t.weighting: t.chi2 for t in found.weighted}
    assert list(by_name) == ["peto-peto", "gehan-breslow", "tarone-ware", "fleming-harrington"]
    assert by_name["gehan-breslow"] == pytest.approx(r["gehan_breslow"], rel=1e-9)
    assert by_name["tarone-ware"] == pytest.approx(r["tarone_ware"], rel=1e-9)
    assert by_name["fleming-harrington"] == pytest.approx(r["late"], rel=1e-9)
    middle = analyse(lung(), AnalysisPlan(by="who", fleming_harrington=(0.5, 0.5))).comparison
    assert middle is not None
    assert (middle.weighted[3].rho, middle.weighted[3].gamma) == (0.5, 0.5)
    assert middle.weighted[3].chi2 == pytest.approx(r["early_late"], rel=1e-9)


def test_trend_over_ordered_groups_equals_r() -> None:
    found, r = analyse(lung_by_ecog(), AnalysisPlan(by="level")).comparison, answers()["lung"]["tests"]
    assert found is not None
    assert found.trend_groups == ("0", "1", "2", "3")
    assert found.trend is not None
    assert (found.trend.chi2, found.trend.df) == (pytest.approx(r["trend_by_ecog"], rel=1e-9), 1)
    assert found.log_rank.chi2 == pytest.approx(r["by_ecog"]["chi2"], rel=1e-9)
    assert found.log_rank.df == r["by_ecog"]["df"]


def test_two_groups_have_no_trend_and_unknown_is_no_place_in_an_order() -> None:
    two = compare(table_of(12), 0.95)
    assert two is not None
    assert (two.trend, two.trend_groups) == (None, ())
    codes = np.arange(24) % 4
    table = event_table(np.arange(1, 25), [True] * 24, codes, ("I", "Unknown", "III", "II"))
    four = compare(table, 0.95, scale=("I", "II", "III", "IV"))
    assert four is not None
    assert four.trend_groups == ("I", "II", "III")
    assert four.trend is not None
    assert four.trend.chi2 == trend_test(table.select([0, 3, 2])).chi2


def test_groups_in_alphabetical_order_have_no_trend() -> None:
    table = event_table(np.arange(1, 25), [True] * 24, np.arange(24) % 4, ("adeno", "large", "small", "squamous"))
    found = compare(table, 0.95)
    assert found is not None
    assert (found.trend, found.trend_groups) == (None, ())


def test_numbers_are_a_scale_in_their_own_order_and_words_are_none() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, (9, 100, 20)[i % 3], "abc"[i % 3]) for i in range(24)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "grade", "site"), rows, category=("grade", "site"))
    by_grade, by_site = (analyse(cohort, AnalysisPlan(by=by)).comparison for by in ("grade", "site"))
    assert by_grade is not None and by_site is not None
    assert by_grade.trend_groups == ("9", "20", "100")
    assert by_site.trend is None


def test_the_stratified_test_equals_r_and_leaves_out_who_has_no_stratum() -> None:
    found, r = analyse(lung_by_ecog(), AnalysisPlan(by="who", strata="level")), answers()["lung"]["tests"]
    assert found.comparison is not None
    assert found.comparison.stratified is not None
    assert found.comparison.stratified.chi2 == pytest.approx(r["within_ecog"]["chi2"], rel=1e-9)
    assert (found.n, found.comparison.stratified.n.sum()) == (228, r["within_ecog"]["n"])
    assert found.strata is not None
    assert found.strata.name == "level"


def test_a_number_is_no_stratum() -> None:
    with pytest.raises(PlanError, match=r"^“years” can't be a stratum: choose a category\.$"):
        analyse(lung_by_ecog(), AnalysisPlan(by="who", strata="years"))


def test_differences_at_the_chosen_times_are_r_s_rates_apart() -> None:
    found, r = analyse(lung(), AnalysisPlan(by="who", times=(180, 365))).comparison, answers()["lung"]["year"]
    assert found is not None
    assert [[d.time for d in each] for each in found.milestones] == [[180.0], [365.0]]
    ((year,),) = found.milestones[1:]
    assert (year.reference, year.group) == ("1 male", "2 female")
    assert year.difference == pytest.approx(r["survival"][1] - r["survival"][0], rel=1e-9)
    assert year.std_error == pytest.approx(np.hypot(*r["std_error"]), rel=1e-9)
