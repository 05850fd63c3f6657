"""Problems are findings with arrays of rows; single problems are made when somebody looks."""

from __future__ import annotations

import time

import numpy as np

from nec_core.ingest.finding_kinds import FindingKind
from nec_core.ingest.problems import PROBLEM_COLUMNS, Finding, Problems


def finding(rule: str, severity: str, rows: list[int], message: str = "Age: “{value}” is not a number.") -> Finding:
    kind = FindingKind(rule, rule.upper(), severity, message, "Enter it.")  # type: ignore[arg-type]  # one of the two
    return Finding(kind, "age", "age_years", np.array(rows), [f"v{r}" for r in rows])


def test_what_rejects_comes_first_then_what_is_most_frequent() -> None:
    problems = Problems.of(
        [
            finding("a", "warns", [1]),
            finding("b", "warns", [1, 2]),
            finding("c", "rejects", [3]),
            finding("d", "warns", []),
        ]
    )
    assert [f.rule for f in problems.findings] == ["c", "b", "a"]
    assert problems.n == 4
    assert problems.rejected_rows().tolist() == [3]
    assert problems.warned_rows().tolist() == [1, 2]


def test_the_table_has_a_line_per_problem_up_to_the_limit() -> None:
    problems = Problems.of([finding("b", "warns", [4, 9]), finding("c", "rejects", [3])])
    table = problems.table()
    assert tuple(table.columns) == PROBLEM_COLUMNS
    assert table["row"].tolist() == [3, 4, 9]
    assert table["message"].tolist()[1] == "Age: “v4” is not a number."
    assert len(problems.table(2)) == 2
    assert tuple(Problems().table().columns) == PROBLEM_COLUMNS


def test_the_grouped_table_leaves_the_values_to_the_rows() -> None:
    line = Problems.of([finding("type", "warns", [4, 9])]).grouped().iloc[0]
    assert (line["rows"], line["message"]) == (2, "Age is not a number.")


def test_a_long_value_is_cut_and_kept_on_one_line() -> None:
    long = Finding(FindingKind("type", "x", "warns", "“{value}”", "x"), "age", None, np.array([1]), ["a\n" * 100])
    assert long.sentences() == ["“" + ("a " * 100)[:57] + "...”"]


def test_a_hundred_thousand_problems_are_grouped_at_once() -> None:
    problems = Problems.of([finding(f"r{i}", "warns", list(range(10_000))) for i in range(10)])
    start = time.perf_counter()
    assert len(problems.grouped()) == 10
    assert len(problems.table(100)) == 100
    assert time.perf_counter() - start < 1
