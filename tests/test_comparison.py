"""Groups against each other: R's numbers, and the permutation test only where events are few."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis import AnalysisPlan, analyse
from nec_core.comparison import compare
from nec_core.survival.event_table import EventTable, event_table
from tests.analysed import answers, lung


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
    assert [(p.first, p.second, p.p_raw) for p in found.pairs] == [("1 male", "2 female", found.log_rank.p)]


def test_one_group_has_nothing_to_be_compared_with() -> None:
    assert compare(event_table([1, 2], [True, False]), 0.95) is None


@pytest.mark.parametrize(("events", "permuted"), [(0, False), (1, True), (9, True), (10, False)])
def test_the_permutation_test_stands_beside_few_events_only(events: int, permuted: bool) -> None:
    found = compare(table_of(events), 0.95)
    assert found is not None
    assert (found.permutation is not None) is permuted


def test_with_two_patients_a_side_the_permutation_p_is_the_share_of_arrangements() -> None:
    found = compare(event_table([1, 2, 3, 4], [True] * 4, [0, 0, 1, 1], ("A", "B")), 0.95)
    assert found is not None
    assert found.permutation is not None
    # Of the 6 ways to deal 4 patients in two pairs, this one and its mirror image are the furthest apart.
    assert (found.permutation.p, found.permutation.exact) == (pytest.approx(2 / 6), True)


def test_many_patients_are_not_permuted_however_few_their_events() -> None:
    found = compare(table_of(3, n=2001), 0.95)
    assert found is not None
    assert found.permutation is None


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
