"""One row a patient: the outcome as a time and an event, as two times, or as dates.

Where a time is left out on purpose, the truth `os` handed along is corrected; contradictions are noted in what is told.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from tests.random_dress.cohort import Pair, Patient, progression_free, relapse
from tests.random_dress.columns import Desk, covariates, dates, distractors, identifiers, status, times, yes_no
from tests.random_dress.sheet import Body, Column

_FEW, _OF_FREE = 3, 6  # contradictions: as many at most, and one patient in so many


def time_and_event(desk: Desk, os: list[Pair | None]) -> Body:
    rng, people = desk.rng, desk.patients
    days: list[float | None] = [float(p.days) for p in people]
    if desk.dress.untimed:
        for i in rng.sample(range(len(people)), 2):
            days[i] = os[i] = None
    outcome = [times(desk, desk.words("survival"), days), status(desk, [p.dead for p in people])]
    if desk.dress.second:
        outcome += _second(desk)
    return _wide(desk, outcome)


def _second(desk: Desk) -> list[Column]:
    """A second endpoint's time and event, both for every patient: relapse or death, or relapse alone."""
    if desk.rng.random() < 0.75:
        time, event = desk.levels("free_of_it")
        pairs = progression_free(desk.patients)
    else:
        time, event = desk.words("relapse_time"), desk.words("relapsed")
        pairs = relapse(desk.patients, 0)
    return [times(desk, time, [d for d, _ in pairs]), yes_no(desk, event, [e == 1 for _, e in pairs])]


def two_times(desk: Desk, os: list[Pair | None]) -> Body:
    """The time of death beside that of the last follow-up."""
    rng, people = desk.rng, desk.patients
    deaths: list[float | None] = [float(p.days) if p.dead else None for p in people]
    of_the_dead = rng.choice(("blank", "zero", "earlier", "same"))
    follow_up: list[float | None] = [
        float(p.days) if not p.dead or of_the_dead == "same"
        else {"blank": None, "zero": 0.0, "earlier": float(round(p.days * rng.uniform(0.3, 0.95)))}[of_the_dead]
        for p in people
    ]  # fmt: skip
    said = desk.dress.contradictory or rng.random() < 0.85
    if desk.dress.contradictory:
        for i in _some(desk, dead=False):
            deaths[i] = float(max(5, people[i].days - 30))
        for i in _some(desk, dead=True):
            deaths[i] = None
    dead = [p.dead for p in people]
    outcome = [times(desk, desk.words("death_time"), deaths), times(desk, desk.words("follow_up"), follow_up)]
    outcome += [status(desk, dead)] if said else []
    if desk.dress.second:
        outcome.append(times(desk, desk.words("relapse_time"), [p.relapse for p in people]))
        outcome.append(yes_no(desk, desk.words("relapsed"), [p.relapse is not None for p in people]))
    return _wide(desk, outcome)


def dated(desk: Desk, os: list[Pair | None]) -> Body:
    rng, people = desk.rng, desk.patients
    ends: list[dt.date | None] = [p.end for p in people]
    outcome = [dates(desk, rng.choice(("diagnosed", "diagnosed", "operated")), [p.start for p in people])]
    died: list[dt.date | None] = [p.end if p.dead else None for p in people]
    with_death_date = desk.dress.contradictory or rng.random() < 0.75
    if with_death_date:
        how = rng.choice(("blank", "earlier", "same"))
        ends = [_last_seen(p, how, rng) for p in people]
        if desk.dress.contradictory:
            for i in _some(desk, dead=False):
                died[i] = people[i].end - dt.timedelta(days=10)
            for i in _some(desk, dead=True):
                died[i], ends[i] = None, people[i].end
        outcome.append(dates(desk, "death_date", died))
    outcome.append(dates(desk, "last_visit", ends))
    if desk.dress.contradictory or not with_death_date or rng.random() < 0.7:
        outcome.append(status(desk, [p.dead for p in people]))
    if desk.dress.second:
        outcome.append(dates(desk, "relapse_date", [p.relapsed_on for p in people]))
    numbered = desk.dress.date_form in ("d/m/y", "d.m.y", "d-m-y", "m/d/y")
    if numbered and not any(p.start.day > 12 for p in people):
        desk.told.open.add("date_order")
    return _wide(desk, outcome)


def _last_seen(patient: Patient, of_the_dead: str, rng: Random) -> dt.date | None:
    if not patient.dead or of_the_dead == "same":
        return patient.end
    if of_the_dead == "blank":
        return None
    return patient.start + dt.timedelta(days=int(patient.days * rng.uniform(0.3, 0.95)))


def _some(desk: Desk, dead: bool) -> list[int]:
    """A few patients whose outcome is to contradict itself."""
    free = [i for i, p in enumerate(desk.patients) if p.dead is dead and p.days > 60 and i not in desk.told.planted]
    chosen = desk.rng.sample(free, min(_FEW, len(free) // _OF_FREE))
    desk.told.planted.update(chosen)
    return chosen


def only_deaths_timed(desk: Desk, os: list[Pair | None]) -> Body:
    """No time of the living: nobody can make survival of it."""
    desk.told.readable = False
    deaths = [float(p.days) if p.dead else None for p in desk.patients]
    return _wide(desk, [times(desk, desk.words("death_time"), deaths), status(desk, [p.dead for p in desk.patients])])


def _wide(desk: Desk, outcome: list[Column]) -> Body:
    """Outcome, covariates and the rest side by side, each header once."""
    columns: list[Column] = []
    for column in [*covariates(desk), *outcome, *distractors(desk)]:
        if column.head.casefold() not in {c.head.casefold() for c in columns}:
            columns.append(column)
        elif column in outcome:  # a time and a status of one name: the second gets a number, as programs do
            columns.append(_renamed(desk, column))
    if desk.dress.shuffled:
        desk.rng.shuffle(columns)
    if desk.dress.has_id:
        columns.insert(0, identifiers(desk))
    return Body(columns, list(range(len(desk.patients))))


def _renamed(desk: Desk, column: Column) -> Column:
    told, name = desk.told, f"{column.head}_2"
    if column.head in told.units:
        told.units[name] = told.units[column.head]
    if column.head in told.codes:
        told.codes[name] = told.codes[column.head]
    return Column(name, column.cells)
