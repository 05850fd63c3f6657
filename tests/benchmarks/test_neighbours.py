"""The benchmark of neighbours runs, on small files, and reports what it promises."""

from __future__ import annotations

import argparse

from benchmarks import neighbours


def test_a_filter_change_is_timed_alone_and_beside_files_that_are_read() -> None:
    parser = argparse.ArgumentParser()
    neighbours.add_arguments(parser)
    small = ["--rows", "2000", "--changes", "2", "--large-rows", "2000", "--hostile", "2"]
    result = neighbours.run(parser.parse_args(small))
    assert list(result["median_ms"]) == ["alone", "hostile", "large", "alone again"]
    assert all(ms > 0 for ms in result["median_ms"].values())
    assert result["times_usual"].keys() == result["goals"].keys()
    for name, times in result["times_usual"].items():
        assert abs(times - result["median_ms"][name] / result["usual_ms"]) < 0.02
    usual, hostile, large, machine = neighbours.as_text(result).splitlines()
    assert usual.startswith("a neighbour's filter change (2,000 patients): usually ")
    assert "while hostile files are read: median " in hostile
    assert "(at most 1.5)" in large
    assert machine.endswith(f"load {result['machine']['load']}")
