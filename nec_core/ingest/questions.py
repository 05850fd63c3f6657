"""What a mapping leaves open: the questions the page asks before records can be used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.dates import judge_order, only_order
from nec_core.ingest.cells.normalise import missing_texts, spellings, value_table
from nec_core.ingest.mapping import (
    ANOTHER_UNIT,
    IDENTIFIER,
    MISSING_CODE,
    RIVAL,
    ColumnMapping,
    Mapping,
    Question,
    endpoint_label,
)
from nec_core.ingest.matching.endpoint_columns import censoring_codes
from nec_core.ingest.matching.profile import header_words, missing_codes
from nec_core.ingest.matching.unit_guess import guess_unit
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.row_places import row_text
from nec_core.ingest.rows.folding import fold_question
from nec_core.record import FieldSpec, fields
from nec_core.time_units import UNITS

_SHOWN = 12
_ROWS_SHOWN = 3
_FEW = 2
_MANY_BLANK = 0.2  # share of rows; fewer blanks are gaps
_ALIVE_OR_DEAD = ("alive", "dead")
_SLIPS = 0.05  # share of rows whose status nobody knows that are told row by row; more is asked


def open_questions(raw: RawTable, mapping: Mapping) -> tuple[Question, ...]:
    """The questions still open, in the file's column order."""
    missing = missing_texts(mapping)
    found = (_question(raw, mapping, c, missing) for c in mapping.columns if c.column in raw.columns)
    asked = tuple(q for q in found if q is not None)
    folding = fold_question(raw, mapping)
    return (folding, *asked) if folding else asked


def optional_questions(raw: RawTable, mapping: Mapping) -> tuple[Question, ...]:
    """What could be asked and need not be: what codes mean under a header that names a field, whether numbers that
    look like codes for "not recorded" are, and whether a column left out tells who a patient is."""
    missing = missing_texts(mapping)
    asking = [c for c in mapping.columns if c.asks and c.column in raw.columns]
    return tuple(
        _identifier_question(raw, c)
        if c.asks == IDENTIFIER
        else _missing_question(raw, c)
        if c.asks == MISSING_CODE
        else _codes_question(raw, c, missing)
        for c in asking
    )


def _identifier_question(raw: RawTable, column: ColumnMapping) -> Question:
    why = column.reason.partition(": ")[2] or column.reason
    asked = f"Does column “{column.column}” tell who a patient is ({why})? It is left out until you keep it."
    return Question(
        column.column, "identifier", asked, raw.sealed.get(column.column, ()), ("leave out", "keep"), "", True
    )


def _codes_question(raw: RawTable, column: ColumnMapping, missing: frozenset[str]) -> Question:
    spec = fields()[column.asks or ""]
    asked = f"What do the codes in column “{column.column}” mean ({spec.about.label.lower()})?"
    return Question(
        column.column, "values", asked, _most_frequent(raw, column.column, missing), spec.levels, spec.name, True
    )


def _missing_question(raw: RawTable, column: ColumnMapping) -> Question:
    counts = raw.counts(column.column)
    codes = missing_codes(counts)
    asked = f"Does {' or '.join(codes)} in column “{column.column}” mean “not recorded”?"
    return Question(
        column.column, "missing", asked, tuple((c, counts[c]) for c in codes), ("not recorded", "a value"), "", True
    )


def _question(raw: RawTable, mapping: Mapping, column: ColumnMapping, missing: frozenset[str]) -> Question | None:
    if column.is_time:
        return _unit_question(raw, mapping, column)
    if column.is_event:
        return _event_question(raw, column, missing)
    spec = fields().get(column.target)
    if spec is None:
        return None
    if spec.kind == "date" and column.date_order is None:
        return _order_question(raw, column, missing)
    if spec.units and column.unit is None:
        return _field_unit_question(raw, column, spec, missing)
    if spec.name == "vital_status":
        return _vital_status_question(raw, column, missing)
    return None


def _unit_question(raw: RawTable, mapping: Mapping, column: ColumnMapping) -> Question | None:
    if column.unit is not None:
        return None
    about = endpoint_label(column.endpoint or "").lower()
    event = mapping.by_target(f"event:{column.endpoint}")
    beside = f", with the event in “{event.column}”" if event else ""
    return Question(
        column.column, "unit", f"In what unit is the time in column “{column.column}” ({about}{beside})?",
        _most_frequent(raw, column.column, frozenset()), UNITS,
    )  # fmt: skip


def _field_unit_question(
    raw: RawTable, column: ColumnMapping, spec: FieldSpec, missing: frozenset[str]
) -> Question | None:
    said = column.values
    counts = {t: n for t, n in raw.counts(column.column).items() if t.casefold() not in missing | said.keys()}
    if guess_unit(spec, column.column, counts, column.decimal_comma).unit == spec.units[0]:
        return None
    asked = f"In what unit is column “{column.column}” ({spec.about.label.lower()})?"
    values = tuple(counts.items())[:_SHOWN]
    return Question(column.column, "unit", asked, values, (*spec.units, ANOTHER_UNIT), spec.name)


def _event_question(raw: RawTable, column: ColumnMapping, missing: frozenset[str]) -> Question | None:
    values = _most_frequent(raw, column.column, missing)
    label = endpoint_label(column.endpoint or "").lower()
    if (blank := _unsaid_blanks(raw, column, missing)) is not None:
        asked = f"{_one_value(column, values, blank)} Which of the two means the event ({label})?"
        return Question(column.column, "event", asked, (*values, blank), ("0", "1", "2"))
    if column.values or not values:
        return None
    asked = f"Which values in column “{column.column}” mean the event ({label})?"
    if RIVAL in column.reason:
        asked = f"Neither names what it tells: {column.reason.rpartition('; ')[2]}. {asked}"
    if censoring_codes(header_words(raw.names[column.column]), dict(values)):
        of = {text.removesuffix(".0"): n for text, n in values}
        asked = (
            f"Both are common under such a header: there are {of['1']} events if 1 is the event, {of['0']} if it is "
            f"censored. Does 1 in column “{column.column}” mean the event ({label}) or censored?"
        )
    return Question(column.column, "event", asked, values, ("0", "1", "2"))


def _unsaid_blanks(raw: RawTable, column: ColumnMapping, missing: frozenset[str]) -> tuple[str, int] | None:
    """The blank cell, or the mark that stands for it, and its rows, where a column has just one value beside many
    blanks: a list of those who died leaves the others blank, and nobody but a person knows. None elsewhere."""
    counts = raw.counts(column.column)
    blanks = {text: n for text, n in counts.items() if text.casefold() in missing}
    if len(counts) - len(blanks) != 1 or not blanks:
        return None
    text, n = max(blanks.items(), key=lambda one: one[1])
    few = n <= _FEW or n < _MANY_BLANK * raw.table.num_rows
    said = any(blank.casefold() in column.values for blank in blanks)
    return None if few or said else (text, n)


def _one_value(column: ColumnMapping, values: Sequence[tuple[str, int]], blank: tuple[str, int]) -> str:
    n = sum(rows for _, rows in values)
    return f"Column “{column.column}” holds one value, in {n} rows, and nothing in {blank[1]}."


def _vital_status_question(raw: RawTable, column: ColumnMapping, missing: frozenset[str]) -> Question | None:
    known = value_table(fields()["vital_status"]).keys() | column.values.keys()
    values = _most_frequent(raw, column.column, missing)
    if (blank := _unsaid_blanks(raw, column, missing)) is not None:
        asked = f"{_one_value(column, values, blank)} Which of the two means dead, which alive?"
        return Question(column.column, "values", asked, (*values, blank), _ALIVE_OR_DEAD, "vital_status")
    unknown = sum(n for text, n in values if not known.intersection(spellings(text)))
    total = sum(n for _, n in values)
    if not values or (unknown < total and unknown <= max(_FEW, _SLIPS * total)):
        return None  # single unknown values among known ones are problems of their rows
    asked = f"Which values in column “{column.column}” mean dead, which alive?"
    options = fields()["vital_status"].levels
    if len(values) <= len(_ALIVE_OR_DEAD):
        return Question(column.column, "values", asked, values, _ALIVE_OR_DEAD, "vital_status")
    asked = f"{asked} And did one of them end the follow-up by another event, such as a transplant?"
    return Question(column.column, "values", asked, values, options, "vital_status")


def _order_question(raw: RawTable, column: ColumnMapping, missing: frozenset[str]) -> Question | None:
    texts = [t for t in raw.distinct(column.column)[0] if t.casefold() not in missing]
    verdict = judge_order(texts)
    if not verdict.ambiguous:
        return None
    values, orders = _most_frequent(raw, column.column, missing), ("DMY", "MDY")
    if verdict.mixed:
        return Question(column.column, "date_order", _mixed_text(raw, column.column), values, (*orders, "ONE_WAY"))
    asked = f"Is the day or the month first in column “{column.column}”?"
    return Question(column.column, "date_order", asked, values, orders)


def _mixed_text(raw: RawTable, column: str) -> str:
    texts, codes = raw.distinct(column)
    ways = np.array([only_order(t) or "" for t in texts])[codes]
    day_first, month_first = (raw.row_numbers[ways == way] for way in ("DMY", "MDY"))
    return (
        f"Neither order fits column “{column}”: {_rows(day_first)} can be read only with the day first, "
        f"{_rows(month_first)} only with the month first, as when a spreadsheet has turned some dates round. Best "
        "export it again with dates such as 2019-05-17. Otherwise: is it read with the day first or the month first, "
        "leaving out what does not fit, or only where a date can be read one way?"
    )


def _rows(rows: npt.NDArray[np.int64]) -> str:
    shown = ", ".join(row_text(row) for row in rows[:_ROWS_SHOWN].tolist())
    more = f" and {len(rows) - _ROWS_SHOWN} more" if len(rows) > _ROWS_SHOWN else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {shown}{more}"


def _most_frequent(raw: RawTable, column: str, missing: frozenset[str]) -> tuple[tuple[str, int], ...]:
    filled = [(t, n) for t, n in raw.counts(column).items() if t.casefold() not in missing]
    return tuple(filled[:_SHOWN])
