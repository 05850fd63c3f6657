"""Spoilt files through ingest: each must end in a cohort whose rows add up, or in one clear error.

    python -m benchmarks.fuzz_ingest --files 10000 --seed 1 [SEED_FILE ...]

Exit code 1 when a file ended otherwise; such files are written to --keep for a look.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.mutations import mutated
from nec_core.errors import NecCoreError
from nec_core.ingest.mapping import Fold, Mapping, Question
from nec_core.ingest.opening import open_cohort, open_table
from nec_core.ingest.questions import open_questions
from nec_core.ingest.validation import validate

SLOW_SECONDS = 10.0
MEMORY_MB = 2048
SAMPLES = Path(__file__).parent.parent / "sample_data"
_TODAY = dt.date(2026, 1, 1)


@dataclass(frozen=True)
class Ending:
    """How a file ended: "cohort", the error's name, or what should not have been."""

    kind: str
    clean: bool
    seconds: float
    told: str = ""


def seeds(paths: list[Path]) -> list[tuple[str, bytes]]:
    """The files to spoil: those named, or the samples."""
    found = paths or sorted(p for p in SAMPLES.iterdir() if p.suffix in (".csv", ".xlsx", ".tsv"))
    return [(p.name, p.read_bytes()) for p in found]


def case(files: list[tuple[str, bytes]], number: int) -> tuple[str, bytes]:
    """The numbered spoilt file: the same for the same number."""
    rng = random.Random(number)
    name, data = rng.choice(files)
    return name, mutated(data, rng)


def ending(data: bytes, name: str) -> Ending:
    """Ingests a file as the page does, answering every question with its first option, and says how it ended."""
    start = time.process_time()  # what other programs take of the machine is no fault of the file's
    try:
        kind = _ingested(data, name)
    except NecCoreError as error:
        message = str(error)
        seconds = time.process_time() - start
        clean = bool(message) and "\n" not in message and "Traceback" not in message and seconds < SLOW_SECONDS
        return Ending(type(error).__name__, clean, seconds, message)
    except Exception:
        return Ending("traceback", False, time.process_time() - start, traceback.format_exc())
    seconds = time.process_time() - start
    return Ending(kind, kind == "cohort" and seconds < SLOW_SECONDS, seconds)


def _ingested(data: bytes, name: str) -> str:
    raw, mapping = open_table(data, name)
    questions = open_questions(raw, mapping)
    if questions:
        mapping = _answered(mapping, questions)
        cohort = validate(raw, mapping, _TODAY)
    else:
        cohort = open_cohort(data, name, today=_TODAY)
    cohort.problems.table(100)
    total = cohort.n + len(cohort.folded_rows) + len(cohort.rejected_rows)
    return "cohort" if total == cohort.source.rows_in == raw.n_rows else f"{raw.n_rows} rows in, {total} accounted for"


def _answered(mapping: Mapping, questions: tuple[Question, ...]) -> Mapping:
    for q in questions:
        if q.kind == "fold":
            mapping = mapping.model_copy(update={"fold": Fold(rule="first")})
            continue
        column = mapping.column(q.column)
        texts = [t.casefold() for t, _ in q.values]
        answers: dict[str, dict[str, Any]] = {
            "unit": {"unit": q.options[0]},
            "date_order": {"date_order": q.options[0]},
            "event": {"values": {t: str(i % 2) for i, t in enumerate(texts)}},
            "values": {"values": {t: q.options[i % 2] for i, t in enumerate(texts)}},
        }
        mapping = mapping.replaced(column.model_copy(update=answers[q.kind]))
    return mapping


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", nargs="*", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options = parser.parse_args()
    files = seeds(options.seeds)
    kinds: Counter[str] = Counter()
    bad, slowest = 0, (0.0, 0)
    for number in range(options.seed, options.seed + options.files):
        name, data = case(files, number)
        end = ending(data, name)
        kinds[end.kind if end.clean else f"NOT CLEAN: {end.kind}"] += 1
        slowest = max(slowest, (end.seconds, number))
        if not end.clean:
            bad += 1
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"{number}-{name}").write_bytes(data)
            print(f"{number} {name} {end.seconds:.1f} s\n{end.told or end.kind}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for kind, n in kinds.most_common():
        print(f"{n:8} {kind}")
    print(f"slowest {slowest[0]:.2f} s of processor (file {slowest[1]}), peak memory {peak:.0f} MB")
    return 1 if bad or peak > MEMORY_MB else 0


if __name__ == "__main__":
    sys.exit(main())
