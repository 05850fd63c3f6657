"""From bytes to a validated cohort, against pandas with pydantic row by row and polars' read and cast; for a workbook
against calamine's own read.

Each runs in a process of its own on the same file, so that peak memory is its own; reading the bytes is part of it,
importing is not. Ours has the process that reads beside it, which is started before, as the page starts it; its time
and its memory count.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from benchmarks import registry_file

_PACKAGES = ("numpy", "pandas", "pyarrow", "pydantic", "polars")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3, help="runs of ours and of polars; the fastest counts")
    parser.add_argument("--workbook-rows", type=int, default=100_000, help="0 for no workbook")
    parser.add_argument("--one", choices=tuple({**RUNNERS, **WORKBOOK_RUNNERS}), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measures all; the result is ready for JSON."""
    if options.one:
        return {**RUNNERS, **WORKBOOK_RUNNERS}[options.one](options.file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.csv"
        registry_file.write(path, options.rows)
        found = {name: _measured(name, path, options) for name in RUNNERS}
        size = path.stat().st_size
        workbook = _workbook(path, options)
    ours: dict[str, Any] = found["ours"] or {}
    ratios = {
        f"{name}_over_ours": {
            "seconds": round(other["seconds"] / ours["seconds"], 2),
            "processor_seconds": round(other["processor_seconds"] / ours["processor_seconds"], 2),
            "peak_memory": round(other["peak_mb"] / ours["peak_mb"], 2),
        }
        for name, other in found.items()
        if name != "ours" and other is not None
    }
    return {
        "rows": options.rows, "columns": 25, "file_mb": round(size / 1e6, 1), **found, "ratios": ratios,
        "workbook": workbook,
        "machine": {"processors": os.cpu_count(), "python": platform.python_version(), **_versions()},
    }  # fmt: skip


def as_text(result: dict[str, Any]) -> str:
    """The result for a terminal."""
    lines = [f"{result['rows']:,} rows x {result['columns']} columns, {result['file_mb']} MB"]
    for name in RUNNERS:
        one = result[name]
        told = "not installed" if one is None else f"{one['seconds']:8.2f} s {one['peak_mb']:8.0f} MB"
        lines.append(f"{name:>16}: {told}")
    if book := result["workbook"]:
        lines.append(
            f"workbook of {book['rows']:,} rows: ours {book['ours_workbook']['seconds']:.2f} s, calamine's read alone "
            f"{book['calamine']['seconds']:.2f} s, ours takes {book['ours_over_calamine']} times as long"
        )
    return "\n".join(lines)


def _workbook(csv: Path, options: argparse.Namespace) -> dict[str, Any] | None:
    """A workbook from bytes to cohort, beside calamine's read of the same."""
    rows = min(options.workbook_rows, options.rows)
    if not rows:
        return None
    path = csv.with_suffix(".xlsx")
    registry_file.write_workbook(csv, path, rows)
    found = {name: _measured(name, path, options) or {} for name in WORKBOOK_RUNNERS}
    ratio = found["ours_workbook"]["seconds"] / found["calamine"]["seconds"]
    return {
        "rows": rows,
        "file_mb": round(path.stat().st_size / 1e6, 1),
        **found,
        "ours_over_calamine": round(ratio, 2),
    }


def _measured(name: str, path: Path, options: argparse.Namespace) -> dict[str, Any] | None:
    if name == "polars" and _version("polars") is None:
        return None
    repeat = 1 if name == "pandas_pydantic" else options.repeat
    command = [sys.executable, "-m", "benchmarks", "ingest", "--json", "--one", name, "--file", str(path)]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(repeat)]
    return dict(min(runs, key=lambda r: float(r["seconds"])))


def _timed(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    watch = _Watch()
    start = time.perf_counter()
    counts = work()
    seconds = time.perf_counter() - start
    return {"seconds": round(seconds, 3), **watch.told(), **counts}


class _Watch:
    """What this process and those it had started take, all together, as seen fifty times a second. State, because they
    are looked at again and again: one that has ended tells nothing any more."""

    def __init__(self) -> None:
        self._processor: dict[int, tuple[float, float]] = {}
        me = psutil.Process()
        self._peak_bytes, self._all = 0, (me, *me.children())  # to look for children takes long
        self._stop = threading.Event()
        self._look()
        self._thread = threading.Thread(target=self._go_on)
        self._thread.start()

    def told(self) -> dict[str, float]:
        self._stop.set()
        self._thread.join()
        self._look()
        used = sum(last - first for first, last in self._processor.values())  # what a busy machine does not change
        return {"processor_seconds": round(used, 3), "peak_mb": round(self._peak_bytes / 2**20, 1)}

    def _go_on(self) -> None:
        while not self._stop.wait(0.02):
            self._look()

    def _look(self) -> None:
        together = 0
        for process in self._all:
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                seconds = times.user + times.system
                self._processor[process.pid] = (self._processor.get(process.pid, (seconds, 0.0))[0], seconds)
                together += process.memory_info().rss
        self._peak_bytes = max(self._peak_bytes, together)


def _ours(path: Path) -> dict[str, Any]:
    from nec_core.ingest.apart.opening import admit_files

    admit_files([(b"patient_id,os_months,os_event\n1,2,1\n", "first.csv")])  # the reader is there, as in the page

    def work() -> dict[str, Any]:
        admission = admit_files([(path.read_bytes(), path.name)])
        return {
            "accepted": admission.cohort.n,
            "rejected": len(admission.rejected_rows),
            "problems": admission.problems.n,
        }

    return _timed(work)


def _pandas_pydantic(path: Path) -> dict[str, Any]:
    import pandas as pd
    from pydantic import ValidationError

    from nec_core.record import PatientRecord

    def work() -> dict[str, Any]:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        names, records, problems = list(frame.columns), [], 0
        for row in frame.itertuples(index=False, name=None):
            filled = {name: cell for name, cell in zip(names, row, strict=True) if cell}
            try:
                records.append(PatientRecord.model_validate(filled))
            except ValidationError as error:
                problems += error.error_count()
        return {"accepted": len(records), "problems": problems}

    return _timed(work)


def _polars(path: Path) -> dict[str, Any]:
    import polars as pl

    from nec_core.record import fields

    def typed(name: str) -> pl.Expr:
        spec, column = fields()[name], pl.col(name)
        if spec.levels:
            return column.cast(pl.Enum(list(spec.levels)), strict=False)
        if spec.kind == "date":
            return column.str.to_date("%Y-%m-%d", strict=False)
        return column.cast(pl.Float64, strict=False) if spec.kind == "number" else column

    def work() -> dict[str, Any]:
        frame = pl.read_csv(path, infer_schema=False)
        frame = frame.with_columns(typed(c) for c in frame.columns)
        return {"accepted": frame.height, "problems": 0}

    return _timed(work)


def _calamine(path: Path) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook

    def work() -> dict[str, Any]:
        cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        return {"accepted": len(cells) - 1, "problems": 0}

    return _timed(work)


RUNNERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "ours": _ours,
    "pandas_pydantic": _pandas_pydantic,
    "polars": _polars,
}

WORKBOOK_RUNNERS: dict[str, Callable[[Path], dict[str, Any]]] = {"ours_workbook": _ours, "calamine": _calamine}


def _versions() -> dict[str, str]:
    return {name: found for name in _PACKAGES if (found := _version(name)) is not None}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
