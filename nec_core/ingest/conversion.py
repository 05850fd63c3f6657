"""One column's texts to typed values: the field's own pydantic adapter over the column's distinct texts, mapped back.

A million rows have a few thousand distinct texts, so a value is judged once, not a million times; a test proves the
result equal, error for error, to validating row by row.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable
from nec_core.partial_date import PartialDate
from nec_core.record import FieldSpec

Normaliser = Callable[[str], str | None]

_PRECISIONS = {"day": 0, "month": 1, "year": 2}
RULE_OF_ERROR = {
    "literal_error": "category",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "string_pattern_mismatch": "category",
}
"""pydantic's error types -> our rule ids; whatever is not here is "type"."""


@dataclass(frozen=True)
class Converted:
    """A column as typed values, one per distinct text, and which distinct text each row holds.

    Attributes:
        codes: (n,) index into `values`.
        values: typed value per distinct text; None for blank and for what the type refused.
        errors: index into `values` -> rule broken.
        texts: the distinct texts as uploaded.
    """

    codes: npt.NDArray[np.int32]
    values: tuple[Any, ...]
    errors: dict[int, str]
    texts: tuple[str, ...]

    def numbers(self) -> npt.NDArray[np.float64]:
        """(n,) floats, nan for blank."""
        return self._per_row(lambda v: float(v), np.nan)

    def days(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int8]]:
        """(n,) earliest and latest possible day (proleptic ordinal, nan for blank), and the precision (-1 blank)."""
        first = self._per_row(lambda v: v.earliest.toordinal(), np.nan)
        last = self._per_row(lambda v: _latest(v).toordinal(), np.nan)
        precision = self._per_row(lambda v: _PRECISIONS[v.precision], -1)
        return first, last, precision.astype(np.int8)

    def level_codes(self, levels: tuple[str, ...]) -> npt.NDArray[np.int32]:
        """(n,) codes into levels, -1 for blank."""
        place = {level: i for i, level in enumerate(levels)}
        return self._per_row(lambda v: place[v], -1).astype(np.int32)

    def objects(self) -> npt.NDArray[np.object_]:
        """(n,) the values themselves, None for blank."""
        return np.array([*self.values, None], object)[:-1][self.codes]

    def recorded(self) -> npt.NDArray[np.bool_]:
        """(n,) whether the row has a value."""
        return np.array([v is not None for v in self.values], bool)[self.codes]

    def _per_row(self, number: Callable[[Any], float], blank: float) -> npt.NDArray[np.float64]:
        per_distinct = np.array([blank if v is None else number(v) for v in self.values], np.float64)
        return per_distinct[self.codes]


def convert(raw: RawTable, column: str, annotation: Any, normalise: Normaliser) -> Converted:
    """Judges a column's distinct texts by a field's full type (`FieldSpec.annotation`)."""
    texts, codes = raw.distinct(column)
    adapter = _adapter(annotation)
    values: list[Any] = []
    errors: dict[int, str] = {}
    for i, text in enumerate(texts):
        canonical = normalise(text)
        if canonical is None:
            values.append(None)
            continue
        try:
            values.append(adapter.validate_python(canonical))
        except ValidationError as error:
            values.append(None)
            errors[i] = rule_of(error)
    return Converted(codes, tuple(values), errors, texts)


def rule_of(error: ValidationError) -> str:
    """The rule a refused value breaks."""
    kind = error.errors(include_url=False, include_input=False, include_context=False)[0]["type"]
    return RULE_OF_ERROR.get(kind, "type")


def findings_of(converted: Converted, raw: RawTable, column: ColumnMapping, spec: FieldSpec) -> list[Finding]:
    """One finding per rule that values of this column break."""
    found = []
    for rule in sorted(set(converted.errors.values())):
        bad = np.zeros(len(converted.values), bool)
        bad[[i for i, r in converted.errors.items() if r == rule]] = True
        where = np.flatnonzero(bad[converted.codes])
        message, next_step = describe(rule, spec)
        found.append(
            Finding(
                rule=rule,
                column=column.column,
                field=spec.name,
                severity="rejects" if spec.about.essential else "warns",
                message=message,
                next_step=next_step,
                rows=raw.row_numbers[where],
                values=[converted.texts[c] for c in converted.codes[where]],
            )
        )
    return found


def describe(rule: str, spec: FieldSpec) -> tuple[str, str]:
    """What is wrong and what to do, in words; `{value}` stands for the cell's text."""
    bounds = _bounds(spec)
    if rule == "range":
        return f"{spec.about.label}: “{{value}}” is outside {bounds}.", f"Enter {bounds}, or leave the cell blank."
    if rule == "category":
        allowed = ", ".join(spec.levels) if spec.levels else "four digits such as 8246/3"
        return (
            f"{spec.about.label}: “{{value}}” is not a known value.",
            f"Enter one of: {allowed}. Or say under Columns what this value means.",
        )
    if spec.kind == "date":
        return (
            f"{spec.about.label}: “{{value}}” is not a date.",
            "Enter it as 2019-05-17, or as 2019-05 or 2019 when only the month or year is known.",
        )
    if spec.kind == "number":
        whole = "a whole number" if spec.whole else "a number"
        return f"{spec.about.label}: “{{value}}” is not {whole}.", f"Enter {bounds}, or leave the cell blank."
    return f"{spec.about.label}: the text is too long or empty.", "Shorten it to 400 characters."


def _bounds(spec: FieldSpec) -> str:
    unit = f" {spec.about.unit}" if spec.about.unit else ""
    if spec.minimum is None or spec.maximum is None:
        return f"a number{unit}"
    return f"{spec.minimum:g} to {spec.maximum:g}{unit}"


def _latest(value: PartialDate) -> Any:
    first = value.earliest
    if value.precision == "day":
        return first
    if value.precision == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first.replace(month=12, day=31)


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)
