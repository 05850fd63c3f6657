"""Many medians at once equal the median of each curve; conventions and bootstrap limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.bootstrap_median import bootstrap_medians
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.many_medians import many_medians
from nec_core.survival.curves.median_conventions import median_conventions
from nec_core.survival.curves.quantiles import median
from tests.survival.strategies import Cohort, cohorts


@given(cohorts())
def test_each_median_equals_that_of_its_curve(cohort: Cohort) -> None:
    table = cohort.table()
    found = many_medians(table.times, table.events, table.censored)
    for g, curve in enumerate(kaplan_meier(table)):
        if table.n[g]:
            value = median(curve).value
            assert found[g] == (np.inf if value is None else value)


@pytest.mark.parametrize(
    ("time", "event", "expected"),
    [
        (range(1, 9), [1] * 8, (4, 4.5, 4.5)),  # the plateau at one half ends at 5
        ([1, 2, 3, 4], [1, 1, 0, 0], (2, 2, None)),  # no event ends it
        ([1, 2, 3], [1, 1, 1], (2, 2, 2)),
        ([1, 2, 3], [0, 0, 1], (3, 3, 3)),
        ([1, 2, 3], [0, 0, 0], (None, None, None)),
    ],
)
def test_textbook_r_and_sas(time: list[int], event: list[int], expected: tuple[float | None, ...]) -> None:
    found = median_conventions(kaplan_meier(event_table(time, np.array(event) == 1))[0])
    assert (found.textbook, found.r, found.sas) == expected
    assert found.differ is (len(set(expected)) > 1)


def test_bootstrap_limits_are_seeded_lie_round_the_median_and_tell_what_is_not_reached() -> None:
    random = np.random.default_rng(5)
    table = event_table(np.ceil(random.exponential(100, 60)), random.random(60) < 0.8, unit="days")
    (found,), (again,), (other,) = (bootstrap_medians(table, seed=s) for s in (1, 1, 2))
    assert found == again != other
    value = median(kaplan_meier(table)[0]).value
    assert (found.lower or 0) < (value or 0) < (found.upper or 0)
    assert (found.not_reached, found.samples, found.seed, found.conf_level) == (0.0, 2000, 1, 0.95)


def test_a_limit_that_is_not_reached_is_none_and_its_share_is_that_of_the_binomial() -> None:
    # Two of three die at 1: half of the samples' patients or more die with the chance of 2 or 3 of 3, 20 / 27.
    (found,) = bootstrap_medians(event_table([1, 1, 2], [True, True, False]))
    assert found.upper is None
    assert found.not_reached == pytest.approx(7 / 27, abs=0.04)
