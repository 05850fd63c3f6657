"""Texts whose validity whole-column arithmetic proves, so that no type needs to judge them one by one.

Only the plain cases are settled here: 12.5 within the field's range, 2019-05-17, blanks, short texts. Whatever is
doubtful is left to the field's own pydantic type, which gives the same answer for the plain cases, only later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import StringConstraints

from nec_core.ingest.cells.dates import DateOrder
from nec_core.ingest.mapping import ColumnMapping
from nec_core.partial_date import EARLIEST, PartialDate, Precision
from nec_core.record import FieldSpec

Mask = npt.NDArray[np.bool_]

BLANK_DAY = np.int32(-1)
PRECISIONS: tuple[Precision, ...] = ("day", "month", "year")
"""A date's precision as a number: its place here."""
_NUMBER = "^[0-9]{1,15}(\\.[0-9]{1,15})?$"
_WHOLE = "^[0-9]{1,9}$"
_YEAR_FIRST = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_YEAR_LAST = "^[0-9]{2}(/[0-9]{2}/|-[0-9]{2}-|\\.[0-9]{2}\\.)[0-9]{4}$"
_PLACES: dict[DateOrder, tuple[int, int, int]] = {"YMD": (0, 5, 8), "DMY": (6, 3, 0), "MDY": (6, 0, 3)}
_UNIX_ORDINAL = 719163


@dataclass(frozen=True)
class Settled:
    """Values per distinct text, as far as they are known; see `nec_core.ingest.cells.conversion.Converted`.

    Attributes:
        done: (k,) whether the text needs no judging any more.
        numbers, days, precision, objects: one of them holds the values, by the field's kind; blank until put.
        own: (k,) which texts are their own value, which `objects` does not repeat: a million ids stay Arrow's.
    """

    done: Mask
    numbers: npt.NDArray[np.float64] | None = None
    days: npt.NDArray[np.int32] | None = None
    precision: npt.NDArray[np.int8] | None = None
    objects: npt.NDArray[np.object_] | None = None
    own: Mask | None = None

    def put(self, i: int, value: Any) -> None:
        """Stores what the field's type made of a text."""
        if value is None:
            return
        if self.numbers is not None:
            self.numbers[i] = value
        elif self.days is not None and self.precision is not None and isinstance(value, PartialDate):
            self.days[i] = value.earliest.toordinal(), value.latest.toordinal()
            self.precision[i] = PRECISIONS.index(value.precision)
        elif self.objects is not None:
            self.objects[i] = value


def settle(texts: pa.StringArray, column: ColumnMapping, spec: FieldSpec, missing: frozenset[str]) -> Settled:
    """Settles the plain cases of a column's distinct texts.

    Args:
        texts: (k,) distinct texts, stripped.
        column: how the column is taken; what it says of a text goes before everything here.
        spec: the field.
        missing: texts that mean "not recorded", lower case.
    """
    settled = unsettled(len(texts), spec)
    if len(texts):
        low = _casefolded(texts)
        said = _among(low, frozenset(column.values))
        blank = _among(low, missing) & ~said
        settled.done[:] = blank if spec.kind != "category" else False
        free = ~(said | blank)
        if spec.kind == "number" and spec.about.other_unit(column.unit) is None:
            _settle_numbers(texts, free, spec, settled, whole=spec.whole or column.decimal_comma)
        elif spec.kind == "date":
            _settle_dates(texts, free, column.date_order, settled)
        elif spec.kind not in ("category", "number"):
            _settle_texts(texts, free, spec, settled)
    return settled


def unsettled(k: int, spec: FieldSpec) -> Settled:
    """Nothing known yet of k texts of a field."""
    none_done = np.zeros(k, bool)
    if spec.kind == "number":
        return Settled(none_done, numbers=np.full(k, np.nan))
    if spec.kind == "date":
        return Settled(none_done, days=np.full((k, 2), BLANK_DAY, np.int32), precision=np.full(k, -1, np.int8))
    return Settled(none_done, objects=np.full(k, None, object), own=np.zeros(k, bool))


def _casefolded(texts: pa.StringArray) -> pa.StringArray:
    """As `str.casefold`, which arrow does not have; nearly every text is ASCII."""
    low = pc.ascii_lower(texts)
    if bool(pc.all(pc.string_is_ascii(texts), min_count=0).as_py()):
        return low
    return pa.array([text.casefold() for text in texts.to_pylist()], pa.string())


def _among(texts: pa.StringArray, words: frozenset[str]) -> Mask:
    if not words:
        return np.zeros(len(texts), bool)
    return _mask(pc.is_in(texts, pa.array(sorted(words), pa.string())))


def _settle_numbers(texts: pa.StringArray, free: Mask, spec: FieldSpec, settled: Settled, whole: bool) -> None:
    """Numbers without a sign; only whole ones where a point may part thousands."""
    plain = np.flatnonzero(free & _mask(pc.match_substring_regex(texts, _WHOLE if whole else _NUMBER)))
    values = pc.cast(texts.take(pa.array(plain)), pa.float64()).to_numpy(zero_copy_only=False)
    low = -np.inf if spec.minimum is None else spec.minimum
    high = np.inf if spec.maximum is None else spec.maximum
    fits = (values >= low) & (values <= high)
    if settled.numbers is not None:
        settled.numbers[plain[fits]] = values[fits]
    settled.done[plain[fits]] = True


def _settle_dates(texts: pa.StringArray, free: Mask, order: DateOrder | None, settled: Settled) -> None:
    year_first = free & _mask(pc.match_substring_regex(texts, _YEAR_FIRST))
    _settle_ten_characters(texts, year_first, _PLACES["YMD"], settled)
    if order in ("DMY", "MDY"):
        year_last = free & _mask(pc.match_substring_regex(texts, _YEAR_LAST))
        _settle_ten_characters(texts, year_last, _PLACES[order], settled)


def _settle_ten_characters(texts: pa.StringArray, which: Mask, places: tuple[int, int, int], settled: Settled) -> None:
    """Dates of ten characters each, read as a matrix of digits: year, month and day start at `places`."""
    plain = np.flatnonzero(which)
    if not len(plain):
        return
    joined = "".join(texts.take(pa.array(plain)).to_pylist()).encode("ascii")
    digits = np.frombuffer(joined, np.uint8).reshape(-1, 10).astype(np.int64) - ord("0")
    y, m, d = places
    year = digits[:, y] * 1000 + digits[:, y + 1] * 100 + digits[:, y + 2] * 10 + digits[:, y + 3]
    month = digits[:, m] * 10 + digits[:, m + 1]
    day = digits[:, d] * 10 + digits[:, d + 1]
    months = (year - 1970) * 12 + month - 1
    start = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - start
    fits = (year >= EARLIEST.year) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= length)
    good = plain[fits]
    if settled.days is not None and settled.precision is not None:
        settled.days[good] = (start + day - 1 + _UNIX_ORDINAL)[fits, None]
        settled.precision[good] = 0
    settled.done[good] = True


def _settle_texts(texts: pa.StringArray, free: Mask, spec: FieldSpec, settled: Settled) -> None:
    limits = _text_limits(spec.annotation)
    if limits is None or settled.own is None:
        return
    length = pc.utf8_length(texts).to_numpy(zero_copy_only=False)
    fits = free & (length >= limits[0]) & (length <= limits[1])
    settled.own[fits] = True
    settled.done[fits] = True


def _text_limits(annotation: Any) -> tuple[int, float] | None:
    """Shortest and longest text a type takes; None when it asks for more than length."""
    found: list[StringConstraints] = []
    waiting, plain = [annotation], False
    while waiting:
        arm = waiting.pop()
        plain |= arm is str
        if isinstance(arm, StringConstraints):
            found.append(arm)
        waiting += get_args(arm)
    if not plain or any(c.pattern is not None or c.to_lower or c.to_upper for c in found):
        return None
    shortest = max((c.min_length or 0 for c in found), default=0)
    return shortest, min((np.inf if c.max_length is None else c.max_length for c in found), default=np.inf)


def _mask(answer: pa.BooleanArray) -> Mask:
    return np.asarray(answer.to_numpy(zero_copy_only=False), bool)
