"""Several rows a patient: of events, parameters, attributes, samples, or days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tests.random_dress.cohort import Pair, progression_free, relapse
from tests.random_dress.columns import Desk, covariates, identifiers, times, yes_no
from tests.random_dress.dress import Number
from tests.random_dress.sheet import Body, Column
from tests.random_dress.wide import dated, time_and_event


def repeated_cells(columns: Sequence[Column], rows: Sequence[int]) -> list[Column]:
    return [Column(c.head, [c.cells[i] for i in rows]) for c in columns]


def event_rows(desk: Desk, os: list[Pair | None]) -> Body:
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
    return Body(
        [
            *repeated_cells(columns, whose),
            kinds,
            times(desk, desk.words("survival"), days),
            yes_no(desk, desk.words("event"), happened),
        ],
        whose,
    )


def by_parameter(desk: Desk, os: list[Pair | None]) -> Body:
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
    return Body(columns, [i for i, _ in rows])


def attribute_rows(desk: Desk, os: list[Pair | None]) -> Body:
    """Patient, attribute, value."""
    wide = time_and_event(desk, os)
    ids, rest = identifiers(desk), [c for c in wide.columns if not desk.dress.has_id or c is not wide.columns[0]]
    rows = [(i, c) for i in range(len(desk.patients)) for c in rest if c.cells[i] not in ("", desk.dress.blank)]
    columns = [
        Column(ids.head, [ids.cells[i] for i, _ in rows]),
        Column(desk.head("attribute"), [c.head for _, c in rows]),
        Column(desk.head("value"), [c.cells[i] for i, c in rows]),
    ]
    return Body(columns, [i for i, _ in rows])


def per_sample(desk: Desk, os: list[Pair | None]) -> Body:
    """What is known of a patient stands in the row of each sample."""
    desk.told.open.add("fold")
    wide = dated(desk, os) if desk.rng.random() < 0.3 else time_and_event(desk, os)
    whose = [i for i in range(len(desk.patients)) for _ in range(desk.rng.choice((1, 1, 2, 3)))]
    kinds = desk.levels("sample_type")
    samples = [
        Column(desk.head("sample"), [f"S{1000 + i}" for i in range(len(whose))]),
        Column(desk.head("sample_type"), [desk.rng.choice(kinds) for _ in whose]),
    ]
    first, *rest = repeated_cells(wide.columns, whose)
    return Body([first, *samples, *rest], whose)


def dated_events(desk: Desk, os: list[Pair | None]) -> Body:
    """A row for each day on which something happened: diagnosis, relapse, last visit, death."""
    desk.told.open.update({"fold", "event"})
    kinds = desk.levels("dated")
    rows: list[tuple[int, str, dt.date]] = []
    for i, p in enumerate(desk.patients):
        days = (p.start, p.relapsed_on, None if p.dead else p.end, p.end if p.dead else None)
        rows += [(i, kind, day) for kind, day in zip(kinds, days, strict=True) if day]
    whose = [i for i, _, _ in rows]
    columns = [
        *repeated_cells([identifiers(desk), *covariates(desk)], whose),
        Column(desk.head("event_type"), [kind for _, kind, _ in rows]),
        Column(desk.head("event_date"), [desk.dress.date(day) for _, _, day in rows]),
    ]
    return Body(columns, whose)
