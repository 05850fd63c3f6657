"""One column's texts to typed values: the field's own pydantic adapter over the column's distinct texts, mapped back.

A million rows have a few thousand distinct texts, so a value is judged once, not a million times; texts whose validity
whole-column arithmetic proves (`fast_lane`) need no judging. Tests prove the result equal, error for error, to
validating row by row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import TypeAdapter, ValidationError

from nec_core.ingest.cells.fast_lane import BLANK_DAY, settle
from nec_core.ingest.cells.field_units import in_other_unit
from nec_core.ingest.cells.normalise import Normaliser
from nec_core.ingest.cells.spoiled import turned_into_date
from nec_core.ingest.finding_kinds import KINDS, FindingKind
from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import Encoded, RawTable
from nec_core.record import FieldSpec
from nec_core.time_units import UNITS

Floats = npt.NDArray[np.float64]

_UNIX_ORDINAL, _UNIX_YEAR = dt.date(1970, 1, 1).toordinal(), 1970

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
        encoded: the distinct texts as uploaded, and (n,) codes into them and into the values.
        numbers_of: (k,) float64 per distinct text, nan for blank; of a number.
        days_of: (k, 2) int32 earliest and latest day (proleptic ordinal), `BLANK_DAY` for blank; of a date.
        precision_of: (k,) int8 0 day, 1 month, 2 year, -1 blank; of a date.
        objects_of: (k,) level or text, None for blank and where the text is its own value; of a category, text or
            identifier.
        own: (k,) which texts are their own value; None where none is.
        errors: index into the distinct texts -> rule broken.
    """

    encoded: Encoded
    numbers_of: Floats | None
    days_of: npt.NDArray[np.int32] | None
    precision_of: npt.NDArray[np.int8] | None
    objects_of: npt.NDArray[np.object_] | None
    errors: dict[int, str]
    own: npt.NDArray[np.bool_] | None = None

    def only(self, rows: npt.NDArray[np.intp] | None) -> Converted:
        """The same column for some rows, by position; None for all."""
        return self if rows is None else replace(self, encoded=Encoded(self.encoded.texts, self.codes[rows]))

    @property
    def codes(self) -> npt.NDArray[np.int32]:
        return self.encoded.codes

    def text(self, rows: npt.NDArray[np.intp]) -> list[str]:
        """The texts as uploaded in these rows."""
        return self.encoded.at(rows)

    def numbers(self) -> Floats:
        """(n,) floats, nan for blank; of a category, its level as a number."""
        if self.numbers_of is not None:
            return self.numbers_of[self.codes]
        return np.array([np.nan if v is None else float(v) for v in self._objects()], np.float64)[self.codes]

    def first_days(self) -> Floats:
        """(n,) earliest possible day (proleptic ordinal), nan for blank."""
        return self._days(0)

    def last_days(self) -> Floats:
        """(n,) latest possible day, nan for blank."""
        return self._days(1)

    def first_dates(self) -> npt.NDArray[np.datetime64]:
        """(n,) earliest possible day as datetime64[s], NaT for blank."""
        return self._dates_of()[self.codes]

    def first_years(self) -> Floats:
        """(n,) year of the earliest possible day, nan for blank."""
        dates = self._dates_of()
        years = dates.astype("datetime64[Y]").astype(np.float64) + _UNIX_YEAR
        years[np.isnat(dates)] = np.nan
        return years[self.codes]

    def precision(self) -> npt.NDArray[np.int8]:
        """(n,) how exactly each date is known."""
        if self.precision_of is None:
            raise TypeError("not a date column")
        return self.precision_of[self.codes]

    def level_codes_of(self, levels: tuple[str, ...]) -> npt.NDArray[np.int32]:
        """(k,) codes into levels per distinct text, -1 for blank."""
        place = {level: i for i, level in enumerate(levels)}
        return np.array([-1 if v is None else place[v] for v in self._objects()], np.int32)

    def level_codes(self, levels: tuple[str, ...]) -> npt.NDArray[np.int32]:
        """(n,) codes into levels, -1 for blank."""
        return self.level_codes_of(levels)[self.codes]

    def levels_found(self) -> tuple[str, ...]:
        """The distinct values, sorted."""
        return tuple(sorted({str(v) for v in self._objects() if v is not None}))

    def texts(self) -> pa.LargeStringArray:
        """(n,) texts, null for blank."""
        if self.own is not None and not self._made().any():
            texts = pc.if_else(pa.array(self.own), self.encoded.texts, pa.scalar(None, pa.string()))
        else:
            texts = pa.array(self._objects(), pa.string())
        return texts.cast(pa.large_string()).take(pa.array(self.codes))

    def recorded(self) -> npt.NDArray[np.bool_]:
        """(n,) whether the row has a value."""
        if self.numbers_of is not None:
            known = ~np.isnan(self.numbers_of)
        elif self.precision_of is not None:
            known = self.precision_of >= 0
        else:
            known = self._made() if self.own is None else self._made() | self.own
        return known[self.codes]

    def _made(self) -> npt.NDArray[np.bool_]:
        """(k,) which texts have a value that is not the text itself."""
        if self.objects_of is None:
            raise TypeError("not a column of texts")
        return np.asarray(pd.notna(self.objects_of), bool)

    def _objects(self) -> npt.NDArray[np.object_]:
        if self.objects_of is None:
            raise TypeError("not a column of texts")
        if self.own is None or not self.own.any():
            return self.objects_of
        return np.where(self.own, self.encoded.texts.to_numpy(zero_copy_only=False), self.objects_of)

    def _dates_of(self) -> npt.NDArray[np.datetime64]:
        """(k,) earliest possible day per distinct text."""
        days = self._ordinals(0)
        dates = (days.astype(np.int64) - _UNIX_ORDINAL).astype("datetime64[D]").astype("datetime64[s]")
        dates[days == BLANK_DAY] = np.datetime64("NaT")
        return dates

    def _days(self, which: int) -> Floats:
        ordinals = self._ordinals(which)
        days = ordinals.astype(np.float64)
        days[ordinals == BLANK_DAY] = np.nan
        return days[self.codes]

    def _ordinals(self, which: int) -> npt.NDArray[np.int32]:
        if self.days_of is None:
            raise TypeError("not a date column")
        return self.days_of[:, which]


def convert(
    raw: RawTable, column: ColumnMapping, spec: FieldSpec, normalise: Normaliser, missing: frozenset[str]
) -> Converted:
    """Judges a column's distinct texts by a field's full type (`FieldSpec.annotation`)."""
    encoded = raw.encoded(column.column)
    settled = settle(encoded.texts, column, spec, missing)
    adapter = _adapter(spec.annotation)
    errors: dict[int, str] = {}
    waiting = np.flatnonzero(~settled.done).tolist()
    for i, text in zip(waiting, encoded.at_texts(waiting), strict=True):
        canonical = normalise(text)
        if canonical is None:
            continue
        try:
            settled.put(i, adapter.validate_python(canonical))
        except ValidationError as error:
            errors[i] = rule_of(error)
    return Converted(encoded, settled.numbers, settled.days, settled.precision, settled.objects, errors, settled.own)


def rule_of(error: ValidationError) -> str:
    """The rule a refused value breaks."""
    kind = error.errors(include_url=False, include_input=False, include_context=False)[0]["type"]
    return RULE_OF_ERROR.get(kind, "type")


def findings_of(converted: Converted, raw: RawTable, column: ColumnMapping, spec: FieldSpec) -> list[Finding]:
    """One finding per rule that values of this column break, those apart that a spreadsheet made dates of."""
    if not converted.errors:
        return []
    texts = converted.encoded.strings
    broken: dict[FindingKind, list[int]] = {}
    for i, rule in converted.errors.items():
        broken.setdefault(kind_of(rule, spec, texts[i]), []).append(i)
    found = []
    for kind, places in sorted(broken.items(), key=lambda one: (one[0].id, one[0].title)):
        bad = np.zeros(len(texts), bool)
        bad[places] = True
        where = np.flatnonzero(bad[converted.codes])
        found.append(
            Finding(
                kind=kind,
                column=column.column,
                field=spec.name,
                rows=raw.row_numbers[where],
                values=converted.text(where),
                words=_words(spec, column.unit),
                essential=spec.about.essential,
            )
        )
    return found


def kind_of(rule: str, spec: FieldSpec, text: str) -> FindingKind:
    """What a refused value of a field is told as: of a type, in the words of the field's own."""
    if spec.kind in ("category", "number") and turned_into_date(text):
        return KINDS["turned_into_date"]
    number = "not_a_time" if spec.about.essential and spec.about.unit in UNITS else "not_a_number"
    of_type = {"date": "not_a_date", "number": number}.get(spec.kind, "not_a_text")
    return KINDS[of_type if rule == "type" else rule]


def _words(spec: FieldSpec, unit: str | None) -> dict[str, str]:
    return {
        "label": spec.about.label,
        "bounds": _bounds(spec, unit),
        "number": "a whole number" if spec.whole else "a number",
        "unit": spec.about.unit or "",
        "allowed": ", ".join(spec.levels) if spec.levels else "four digits such as 8246/3",
    }


def _bounds(spec: FieldSpec, file_unit: str | None) -> str:
    """In the field's unit, and as the file would write it where that is in another."""
    unit = f" {spec.about.unit}" if spec.about.unit else ""
    if spec.minimum is None or spec.maximum is None:
        return f"a number{unit}"
    own = f"{spec.minimum:g} to {spec.maximum:g}{unit}"
    if spec.about.other_unit(file_unit) is None:
        return own
    low, high = (in_other_unit(bound, spec.about, file_unit) for bound in (spec.minimum, spec.maximum))
    return f"{low:g} to {high:g} {file_unit} ({own})"


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)
