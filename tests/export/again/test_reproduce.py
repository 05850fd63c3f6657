"""The packet's script in Python, run: what lifelines can do agrees with the report's numbers, and the rest says why."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.analysed import sample
from tests.export.again.invented import invented, plans
from tests.export.again.studies import agreeing, change_one, laid_out, listed, told_by
from tests.export.again.test_reproduce_in_r import SAMPLE


def test_the_sample_s_numbers_agree_but_for_one_that_was_changed_and_ends_the_script_in_an_error(
    tmp_path: Path,
) -> None:
    laid_out(tmp_path, sample(), SAMPLE)
    change_one(tmp_path / "again" / "expected.csv", "restricted mean")
    told = told_by([sys.executable, "reproduce.py"], tmp_path)
    agree, of = agreeing(told)
    unchecked = listed(told, "Not checked here:")
    assert listed(told, "These do not agree:") == ["restricted mean"], told.stdout + told.stderr
    assert told.returncode == 1
    assert {q.split(",")[0] for q in unchecked} == {
        "log-rank by permutation", "Cox score test of the groups", "model", "proportional hazards",
    }  # fmt: skip
    assert agree + len(unchecked) + 1 == of > 200


def test_names_that_mislead_survive(tmp_path: Path) -> None:
    laid_out(tmp_path, invented(5), dict(list(plans(5, invented(5)).items())[3:5]))
    told = told_by([sys.executable, "reproduce.py"], tmp_path)
    agree, of = agreeing(told)
    assert told.returncode == 0, told.stdout + told.stderr
    assert agree + len(listed(told, "Not checked here:")) == of > 200
    assert agree > 150
