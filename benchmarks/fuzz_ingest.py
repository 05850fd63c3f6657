"""Spoilt files through ingest: each must end in a cohort whose rows add up, or in one clear error.

    python -m benchmarks.fuzz_ingest --files 10000 --seed 1 [SEED_FILE ...]

Exit code 1 when a file ended otherwise; such files are written to --keep for a look.
"""

from __future__ import annotations

import argparse
import datetime as dt
import faulthandler
import random
import resource
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.fuzz_seeds import seeds, together
from benchmarks.mutations import mutated
from nec_core.errors import NecCoreError
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import Fold, Mapping, Question
from nec_core.ingest.questions import open_questions, optional_questions
from nec_core.ingest.several_files import open_tables

SLOW_SECONDS = 10.0
HANGS_SECONDS = 120
MEMORY_MB = 2048
_TODAY = dt.date(2026, 1, 1)
_TOGETHER = 0.15  # part of the cases in which a second file is dropped along

File = tuple[str, bytes]


@dataclass(frozen=True)
class Ending:
    """How a file ended: "cohort", the error's name, or what should not have been."""

    kind: str
    clean: bool
    seconds: float
    told: str = ""


def case(files: Sequence[File], number: int) -> list[File]:
    """The numbered case, one spoilt file or a spoilt and a whole one: the same for the same number."""
    rng = random.Random(number)
    name, data = rng.choice(files)
    spoilt = (name, mutated(data, rng))
    return [spoilt, *(together(files, name, rng) if rng.random() < _TOGETHER else [])]


def ending(files: Sequence[File]) -> Ending:
    """Ingests files as the page does, answering every question with its first option, and says how it ended."""
    start = time.process_time()  # what other programs take of the machine is no fault of the file's
    try:
        kind = _ingested(files)
    except NecCoreError as error:
        message = str(error)
        seconds = time.process_time() - start
        clean = bool(message) and "\n" not in message and "Traceback" not in message and seconds < SLOW_SECONDS
        return Ending(type(error).__name__, clean, seconds, message)
    except Exception:
        return Ending("traceback", False, time.process_time() - start, traceback.format_exc())
    seconds = time.process_time() - start
    return Ending(kind, kind == "cohort" and seconds < SLOW_SECONDS, seconds)


def _ingested(files: Sequence[File]) -> str:
    raw, mapping = open_tables([(data, name) for name, data in files])
    optional_questions(raw, mapping)
    mapping = _answered(mapping, open_questions(raw, mapping))
    admission = validate(raw, Mapping.from_json(mapping.model_dump_json()), _TODAY)
    admission.problems.table(100)
    admission.problems.grouped()
    counted = admission.source.rows_in
    return "cohort" if counted == raw.n_rows else f"{raw.n_rows} rows in, {counted} accounted for"


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
    parser.add_argument("seeds", nargs="*", type=Path, help="files to spoil (default: one of every layout, made here)")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options = parser.parse_args()
    files = [(p.name, p.read_bytes()) for p in options.seeds] or seeds()
    warnings.simplefilter("ignore", UserWarning)  # zipfile's on repeated names in a spoilt archive
    of_seed: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    bad, slowest = 0, (0.0, 0)
    for number in range(options.seed, options.seed + options.files):
        spoilt = case(files, number)
        faulthandler.dump_traceback_later(HANGS_SECONDS, exit=True)  # says where it hangs
        end = ending(spoilt)
        faulthandler.cancel_dump_traceback_later()
        of_seed[spoilt[0][0]] += 1
        kinds[end.kind if end.clean else f"NOT CLEAN: {end.kind}"] += 1
        slowest = max(slowest, (end.seconds, number))
        if not end.clean:
            bad += 1
            _keep(options.keep, number, spoilt)
            print(f"{number} {spoilt[0][0]} {end.seconds:.1f} s\n{end.told or end.kind}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.files} spoilt files from {len(files)} seeds:")
    print("\n".join(f"{n:8} {name}" for name, n in sorted(of_seed.items())))
    print("ended in:")
    print("\n".join(f"{n:8} {kind}" for kind, n in kinds.most_common()))
    print(f"slowest {slowest[0]:.2f} s of processor (case {slowest[1]}), peak memory {peak:.0f} MB, not clean {bad}")
    return 1 if bad or peak > MEMORY_MB else 0


def _keep(folder: Path, number: int, files: Sequence[File]) -> None:
    folder.mkdir(exist_ok=True)
    for i, (name, data) in enumerate(files):
        (folder / f"{number}-{i}-{name}").write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
