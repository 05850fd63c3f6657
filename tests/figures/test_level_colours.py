"""A level keeps its colour whoever else is in the picture."""

from __future__ import annotations

from nec_core.figures.level_colours import NO_LEVEL, level_index
from nec_core.patients.cohort import Variable


def test_a_level_has_its_own_place_and_a_blank_the_grey() -> None:
    stage = Variable("stage", "Stage", "category", levels=("LRD", "metastatic"))
    assert [level_index(stage, name) for name in ("metastatic", "LRD", "not recorded")] == [1, 0, NO_LEVEL]
    assert level_index(None, "All patients") == 0
