"""A cohort laid out: its rows by layout, and what stands above and below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from tests.random_dress.cohort import Pair, Patient, progression_free, relapse
from tests.random_dress.columns import Desk
from tests.random_dress.dress import Dress, Number
from tests.random_dress.sheet import Body, Cell, Sheet, Told, lines_of
from tests.random_dress.stacked import attribute_rows, by_parameter, dated_events, event_rows, per_sample
from tests.random_dress.wide import dated, only_deaths_timed, time_and_event, two_times

_OF_LAYOUT: Mapping[str, Callable[[Desk, list[Pair | None]], Body]] = {
    "time and event": time_and_event,
    "two times": two_times,
    "dates": dated,
    "event rows": event_rows,
    "rows by parameter": by_parameter,
    "attribute rows": attribute_rows,
    "rows per sample": per_sample,
    "dated events": dated_events,
    "only deaths timed": only_deaths_timed,
}


def laid_out(patients: Sequence[Patient], dress: Dress, rng: Random) -> Sheet:
    """The sheet of a cohort in this dress."""
    desk = Desk(rng, dress, patients, Told())
    os: list[Pair | None] = [(float(p.days), int(p.dead)) for p in patients]
    return _sheet(desk, _OF_LAYOUT[dress.layout](desk, os), os)


def _sheet(desk: Desk, body: Body, os: list[Pair | None]) -> Sheet:
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
