"""The survival benchmark runs, on few rows, and reports what it promises."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import pytest

from benchmarks import peers_survival, survival
from benchmarks.survival_rows import made_up


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    survival.add_arguments(parser)
    plot = tmp_path_factory.mktemp("plot") / "scale.png"
    small = ["--rows", "6000", "--repeat", "1", "--peers", "lifelines", "--scale", "--scale-to", "10000"]
    return {**survival.run(parser.parse_args([*small, "--plot", str(plot)])), "plot": plot}


def test_every_program_has_its_seconds_and_their_ratio_to_ours(result: dict[str, Any]) -> None:
    assert list(result["programs"]) == ["ours", "lifelines", "numpy sum"]
    for case, rows in zip(result["cases"], (38, 6000), strict=True):
        assert case["rows"] == rows
        assert all(seconds > 0 for seconds in case["seconds"].values())
        assert case["times_ours"]["lifelines"] == case["seconds"]["lifelines"] / case["seconds"]["ours"]


def test_the_programs_agree_in_the_same_run(result: dict[str, Any]) -> None:
    for case in result["cases"]:
        found = case["agreement"]["lifelines"]
        assert found["medians_equal"]
        assert found["chi2_relative_difference"] < 1e-9


def test_filter_change_table_command_line_and_scale_are_measured(result: dict[str, Any]) -> None:
    assert [size["rows"] for size in result["filter_change"]["sizes"]] == [6000, 60000]
    assert set(result["from_table"]["estimators"]) >= {"Kaplan-Meier", "pairwise log-rank", "restricted mean"}
    assert set(result["command_line"]) == {"python alone", "--help", "analyse sample"}
    assert [one["rows"] for one in result["scale"]] == [1000, 10000]
    assert result["plot"].read_bytes().startswith(b"\x89PNG")


def test_the_markdown_names_programs_and_goals(result: dict[str, Any]) -> None:
    markdown = result["markdown"]
    assert "| Program | 38 rows | times ours | 6,000 rows | times ours |" in markdown
    assert "At 38 rows all medians are equal; chi2 differs by at most" in markdown
    assert all(goal["goal"] in markdown for goal in result["goals"])
    assert {goal["holds"] for goal in result["goals"]} <= {True, False, None}


def test_a_program_that_is_not_installed_is_absent_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers_survival.shutil, "which", lambda name: None)
    assert peers_survival.installed("R survival") is None
    monkeypatch.setattr(survival, "installed", lambda name: None if name == "lifelines" else "1")
    monkeypatch.setattr(survival, "_filter_change", lambda n, turns: {"sizes": [], **_NO_CHANGE})
    monkeypatch.setattr(survival, "_command_line", lambda turns: {"--help": 0.1, "analyse sample": 0.1})
    options = argparse.Namespace(rows=500, repeat=1, peers=["lifelines"], scale=False, scale_to=0, plot=None)
    found = survival.run(options)
    assert found["programs"]["lifelines"] is None
    assert "lifelines" not in found["cases"][0]["seconds"]
    assert "| lifelines | not installed |" in found["markdown"]


_NO_CHANGE = {"cube_10x_over_1x": None, "masking_over_cube_at_10x": None}


def test_the_rows_are_the_same_each_time() -> None:
    first, again = made_up(1000), made_up(1000)
    assert first.days.dtype == np.int32
    assert (first.days == again.days).all()
    assert (first.event == again.event).all()
