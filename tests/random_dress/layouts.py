"""A cohort laid out: which rows and columns its patients stand in, one function a layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.random_dress.cohort import Patient
from tests.random_dress.columns import (
    Desk,
    covariates,
    dates,
    distractors,
    identifiers,
    status,
    times,
    yes_no,
)  # fmt: skip
from tests.random_dress.dress import Dress, Number
from tests.random_dress.sheet import Cell, Column, Pair, Sheet, Told, lines_of

_FEW = 3


@dataclass
class _Body:
    """Columns with a cell for each row, and whose each row is."""

    columns: list[Column]
    whose: list[int]


def laid_out(patients: Sequence[Patient], dress: Dress, rng: Random) -> Sheet:
    """The sheet of a cohort in this dress."""
    desk = Desk(rng, dress, patients, Told())
    os: list[Pair | None] = [(float(p.days), int(p.dead)) for p in patients]
    body = {
        "time and event": _time_and_event, "two times": _two_times, "dates": _dates, "event rows": _event_rows,
        "rows by parameter": _by_parameter, "attribute rows": _attribute_rows, "rows per sample": _per_sample,
        "dated events": _dated_events, "only deaths timed": _only_deaths_timed,
    }[dress.layout](desk, os)  # fmt: skip
    return _sheet(desk, body, os)


def progression_free(patients: Sequence[Patient]) -> list[Pair]:
    """Relapse or death, whichever is first."""
    return [(float(p.relapse), 1) if p.relapse is not None else (float(p.days), int(p.dead)) for p in patients]


def relapse(patients: Sequence[Patient], death: int) -> list[Pair]:
    """Relapse, where death without it is censored (0) or competes (2)."""
    return [(float(p.relapse), 1) if p.relapse is not None else (float(p.days), death * p.dead) for p in patients]


# --- one row a patient


def _time_and_event(desk: Desk, os: list[Pair | None]) -> _Body:
    rng, people = desk.rng, desk.patients
    days: list[float | None] = [float(p.days) for p in people]
    if desk.dress.untimed:
        for i in rng.sample(range(len(people)), 2):
            days[i] = os[i] = None
    outcome = [times(desk, "survival", days), status(desk, [p.dead for p in people])]
    if desk.dress.second:
        outcome += _second(desk)
    return _wide(desk, outcome)


def _second(desk: Desk) -> list[Column]:
    """A second endpoint's time and event, both for every patient."""
    concepts = ("pfs_time", "pfs_event") if desk.rng.random() < 0.75 else ("relapse_time", "relapsed")
    pairs = progression_free(desk.patients) if concepts[0] == "pfs_time" else relapse(desk.patients, 0)
    return [times(desk, concepts[0], [d for d, _ in pairs]), yes_no(desk, concepts[1], [e == 1 for _, e in pairs])]


def _two_times(desk: Desk, os: list[Pair | None]) -> _Body:
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
    outcome = [times(desk, "death_time", deaths), times(desk, "follow_up", follow_up)]
    outcome += [status(desk, dead)] if said else []
    if desk.dress.second:
        outcome.append(times(desk, "relapse_time", [p.relapse for p in people]))
        outcome.append(yes_no(desk, "relapsed", [p.relapse is not None for p in people]))
    return _wide(desk, outcome)


def _dates(desk: Desk, os: list[Pair | None]) -> _Body:
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
    chosen = desk.rng.sample(free, min(_FEW, len(free) // 2))
    desk.told.planted.update(chosen)
    return chosen


def _only_deaths_timed(desk: Desk, os: list[Pair | None]) -> _Body:
    """No time of the living: nobody can make survival of it."""
    desk.told.readable = False
    deaths = [float(p.days) if p.dead else None for p in desk.patients]
    return _wide(desk, [times(desk, "death_time", deaths), status(desk, [p.dead for p in desk.patients])])


def _wide(desk: Desk, outcome: list[Column]) -> _Body:
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
    return _Body(columns, list(range(len(desk.patients))))


def _renamed(desk: Desk, column: Column) -> Column:
    told, name = desk.told, f"{column.head}_2"
    if column.head in told.units:
        told.units[name] = told.units[column.head]
    if column.head in told.codes:
        told.codes[name] = told.codes[column.head]
    return Column(name, column.cells)


# --- several rows a patient


def _repeated(columns: Sequence[Column], rows: Sequence[int]) -> list[Column]:
    return [Column(c.head, [c.cells[i] for i in rows]) for c in columns]


def _event_rows(desk: Desk, os: list[Pair | None]) -> _Body:
    """A row for death and a row for relapse of each patient, each with its time and whether it happened."""
    people, rng = desk.patients, desk.rng
    desk.told.open.update({"fold", "event"})
    death, other = desk.levels("event_type")
    second = progression_free(people) if other == "PFS" else relapse(people, 0)
    order = [(i, j) for i in range(len(people)) for j in (0, 1)]
    if rng.random() < 0.3:
        order.sort(key=lambda x: x[1])
    days = [second[i][0] if j else float(people[i].days) for i, j in order]
    happened = [second[i][1] == 1 if j else people[i].dead for i, j in order]
    whose = [i for i, _ in order]
    columns = [identifiers(desk), *covariates(desk)]
    kinds = Column(desk.head("event_type"), [(death, other)[j] for _, j in order])
    return _Body(
        [*_repeated(columns, whose), kinds, times(desk, "survival", days), yes_no(desk, "event", happened)], whose
    )


def _by_parameter(desk: Desk, os: list[Pair | None]) -> _Body:
    """As CDISC lays out times to events: a row a parameter, 1 for censored."""
    people, unit = desk.patients, desk.dress.unit
    told_by = desk.rng.choice(("AVALU", "PARAM", "nowhere"))
    names = {"OS": "Overall Survival", "PFS": "Progression-Free Survival"}
    codes = ["OS", "PFS"] if desk.dress.second else ["OS"]
    second = progression_free(people)
    rows = [(i, code) for i in range(len(people)) for code in codes]
    days = [float(people[i].days) if code == "OS" else second[i][0] for i, code in rows]
    events = [people[i].dead if code == "OS" else second[i][1] == 1 for i, code in rows]
    if told_by == "nowhere":
        desk.told.open.add("unit")
    desk.told.units["AVAL"] = unit
    desk.told.codes["CNSR"] = {"0": "1", "1": "0"}
    text = {c: f"{n} ({unit.title()})" if told_by == "PARAM" else n for c, n in names.items()}
    value = [Number(d) if (d := desk.dress.time(x).split(" ")[0]) else "" for x in days]
    columns = [
        Column("STUDYID", ["NX1"] * len(rows)),
        Column("USUBJID", [f"NX1-{people[i].id}" for i, _ in rows]),
        Column("TRT01P", ["AB"[people[i].arm] for i, _ in rows]),
        Column("AGE", [Number(people[i].age) for i, _ in rows]),
        Column("SEX", [people[i].sex.upper() for i, _ in rows]),
        Column("PARAMCD", [code for _, code in rows]),
        Column("PARAM", [text[code] for _, code in rows]),
        Column("AVAL", [Number(v.replace(",", ".")) for v in value]),
        Column("CNSR", [Number(int(not e)) for e in events]),
    ]
    if told_by == "AVALU":
        columns.insert(-1, Column("AVALU", [unit.upper()] * len(rows)))
    return _Body(columns, [i for i, _ in rows])


def _attribute_rows(desk: Desk, os: list[Pair | None]) -> _Body:
    """Patient, attribute, value."""
    wide = _time_and_event(desk, os)
    ids, rest = identifiers(desk), [c for c in wide.columns if not desk.dress.has_id or c is not wide.columns[0]]
    rows = [(i, c) for i in range(len(desk.patients)) for c in rest if c.cells[i] not in ("", desk.dress.blank)]
    columns = [
        Column(ids.head, [ids.cells[i] for i, _ in rows]),
        Column(desk.head("attribute"), [c.head for _, c in rows]),
        Column(desk.head("value"), [c.cells[i] for i, c in rows]),
    ]
    return _Body(columns, [i for i, _ in rows])


def _per_sample(desk: Desk, os: list[Pair | None]) -> _Body:
    """What is known of a patient stands in the row of each sample."""
    desk.told.open.add("fold")
    wide = _dates(desk, os) if desk.rng.random() < 0.3 else _time_and_event(desk, os)
    whose = [i for i in range(len(desk.patients)) for _ in range(desk.rng.choice((1, 1, 2, 3)))]
    kinds = desk.levels("sample_type")
    samples = [
        Column(desk.head("sample"), [f"S{1000 + i}" for i in range(len(whose))]),
        Column(desk.head("sample_type"), [desk.rng.choice(kinds) for _ in whose]),
    ]
    first, *rest = _repeated(wide.columns, whose)
    return _Body([first, *samples, *rest], whose)


def _dated_events(desk: Desk, os: list[Pair | None]) -> _Body:
    """A row for each day on which something happened: diagnosis, relapse, last visit, death."""
    desk.told.open.update({"fold", "event"})
    kinds = desk.levels("dated")
    rows: list[tuple[int, str, dt.date]] = []
    for i, p in enumerate(desk.patients):
        days = (p.start, p.relapsed_on, None if p.dead else p.end, p.end if p.dead else None)
        rows += [(i, kind, day) for kind, day in zip(kinds, days, strict=True) if day]
    whose = [i for i, _, _ in rows]
    columns = [
        *_repeated([identifiers(desk), *covariates(desk)], whose),
        Column(desk.head("event_type"), [kind for _, kind, _ in rows]),
        Column(desk.head("event_date"), [desk.dress.date(day) for _, _, day in rows]),
    ]
    return _Body(columns, whose)


# --- round about the rows


def _sheet(desk: Desk, body: _Body, os: list[Pair | None]) -> Sheet:
    rows, whose = lines_of(body.columns), list(body.whose)
    if desk.dress.repeated and desk.dress.has_id:
        for _ in range(2):
            at = desk.rng.randrange(len(desk.patients))
            rows.append(list(rows[at]))
            whose.append(whose[at])
        desk.told.open.add("fold")
    head: list[Cell] = [c.head for c in body.columns]
    width = len(head)
    above: list[list[Cell]] = []
    if desk.dress.titled:
        title = f"{desk.rng.choice(desk.dress.language.titles)}, {desk.rng.randint(2015, 2022)}"
        above = [[title, *[""] * (width - 1)]]
        if desk.rng.random() < 0.6:
            above.append([""] * width)
    below = _foot(desk, rows, width) if desk.dress.footed else []
    lines = [*above, head, *rows, *below]
    nobody = -1
    return Sheet(
        lines, [nobody] * (len(above) + 1) + whose + [nobody] * len(below), desk.told, os, _seconds(desk.patients)
    )


def _foot(desk: Desk, rows: list[list[Cell]], width: int) -> list[list[Cell]]:
    """A line with the number of patients or a mean of the numbers."""
    word = desk.rng.choice(desk.dress.language.totals)
    means: list[Cell] = []
    for c in range(1, width):
        numbers = [float(cell) for row in rows if isinstance(cell := row[c], Number)]
        means.append(Number(f"{sum(numbers) / len(numbers):.1f}") if len(numbers) > len(rows) / 2 else "")
    total: list[Cell] = [word, *means]
    blank: list[Cell] = [""] * width
    return [blank, total] if desk.rng.random() < 0.4 else [total]


def _seconds(patients: Sequence[Patient]) -> list[list[Pair]]:
    return [progression_free(patients), relapse(patients, 0), relapse(patients, 2)]
