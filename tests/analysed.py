"""Whole cohorts for tests of analyses: the samples, R's data sets as extracts, and R's answers about them."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"


@cache
def answers() -> dict[str, Any]:
    """R's numbers. How they were made: make_goldens.R beside the file."""
    content: dict[str, Any] = json.loads((GOLDEN / "analysis" / "analysis.json").read_text(encoding="utf-8"))
    assert content["versions"]["survival"] == "3.5.3"
    return content


@cache
def sample() -> Cohort:
    """The 38 synthetic patients."""
    return admission_of("anorectal_nec_38.csv").cohort


@cache
def late_surgery() -> Cohort:
    """The 150 synthetic patients operated on 3 to 12 months after diagnosis."""
    return admission_of("late_surgery.csv").cohort


@cache
def lung() -> Cohort:
    """lung of R's package survival: 228 patients, days, by sex, with age and ECOG as numbers."""
    rows = [
        (i, r["t"], r["e"], {"Male": "1 male", "Female": "2 female"}[r["g"]], r["age"], r["ecog"].replace("NA", ""))
        for i, r in enumerate(_rows("lung"))
    ]
    columns = ("PatientID", "SurvivalDays", "Died", "who", "years", "score")
    return extract(columns, rows, number=("years", "score"), category=("who",))


@cache
def lung_by_ecog() -> Cohort:
    """lung with ECOG as a category, and with days until somebody watches: 37 i modulo 150 for patient i."""
    rows = [
        (i, r["t"], r["e"], {"Male": "1 male", "Female": "2 female"}[r["g"]], r["ecog"].replace("NA", ""), 37 * i % 150,
         r["age"])
        for i, r in enumerate(_rows("lung"))
    ]  # fmt: skip
    columns = ("PatientID", "SurvivalDays", "Died", "who", "level", "seen", "years")
    return extract(columns, rows, number=("seen", "years"), category=("who", "level"))


@cache
def mgus2() -> Cohort:
    """mgus2 of R's package survival: months to progression (1) or death without it (2), by sex."""
    rows = [(i, r["tc"], r["cause"], r["g"]) for i, r in enumerate(_rows("mgus2"))]
    return extract(("PatientID", "months", "what", "who"), rows, category=("who",), time="months", event="what")


def extract(
    columns: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    *,
    number: tuple[str, ...] = (),
    category: tuple[str, ...] = (),
    time: str = "SurvivalDays",
    event: str = "Died",
) -> Cohort:
    """A file of these rows, taken in with the mapping said: nothing is left to a guess."""
    taken = {
        "PatientID": ColumnMapping(column="PatientID", target="patient_id"),
        time: ColumnMapping(column=time, target="time:os", unit="months" if time == "months" else "days"),
        event: ColumnMapping(column=event, target="event:os", values={"0": "0", "1": "1", "2": "2"}),
    }
    for name in (*number, *category):
        kind = "number" if name in number else "category"
        taken[name] = ColumnMapping(column=name, target="extra", extra_kind=kind)
    lines = [",".join(f'"{cell}"' for cell in row) for row in (columns, *rows)]
    mapping = Mapping(columns=tuple(taken[name] for name in columns))
    return admit("\n".join(lines).encode(), "made.csv", mapping).cohort


@cache
def admission_of(name: str) -> Admission:
    """A file of the folder sample_data, as it is admitted."""
    return admit((ROOT / "sample_data" / name).read_bytes(), name)


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / "survival" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
