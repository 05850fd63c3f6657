"""Clopper and Pearson's limits, against R and against what they mean."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.errors import PlanError
from nec_core.survival.exact_proportion import exact_proportion

# R 4.2.2: binom.test(count, n, conf.level = level)$conf.int
OF_R = {
    (0, 10, 0.95): (0, 0.308497107818761),
    (0, 10, 0.9): (0, 0.258865550893052),
    (10, 10, 0.95): (0.691502892181239, 1),
    (10, 10, 0.9): (0.741134449106948, 1),
    (10, 27, 0.95): (0.194007158715135, 0.576320427495704),
    (10, 27, 0.9): (0.21661693073608, 0.546640183690132),
    (1, 3, 0.95): (0.00840375865961264, 0.905700675949754),
    (1, 3, 0.9): (0.0169524275084415, 0.864649637828416),
    (137, 400, 0.95): (0.296061932723536, 0.391288820529054),
    (137, 400, 0.9): (0.303186215068392, 0.383559310155521),
}


@pytest.mark.parametrize("asked", OF_R)
def test_the_limits_equal_r(asked: tuple[int, int, float]) -> None:
    found = exact_proportion(*asked)
    assert (found.lower, found.upper) == pytest.approx(OF_R[asked], rel=1e-9, abs=1e-12)
    assert found.share == asked[0] / asked[1]


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_at_each_limit_half_of_what_lies_outside_is_as_far(asked: tuple[int, int]) -> None:
    count, n = asked
    found = exact_proportion(count, n)
    assert found.lower is not None and found.upper is not None

    def chance(share: float, counts: range) -> float:
        return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in counts)

    assert (
        found.lower == 0 if count == 0 else chance(found.lower, range(count, n + 1)) == pytest.approx(0.025, rel=1e-6)
    )
    assert found.upper == 1 if count == n else chance(found.upper, range(count + 1)) == pytest.approx(0.025, rel=1e-6)


def test_of_nobody_there_is_none_and_an_impossible_count_is_refused() -> None:
    nobody = exact_proportion(0, 0)
    assert (nobody.share, nobody.lower, nobody.upper) == (None, None, None)
    with pytest.raises(PlanError, match="count must lie between 0 and 3, but was 4"):
        exact_proportion(4, 3)
