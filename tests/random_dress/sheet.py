"""A sheet as somebody sees it, before it becomes bytes, with what its reader is to find in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.random_dress.cohort import Pair

Cell = str | dt.date


@dataclass
class Told:
    """What a file tells, and what nobody could know from it.

    Attributes:
        open: what a careful person would have to ask: "unit", "event" (what a status means), "date_order", "fold".
        units: header -> unit, of every column that holds a time.
        codes: header -> text -> "0" alive or censored, "1" the event.
        planted: patients whose cells contradict each other; they may be taken either way if they are told.
        readable: whether there is a survival time in it at all.
    """

    open: set[str] = field(default_factory=set)
    units: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    planted: set[int] = field(default_factory=set)
    readable: bool = True


@dataclass
class Column:
    """A header and a cell for each row of the sheet it is in."""

    head: str
    cells: list[Cell]


@dataclass
class Body:
    """Columns with a cell for each row, and whose each row is."""

    columns: list[Column]
    whose: list[int]


@dataclass
class Sheet:
    """Lines from the first to the last, and whose each is: a patient's place in the cohort, -1 for nobody's.

    Attributes:
        second: what a second endpoint may be read as: each a list of pairs.
    """

    lines: list[list[Cell]]
    whose: list[int]
    told: Told
    os: list[Pair | None]
    second: list[list[Pair]]

    def rows_of(self, patient: int) -> list[int]:
        """The rows that speak of this patient, counted from 1."""
        return [i + 1 for i, who in enumerate(self.whose) if who == patient]


def lines_of(columns: Sequence[Column]) -> list[list[Cell]]:
    """The rows of columns, without their headers."""
    return [list(cells) for cells in zip(*(c.cells for c in columns), strict=True)]
