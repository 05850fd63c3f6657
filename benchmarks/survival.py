"""Rows to curve, interval, median, numbers at risk and log-rank test of four groups: ours and the libraries that do it.

Programs take turns, so that a busy minute of the machine falls on all of them; the median of each one's turns counts.
A turn repeats its program until 0.05 s have passed. Importing and preparing the rows are not counted.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers_survival import PROGRAMS, Answer, Program, RSurvival, installed, ours
from benchmarks.survival_report import as_text, goals
from benchmarks.survival_rows import GROUPS, RISK_TIMES, Rows, filters, made_up
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.comparing.pairwise import pairwise
from nec_core.survival.counts.at_risk import at_risk_table
from nec_core.survival.counts.cube import EventCube, event_cube
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.curves.follow_up import follow_up
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.nelson_aalen import nelson_aalen
from nec_core.survival.curves.quantiles import median
from nec_core.survival.curves.rmst import rmst
from nec_core.time_units import DAYS_PER_UNIT

__all__ = ["add_arguments", "as_text", "run"]

SMALL = 38
_TURN_SECONDS = 0.05
# Where a size is set against ten times itself.
_MOST_BASE = 1_000_000
_ROOT = Path(__file__).parent.parent
_SAMPLE = _ROOT / "sample_data" / "anorectal_nec_38.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5, help="turns of each program")
    parser.add_argument("--peers", nargs="*", choices=tuple(PROGRAMS), default=list(PROGRAMS), help="default: all")
    parser.add_argument("--scale", action="store_true", help="also ours at 1,000 to --scale-to rows")
    parser.add_argument("--scale-to", type=int, default=10_000_000)
    parser.add_argument("--plot", type=Path, help="with --scale: where to draw seconds against rows (PNG, SVG, PDF)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measures all; the result is ready for JSON."""
    load_before = os.getloadavg()[0]
    programs = [name for name in PROGRAMS if name in {"ours", "numpy sum", *options.peers}]
    versions = {name: installed(name) for name in programs}
    present = [name for name in programs if versions[name] is not None]
    base = min(options.rows, _MOST_BASE)
    cases = [_case(n, present, turns) for n, turns in ((SMALL, 4 * options.repeat), (options.rows, options.repeat))]
    result: dict[str, Any] = {
        "rows": options.rows,
        "programs": versions,
        "cases": cases,
        "filter_change": _filter_change(base, options.repeat),
        "from_table": _from_table(base, options.repeat),
        "command_line": _command_line(options.repeat),
        "scale": _scale(options.scale_to, options.repeat) if options.scale else None,
        "machine": {
            "processors": os.cpu_count(), "python": platform.python_version(), "numpy": np.__version__,
            "load_before": round(load_before, 2), "load_after": round(os.getloadavg()[0], 2),
        },
    }  # fmt: skip
    result["goals"] = goals(result)
    result["markdown"] = as_text(result)
    if options.plot and result["scale"]:
        _draw(result["scale"], options.plot)
    return result


def _case(n: int, names: list[str], turns: int) -> dict[str, Any]:
    rows = made_up(n)
    ready = {name: PROGRAMS[name](rows) for name in names}
    try:
        answers = {name: program() for name, program in ready.items()}  # imports and first-use costs, not counted
        seconds = _taking_turns(ready, turns)
    finally:
        for program in ready.values():
            if isinstance(program, RSurvival):
                program.close()
    return {
        "rows": n,
        "bytes": rows.nbytes,
        "turns": turns,
        "seconds": seconds,
        "times_ours": {name: s / seconds["ours"] for name, s in seconds.items() if name != "ours"},
        "agreement": _agreement(answers),
    }


def _taking_turns(programs: dict[str, Program], turns: int) -> dict[str, float]:
    """Median seconds of each program."""
    took: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(turns):
        for name, program in programs.items():
            took[name].append(_turn(program))
    return {name: statistics.median(each) for name, each in took.items()}


def _turn(program: Program) -> float:
    """Seconds a run of the program takes, by our clock or by its own."""
    started, runs = time.perf_counter(), 0
    while True:
        answer = program()
        if answer is not None and answer.seconds is not None:
            return answer.seconds
        runs += 1
        passed = time.perf_counter() - started
        if passed >= _TURN_SECONDS:
            return passed / runs


def _agreement(answers: dict[str, Answer | None]) -> dict[str, Any]:
    """How far the others' numbers are from ours."""
    own = answers["ours"]
    assert own is not None
    found: dict[str, Any] = {"medians_days": [_or_none(m) for m in own.medians], "chi2": _or_none(own.chi2)}
    for name, other in answers.items():
        if other is not None and name != "ours":
            same = np.allclose(other.medians, own.medians, rtol=1e-12, atol=0.0, equal_nan=True)
            off = abs(other.chi2 - own.chi2) / own.chi2
            found[name] = {"medians_equal": bool(same), "chi2_relative_difference": _or_none(off)}
    return found


def _filter_change(n: int, turns: int) -> dict[str, Any]:
    """A changed filter, to the new curves with all their numbers: from the cube, and by masking the rows."""
    sizes, ways = (n, 10 * n), dict[str, Program]()
    building: dict[int, float | None] = {}
    for rows in sizes:
        people, dimensions = made_up(rows), filters(rows)
        # Months with one decimal: what a registry with dates in months holds, and fewer cells than a million rows.
        months = np.rint(people.days / (DAYS_PER_UNIT["months"] / 10.0)) / 10.0
        started = time.perf_counter()
        cube = event_cube(months, people.event, dimensions)
        building[rows] = None if cube is None else time.perf_counter() - started
        ways[f"masking rows {rows}"] = partial(_masked, months, people, dimensions)
        if cube is not None:
            ways[f"cube {rows}"] = partial(_from_cube, cube)
    took = _taking_turns(ways, turns)
    few, many = (took.get(f"cube {rows}") for rows in sizes)
    return {
        "sizes": [
            {
                "rows": rows,
                "build_cube_seconds": building[rows],
                "seconds": {way: took[key] for way in ("cube", "masking rows") if (key := f"{way} {rows}") in took},
            }
            for rows in sizes
        ],
        "cube_10x_over_1x": many / few if few and many else None,
        "masking_over_cube_at_10x": took[f"masking rows {10 * n}"] / many if many else None,
    }


def _from_cube(cube: EventCube) -> None:
    _statistics(cube.table("stage", {"sex": [0], "site": [0, 1]}))


def _masked(months: Any, people: Rows, dimensions: dict[str, Any]) -> None:
    sex, site, stage = (dimensions[name][0] for name in ("sex", "site", "stage"))
    passes = (sex == 0) & ((site == 0) | (site == 1)) & (stage >= 0)
    _statistics(event_table(months[passes], people.event[passes], stage[passes], GROUPS))


def _statistics(table: EventTable) -> None:
    for curve in kaplan_meier(table):
        median(curve)
    at_risk_table(table, tuple(12.0 * year for year in range(len(RISK_TIMES))))
    log_rank(table)


def _from_table(n: int, turns: int) -> dict[str, Any]:
    """Estimators that stand on the table: what they cost with ten times the rows, which is nothing more."""
    tables = [
        event_table(people.days, people.event, people.group, GROUPS, "days") for people in (made_up(n), made_up(10 * n))
    ]
    estimators: dict[str, Callable[[EventTable], object]] = {
        "Kaplan-Meier": kaplan_meier,
        "Nelson-Aalen": nelson_aalen,
        "log-rank": log_rank,
        "pairwise log-rank": pairwise,
        "restricted mean": rmst,
        "follow-up": follow_up,
    }
    found = {}
    for name, estimate in estimators.items():
        few, many = (partial(_silent, estimate, table) for table in tables)
        seconds = _taking_turns({"1x": few, "10x": many}, turns)
        found[name] = {**seconds, "10x_over_1x": seconds["10x"] / seconds["1x"]}
    return {"rows": n, "distinct_times": [table.times.size for table in tables], "estimators": found}


def _silent(estimate: Callable[[EventTable], object], table: EventTable) -> None:
    estimate(table)


def _command_line(turns: int) -> dict[str, float]:
    """Seconds from the shell and back."""
    engine = [sys.executable, "-m", "nec_core"]
    commands = {
        "python alone": [sys.executable, "-c", "pass"],
        "--help": [*engine, "--help"],
        "analyse sample": [*engine, "analyse", str(_SAMPLE), "--by", "stage", "--json"],
    }
    # As installed: with compiled modules kept, which a first run, not counted, leaves behind.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    took: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(turns + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=_ROOT, env=kept)
            if turn:
                took[name].append(time.perf_counter() - started)
    return {name: statistics.median(each) for name, each in took.items()}


def _scale(largest: int, turns: int) -> list[dict[str, float]]:
    sizes = [10**power for power in range(3, 8) if 10**power <= largest]
    return [{"rows": n, "seconds": _taking_turns({"ours": ours(made_up(n))}, turns)["ours"]} for n in sizes]


def _draw(scale: list[dict[str, float]], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.0, 3.5), layout="constrained")
    axes = figure.add_subplot()
    axes.loglog([one["rows"] for one in scale], [one["seconds"] for one in scale], "o-")
    axes.set_xlabel("Rows")
    axes.set_ylabel("Seconds")
    figure.savefig(path, dpi=150)


def _or_none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
