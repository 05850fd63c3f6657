"""Makes late_surgery.csv: 150 invented patients in whom resection comes late and changes nothing.

Whether and when somebody is listed for resection, 3 to 12 months after diagnosis, is drawn without looking at how
long they live; who dies or is last seen before that day is not operated on. Comparing "resected" with "not
resected" therefore shows a large benefit that does not exist (immortal time bias), and comparing patients by what
they had had at each moment shows none.

    python sample_data/make_late_surgery.py
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a script, Python looks beside the script only
from sample_data.invented_patient import (
    Row,
    extent,
    generator,
    imaging,
    operation,
    person,
    pick,
    tumour,
    write_rows,
)
from sample_data.plain_estimators import DAYS_PER_MONTH, log_rank_p

SEED = 1
PATIENTS = 150
LISTED_SHARE = 0.7
EARLIEST_RESECTION, LATEST_RESECTION = 91, 365
FIRST_DIAGNOSIS, LAST_DIAGNOSIS, CLOSED = dt.date(2010, 1, 4), dt.date(2021, 12, 31), dt.date(2023, 6, 30)
COLUMNS = (
    "patient_id", "centre", "age_years", "sex", "ecog", "smoking", "hiv", "diagnosis_date", "last_contact_date",
    "death_date", "primary_site", "histology", "ki67_percent", "synaptophysin", "chromogranin", "p16", "stage",
    "ajcc_stage", "t_category", "n_category", "m_category", "met_liver", "met_lung", "met_bone", "met_brain",
    "met_nodes", "met_peritoneum", "ct", "mri", "fdg_pet", "ssr_imaging", "resection", "resection_date",
    "resection_type", "resection_margin", "chemoradiation", "chemoradiation_date", "radiation_gy", "systemic",
    "systemic_date", "systemic_regimen", "progression", "progression_date", "progression_site", "vital_status",
    "cause_of_death",
)  # fmt: skip


def main(folder: Path = Path(__file__).parent) -> Path:
    """Writes late_surgery.csv into `folder` and returns its path."""
    rng = generator(SEED)
    rows = [draw_patient(rng) for _ in range(PATIENTS)]
    rows.sort(key=lambda row: row["diagnosis_date"])
    for number, row in enumerate(rows, start=1):
        row["patient_id"] = f"LATE-{number:03d}"
    check(rows)
    return write_rows(folder / "late_surgery.csv", COLUMNS, rows)


def draw_patient(rng: np.random.RandomState) -> Row:
    stage = pick(rng, {"LRD": 60, "metastatic": 40})
    diagnosed = FIRST_DIAGNOSIS + dt.timedelta(days=int(rng.randint((LAST_DIAGNOSIS - FIRST_DIAGNOSIS).days)))
    row = {
        "centre": pick(rng, {"Centre North": 45, "Centre East": 30, "Centre West": 25}),
        "age_years": str(int(np.clip(np.rint(rng.normal(61, 11)), 29, 88))),
        "diagnosis_date": diagnosed.isoformat(),
    }
    row |= person(rng) | tumour(rng) | extent(rng, stage) | imaging(rng, stage)
    days = draw_course(rng, stage, (CLOSED - diagnosed).days, row)
    days |= draw_treatments(rng, stage, days["last_contact_date"], row)
    return row | {name: (diagnosed + dt.timedelta(days=day)).isoformat() for name, day in days.items()}


def draw_course(rng: np.random.RandomState, stage: str, watched: int, row: Row) -> dict[str, int]:
    """Progression, death and last contact: constant hazards, worse in metastatic disease, blind to treatment."""
    hazard = {"LRD": 1.0, "metastatic": 1.4}[stage] / (20 * DAYS_PER_MONTH)
    death, progression = 10 + rng.exponential(1 / hazard), 30 + rng.exponential(0.8 / hazard)
    last_seen = min(watched, 60 + rng.exponential(90 * DAYS_PER_MONTH))
    dead = death <= last_seen
    days = {"last_contact_date": int(min(death, last_seen))}
    row["vital_status"] = "dead" if dead else "alive"
    if dead:
        days["death_date"] = days["last_contact_date"]
        row["cause_of_death"] = pick(rng, {"cancer": 88, "other cause": 8, "unknown": 4})
    row["progression"] = "no"
    if progression < days["last_contact_date"]:
        row["progression"] = "yes"
        row["progression_site"] = pick(rng, {"distant": 55, "distant and locoregional": 20, "locoregional": 25})
        days["progression_date"] = int(progression)
    return days


def draw_treatments(rng: np.random.RandomState, stage: str, last: int, row: Row) -> dict[str, int]:
    """Everybody's plan is drawn in full; what was planned for after the last contact did not happen."""
    start, listed = int(rng.randint(12, 40)), rng.random_sample() < LISTED_SHARE
    planned = {"systemic_date": start}
    if listed:
        planned["resection_date"] = int(rng.randint(EARLIEST_RESECTION, LATEST_RESECTION + 1))
    if rng.random_sample() < {"LRD": 0.6, "metastatic": 0.15}[stage]:
        planned["chemoradiation_date"] = start
    given = {name: day for name, day in planned.items() if day < last}
    for treatment in ("resection", "chemoradiation", "systemic"):
        row[treatment] = "yes" if f"{treatment}_date" in given else "no"
    if row["resection"] == "yes":
        row |= operation(rng, row["primary_site"])
    if row["chemoradiation"] == "yes":
        row["radiation_gy"] = pick(rng, {"45": 20, "50.4": 55, "54": 25})
    if row["systemic"] == "yes":
        regimens = {"cisplatin-etoposide": 50, "carboplatin-etoposide": 40, "FOLFIRINOX": 10}
        row["systemic_regimen"] = pick(rng, regimens)
    return given


def check(rows: list[Row]) -> None:
    """Asserts what the sample is for: resection is late, and the naive comparison is badly misled."""
    observed: dict[str, list[tuple[int, bool]]] = {"yes": [], "no": []}
    for row in rows:
        observed[row["resection"]].append((day_of(row, "last_contact_date"), row["vital_status"] == "dead"))
        dates = [value for name, value in row.items() if name.endswith("_date")]
        assert row["diagnosis_date"] == min(dates)
        assert row["last_contact_date"] == max(dates)
        if row["resection"] == "yes":
            assert EARLIEST_RESECTION <= day_of(row, "resection_date") <= LATEST_RESECTION
    assert min(len(group) for group in observed.values()) >= 50
    assert log_rank_p(observed["yes"], observed["no"]) < 1e-4


def day_of(row: Row, name: str) -> int:
    return (dt.date.fromisoformat(row[name]) - dt.date.fromisoformat(row["diagnosis_date"])).days


if __name__ == "__main__":
    print(f"wrote {main()}")
