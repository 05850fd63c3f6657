"""The columns a hospital keeps of its patients: one function for each kind of column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.random_dress.cohort import Patient
from tests.random_dress.dress import Dress, Number
from tests.random_dress.sheet import Cell, Column, Told
from tests.random_dress.words import ENGLISH

_COVARIATES = ("sex", "age", "stage", "arm", "albumin")
_DISTRACTORS = (
    "marital", "receptor", "smoking", "therapy_time", "cause", "performance", "marker", "biopsy", "comment"
)  # fmt: skip


@dataclass
class Desk:
    """Where one file is written: what is drawn from, how it is dressed, whom it is of, and what it tells so far."""

    rng: Random
    dress: Dress
    patients: Sequence[Patient]
    told: Told

    def words(self, concept: str) -> str:
        """A name of a concept, unspelt."""
        return self.rng.choice(self.dress.language.heads[concept])

    def levels(self, concept: str) -> tuple[str, ...]:
        return self.rng.choice(self.dress.language.levels[concept])

    def head(self, concept: str) -> str:
        return self.dress.head(self.words(concept))


def identifiers(desk: Desk) -> Column:
    return Column(desk.head("id"), [_number(p.id) for p in desk.patients])


def _number(text: str) -> str:
    return Number(text) if text.isdigit() and not text.startswith("0") else text


def _time_head(desk: Desk, name: str) -> str:
    """A header of a time, with its unit where the file says it there."""
    language, unit = desk.dress.language, desk.dress.unit
    if desk.dress.unit_said != "header":
        if desk.dress.unit_said == "nowhere":
            desk.told.open.add("unit")
        return desk.dress.head(name)
    word = desk.rng.choices(language.units[unit], (7, 3))[0]
    if len(word) < 3 and word != "d":
        desk.told.open.add("unit")  # "m", "a", "J.": one may guess, and one may ask
    forms = (
        f"{name} ({word})",
        f"{name} [{word}]",
        f"{name}_{word}",
        f"{name} {language.into} {word}",
        f"{name}, {word}",
    )
    return desk.dress.head(desk.rng.choices(forms, (6, 3, 3, 4, 1))[0])


def times(desk: Desk, name: str, days: Sequence[float | None]) -> Column:
    """Times under this name."""
    head = _time_head(desk, name)
    desk.told.units[head] = desk.dress.unit
    return Column(head, [desk.dress.blank if d is None else desk.dress.time(d) for d in days])


def dates(desk: Desk, concept: str, days: Sequence[dt.date | None]) -> Column:
    return Column(desk.head(concept), [desk.dress.blank if d is None else desk.dress.date(d) for d in days])


def status(desk: Desk, dead: Sequence[bool]) -> Column:
    """Who is dead, in one of the many ways it is said."""
    rng, how = desk.rng, desk.dress.status
    if how == "0:LIVING":
        return _status(
            desk, ENGLISH.heads["vital"][0] if rng.random() < 0.3 else "OS_STATUS", "0:LIVING", "1:DECEASED", dead
        )
    if how == "dead of what":
        with_disease, without, of_disease, of_other = desk.levels("alive_dead_disease")
        column = _status(desk, desk.words("vital"), with_disease, of_disease, dead)
        desk.told.codes[column.head].update({without: "0", of_other: "1"})
        column.cells = [rng.choice((of_disease, of_other) if d else (with_disease, without)) for d in dead]
        return column
    concept, alive, died = _said(desk, how)
    if how in ("status 0 1", "status 1 2", "cens 0 1"):
        desk.told.open.add("event")
    return _status(desk, desk.words(concept), alive, died, dead)


def _said(desk: Desk, how: str) -> tuple[str, str, str]:
    """What the column is, and what it says of the living and of the dead."""
    rng = desk.rng
    if how in ("died yes", "alive or dead"):
        no, yes = desk.levels("no_yes" if how == "died yes" else "alive_dead")
        return "died" if how == "died yes" else "vital", no, yes
    if how in ("died 1", "event 1"):
        return how.split()[0], "0", "1"
    if how == "status 0 1":
        return "vital", *(("0", "1") if rng.random() < 0.8 else ("1", "0"))
    if how == "status 1 2":
        return "vital", *(("1", "2") if rng.random() < 0.8 else ("2", "1"))
    if how == "cens 0 1":
        return "cens", *rng.choice((("0", "1"), ("1", "0")))
    if how == "censored or event":
        censored, event = desk.levels("censored_event")
        return rng.choice(("event", "vital")), censored, event
    not_censored, censored = desk.levels("not_yes_censored")
    return "cens", censored, not_censored


def _status(desk: Desk, name: str, alive: str, died: str, dead: Sequence[bool]) -> Column:
    head = desk.dress.head(name)
    desk.told.codes[head] = {alive: "0", died: "1"}
    return Column(head, [_number_or_text(died if d else alive) for d in dead])


def _number_or_text(text: str) -> str:
    return Number(text) if text in ("0", "1", "2") else text


def yes_no(desk: Desk, name: str, holds: Sequence[bool]) -> Column:
    """An event that is no death, said by 0 and 1 or by yes and no."""
    no, yes = ("0", "1") if desk.rng.random() < 0.6 else desk.levels("no_yes")
    return _status(desk, name, no, yes, holds)


def covariates(desk: Desk) -> list[Column]:
    """Some of what is known at the start."""
    return [_covariate(desk, name) for name in _COVARIATES if desk.rng.random() < 0.75]


def _covariate(desk: Desk, name: str) -> Column:
    rng, people = desk.rng, desk.patients
    levels = desk.levels(name) if name in ("sex", "arm") else ()
    stages = rng.choice(
        (("I", "II", "III", "IV"), ("1", "2", "3", "4"), ("Stage I", "Stage II", "Stage III", "Stage IV"))
    )
    cells: dict[str, list[str]] = {
        "sex": [levels["fm".index(p.sex)] for p in people] if name == "sex" else [],
        "age": [Number(p.age) for p in people],
        "stage": [Number(s) if (s := stages[p.stage - 1]).isdigit() else s for p in people],
        "arm": [levels[p.arm] for p in people] if name == "arm" else [],
        "albumin": [Number(p.albumin) for p in people],
    }
    return Column(desk.head(name), [desk.dress.blank if rng.random() < 0.04 else c for c in cells[name]])


def distractors(desk: Desk) -> list[Column]:
    """Columns that could be taken for something they are not."""
    return [_distractor(desk, name) for name in desk.rng.sample(_DISTRACTORS, desk.dress.distractors)]


def _distractor(desk: Desk, name: str) -> Column:
    rng, people, blank = desk.rng, desk.patients, desk.dress.blank
    levels = desk.levels(name) if name in desk.dress.language.levels else ()
    cells: list[Cell]
    if name == "therapy_time":
        cells = [Number(rng.randint(1, 180)) for _ in people]
    elif name == "cause":
        cells = [rng.choice(levels) if p.dead else "" for p in people]
    elif name == "performance":
        cells = [Number(rng.randint(0, 3)) for _ in people]
    elif name == "marker":
        cells = [Number(repr(rng.lognormvariate(1, 1))) for _ in people]
    elif name == "biopsy":
        cells = [desk.dress.date(p.start - dt.timedelta(days=rng.randint(0, 30))) for p in people]
    elif name == "comment":
        cells = [rng.choice(levels) if rng.random() < 0.3 else "" for _ in people]
    else:
        cells = [blank if rng.random() < 0.03 else rng.choice(levels) for _ in people]
    return Column(desk.head(name), cells)
