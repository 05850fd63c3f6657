"""The permutation test against listing every arrangement, and against its own random draws."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings

from nec_core.errors import PlanError
from nec_core.survival.comparing import permutation
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.comparing.permutation import permutation_test
from nec_core.survival.counts.event_table import EventTable, event_table
from tests.survival.strategies import Cohort, cohorts


def listed(cohort: Cohort) -> float:
    """Share of all arrangements whose observed minus expected is as far out, by the log-rank test's own sums."""
    sizes = np.bincount(cohort.group, minlength=cohort.groups)

    def distance(group: np.ndarray) -> float:
        test = log_rank(event_table(cohort.time, cohort.event, group, [str(g) for g in range(cohort.groups)]))
        present = sizes > 0
        return float((((test.observed - test.expected) ** 2)[present] / sizes[present]).sum())

    observed = distance(cohort.group)
    arrangements = sorted(set(permutations(cohort.group.tolist())))
    return float(np.mean([distance(np.array(a)) >= observed * (1 - 1e-9) - 1e-12 for a in arrangements]))


@given(cohorts(max_size=6, max_groups=3))
@settings(max_examples=40)
def test_the_exact_p_equals_listing_every_arrangement(cohort: Cohort) -> None:
    test = permutation_test(cohort.table())
    if np.unique(cohort.group).size < 2 or not cohort.event.any():
        assert test.p is None
    else:
        assert test.exact
        assert test.p == pytest.approx(listed(cohort), abs=1e-12)


def seeded_table(n: int, seed: int, groups: int = 2) -> EventTable:
    random = np.random.default_rng(seed)
    group = np.arange(n) % groups
    time = np.ceil(random.exponential(200.0 + 150.0 * group))
    return event_table(time, random.random(n) < 0.7, group, [str(g) for g in range(groups)], "days")


def test_two_groups_listed_whole_equal_two_groups_listed_by_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    table = seeded_table(14, 3)
    by_halves = permutation_test(table)
    monkeypatch.setattr(permutation, "_LONGEST_HALF", 1)
    whole = permutation_test(table)
    assert (by_halves.exact, whole.exact) == (True, True)
    assert by_halves.p == pytest.approx(whole.p, abs=1e-12)
    assert by_halves.arrangements == whole.arrangements == 3432


def test_thirty_eight_patients_are_exact_and_agree_with_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    table = seeded_table(38, 1)
    exact = permutation_test(table)
    assert exact.exact
    assert exact.arrangements == 35345263800
    assert (exact.draws, exact.seed, exact.monte_carlo_error) == (None, None, None)
    monkeypatch.setattr(permutation, "_LONGEST_HALF", 1)
    drawn = permutation_test(table, draws=20_000)
    assert not drawn.exact
    assert drawn.monte_carlo_error == pytest.approx(np.sqrt(drawn.p * (1 - drawn.p) / 20_000))
    assert abs(drawn.p - exact.p) < 4 * drawn.monte_carlo_error


def test_the_same_seed_gives_the_same_p_and_another_gives_another() -> None:
    table = seeded_table(90, 2, groups=3)
    first, again, other = (permutation_test(table, draws=2000, seed=seed) for seed in (1, 1, 3))
    assert first == again
    assert first.p != other.p
    assert (first.draws, first.seed, first.arrangements) == (2000, 1, None)


def test_large_and_tied_cohorts_are_near_the_chi_squared_p() -> None:
    table = seeded_table(300, 4)
    asymptotic, drawn = log_rank(table).p, permutation_test(table, draws=5000)
    assert drawn.p == pytest.approx(asymptotic, abs=0.02)


def test_many_ties_are_listed_though_patients_are_many() -> None:
    time, event = np.repeat([1, 2, 3], 40), np.tile([True, True, False, True], 30)
    table = event_table(time, event, np.arange(120) % 2, ("a", "b"), "days")
    assert permutation_test(table).exact


@pytest.mark.parametrize(("small", "large"), [(500, 1500), (5, 1995), (10, 30)])
def test_one_event_in_the_smaller_group_is_as_likely_as_its_share_of_the_patients(small: int, large: int) -> None:
    """Of 2,000 patients the arrangements are more than a float can count."""
    n = small + large
    group = np.repeat([0, 1], [small, large])
    table = event_table(np.arange(1, n + 1), np.arange(n) == 0, group, ["small", "large"], "days")
    assert permutation_test(table).p == pytest.approx(small / n, rel=1e-9)


def test_p_is_never_zero_from_draws() -> None:
    n = 80
    table = event_table(np.arange(n), np.ones(n, dtype=bool), (np.arange(n) < n // 2).astype(int), ("a", "b"), "days")
    assert permutation_test(table, draws=100).p == 1 / 101


def test_what_cannot_be_permuted_is_refused() -> None:
    with pytest.raises(PlanError, match="Patients who enter at different times can't be exchanged"):
        permutation_test(event_table([5, 6], [True, True], [0, 1], ("a", "b"), "days", entry=[1, 2]))
    with pytest.raises(PlanError, match="draws must be at least 1, but was 0"):
        permutation_test(seeded_table(9, 1), draws=0)
