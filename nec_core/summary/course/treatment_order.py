"""Which treatment came after which: first, second, third, and who stopped, died or alive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.date_spans import last_days
from nec_core.patients.endpoints import CohortDates
from nec_core.summary.vital_status import alive, dead

Days = npt.NDArray[np.float64]
Masks = npt.NDArray[np.bool_]
Kind = tuple[str, ...]
"""Names of the treatments that began on one day, in the record's order."""


@dataclass(frozen=True)
class Step:
    """Patients who had this as their first, second, ... treatment; n = those with a next one + dead + alive + unsaid +
    undated.

    Attributes:
        place: 1 for the first treatment; 0 for everybody before it.
        kind: treatments that began on the same day; () at place 0.
        n: patients.
        next: what came next -> patients, the most frequent first.
        dead, alive, unsaid: nothing came next: known to be dead, alive, or neither.
        undated: something came next, but the days do not tell what.
    """

    place: int
    kind: Kind
    n: int
    next: tuple[tuple[Kind, int], ...]
    dead: int
    alive: int
    unsaid: int
    undated: int


@dataclass(frozen=True)
class TreatmentOrder:
    """Treatments in their order.

    Attributes:
        n: patients; those of the step at place 0 and those with nothing recorded.
        steps: place by place, the most frequent first.
        treatments: those that can have a date, in the record's order.
        nothing_recorded: no treatment is recorded as given, and at least one is unknown or blank.
    """

    n: int
    steps: tuple[Step, ...]
    treatments: tuple[Variable, ...]
    nothing_recorded: int

    def at(self, place: int) -> tuple[Step, ...]:
        """The steps of one place."""
        return tuple(step for step in self.steps if step.place == place)


@dataclass
class _Tally:
    n: int = 0
    next: Counter[Kind] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)


def treatment_order(cohort: Cohort) -> TreatmentOrder:
    """Follows each patient from treatment to treatment by the days they began.

    A start known to the month or year is placed where no day within it could change the order; else the patient is
    counted as undated from there on, as is who had a further treatment on a day nobody knows.
    """
    treatments = tuple(t for t in cohort.treatments if t.treatment_date)
    given, denied = _said(cohort, treatments)
    nothing = ~given.any(axis=0) & ~(denied.all(axis=0) & bool(treatments))
    spans = _spans(cohort, treatments)
    died, living = dead(cohort), alive(cohort)
    tallies: defaultdict[tuple[int, Kind], _Tally] = defaultdict(_Tally)
    for i in np.flatnonzero(~nothing):
        own = {t.name: spans[t.name][i] for k, t in enumerate(treatments) if given[k, i]}
        sequence, known = _sequence(own)
        end = "dead" if died[i] else "alive" if living[i] else "unsaid"
        _walk(tallies, sequence, end if known else "undated")
    return TreatmentOrder(cohort.n, _steps(tallies), treatments, int(nothing.sum()))


def _said(cohort: Cohort, treatments: Sequence[Variable]) -> tuple[Masks, Masks]:
    """(k, n) whether each was given, and whether it is recorded as not given. A date without a word is a yes."""
    given, denied = np.zeros((2, len(treatments), cohort.n), bool)
    for k, treatment in enumerate(treatments):
        codes, levels = cohort.codes(treatment.name)
        given[k], denied[k] = codes == levels.index("yes"), codes == levels.index("no")
        date = treatment.treatment_date
        if date in cohort.records:
            given[k] |= (codes < 0) & cohort.records[date].notna().to_numpy(bool)
    return given, denied


def _spans(cohort: Cohort, treatments: Sequence[Variable]) -> Mapping[str, Days]:
    """Treatment -> (n, 2) the first and the last day it can have begun; without a day, any."""
    found = {}
    dates = CohortDates(cohort)
    for treatment in treatments:
        date = str(treatment.treatment_date)
        days = np.column_stack((dates.first(date), last_days(cohort, date)))
        found[treatment.name] = np.where(np.isnan(days), [-np.inf, np.inf], days)
    return found


def _sequence(spans: Mapping[str, Days]) -> tuple[list[Kind], bool]:
    """The treatments in order as far as the days tell it, and whether they tell all of it."""
    left = sorted(((low, high, name) for name, (low, high) in spans.items()), key=lambda item: item[:2])
    order: list[Kind] = []
    while left:
        low, high, _ = left[0]
        same = [name for a, b, name in left if (a, b) == (low, high)]
        if (len(same) > 1 and low < high) or any(a <= high for a, _, _ in left[len(same) :]):
            return order, False
        order.append(tuple(name for name in spans if name in same))
        left = left[len(same) :]
    return order, True


def _walk(tallies: defaultdict[tuple[int, Kind], _Tally], sequence: Sequence[Kind], end: str) -> None:
    here = tallies[0, ()]
    here.n += 1
    for place, kind in enumerate(sequence, 1):
        here.next[kind] += 1
        here = tallies[place, kind]
        here.n += 1
    here.ends[end] += 1


def _steps(tallies: Mapping[tuple[int, Kind], _Tally]) -> tuple[Step, ...]:
    def often(counts: Counter[Kind]) -> tuple[tuple[Kind, int], ...]:
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    steps = [
        Step(place, kind, t.n, often(t.next), t.ends["dead"], t.ends["alive"], t.ends["unsaid"], t.ends["undated"])
        for (place, kind), t in tallies.items()
    ]
    return tuple(sorted(steps, key=lambda s: (s.place, -s.n, s.kind)))
