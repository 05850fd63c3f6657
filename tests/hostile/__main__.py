"""Reads every hostile file apart, and says how each ended.

    python -m tests.hostile [KIND ...]

Each must end in a cohort or in one sentence; one under 1 MB within ten seconds and a gigabyte. Exit code 1 otherwise.
"""

from __future__ import annotations

import sys

from nec_core.ingest.apart.readers import READERS
from tests.hostile.endings import ending, faults
from tests.hostile.files import MB, hostile_files


def main(kinds: list[str]) -> int:
    READERS.keep_warm()
    files = [f for f in hostile_files() if not kinds or f.kind in kinds]
    bad = 0
    slowest, largest = (0.0, ""), (0.0, "")
    for file in files:
        data = file.make()
        end = ending(data, "hostile")
        found = faults(end, len(data))
        bad += bool(found)
        slowest, largest = max(slowest, (end.seconds, str(file))), max(largest, (end.peak_mb, str(file)))
        told = "; ".join(found) and f"  NOT CLEAN: {'; '.join(found)}"
        took = f"{len(data) / MB:.2f} MB  {end.seconds:.1f} s  {end.peak_mb:.0f} MB"
        sys.stdout.write(f"{file}  {took}  {end.kind}  {end.sentence}{told}\n")
        sys.stdout.flush()
    sys.stdout.write(
        f"{len(files)} files of {len({f.kind for f in files})} kinds; slowest {slowest[0]:.1f} s ({slowest[1]}), most "
        f"memory {largest[0]:.0f} MB ({largest[1]}), not clean {bad}\n"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
