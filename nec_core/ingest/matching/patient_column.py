"""Which column tells patients apart, by how its values repeat: rows of one patient share their outcome.

A file with a row per sample or per treatment names its patients in a column nobody thought of ("submitter", "case"), or
beside a column that numbers the rows. Rows that agree in a time told to the day or to a decimal, and in all else that
belongs to a person, are one patient's; a column that says just which rows do is their identifier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.ingest.matching.endpoint_columns import looks_like_event, looks_like_time
from nec_core.ingest.matching.profile import Profile, numbers
from nec_core.ingest.raw_table import RawTable

_TELLING = 10  # distinct times or dates below which rows agree by chance
_ENOUGH_GROUPS = 3  # patients with several rows
_AGREE = 0.95  # share of them whose rows agree
_FILLED = 0.9
_MOSTLY_ONCE = 0.8  # share of rows whose value stands once, at least
_MOST_ROWS = 50  # of a patient on average; a centre has more
_GAPS = 5  # numbers running from 1 have few
_SAME_THING = 0.95  # rank correlation from which a number is the time itself in another unit
_LETTERS_AND_DIGITS = re.compile(r"(?=.*[0-9])[\w./-]+")
_WHOLE = re.compile(r"[0-9]+(\.0+)?")
_OF_A_PERSON = ("sex", "age_years", "vital_status", "death_date", "birth_date")


@dataclass(frozen=True)
class PatientColumn:
    """A column that behaves as an identifier does.

    Attributes:
        column: its name.
        agreeing: the column with a time or a date in which a patient's rows agree.
    """

    column: str
    agreeing: str


def patient_column(
    raw: RawTable, profiles: Mapping[str, Profile], fields_of: Mapping[str, str]
) -> PatientColumn | None:
    """The column whose equal values stand in rows with an equal outcome; None where there is none.

    Args:
        raw: the cells.
        profiles: of its columns.
        fields_of: column -> the field of the record it is taken for; the identifier's own is left out of it.
    """
    n = raw.table.num_rows
    times = [p for p in profiles.values() if looks_like_time(p) or p.dates.share > _FILLED]
    telling = [p for p in times if p.n_distinct >= _TELLING and p.n_filled >= _FILLED * n]
    if not telling:
        return None
    others = [p for p in profiles.values() if looks_like_event(p) or fields_of.get(p.column) in _OF_A_PERSON]
    apart = {p.column for p in (*times, *others)} | set(fields_of)
    for p in profiles.values():
        if p.column in apart or not _may_be_an_id(raw, p, n):
            continue
        groups = _Groups.of(raw, p.column)
        if groups.n_several < (1 if _tells_nearly_everybody_apart(p, n) else _ENOUGH_GROUPS):
            continue
        agreeing = next((t for t in telling if groups.agree_in(raw, t.column) and not _same_thing(raw, p, t)), None)
        if agreeing is not None and all(groups.agree_in(raw, o.column) for o in others):
            return PatientColumn(p.column, agreeing.column)
    return None


def _tells_nearly_everybody_apart(p: Profile, n: int) -> bool:
    """Letters with digits, or long numbers, nearly all of them once: who stands there twice was entered twice."""
    texts = list(p.counts)[:500]
    long = sum(len(t) >= _GAPS and _LETTERS_AND_DIGITS.fullmatch(t) is not None for t in texts) > _FILLED * len(texts)
    return long and p.n_distinct >= _MOSTLY_ONCE * n


def _may_be_an_id(raw: RawTable, p: Profile, n: int) -> bool:
    """Nearly always there, in letters with digits or in whole numbers that run; more than one row each, and not for
    half of the file."""
    n_distinct = raw.n_distinct(p.column)
    if p.n_filled < _FILLED * n or not n / _MOST_ROWS <= n_distinct < n or n_distinct < _ENOUGH_GROUPS:
        return False
    texts = list(p.counts)[:500]
    if all(_WHOLE.fullmatch(t) for t in texts):
        numbers = [float(t) for t in texts]
        return max(numbers) - min(numbers) <= _GAPS * len(numbers) or min(len(t) for t in texts) >= _GAPS
    return sum(_LETTERS_AND_DIGITS.fullmatch(t) is not None for t in texts) > _FILLED * len(texts)


@dataclass(frozen=True)
class _Groups:
    """The rows with equal values of a column.

    Attributes:
        of_row: (n,) which value each row has; -1 for blank.
        several: (k,) whether more than one row has it.
    """

    of_row: npt.NDArray[np.int64]
    several: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, raw: RawTable, column: str) -> _Groups:
        texts, codes = raw.distinct(column)
        of_row = np.where(np.array([t != "" for t in texts], bool)[codes], codes, -1).astype(np.int64)
        return cls(of_row, np.bincount(of_row[of_row >= 0], minlength=len(texts)) > 1)

    @property
    def n_several(self) -> int:
        return int(self.several.sum())

    def agree_in(self, raw: RawTable, column: str) -> bool:
        """Whether the rows of nearly every value agree in a column. A blank contradicts nothing."""
        texts, codes = raw.distinct(column)
        filled = np.array([t != "" for t in texts], bool)[codes] & (self.of_row >= 0)
        k = len(self.several)
        low, high = np.full(k, len(texts)), np.full(k, -1)
        np.minimum.at(low, self.of_row[filled], codes[filled])
        np.maximum.at(high, self.of_row[filled], codes[filled])
        agree = (low >= high)[self.several]
        return bool(agree.mean() >= _AGREE)


def _same_thing(raw: RawTable, p: Profile, time: Profile) -> bool:
    """Whether a number is the time itself, in other units or rounded."""
    x, y = numbers(raw, p), numbers(raw, time)
    both = ~np.isnan(x) & ~np.isnan(y)
    if both.sum() < _ENOUGH_GROUPS:
        return False
    rank_x, rank_y = _ranks(x[both]), _ranks(y[both])
    if not rank_x.std() or not rank_y.std():
        return False
    return bool(abs(np.corrcoef(rank_x, rank_y)[0, 1]) > _SAME_THING)


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: npt.NDArray[np.float64] = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return ranks
