"""An invented cohort: what is true of each patient, before anybody writes it down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

FEWEST, MOST = 20, 120

Pair = tuple[float, int]
"""A time in days, and 1 for the event, 0 for censored, 2 for a competing event."""


@dataclass(frozen=True)
class Patient:
    """One patient.

    Attributes:
        id: as in the hospital's books.
        days: from time zero to death, or to the last visit of the living.
        dead: whether `days` ends with death.
        relapse: days from time zero to relapse; None for who had none. Never after `days`.
        sex: "f" or "m".
        age: whole years at time zero.
        stage: 1 to 4.
        arm: index of the treatment.
        albumin: g/L.
        start: the calendar day of time zero.
    """

    id: str
    days: int
    dead: bool
    relapse: int | None
    sex: str
    age: int
    stage: int
    arm: int
    albumin: float
    start: dt.date

    @property
    def end(self) -> dt.date:
        return self.start + dt.timedelta(days=self.days)

    @property
    def relapsed_on(self) -> dt.date | None:
        return None if self.relapse is None else self.start + dt.timedelta(days=self.relapse)


def cohort(rng: Random) -> tuple[Patient, ...]:
    """20 to 120 patients, diagnosed 2008 to 2016 and followed to 2021 at most, at least two dead and two alive."""
    n = rng.randint(FEWEST, MOST)
    written = rng.choice(("P{:03d}", "{:d}", "AB-{:04d}", "{:06d}", "PT{:d}", "MUC_{:03d}"))
    first = rng.choice((1, 100, 1000))
    hazard = 1 / rng.uniform(400, 2500)
    patients = [_patient(rng, written.format(first + i), hazard) for i in range(n)]
    if 2 <= sum(p.dead for p in patients) <= n - 2:
        return tuple(patients)
    return cohort(rng)


def _patient(rng: Random, name: str, hazard: float) -> Patient:
    start = dt.date(2008, 1, 1) + dt.timedelta(days=rng.randrange(3200))
    death, censored = 20 + rng.expovariate(hazard), rng.uniform(120, (dt.date(2021, 6, 30) - start).days)
    days, dead = int(min(death, censored)), death <= censored
    relapse = rng.randint(15, max(16, days - 1)) if rng.random() < 0.45 else None
    return Patient(
        name,
        days,
        dead,
        None if relapse is None else min(relapse, days),
        rng.choice("fm"),
        min(94, max(19, round(rng.gauss(63, 11)))),
        rng.choices((1, 2, 3, 4), (1, 2, 3, 3))[0],
        rng.randrange(2),
        round(rng.gauss(37, 4), 1),
        start,
    )


def progression_free(patients: Sequence[Patient]) -> list[Pair]:
    """Relapse or death, whichever is first."""
    return [(float(p.relapse), 1) if p.relapse is not None else (float(p.days), int(p.dead)) for p in patients]


def relapse(patients: Sequence[Patient], death: int) -> list[Pair]:
    """Relapse, where death without it is censored (0) or competes (2)."""
    return [(float(p.relapse), 1) if p.relapse is not None else (float(p.days), death * p.dead) for p in patients]
