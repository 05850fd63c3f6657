"""One time of two columns: the time of death for the dead, of the last follow-up for the living, as several sources
give them. What contradicts is told with its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.normalise import MISSING
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.layouts.coding import Coding, rows_text
from nec_core.ingest.layouts.derived_columns import Texts, as_is, with_columns
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable

Mask = npt.NDArray[np.bool_]
TIME = "Time to death or last follow-up"
"""The derived column."""


@dataclass(frozen=True)
class TwoTimes:
    """Where the parts stand.

    Attributes:
        vital, meaning: the column of vital status, and its coding to "alive" and "dead".
        death, follow_up: the two columns of times.
        patient: the column of ids, where a patient may have several rows: what one lacks another may hold.
        survival: `death` is the time survived, of the living too: no contradiction there, and used where the
            follow-up is blank.
    """

    vital: str
    meaning: Coding
    death: str
    follow_up: str
    patient: str | None = None
    survival: bool = False


def with_one_time(raw: RawTable, parts: TwoTimes) -> RawTable:
    """The table with the column `TIME`. A dead patient without a time of death has none: when they died is not known,
    and nobody is followed beyond their death."""
    dead, alive = (_says(raw, parts, meaning) for meaning in ("dead", "alive"))
    death, follow_up = (_filled(as_is(raw, c)) for c in (parts.death, parts.follow_up))
    from_death = dead & death.filled()
    from_follow_up = ~dead & follow_up.filled()
    from_survival = ~dead & ~from_follow_up & death.filled() if parts.survival else np.zeros_like(dead)
    distinct = ("", *death.distinct, *follow_up.distinct)
    codes = np.zeros(len(dead), np.int64)
    codes[from_death | from_survival] = death.codes[from_death | from_survival] + 1
    codes[from_follow_up] = follow_up.codes[from_follow_up] + 1 + len(death.distinct)
    note = (
        f"“{TIME}” is “{parts.death}” for the dead ({rows_text(int(from_death.sum()))}) and “{parts.follow_up}” for "
        f"all others ({rows_text(int(from_follow_up.sum()))})."
    )
    if from_survival.any():
        note += f" {rows_text(int(from_survival.sum()))} of the living have only “{parts.death}”, which is taken."
    timed = _anywhere(raw, parts, codes > 0)
    findings = [_finding(raw, "dead_without_time", parts.death, follow_up, dead & ~timed)]
    if not parts.survival:
        findings.append(_finding(raw, "death_time_but_alive", parts.death, death, alive & death.filled()))
    joined = with_columns(raw, {TIME: Texts(distinct, codes.astype(np.int32))}, [note])
    return replace(joined, findings=(*joined.findings, *(f for f in findings if f.n)))


def _says(raw: RawTable, parts: TwoTimes, meaning: str) -> Mask:
    texts, codes = raw.distinct(parts.vital)
    return np.array([parts.meaning(t) == meaning for t in texts], bool)[codes]


def _filled(column: Texts) -> Texts:
    """With texts for "not recorded" blank."""
    return replace(column, distinct=tuple("" if t.casefold() in MISSING else t for t in column.distinct))


def _anywhere(raw: RawTable, parts: TwoTimes, rows: Mask) -> Mask:
    """Whether any row of the same patient is among these."""
    if parts.patient is None:
        return rows
    ids, codes = raw.distinct(parts.patient)
    return np.bincount(codes, rows, minlength=len(ids))[codes] > 0


def _finding(raw: RawTable, kind: str, column: str, shown: Texts, which: Mask) -> Finding:
    where = np.flatnonzero(which)
    return Finding(
        KINDS[kind], column, None, raw.row_numbers[where], [shown.distinct[c] for c in shown.codes[where]]
    )  # fmt: skip
