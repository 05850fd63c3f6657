"""Log-rank tests against R, lifelines and their own symmetries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from nec_core.errors import PlanError
from nec_core.survival.comparing.log_rank import LogRank, log_rank, stratified_log_rank
from nec_core.survival.comparing.pairwise import adjust, pairwise
from nec_core.survival.comparing.trend_test import trend_test
from nec_core.survival.counts.event_table import EventTable, event_table
from tests.survival.goldens import assert_same, cases, codes, columns, columns_of
from tests.survival.strategies import Cohort, cohorts

GOLDENS = {name: case for name, case in cases("log_rank").items() if name != "stratified"}
WEIGHTS = {
    "log_rank": ("log-rank", 0.0, 0.0),
    "peto_peto": ("peto-peto", 0.0, 0.0),
    "rho_half": ("fleming-harrington", 0.5, 0.0),
    "gehan_breslow": ("gehan-breslow", 0.0, 0.0),
    "tarone_ware": ("tarone-ware", 0.0, 0.0),
    "fh_0_1": ("fleming-harrington", 0.0, 1.0),
    "fh_1_1": ("fleming-harrington", 1.0, 1.0),
}


def table_of(name: str) -> EventTable:
    data, groups = columns_of(name, cases("kaplan_meier")[name]), GOLDENS[name]["groups"]
    return event_table(data["t"], data["e"] == 1, codes(data["g"], groups), groups, unit="days")


@pytest.mark.parametrize("weighting", WEIGHTS)
@pytest.mark.parametrize("name", GOLDENS)
def test_every_weighting_equals_r(name: str, weighting: str) -> None:
    test, r = log_rank(table_of(name), *WEIGHTS[weighting]), GOLDENS[name][weighting]
    if r is None:
        assert (test.chi2, test.df, test.p) == (None, None, None)
        return
    assert_same(test.chi2, r["chi2"])
    assert_same(test.observed, r["observed"])
    assert_same(test.expected, r["expected"])
    if "df" in r:
        assert test.df == r["df"]
        assert_same(test.p, r["p"])


@pytest.mark.parametrize("name", GOLDENS)
def test_trend_equals_rs_exact_score_test(name: str) -> None:
    trend, r = trend_test(table_of(name)), GOLDENS[name]["trend_z2"]
    if trend.chi2 is None:
        assert r is None or r == pytest.approx(0.0, abs=1e-9)
    else:
        assert_same(trend.chi2, r)
        assert trend.df == 1


@pytest.mark.parametrize("name", GOLDENS)
def test_pairs_and_their_adjustments_equal_r(name: str) -> None:
    pairs, r = pairwise(table_of(name)), GOLDENS[name]["pairs"]
    assert [(pair.first, pair.second) for pair in pairs] == [(pair["first"], pair["second"]) for pair in r]
    for field in ("chi2", "p_raw", "p_holm", "p_bonferroni", "p_bh"):
        assert_same([getattr(pair, field) for pair in pairs], [pair[field] for pair in r], what=field)


@pytest.mark.parametrize(
    ("case", "name", "stratum"),
    [("lung_ecog", "lung", "ecog"), ("veteran_trt", "veteran", "trt"), ("gbsg_meno", "gbsg", "meno")],
)
def test_stratified_equals_r(case: str, name: str, stratum: str) -> None:
    data, r = columns(name), cases("log_rank")["stratified"][case]
    groups = GOLDENS[name]["groups"]
    group = codes(data["g"], groups)
    values = np.unique(data[stratum][~np.isnan(data[stratum])])
    tables = [
        event_table(data["t"], data["e"] == 1, np.where(data[stratum] == value, group, -1), groups, "days")
        for value in values
    ]
    test = stratified_log_rank(tables)
    assert_same(test.chi2, r["chi2"])
    assert_same(test.observed, r["observed"])
    assert_same(test.expected, r["expected"])
    assert test.df == len(groups) - 1


def test_delayed_entry_equals_rs_exact_score_test() -> None:
    data = columns("myeloma")
    group = codes(data["g"], ["Early", "Late"])
    table = event_table(data["t"], data["e"], group, ("Early", "Late"), "days", data["entry"])
    assert_same(log_rank(table).chi2, cases("delayed_entry")["myeloma"]["log_rank"])


def test_a_group_without_expected_events_is_dropped() -> None:
    test = log_rank(table_of("group_gone_before_first_event"))
    assert test.groups_compared == ("b", "c")
    assert test.df == 1
    assert test.expected[0] == 0.0


@pytest.mark.parametrize("name", ["all_censored", "everybody_at_once"])
def test_nothing_to_compare_is_none_not_an_error(name: str) -> None:
    test = log_rank(table_of(name))
    assert (test.chi2, test.df, test.p) == (None, None, None)


def test_one_group_is_none() -> None:
    test = log_rank(event_table([1, 2], [True, True]))
    assert (test.chi2, test.p, test.groups_compared) == (None, None, ("All",))
    assert pairwise(event_table([1, 2], [True, True])) == ()


@given(cohorts())
def test_the_order_of_groups_does_not_matter(cohort: Cohort) -> None:
    table = cohort.table()
    backwards = table.select(list(range(cohort.groups))[::-1])
    for weighting, rho, gamma in WEIGHTS.values():
        assert_same_test(log_rank(table, weighting, rho, gamma), log_rank(backwards, weighting, rho, gamma))


@given(cohorts())
def test_the_unit_does_not_matter(cohort: Cohort) -> None:
    assert_same_test(log_rank(cohort.table()), log_rank(cohort.table().in_unit("days")))


@given(cohorts(max_groups=3))
def test_observed_and_expected_add_up_to_the_same(cohort: Cohort) -> None:
    for weighting, rho, gamma in WEIGHTS.values():
        test = log_rank(cohort.table(), weighting, rho, gamma)
        assert test.observed.sum() == pytest.approx(test.expected.sum())


@given(cohorts())
def test_one_stratum_is_no_stratum(cohort: Cohort) -> None:
    assert_same_test(stratified_log_rank((cohort.table(),)), log_rank(cohort.table()))


@given(cohorts(max_groups=2))
def test_the_trend_over_two_groups_is_their_log_rank_test(cohort: Cohort) -> None:
    if cohort.groups == 2:
        plain, trend = log_rank(cohort.table()), trend_test(cohort.table())
        if plain.chi2 is not None:
            assert trend.chi2 == pytest.approx(plain.chi2, abs=1e-9)


@pytest.mark.parametrize(
    ("weighting", "lifelines_name"),
    [("log-rank", None), ("gehan-breslow", "wilcoxon"), ("tarone-ware", "tarone-ware")],
)
def test_lifelines_agrees(weighting: str, lifelines_name: str | None) -> None:
    from lifelines.statistics import multivariate_logrank_test

    data = columns("veteran")
    theirs = multivariate_logrank_test(data["t"], data["g"], data["e"], weightings=lifelines_name)
    assert log_rank(table_of("veteran"), weighting).chi2 == pytest.approx(theirs.test_statistic, rel=1e-8)


def test_trend_takes_scores_and_tells_the_direction() -> None:
    table = table_of("lung")
    trend = trend_test(table, scores=(1.0, 0.0))
    assert trend.z is not None
    # Women, who live longer, have the higher score here: fewer events than expected where the score is high.
    assert table.groups == ("Female", "Male")
    assert trend.z < 0.0
    assert trend.chi2 == pytest.approx(trend_test(table).chi2)
    with pytest.raises(PlanError, match="scores must be one number per group, but 3 were given for 2 groups"):
        trend_test(table, scores=(1, 2, 3))


def test_adjusting_leaves_out_what_could_not_be_tested() -> None:
    assert adjust([0.01, None, 0.04], "holm") == [0.02, None, 0.04]
    assert adjust([0.01, None, 0.04], "bonferroni") == [0.02, None, 0.08]
    assert adjust([0.01, None, 0.04], "bh") == [0.02, None, 0.04]


def test_wrong_questions_are_refused() -> None:
    table = table_of("lung")
    with pytest.raises(PlanError, match=r"weighting must be one of log-rank, peto-peto, .* but was 'wilcoxon'"):
        log_rank(table, "wilcoxon")
    with pytest.raises(PlanError, match="one table per stratum, all with the same groups"):
        stratified_log_rank((table, table.select([0])))
    with pytest.raises(PlanError, match="one table per stratum"):
        stratified_log_rank(())


def assert_same_test(first: LogRank, second: LogRank) -> None:
    assert (first.chi2 is None) == (second.chi2 is None)
    if first.chi2 is not None:
        assert first.chi2 == pytest.approx(second.chi2, rel=1e-7, abs=1e-9)
        assert first.df == second.df
