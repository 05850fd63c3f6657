"""Tails from the standard library against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.survival.distributions import chi_squared_tail, normal_quantile, two_sided_normal_tail


@given(st.floats(0.0, 700.0), st.integers(1, 30))
def test_chi_squared_tail_equals_scipy(chi2: float, df: int) -> None:
    from scipy.stats import chi2 as reference

    assert chi_squared_tail(chi2, df) == pytest.approx(reference.sf(chi2, df), rel=1e-11, abs=1e-300)


@given(st.floats(-35.0, 35.0))
def test_two_sided_normal_tail_equals_scipy(z: float) -> None:
    from scipy.stats import norm

    assert two_sided_normal_tail(z) == pytest.approx(2.0 * norm.sf(abs(z)), rel=1e-12)


@pytest.mark.parametrize("p", np.linspace(0.001, 0.999, 23).tolist())
def test_normal_quantile_equals_scipy(p: float) -> None:
    from scipy.stats import norm

    assert normal_quantile(p) == pytest.approx(norm.ppf(p), rel=1e-13, abs=1e-15)


def test_the_one_degree_tail_of_the_squared_normal_is_the_normals() -> None:
    assert chi_squared_tail(1.96**2, 1) == pytest.approx(two_sided_normal_tail(1.96), rel=1e-14)
    assert chi_squared_tail(0.0, 3) == 1.0
