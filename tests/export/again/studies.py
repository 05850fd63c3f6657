"""Analyses as a study runs them, their files in a folder, and a script run on them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export.again.files import again_files
from nec_core.patients.cohort import Cohort


def laid_out(folder: Path, cohort: Cohort, plans: Mapping[str, AnalysisPlan]) -> None:
    """Writes what the packet holds for the scripts."""
    for name, content in again_files(cohort, [(title, analyse(cohort, plan)) for title, plan in plans.items()]).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def told_by(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command], cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


def agreeing(told: subprocess.CompletedProcess[str]) -> tuple[int, int]:
    """How many numbers agree, and of how many."""
    line = next(x for x in told.stdout.splitlines() if "numbers agree" in x)
    return int(line.split()[0]), int(line.split()[2])


def listed(told: subprocess.CompletedProcess[str], title: str) -> list[str]:
    """The quantities under one of the titles at the end."""
    lines = told.stdout.splitlines()
    if title not in lines:
        return []
    after = lines[lines.index(title) + 1 :]
    return [x.split(" | ")[1] for x in after[: next((i for i, x in enumerate(after) if not x.startswith("  ")), None)]]


def change_one(expected: Path, quantity: str) -> None:
    """Makes the first number of a quantity another one, in the seventh digit."""
    lines = expected.read_text(encoding="utf-8-sig").splitlines()
    place = next(i for i, line in enumerate(lines) if f'"{quantity}"' in line)
    before, _, number = lines[place].rpartition(",")
    lines[place] = f'{before},"{float(number.strip(chr(34))) * 1.0000001}"'
    expected.write_text("\n".join(lines), encoding="utf-8")
