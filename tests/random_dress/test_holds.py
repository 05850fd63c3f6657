"""Two hundred cohorts in random dress are read as they were meant, or asked about; the slow checks read 2,000."""

from __future__ import annotations

import pytest

from tests.random_dress.generator import dressed
from tests.random_dress.judgement import judged
from tests.random_dress.tally import Tally

N = 200
SEED = 1


def test_cohorts_in_random_dress_are_read_as_meant_or_asked_about() -> None:
    tally = Tally()
    for number in range(N):
        file = dressed(SEED, number)
        tally.add(number, file, judged(file))
    assert tally.holds, tally.report(5)


@pytest.mark.parametrize(("seed", "number"), [(21, 859), (21, 1720), (21, 1246), (33, 1635), (33, 500)])
def test_cohorts_that_were_once_read_otherwise_than_meant_are_not(seed: int, number: int) -> None:
    judgement = judged(dressed(seed, number))
    assert not judgement.silent, judgement
