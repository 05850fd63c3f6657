"""What one session's files cost another: a change of the filter, alone and while somebody's files are read.

The neighbour's filter change is what the page computes for it: the filter, the analysis of a cohort of 20,000, the
survival figure as the browser gets it. It is timed alone, while hostile files of every kind are read over and over, and
while an extract of 200 MB is read and checked; the reading is a thread's that asks a process, as the page's is. Both
share this computer's processors with it, as they would.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import registry_file
from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.errors import NecCoreError
from nec_core.export.survival_export import figure_of
from nec_core.figures.screen.screen import plotly_spec, unchecked
from nec_core.figures.style import FigureStyle
from nec_core.ingest.apart.opening import admit_files
from nec_core.ingest.apart.readers import READERS
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import parse_where
from tests.hostile.files import hostile_files, quick

HOSTILE_TIMES, LARGE_TIMES = 1.5, 1.5
"""So many times its usual median a filter change may take meanwhile."""
_ROWS_OF_200_MB = 1_360_000
_WHERE = tuple(f"{a};{b}" for a in ("sex=female", "sex=male") for b in ("stage=LRD", "ecog=1", "age_years>=60"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=20_000, help="patients of the neighbour")
    parser.add_argument("--changes", type=int, default=40, help="filter changes timed in each condition")
    parser.add_argument("--large-rows", type=int, default=_ROWS_OF_200_MB, help="rows of the large extract")
    parser.add_argument("--hostile", type=int, default=36, help="hostile files read over and over")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measures all; the result is ready for JSON."""
    READERS.keep_warm()
    with tempfile.TemporaryDirectory() as folder:
        cohort = _cohort(Path(folder) / "neighbour.csv", options.rows)
        path = Path(folder) / "large.csv"
        registry_file.write(path, options.large_rows)
        large = path.read_bytes()
    change = _changes(cohort)
    files = [file.make() for file in quick(hostile_files(), options.hostile)]
    change()
    seconds = {
        "alone": _timed(change, options.changes),
        "hostile": _beside(lambda: _read(files), change, options.changes),
        "large": _beside(lambda: _read([large]), change, options.changes),
        "alone again": _timed(change, options.changes),
    }
    usual = statistics.median(seconds["alone"] + seconds["alone again"])
    return {
        "rows": options.rows,
        "large_mb": round(len(large) / 2**20, 1),
        "usual_ms": round(1000 * usual, 1),
        "median_ms": {name: round(1000 * statistics.median(found), 1) for name, found in seconds.items()},
        "longest_ms": {name: round(1000 * max(found), 1) for name, found in seconds.items()},
        "times_usual": {n: round(statistics.median(seconds[n]) / usual, 2) for n in ("hostile", "large")},
        "goals": {"hostile": HOSTILE_TIMES, "large": LARGE_TIMES},
        "machine": {"processors": os.cpu_count(), "load": round(os.getloadavg()[0], 2)},
    }


def as_text(result: dict[str, Any]) -> str:
    """The result for a terminal."""
    lines = [f"a neighbour's filter change ({result['rows']:,} patients): usually {result['usual_ms']} ms"]
    for name, told in (("hostile", "hostile files are read"), ("large", f"{result['large_mb']} MB are read")):
        lines.append(
            f"while {told}: median {result['median_ms'][name]} ms, {result['times_usual'][name]} times the usual "
            f"(at most {result['goals'][name]}), longest {result['longest_ms'][name]} ms"
        )
    machine = result["machine"]
    return "\n".join([*lines, f"{machine['processors']} processors, load {machine['load']}"])


def _cohort(path: Path, rows: int) -> Cohort:
    registry_file.write(path, rows)
    return admit(path.read_bytes(), path.name).cohort


def _changes(cohort: Cohort) -> Callable[[], None]:
    """One change of the filter after the other."""
    turn = iter(range(1_000_000))

    def change() -> None:
        where = _WHERE[next(turn) % len(_WHERE)].split(";")
        chosen = parse_where(where, cohort).apply(cohort)
        result = analyse(chosen, AnalysisPlan(by="ajcc_stage"))
        unchecked(plotly_spec(figure_of(result, FigureStyle(), "", None))).to_json()

    return change


def _read(files: list[bytes]) -> None:
    for data in files:
        try:
            admit_files([(data, "file")])
        except NecCoreError:
            continue


def _timed(change: Callable[[], None], n: int) -> list[float]:
    found = []
    for _ in range(n):
        start = time.perf_counter()
        change()
        found.append(time.perf_counter() - start)
        time.sleep(0.05)  # nobody changes a filter without a break
    return found


def _beside(read: Callable[[], None], change: Callable[[], None], n: int) -> list[float]:
    """The seconds of changes that fall into the reading, which goes on until there are enough."""
    stop = threading.Event()

    def again() -> None:
        while not stop.is_set():
            read()

    reader = threading.Thread(target=again)
    reader.start()
    time.sleep(0.2)
    try:
        return _timed(change, n)
    finally:
        stop.set()
        reader.join()
