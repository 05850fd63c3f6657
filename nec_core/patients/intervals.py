"""Intervals: from which date to which event, else censored at which date. Data, and how it is read.

What is computed from dates is declared here and nowhere else: endpoints, the rules at the door, the warning about dates
known only to the month, and who has no survival time all read these. One more `Interval` in `INTERVALS` is one more
endpoint. Definitions by statistics' usual rules (Punt et al., J Natl Cancer Inst 2007;99:998, for endpoint names):
overall survival ends with death from any cause; progression-free survival with progression or death, whichever is
first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from nec_core.record import fields, treatments

Days = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
TimeZero = Literal["diagnosis", "first_visit", "first_treatment"]


class Dates(Protocol):
    """The dates and levels of n patients, wherever they stand. Fields that are not there read as blank."""

    @property
    def n(self) -> int: ...

    def holds(self, name: str) -> bool:
        """Whether there is such a column."""

    def first(self, name: str) -> Days:
        """(n,) earliest day a date can be, nan for blank."""

    def inexact(self, name: str) -> Mask:
        """(n,) whether a date is known to the month or year only."""

    def is_level(self, name: str, *wanted: str) -> Mask:
        """(n,) whether a category is one of these levels."""

    def stated_event(self, name: str) -> Days:
        """(n,) the event of an endpoint the file states: 0 censored, 1 the event, 2 a competing one, nan for blank."""


@dataclass(frozen=True)
class Start:
    """A time zero: the first of its dates is day 0.

    Attributes:
        name: as on the command line.
        label: in words, behind "from".
        dates: fields of the record.
    """

    name: TimeZero
    label: str
    dates: tuple[str, ...]


STARTS: Mapping[TimeZero, Start] = {
    "diagnosis": Start("diagnosis", "diagnosis", ("diagnosis_date",)),
    "first_visit": Start("first_visit", "first visit or study entry", ("first_visit_date",)),
    "first_treatment": Start(
        "first_treatment",
        "start of the first treatment",
        tuple(t.about.treatment_date for t in treatments() if t.about.treatment_date),
    ),
}
"""The times zero, the one to be taken where nobody says otherwise first."""


@dataclass(frozen=True)
class Event:
    """What can end an interval.

    Attributes:
        date: the field with its day.
        said, denied: the field, and the levels that say it happened, and that it did not.
        stated: the endpoint of the file whose event says so too, where no column says more.
        last: nothing comes after it: an interval that another event can end, too, ends with that.
        undated: why a patient who had it on an unknown day can't be used; "" where it then counts at the censoring.
        unsaid: why a patient of whom nobody says whether it happened can't be used; "" where it then did not happen.
    """

    date: str
    said: tuple[str, ...]
    denied: tuple[str, ...] = ()
    stated: str = ""
    last: bool = False
    undated: str = ""
    unsaid: str = ""


DEATH = Event(
    "death_date",
    said=("vital_status", "dead", "dead of another cause"),
    denied=("vital_status", "alive", "another event"),
    stated="os_event",
    last=True,
    unsaid="vital status not recorded",
)
PROGRESSION = Event("progression_date", said=("progression", "yes"), undated="progressed, but the date is missing")


@dataclass(frozen=True)
class Interval:
    """An interval from a time zero to the first of its events, else to where the patient is censored.

    Attributes:
        name: as on the command line.
        label: as on the axis.
        events: what ends it.
        event, censoring: each in words.
        censored_at: the fields with the day somebody without an event was last seen without it, the first recorded one
            counts.
        starts: the times zero it can be counted from.
        competing: the field, and the levels that say that the end was another event than the one counted; empty where
            every end that is no censoring counts.
    """

    name: str
    label: str
    events: tuple[Event, ...]
    event: str
    censoring: str
    censored_at: tuple[str, ...] = ("last_contact_date",)
    starts: tuple[TimeZero, ...] = tuple(STARTS)
    competing: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[tuple[str, ...], ...]:
        """The fields an end is read from: of the first group with a date, the earliest date is the end."""
        groups = (
            tuple(e.date for e in self.events if not e.last),
            tuple(e.date for e in self.events if e.last),
            *((name,) for name in self.censored_at),
        )
        return tuple(g for g in groups if g)

    @property
    def start_dates(self) -> tuple[str, ...]:
        return tuple(name for zero in self.starts for name in STARTS[zero].dates)

    @property
    def end_dates(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for group in self.ends for name in group))

    @property
    def fields(self) -> frozenset[str]:
        """Every field of the record that tells something of it."""
        told = (said[0] for e in self.events for said in (e.said, e.denied, self.competing) if said)
        return frozenset((*self.start_dates, *self.end_dates, *told))


INTERVALS: tuple[Interval, ...] = (
    Interval("os", "Overall survival", (DEATH,), "death from any cause", "alive at last contact"),
    Interval(
        "pfs",
        "Progression-free survival",
        (PROGRESSION, DEATH),
        "progression or death from any cause, whichever is first",
        "alive without progression at last contact",
    ),
    Interval(
        "cr",
        "First event, competing risks",
        (DEATH,),
        "death (1); death of another cause, or another event that ends the follow-up (2)",
        "alive at last contact",
        competing=("vital_status", "dead of another cause", "another event"),
    ),
)


def interval(name: str) -> Interval:
    return next(i for i in INTERVALS if i.name == name)


def offered(one: Interval, have: Collection[str]) -> bool:
    """Whether the fields a file has are enough for it: a start, each event that need not come, and an end. Whether
    anybody had a competing event only the records tell (`told_of_two`)."""
    ends = [*(e.date for e in one.events if e.last), *one.censored_at]
    events = [e.date for e in one.events if not e.last]
    return any(s in have for s in one.start_dates) and all(e in have for e in events) and any(e in have for e in ends)


def told_of_two(one: Interval, dates: Dates) -> bool:
    """Whether the records tell a competing event of anybody, or the interval has none."""
    return not one.competing or bool(dates.is_level(*one.competing).any())


@dataclass(frozen=True)
class Moment:
    """One day of each patient, read from several fields.

    Attributes:
        fields: those it is read from.
        which: (n,) index of the one it was read from; -1 where none has a date.
        day: (n,) the earliest it can be, nan where there is none.
        inexact: (n,) whether it is known to the month or year only.
    """

    fields: tuple[str, ...]
    which: npt.NDArray[np.int8]
    day: Days
    inexact: Mask

    def read_from(self, name: str) -> Mask:
        """(n,) whether it is this field's day."""
        return self.which == self.fields.index(name) if name in self.fields else np.zeros(len(self.which), bool)

    def of(self, days: Callable[[str], Days]) -> Days:
        """(n,) another number of the field it was read from, such as the last day it can be."""
        out = np.full(len(self.which), np.nan)
        for i, name in enumerate(self.fields):
            if (here := self.which == i).any():
                out[here] = days(name)[here]
        return out


def start(zero: TimeZero, dates: Dates) -> Moment:
    """The day a time zero is."""
    return _first_recorded([STARTS[zero].dates], dates)


def first_start(one: Interval, dates: Dates) -> Moment:
    """The day of the first of an interval's times zero that a patient has a date for."""
    return _first_recorded([STARTS[zero].dates for zero in one.starts], dates)


def end(one: Interval, dates: Dates) -> Moment:
    """The day an interval ends, with an event or without."""
    return _first_recorded(one.ends, dates)


def happened(one: Interval, dates: Dates) -> Days:
    """(n,) 1 where one of its events happened, 2 where the other did, 0 where none did, nan where nobody says."""
    status = [told(e, dates) for e in one.events]
    any_of = np.logical_or.reduce([s == 1 for s in status])
    unsaid = np.logical_or.reduce([np.isnan(s) for s in status])
    found = np.where(any_of, 1.0, np.where(unsaid, np.nan, 0.0))
    return np.where(dates.is_level(*one.competing), 2.0, found) if one.competing else found


def answered(one: Interval, dates: Dates) -> Mask:
    """(n,) whether it is told if the interval ended with an event, and no event that counts lacks its day."""
    found: Mask = ~np.isnan(happened(one, dates))
    for event in one.events:
        if event.undated:
            found &= ~undated(event, dates)
    return found


def undated(event: Event, dates: Dates) -> Mask:
    """(n,) whether an event is said to have happened and its day is missing."""
    return dates.is_level(*event.said) & np.isnan(dates.first(event.date))


def told(event: Event, dates: Dates) -> Days:
    """(n,) 1 happened, 0 did not, nan nobody says. A day says that it happened."""
    status = np.zeros(dates.n) if event.undated else _said(event, dates)
    if dates.holds(event.date):
        status[~np.isnan(dates.first(event.date))] = 1
    return status


def _said(event: Event, dates: Dates) -> Days:
    status = np.full(dates.n, np.nan if event.unsaid else 0.0)
    if dates.holds(event.said[0]):
        status[dates.is_level(*event.said)] = 1
        if event.denied:
            status[dates.is_level(*event.denied)] = 0
    elif dates.holds(event.date):
        status[:] = 0  # a file with dates of death and no vital status lists who died
    elif event.stated:  # 0 and 1 beside a time say of the dates, too, who died
        stated = dates.stated_event(event.stated)
        status = np.where(stated <= 1, stated, status)
    return status


def _first_recorded(groups: Sequence[tuple[str, ...]], dates: Dates) -> Moment:
    """Of the first group with a date, the earliest; of equals, one that is not exact."""
    n, names = dates.n, tuple(name for group in groups for name in group)
    found = Moment(names, np.full(n, -1, np.int8), np.full(n, np.nan), np.zeros(n, bool))
    place = 0
    for group in groups:
        here = found
        for name in group:
            if dates.holds(name):
                here = _earlier(here, place, dates.first(name), dates.inexact(name), open_to=np.isnan(found.day))
            place += 1
        found = here
    return found


def _earlier(moment: Moment, place: int, day: Days, inexact: Mask, open_to: Mask) -> Moment:
    with np.errstate(invalid="ignore"):
        better = open_to & ((np.isnan(moment.day) & ~np.isnan(day)) | (day < moment.day))
    equal = open_to & (day == moment.day) & inexact & ~moment.inexact
    taken = better | equal
    if taken.all():
        return replace(moment, which=np.full(len(day), place, np.int8), day=day, inexact=inexact)
    return replace(
        moment,
        which=np.where(taken, np.int8(place), moment.which),
        day=np.where(taken, day, moment.day),
        inexact=np.where(taken, inexact, moment.inexact),
    )


def end_words(one: Interval) -> str:
    """The fields of which one must be recorded at the end: "last contact or date of death"."""
    names = [*one.censored_at, *(e.date for e in one.events if e.last)]
    return " or ".join(label[:1].lower() + label[1:] for label in (fields()[n].about.label for n in names))
