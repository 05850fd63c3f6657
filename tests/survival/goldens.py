"""R's answers and R's data sets, from tests/golden/survival. How they were made: make_goldens.R there."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent.parent / "golden" / "survival"
CLOSED_FORM = 1e-9
ITERATIVE = 1e-6


@cache
def cases(name: str) -> dict[str, Any]:
    """The cases of one golden file."""
    content = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert content["versions"]["survival"] == "3.5.3"
    return content["cases"]


@cache
def columns(name: str) -> dict[str, np.ndarray]:
    """A data set's columns: numbers with nan for NA, or text."""
    with (FOLDER / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: _column([row[key].strip() for row in rows]) for key in rows[0]}


def columns_of(name: str, case: dict[str, Any]) -> dict[str, np.ndarray]:
    """A case's own small data, or the data set it is named after."""
    if case.get("data"):
        return {key: np.asarray(values) for key, values in case["data"].items()}
    return columns(name)


def codes(values: np.ndarray, names: list[str]) -> np.ndarray:
    """Each value's index in `names`."""
    return np.array([names.index(value) for value in values.tolist()], dtype=np.int64)


def assert_same(actual: Any, expected: Any, tolerance: float = CLOSED_FORM, what: str = "") -> None:
    """Equal to `tolerance` relative; nan and None in the same places as R's NA."""
    a = np.atleast_1d(np.array([np.nan if x is None else x for x in np.atleast_1d(actual)], dtype=np.float64))
    e = np.atleast_1d(np.array([np.nan if x is None else x for x in np.atleast_1d(expected)], dtype=np.float64))
    np.testing.assert_allclose(a, e, rtol=tolerance, atol=1e-13, equal_nan=True, err_msg=what)


def _column(cells: list[str]) -> np.ndarray:
    try:
        return np.array([np.nan if cell == "NA" else float(cell) for cell in cells])
    except ValueError:
        return np.array(cells)
