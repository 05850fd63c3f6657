"""R's hazard ratios side by side. How they were made: make_forest.R beside the file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nec_core.analysis.forest.forest_row import ForestRow
from tests.analysed import GOLDEN

R: dict[str, Any] = json.loads((GOLDEN / "analysis" / "forest.json").read_text(encoding="utf-8"))
assert R["versions"]["survival"] == "3.5.3"


def same(row: ForestRow, r: list[float]) -> None:
    """The row's hazard ratio and limits are R's."""
    assert (row.estimate, row.lower, row.upper) == pytest.approx(tuple(r[:3]), rel=1e-6)
