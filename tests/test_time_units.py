from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from nec_core.analysis.plan import DEFAULT_TIMES
from nec_core.analysis.timed_treatment import DEFAULT_LANDMARK_DAYS
from nec_core.time_units import DAYS_PER_UNIT, TIE_TOLERANCE, UNITS, converted, in_days, scale, tie_width

ROOT = Path(__file__).parent.parent
# A sample's script stands apart from the engine it is to test, and a test states what it expects.
READ = ("nec_core", "dashboard", "pages", "benchmarks", "app.py")

# The second is handed out, to be run where this package is not.
OWN = (ROOT / "nec_core" / "time_units.py", ROOT / "nec_core" / "export" / "again" / "reproduce.py")


def _sources() -> list[Path]:
    found = [p for name in READ for p in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))]
    return sorted(p for p in found if p not in OWN)


def _second_calendars(source: str) -> Iterator[str]:
    """The days of a month or year, and lists of all units, written out in a source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in (30.4375, 365.25, 182.625):
            yield f"line {node.lineno}: {node.value}"
        parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else ()
        if {p.value for p in parts if isinstance(p, ast.Constant)} == set(UNITS):
            yield f"line {node.lineno}: the units"


@pytest.mark.parametrize("path", _sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_calendar_is_written_once(path: Path) -> None:
    assert not list(_second_calendars(path.read_text(encoding="utf-8")))


def test_a_second_calendar_would_be_found() -> None:
    source = (
        'A = 30.4375\nUnit = Literal["days", "weeks", "months", "years"]\nB = ["years", "months", "weeks", "days"]\n'
    )
    assert sorted(_second_calendars(source)) == ["line 1: 30.4375", "line 2: the units", "line 3: the units"]


def test_a_year_is_twelve_months_and_365_and_a_quarter_days() -> None:
    assert UNITS == ("days", "weeks", "months", "years") == tuple(DAYS_PER_UNIT)
    assert tuple(DAYS_PER_UNIT.values()) == (1.0, 7.0, 30.4375, 365.25)
    assert DAYS_PER_UNIT["months"] * 12 == DAYS_PER_UNIT["years"]
    assert DEFAULT_TIMES["days"] == (365.25, 730.5, 1826.25)
    assert DEFAULT_LANDMARK_DAYS == 182.625


def test_times_are_told_in_another_unit() -> None:
    assert converted(24.0, "months", "years") == 2.0
    np.testing.assert_array_equal(converted(np.array([0.0, 7.0]), "days", "weeks"), [0.0, 1.0])
    assert scale("years", "months") == 12.0


def test_only_months_and_years_are_a_matter_of_convention() -> None:
    told = ["1 month = 30.4375 days", "1 year = 365.25 days"]
    assert [in_days(unit) for unit in UNITS] == [None, None, *told]


def test_the_tie_tolerance_is_r_s() -> None:
    assert np.sqrt(np.finfo(np.float64).eps) == TIE_TOLERANCE


def test_two_times_are_one_within_the_tolerance_that_grows_with_them() -> None:
    assert [tie_width(t) for t in (0.0, 0.3, 100.0, -100.0)] == [TIE_TOLERANCE * n for n in (1, 1, 100, 100)]
    times = np.array([0.0, 0.3, 100.0, -100.0, np.nan])
    np.testing.assert_array_equal(tie_width(times), TIE_TOLERANCE * np.array([1, 1, 100, 100, np.nan]))


def test_the_calendar_costs_a_command_no_numpy() -> None:
    code = "import sys, nec_core.time_units; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
