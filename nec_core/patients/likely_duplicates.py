"""Patients who are likely one: rows under different IDs that agree in more than chance gives.

Two people can share age, sex and dates by chance, the sooner the larger the cohort and the coarser its columns. How
many such pairs chance would give is counted from the columns' own frequencies, as record linkage does it, and rows are
named only where there are more. Fellegi IP, Sunter AB. A theory for record linkage. J Am Stat Assoc 1969;64:1183-1210.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc

from nec_core.formatting import in_sentence
from nec_core.patients import intervals
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import CohortDates, available, endpoint_times

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_BEYOND_CHANCE = 0.01
"""P of so many pairs that agree, below which they are told: of a hundred cohorts without duplicates one at most is told
of."""
_NOT_INDEPENDENT = 5.0
"""The pairs that chance gives are counted as if the columns had nothing to do with each other. They have (an era has
its ages, a stage its survival), so that chance gives more: twice as many in a thousand patients of a registry in whole
months, and so many times more is allowed for."""
_TRAITS = ("sex", "primary_site", "histology", "stage", "ajcc_stage", "seer_stage")
"""What else is compared: what a second centre would record alike. Together, since they depend on each other."""
MOST_PATIENTS = 100_000
"""Of more, many agree by chance, and looking takes more than a moment."""


@dataclass(frozen=True)
class LikelyDuplicates:
    """Rows that are likely of one patient.

    Attributes:
        rows: each set of rows of the file, in its order; together with all their sets.
        agree_in: what the rows of a set agree in, as labelled.
        expected: pairs that chance would give, at most.
        pairs: those there are.
        centres: sets whose rows are of more than one centre; None where the cohort has no centres.
    """

    rows: tuple[tuple[int, ...], ...]
    agree_in: tuple[str, ...]
    expected: float
    pairs: int
    centres: int | None

    def among(self, rows: Integers) -> LikelyDuplicates | None:
        """Those of which more than one row is among these; None where none is."""
        inside = set(rows.tolist())
        kept = tuple(one for one in (tuple(r for r in s if r in inside) for s in self.rows) if len(one) > 1)
        if kept == self.rows:
            return self
        pairs = sum(len(one) * (len(one) - 1) // 2 for one in kept)
        return replace(self, rows=kept, pairs=pairs, centres=None) if kept else None

    @property
    def surplus(self) -> int:
        """Patients who are counted again."""
        return sum(len(one) - 1 for one in self.rows)


def likely_duplicates(cohort: Cohort) -> LikelyDuplicates | None:
    """Looks for rows that agree in age, day of diagnosis, end, sex and tumour; None where chance explains those there
    are, and where the cohort holds too little to tell, or more than `MOST_PATIENTS`."""
    if "likely duplicates" not in cohort.memo:
        cohort.memo["likely duplicates"] = _found(cohort) if 1 < cohort.n <= MOST_PATIENTS else None
    found: LikelyDuplicates | None = cohort.memo["likely duplicates"]
    return found


@dataclass(frozen=True, eq=False)
class _Compared:
    """One thing rows are compared by.

    Attributes:
        labels: as told.
        codes: (n,) equal where rows agree; -1 for not recorded.
        chance: share of pairs of known rows that agree.
    """

    labels: tuple[str, ...]
    codes: Integers
    chance: float


def _found(cohort: Cohort) -> LikelyDuplicates | None:
    who, when, traits = _person(cohort), _times(cohort), _traits(cohort)
    if not who or not when:
        return None
    found = _agreeing(cohort, (*who, *when, *traits))
    return found or (_agreeing(cohort, (*who, *when)) if traits else None)


def _agreeing(cohort: Cohort, by: Sequence[_Compared]) -> LikelyDuplicates | None:
    known = np.logical_and.reduce([c.codes >= 0 for c in by])
    n = int(known.sum())
    if n < 2:
        return None
    sets = _together([c.codes[known] for c in by])
    sizes = np.bincount(sets)
    pairs = int((sizes * (sizes - 1) // 2).sum())
    expected = _NOT_INDEPENDENT * n * (n - 1) / 2 * math.prod(c.chance for c in by)
    if not pairs or _at_least(pairs, expected) >= _BEYOND_CHANCE:
        return None
    rows = cohort.source_rows[known]
    together = [np.flatnonzero(sets == s) for s in np.flatnonzero(sizes > 1)]
    return LikelyDuplicates(
        rows=tuple(sorted(tuple(sorted(rows[one].tolist())) for one in together)),
        agree_in=tuple(label for c in by for label in c.labels),
        expected=expected,
        pairs=pairs,
        centres=_across_centres(cohort, np.flatnonzero(known), together),
    )


def _across_centres(cohort: Cohort, known: Integers, sets: Sequence[Integers]) -> int | None:
    if "centre" not in cohort.variables:
        return None
    centre = cohort.records["centre"].astype("object").to_numpy()[known]
    return sum(len({c for c in centre[one].tolist() if c == c and c is not None}) > 1 for one in sets)


def _person(cohort: Cohort) -> list[_Compared]:
    if "age_years" not in cohort.variables:
        return []
    return [_compared(cohort.variable("age_years").label, cohort.records["age_years"].to_numpy(np.float64))]


def _times(cohort: Cohort) -> list[_Compared]:
    """Day of diagnosis and end; without dates of an end, time and event of the first endpoint."""
    dates = CohortDates(cohort)
    start, end = dates.first("diagnosis_date"), intervals.end(intervals.interval("os"), dates).day
    begun = [] if np.isnan(start).all() else [_compared("Date of diagnosis", start)]
    if not np.isnan(end).all():
        dead = intervals.told(intervals.DEATH, dates)
        # Who is diagnosed on one day and lives as long has one end, too: an end is as common as times are, or as days.
        return [*begun, _ended("Last contact or death", end, dead, (end, end - start))]
    if not (known := available(cohort)):
        return begun
    times = endpoint_times(cohort, known[0].name)
    event = np.where(times.usable, times.event, np.nan)
    return [*begun, _ended(f"Time and event of {in_sentence(known[0].label)}", times.time, event, (times.time,))]


def _ended(label: str, end: Floats, event: Floats, as_common_as: Sequence[Floats]) -> _Compared:
    """How it ended, and when; of each kind of end, the most that any of these numbers agree."""
    known = ~np.isnan(end) & ~np.isnan(event)
    codes = np.full(end.size, -1, np.int64)
    codes[known] = _together([_numbered(end[known]), _numbered(event[known])])
    kinds = [known & (event == kind) for kind in np.unique(event[known])]
    alike = sum(max(_pairs_alike(values[of] for values in as_common_as)) for of in kinds)
    return _Compared((label,), codes, alike / max(1, int(known.sum()) * (int(known.sum()) - 1) / 2))


def _traits(cohort: Cohort) -> list[_Compared]:
    names = [name for name in _TRAITS if name in cohort.variables and cohort.records[name].notna().any()]
    if not names:
        return []
    # A blank is a value here: who has no stage agrees with nobody who has one.
    together = _together([cohort.codes(name)[0].astype(np.int64) + 1 for name in names]).astype(np.float64)
    alike = _compared("", together)
    return [replace(alike, labels=tuple(cohort.variable(name).label for name in names))]


def _compared(label: str, values: Floats) -> _Compared:
    codes = np.full(values.size, -1, np.int64)
    known = ~np.isnan(values)
    codes[known] = _numbered(values[known])
    n = int(known.sum())
    return _Compared((label,), codes, _pairs_alike([values[known]])[0] / max(1, n * (n - 1) / 2))


def _together(several: Sequence[Integers]) -> Integers:
    """(n,) one number for each combination of numbers that are not negative."""
    found = several[0]
    for more in several[1:]:
        found = _numbered(found * (int(more.max(initial=0)) + 1) + more)
    return found


def _numbered(values: npt.NDArray[np.generic]) -> Integers:
    """(n,) the place of each among the distinct values."""
    places: Integers = np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return places


def _pairs_alike(several: Iterable[Floats]) -> list[float]:
    """Of each of several columns, how many pairs of its known values are equal."""
    found = []
    for values in several:
        counts = np.unique(values[~np.isnan(values)], return_counts=True)[1].astype(np.float64)
        found.append(float((counts * (counts - 1)).sum() / 2))
    return found


def _at_least(pairs: int, expected: float) -> float:
    """P of so many pairs or more, by Poisson's distribution."""
    return float(gammainc(pairs, expected)) if expected else 0.0


__all__ = ["LikelyDuplicates", "likely_duplicates"]
