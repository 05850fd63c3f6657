"""Columns a layout adds to the user's own: made from others by rule, named so, with a note of what came from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from nec_core.ingest.layouts.coding import Coding
from nec_core.ingest.raw_table import RawTable


@dataclass(frozen=True)
class Texts:
    """A column as distinct texts and (n,) codes into them."""

    distinct: tuple[str, ...]
    codes: npt.NDArray[np.int32]

    @property
    def n_filled(self) -> int:
        return int(self.filled().sum())

    def filled(self) -> npt.NDArray[np.bool_]:
        return np.array([t != "" for t in self.distinct], bool)[self.codes]

    def array(self) -> pa.Array:
        return pa.array(self.distinct, pa.string()).take(pa.array(self.codes))


def recoded(raw: RawTable, column: str, coding: Coding, otherwise: str = "") -> Texts:
    """A column through a coding; what the coding does not know becomes `otherwise`."""
    texts, old = raw.distinct(column)
    known = [coding(t) for t in texts]
    return _texts([otherwise if k is None else k for k in known], old)


def as_is(raw: RawTable, column: str) -> Texts:
    """The column itself, for a copy of it."""
    return Texts(*raw.distinct(column))


def first_filled(parts: Sequence[Texts]) -> tuple[Texts, list[int]]:
    """For each row the first of several columns that has something, and how many rows came from each."""
    n = len(parts[0].codes)
    chosen = np.full(n, -1)
    for i, part in enumerate(parts):
        chosen[(chosen < 0) & part.filled()] = i
    distinct = [""]
    codes = np.zeros(n, np.int64)
    for i, part in enumerate(parts):
        codes = np.where(chosen == i, part.codes + len(distinct), codes)
        distinct += part.distinct
    return _texts(distinct, codes), [int((chosen == i).sum()) for i in range(len(parts))]


def combined(parts: Sequence[Texts], rule: dict[tuple[str, ...], str]) -> Texts:
    """Several columns together through a table of their texts; "*" stands for any text, the first line that fits
    counts, and what fits none is blank."""
    width = [len(p.distinct) for p in parts]
    joint = np.ravel_multi_index([p.codes for p in parts], width)
    met, codes = np.unique(joint, return_inverse=True)
    meanings = []
    for place in np.stack(np.unravel_index(met, width), axis=1):
        texts = [p.distinct[i] for p, i in zip(parts, place, strict=True)]
        fitting = (m for key, m in rule.items() if all(k in ("*", t) for k, t in zip(key, texts, strict=True)))
        meanings.append(next(fitting, ""))
    return _texts(meanings, codes)


def with_columns(raw: RawTable, derived: dict[str, Texts], notes: Sequence[str] = ()) -> RawTable:
    """The table with further columns at its end."""
    table = raw.table
    for name, texts in derived.items():
        table = table.append_column(name, texts.array())
    return replace(raw, table=table, columns=(*raw.columns, *derived), notes=raw.notes + tuple(notes))


def _texts(meanings: Sequence[str], codes: npt.NDArray[np.integer]) -> Texts:
    distinct = tuple(dict.fromkeys(meanings))
    place = {t: i for i, t in enumerate(distinct)}
    return Texts(distinct, np.array([place[m] for m in meanings], np.int32)[codes])


def partners(
    raw: RawTable, key: str, other: RawTable, other_key: str, preferred: Sequence[int]
) -> npt.NDArray[np.intp]:
    """(n,) for each row the position of its partner in another table, -1 for none.

    Args:
        raw, key: the table and its column of ids.
        other, other_key: the table looked into.
        preferred: positions in `other`, the partner to be taken last.
    """
    ids, codes = raw.distinct(key)
    place = {text: i for i, text in enumerate(ids)}
    other_ids, other_codes = other.distinct(other_key)
    own = np.array([place.get(t, -1) for t in other_ids], np.intp)[other_codes]
    found = np.full(len(ids) + 1, -1, np.intp)
    order = np.asarray(preferred, np.intp)
    found[own[order]] = order
    found[-1] = -1  # where those without a partner were written
    return found[codes]


def looked_up(other: RawTable, column: str, rows: npt.NDArray[np.intp]) -> Texts:
    """A column of another table for the partners `rows`; blank where there is none."""
    texts, codes = other.distinct(column)
    return _texts((*texts, ""), np.where(rows < 0, len(texts), codes[rows]))
