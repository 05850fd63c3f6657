"""Rows that are attributes: a column says what a row tells of the patient, and one holds the value.

    patient  attribute     value      patient  event      date
    7        OS months     12.4       7        diagnosis  2019-03-02
    7        vital status  dead       7        death      2020-11-20

Known by how they behave, not by their names: patient and attribute together tell all rows apart, and nothing else than
the value differs between a patient's rows. Turned wide, attributes must be a survival time or some of the record's
fields; other long tables stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.dates import judge_order
from nec_core.ingest.layouts.long_form import turned_wide
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Mapping
from nec_core.ingest.matching.profile import profile
from nec_core.ingest.matching.suggestion import names_a_date, suggest
from nec_core.ingest.matching.survival_told import survival_told
from nec_core.ingest.raw_table import RawTable, unique_headers

NAME = "attribute_rows"
_MOST_ATTRIBUTES = 200
_SEVERAL = 0.8  # share of patients with several rows
_ONCE = 0.98  # share of rows that are a patient's only one about their attribute
_NAMES = 0.8  # share of attributes that are words
_DATES = 0.8
_KNOWN = 3  # attributes that are known, from which the wide table is of patients
_LOOKED_AT = 500  # patients whose rows are looked at before those of all


@dataclass(frozen=True)
class _Marks:
    """The three columns that make such a file."""

    patient: str
    attribute: str
    value: str


def knows(raw: RawTable) -> bool:
    marks = _marks(raw)
    if marks is None:
        return False
    columns = _suggested(_turned(raw, marks), marks).columns
    known = [c for c in columns if c.column not in raw.columns and c.target not in (EXTRA, DROP)]
    return len(known) >= _KNOWN or survival_told(columns)


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """One row per patient, with a column for each attribute."""
    marks = _marks(raw)
    return raw if marks is None else _turned(raw, marks)


def mapping(raw: RawTable) -> Mapping:
    """As names and values of the wide table suggest."""
    marks = _marks(raw.before or raw)
    return suggest(raw, NAME) if marks is None else _suggested(raw, marks)


def _turned(raw: RawTable, marks: _Marks) -> RawTable:
    dated = profile(raw, marks.value).dates.share > _DATES
    names = _free_names(raw, marks, dated)
    return turned_wide(raw, marks.patient, marks.attribute, [marks.value], lambda key, _: names[key])


def _free_names(raw: RawTable, marks: _Marks, dated: bool) -> dict[str, str]:
    """Attribute -> the column it becomes: under a name of its own beside those of the file; that of a date where
    "Diagnosis" stands for a day."""
    keys = raw.distinct(marks.attribute)[0]
    wanted = [_dated_name(k, marks.value) if dated else k for k in keys]
    return dict(zip(keys, unique_headers([*raw.columns, *wanted])[len(raw.columns) :], strict=True))


def _dated_name(key: str, value: str) -> str:
    return next((n for n in (key, f"{key} date", f"{key} {value}") if names_a_date(n)), f"{key} {value}")


def _suggested(raw: RawTable, marks: _Marks) -> Mapping:
    """The mapping of the wide table; the long one's columns would only be taken for others."""
    long = [c for c in (marks.attribute, marks.value) if c in raw.columns]
    left = tuple(c for c in raw.columns if c not in long)
    wide = suggest(raw.selecting(left), NAME)
    wide = wide.replaced(
        wide.column(marks.patient).model_copy(
            update={"target": "patient_id", "reason": "with the attribute it tells all rows apart"}
        )
    )
    reason = "it tells of one attribute, not of the patient"
    dropped = {c: ColumnMapping(column=c, target=DROP, reason=reason) for c in long}
    columns = tuple(dropped.get(c) or wide.column(c) for c in raw.columns)
    return wide.model_copy(update={"columns": columns})


def _marks(raw: RawTable) -> _Marks | None:
    n = raw.table.num_rows
    if n < 2 or len(raw.columns) < 3:
        return None
    raw.encode(raw.columns)
    kinds = {c: raw.n_distinct(c) for c in raw.columns}
    attributes = [c for c in raw.columns if 2 <= kinds[c] <= _MOST_ATTRIBUTES and _are_names(raw, c)]
    patients = [c for c in raw.columns if 2 <= kinds[c] <= n / (1 + _SEVERAL)]
    for patient, attribute in product(patients, attributes):
        if patient == attribute or _ONCE * n > kinds[patient] * kinds[attribute]:
            continue
        few = np.flatnonzero(raw.encoded(patient).codes < _LOOKED_AT)
        if _value(raw, patient, attribute, few) is None:
            continue
        value = _value(raw, patient, attribute, np.arange(n))
        if value is not None:
            return _Marks(patient, attribute, value)
    return None


def _are_names(raw: RawTable, column: str) -> bool:
    texts = [t for t in raw.distinct(column)[0] if t]
    words = sum(any(c.isalpha() for c in t) for t in texts)
    return words >= _NAMES * len(texts) and judge_order(texts).share < 1 - _NAMES


def _value(raw: RawTable, patient: str, attribute: str, rows: npt.NDArray[np.intp]) -> str | None:
    """The one column besides the attribute in which rows of a patient differ; None where these two do not tell the
    rows apart, most patients have one row, or several columns differ."""
    of_row = raw.encoded(patient).codes[rows].astype(np.int64)
    about = raw.encoded(attribute).codes[rows]
    sizes = np.bincount(of_row)
    if (sizes[sizes > 0] > 1).mean() < _SEVERAL:
        return None
    if len(np.unique(of_row * (int(about.max()) + 1) + about)) < _ONCE * len(rows):
        return None
    order = np.argsort(of_row, kind="stable")
    same = np.diff(of_row[order]) == 0
    found = None
    for column in raw.columns:
        if column in (patient, attribute):
            continue
        differs = np.diff(raw.encoded(column).codes[rows][order]) != 0
        if (differs & same).any():
            if found is not None:
                return None
            found = column
    return found
