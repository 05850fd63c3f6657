"""Hostile files, a part of them: each ends in a cohort or in one sentence, and this process lives on. All of them:
`python -m tests.hostile`."""

from __future__ import annotations

import pytest

from tests.hostile.endings import Ending, ending, faults
from tests.hostile.files import MB, Hostile, hostile_files, quick

ALL = hostile_files()


@pytest.mark.parametrize("file", quick(ALL, 24), ids=str)
def test_a_hostile_file_ends_in_a_cohort_or_in_a_sentence(file: Hostile) -> None:
    data = file.make()
    assert data == file.make()
    assert faults(ending(data, "hostile"), len(data)) == []


def test_they_are_many_of_many_kinds_and_told_apart() -> None:
    assert len(ALL) >= 180
    assert len({f.kind for f in ALL}) >= 18
    assert len({str(f) for f in ALL}) == len(ALL)
    assert {f.kind for f in quick(ALL, 24)} == {f.kind for f in ALL}


@pytest.mark.parametrize(
    ("end", "size", "found"),
    [
        (Ending("cohort", "", 1.0, 200.0), 1000, []),
        (Ending("InputError", "The file is damaged. Export it again.", 1.0, 200.0), 1000, []),
        (Ending("InputError", "x" * 800 + ".", 1.0, 200.0), 1000, ["no sentence"]),
        (Ending("InputError", "damaged", 1.0, 200.0), 1000, ["no sentence"]),
        (Ending("InputError", "It met a fault of this program (KeyError).", 1.0, 200.0), 1000, ["not foreseen"]),
        (Ending("cohort", "", 10.1, 1100.0), 1000, ["too long", "too much memory"]),
        (Ending("cohort", "", 10.1, 1100.0), 2 * MB, []),
    ],
)
def test_what_is_no_clean_ending_is_noticed(end: Ending, size: int, found: list[str]) -> None:
    assert faults(end, size) == found
