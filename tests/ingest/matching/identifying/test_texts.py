"""What cells look like is told in a time that grows with their length, and no faster."""

from __future__ import annotations

import time

import pytest

from nec_core.ingest.matching.identifying.headers import named_by
from nec_core.ingest.matching.suggestion import suggest
from tests.ingest.tables import table

HARD = {
    "letters": lambda n: "A" + "a" * n + "1",
    "signs": lambda n: "a@" * (n // 2),
    "digits": lambda n: "1 " * (n // 2) + "x",
    "words": lambda n: "Aa " * (n // 3) + "1",
    "called": lambda n: "Frau " * (n // 5),
    "dots": lambda n: "a@b" + ".aa" * (n // 3) + "1",
}


def seconds(text: str) -> float:
    raw = table({"col7": [f"{text}{i}" for i in range(25)]})
    start = time.process_time()
    suggest(raw)
    return time.process_time() - start


@pytest.mark.parametrize("kind", HARD)
def test_a_cell_twice_as_long_takes_no_more_than_thrice_as_long(kind: str) -> None:
    short, long = (min(seconds(HARD[kind](n)) for _ in range(3)) for n in (20_000, 40_000))
    assert long < max(3 * short, 0.5)


def test_a_header_of_any_length_takes_no_time() -> None:
    start = time.process_time()
    named_by("name 1 " * 100_000, "1" * 500_000)
    assert time.process_time() - start < 0.5
