"""Two hundred cohorts in random dress are read as they were meant, or asked about; the slow checks read 2,000."""

from __future__ import annotations

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
