"""Fisher's exact test. Numbers from R 4.2.2, fisher.test(matrix(c(a, b, c, d), 2, byrow = TRUE))$p.value."""

from __future__ import annotations

import pytest

from nec_core.survival.comparing.fisher_exact import fisher_exact

FROM_R = """\
8 0 8 24 0.000167350012551251
3 1 1 3 0.485714285714286
10 2 3 15 0.000536724119143436
1 9 11 3 0.00275945618522008
0 6 5 1 0.0151515151515152
120 880 900 9100 0.00241607326778083
2 2 2 2 1
5 0 1 0 1
1 0 0 1 1
17 23 19 31 0.67225647230287"""


@pytest.mark.parametrize("line", FROM_R.splitlines())
def test_the_p_value_is_rs(line: str) -> None:
    a, b, c, d, p = line.split()
    assert fisher_exact(int(a), int(b), int(c), int(d)) == pytest.approx(float(p), rel=1e-10)


def test_either_group_may_stand_first_and_nobody_makes_no_difference() -> None:
    assert fisher_exact(8, 0, 8, 24) == pytest.approx(fisher_exact(8, 24, 8, 0), rel=1e-12)
    assert fisher_exact(0, 0, 3, 4) == fisher_exact(0, 5, 0, 7) == 1.0
