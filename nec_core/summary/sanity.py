"""What can be checked by eye once the records are admitted: a few numbers, and what is unusual about them.

A file read the wrong way round computes as smoothly as one read rightly. Who knows the cohort sees it from how many
died and how long they were followed; what a stranger would see, too, is marked. A mark is no fault: it may be true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.ingest.admission import Admission
from nec_core.ingest.layouts import adtte, event_rows
from nec_core.ingest.layouts.portals import cbioportal, cbioportal_api
from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.matching.endpoint_columns import says_yes
from nec_core.ingest.matching.outcome_words import in_english
from nec_core.ingest.matching.profile import header_words
from nec_core.patients.cohort import Cohort
from nec_core.patients.diagnosis_year import years_of_diagnosis
from nec_core.patients.endpoints import available
from nec_core.patients.intervals import DEATH, INTERVALS
from nec_core.patients.likely_duplicates import LikelyDuplicates, likely_duplicates
from nec_core.survival.counts.event_table import EventTable
from nec_core.time_units import converted

FEWEST = 5
"""Of fewer patients, or deaths, anything can be true by chance."""
DEAD_LONGER = 0.75
"""Of a dead patient and a living one, how often the dead one was followed longer before it is marked. In public files
read rightly it lies below a half as a rule and seldom above .7; read the wrong way round each lies at 1 minus that."""
DEAD_AS_LONG = 0.5
"""The same where the column's name says that 1 is who did not have the event ("alive", "censored"): such columns are
often filled in for the dead."""
FOLDED = 0.3
"""Share of the rows: where few patients repeat, it is fewer; a column that is no patient's number folds most."""
SEVERAL_ROWS = frozenset({adtte.NAME, event_rows.NAME, cbioportal.NAME, cbioportal_api.NAME})
"""Layouts in which a patient has several rows by design, so that folding tells nothing."""
REJECTED = 0.2
"""Share of the rows: with a fifth left out, who is left out decides the curve."""
AT_ZERO = 0.25
"""Share of the patients: of registries in whole months up to a fifth die in the first."""
LONGEST_YEARS = 40.0
"""No registry of tumours has followed anybody longer with dates and a unit that are right, as good as."""
SHORTEST_LONGEST_DAYS = 31.0
"""A cohort whose longest time is a month has its months or years counted as days."""
MEDIAN_YEARS = 30.0
MEDIAN_DAYS = 1.0
"""A median survival outside these is no patients'."""
FIRST_YEAR = 1950
"""Tumour registries began about then; 1900 is a spreadsheet's first day."""
SAME_TIME = 0.5
"""Share of the deaths at one time: a day filled in for all who died."""
SAME_DATE = 0.5
"""Share of a column's exact dates: the day of the extract, or one filled in."""
FEWEST_DATES = 10

MarkKind = Literal[
    "no_times", "no_event", "all_events", "dead_longer", "rejected_events", "many_folded", "many_rejected",
    "many_at_zero", "too_long", "too_short", "median_too_long", "median_too_short", "odd_years", "same_time",
    "same_date", "likely_duplicates",
]  # fmt: skip


@dataclass(frozen=True)
class EndpointNumbers:
    """One endpoint of the whole cohort, in `unit`; None where nobody has a usable time, or it was not reached.

    Attributes:
        name, label: of the endpoint.
        of_death: its event is death.
        n, events, competing: patients with a usable time, and of them those with the event, or a competing one first.
        shortest, longest: time of anybody.
        median_follow_up: by reverse Kaplan-Meier.
        median: by Kaplan-Meier, until the event.
    """

    name: str
    label: str
    of_death: bool
    unit: str
    n: int
    events: int
    competing: int
    shortest: float | None
    longest: float | None
    median_follow_up: float | None
    median: float | None


@dataclass(frozen=True)
class Mark:
    """Something unusual. Its words: `nec_core.export.sanity_words`.

    Attributes:
        kind: what.
        about: the endpoint, or for a date its column, as labelled; "" for the file.
        of_death: the endpoint's event is death.
        n, total: so many of so many; of "all_events", the rows left out of which the file does not say that they had it
            too, beside all who are in.
        share: of "dead_longer", as `dead_followed_longer` has it.
        time, unit: the time it is about; None where it is about none.
        day: the date it is about, or the last year that can be.
        duplicates: of "likely_duplicates", the rows.
        column, texts: of an event, the column it was read from and its texts that were taken for the event.
    """

    kind: MarkKind
    about: str = ""
    of_death: bool = False
    n: int = 0
    total: int = 0
    share: float | None = None
    time: float | None = None
    unit: str = ""
    day: str = ""
    column: str = ""
    texts: tuple[str, ...] = ()
    duplicates: LikelyDuplicates | None = None


@dataclass(frozen=True)
class Sanity:
    """A cohort for the eye.

    Attributes:
        n: patients.
        first_year, last_year: of diagnosis; None where the file does not tell.
        endpoints: those the cohort has, the one taken by default first.
        marks: what is unusual, each kind once, of the first endpoint that shows it.
    """

    n: int
    first_year: int | None
    last_year: int | None
    endpoints: tuple[EndpointNumbers, ...]
    marks: tuple[Mark, ...]


def sanity(admission: Admission, today: dt.date | None = None) -> Sanity:
    """Looks at the admitted records.

    Args:
        admission: of the file.
        today: no diagnosis is later; None for the day it is.
    """
    cohort = admission.cohort
    results = [analyse(cohort, AnalysisPlan(endpoint=e.name)) for e in available(cohort)] if cohort.n else []
    years = years_of_diagnosis(cohort)
    marks = [
        *_of_the_rows(admission),
        *(mark for i, result in enumerate(results) for mark in _of_an_endpoint(admission, result, first=i == 0)),
        *_of_the_patients(cohort),
        *_of_the_dates(cohort, (today or dt.date.today()).year),
    ]
    return Sanity(
        n=cohort.n,
        first_year=int(years.min()) if years.size else None,
        last_year=int(years.max()) if years.size else None,
        endpoints=tuple(_numbers(result) for result in results),
        marks=_each_kind_once(marks),
    )


def _each_kind_once(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    once: dict[MarkKind, Mark] = {}
    for mark in marks:
        once.setdefault(mark.kind, mark)
    return tuple(once.values())


def _numbers(result: SurvivalResult) -> EndpointNumbers:
    follow_up, group = result.follow_up, result.groups[0] if result.groups else None
    return EndpointNumbers(
        name=result.plan.endpoint,
        label=result.endpoint.label,
        of_death=_is_death(result),
        unit=result.unit,
        n=result.n,
        events=result.n_events,
        competing=result.n_competing,
        shortest=follow_up.minimum if follow_up else None,
        longest=follow_up.maximum if follow_up else None,
        median_follow_up=follow_up.reverse_km.value if follow_up else None,
        median=group.median.value if group else None,
    )


def _is_death(result: SurvivalResult) -> bool:
    """Whether the event is death: overall survival, as computed or as stated."""
    return result.plan.endpoint in ("os", "os_stated")


# --- the rows ---


def _of_the_rows(admission: Admission) -> Iterator[Mark]:
    rows, folded = admission.source.rows_in, len(admission.folded_rows)
    totals = admission.cohort.rejected.n_totals
    rejected = len(admission.rejected_rows) - totals
    if rejected > REJECTED * (rows - totals):
        yield Mark("many_rejected", n=rejected, total=rows - totals)
    if folded > FOLDED * rows and admission.source.layout not in SEVERAL_ROWS:
        yield Mark("many_folded", n=folded, total=rows)


# --- an endpoint ---


def _of_an_endpoint(admission: Admission, result: SurvivalResult, first: bool) -> Iterator[Mark]:
    about, of_death = result.endpoint.label, _is_death(result)
    if not result.n:
        if first:
            yield Mark("no_times", about, of_death, total=admission.cohort.n)
        return
    rejected = admission.cohort.rejected
    left_out = rejected.n - rejected.n_totals
    column, texts = _event_cells(admission, result)
    if result.n >= FEWEST and not result.n_events:
        yield Mark("no_event", about, of_death, 0, result.n, column=column, texts=texts)
    if result.n >= FEWEST and result.n_events == result.n:
        others = left_out - result.n_rejected_events
        yield Mark("all_events", about, of_death, others, result.n, column=column, texts=texts)
    share = dead_followed_longer(result.table)
    if share is not None and share >= (DEAD_AS_LONG if _named_for_the_others(column) else DEAD_LONGER):
        yield Mark("dead_longer", about, of_death, result.n_events, result.n, share=share, column=column, texts=texts)
    if any(g.kind == "rejected_rows" and g.severity == "serious" for g in result.guards):
        had = result.n_rejected_events
        if had * result.n > result.n_events * left_out:  # more of them than of the patients who are in
            yield Mark("rejected_events", about, of_death, had, left_out)
    yield from _of_the_times(result, about, of_death, first)


def dead_followed_longer(table: EventTable) -> float | None:
    """Of a patient with the event and one without, how often the first was followed longer; ties count half.

    0 where all with the event left before anybody else, 1 where after. None for fewer than `FEWEST` of either.
    """
    events, censored = table.events.sum(axis=0), table.censored.sum(axis=0)
    n_events, n_censored = int(events.sum()), int(censored.sum())
    if min(n_events, n_censored) < FEWEST:
        return None
    earlier = censored.cumsum() - censored
    return float((events * (earlier + censored / 2)).sum() / (n_events * n_censored))


def _event_cells(admission: Admission, result: SurvivalResult) -> tuple[str, tuple[str, ...]]:
    """The column the event was read from and its texts that mean the event, as far as the mapping tells them."""
    targets = (
        f"event:{result.plan.endpoint.removesuffix('_stated')}",
        *((DEATH.said[0],) if _is_death(result) else ()),
    )
    found: ColumnMapping | None = next((c for t in targets for c in admission.columns if c.target == t), None)
    if found is None:
        return "", ()
    return found.column, tuple(text for text, meaning in found.values.items() if meaning in ("1", *DEATH.said[1:]))


def _named_for_the_others(column: str) -> bool:
    """Whether yes, under this header, is said of those without the event: "alive", "censored"."""
    return says_yes(in_english(header_words(column))) == "0"


def _of_the_times(result: SurvivalResult, about: str, of_death: bool, first: bool) -> Iterator[Mark]:
    table, unit = result.table, result.unit
    numbers = _numbers(result)
    at_zero = int((table.events + table.censored)[:, table.times == 0].sum())
    if at_zero >= FEWEST and at_zero > AT_ZERO * result.n:
        yield Mark("many_at_zero", about, of_death, at_zero, result.n)
    if numbers.longest is not None:
        if converted(numbers.longest, unit, "years") > LONGEST_YEARS:
            yield Mark("too_long", about, of_death, time=numbers.longest, unit=unit)
        if first and result.n >= FEWEST and converted(numbers.longest, unit, "days") < SHORTEST_LONGEST_DAYS:
            yield Mark("too_short", about, of_death, time=numbers.longest, unit=unit)
    if first and numbers.median is not None:
        if converted(numbers.median, unit, "years") > MEDIAN_YEARS:
            yield Mark("median_too_long", about, of_death, time=numbers.median, unit=unit)
        if converted(numbers.median, unit, "days") < MEDIAN_DAYS:
            yield Mark("median_too_short", about, of_death, time=numbers.median, unit=unit)
    events = table.events.sum(axis=0) * (table.times > 0)
    if (most := int(events.max())) >= FEWEST and most > SAME_TIME * result.n_events:
        yield Mark(
            "same_time", about, of_death, most, result.n_events, time=float(table.times[events.argmax()]), unit=unit
        )


# --- the patients ---


def _of_the_patients(cohort: Cohort) -> Iterator[Mark]:
    if twice := likely_duplicates(cohort):
        yield Mark("likely_duplicates", n=twice.surplus, total=cohort.n, duplicates=twice)


# --- the dates ---


def _of_the_dates(cohort: Cohort, this_year: int) -> Iterator[Mark]:
    years = years_of_diagnosis(cohort)
    odd = int(((years < FIRST_YEAR) | (years > this_year)).sum())
    if odd:
        yield Mark("odd_years", n=odd, total=len(years), day=str(this_year))
    last_seen = {name for one in INTERVALS for name in one.censored_at}  # of the living: the day the registry closed
    for variable in cohort.variables.values():
        if variable.kind == "date" and variable.name not in last_seen:
            exact = cohort.records[variable.name][cohort.date_precision[variable.name] == 0]
            days, counts = np.unique(exact.to_numpy("datetime64[D]"), return_counts=True)
            if len(exact) >= FEWEST_DATES and counts.max() > SAME_DATE * len(exact):
                yield Mark(
                    "same_date", variable.label, n=int(counts.max()), total=len(exact), day=str(days[counts.argmax()])
                )
