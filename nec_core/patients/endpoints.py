"""Endpoints of a cohort: each patient's time and event, of an interval between dates or as the file states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from nec_core.errors import PlanError
from nec_core.patients import intervals
from nec_core.patients.cohort import Cohort, StatedEndpoint
from nec_core.patients.intervals import DEATH, STARTS, Interval, Moment, TimeZero
from nec_core.record import fields
from nec_core.time_units import UNITS, TimeUnit, converted

PartialDates = Literal["exclude", "earliest"]

AS_STATED = " as stated in the file"
"""Ends the label of an endpoint that is computed from dates, too."""
_USUAL_EVENTS = {intervals.interval(name).label: intervals.interval(name).event for name in ("os", "pfs")}
"""What the event of a stated endpoint is by what it is called, where the file does not say; others differ by study."""


@dataclass(frozen=True)
class Endpoint:
    """What an endpoint means, in words for under the figure.

    Attributes:
        name: as on the command line.
        label: as on the axis.
        event, censoring, time_zero: each a phrase.
        unit: the unit of its times: "days" for one computed from dates, else the file's own.
        derived: computed here from dates, rather than stated by the file.
        competing: its events are of two kinds, 1 and 2.
        coded: which columns of the file state it; "" for one computed from dates. For the provenance: a paper says
            what was counted, not what a column was called.
    """

    name: str
    label: str
    event: str
    censoring: str
    time_zero: str
    unit: str
    derived: bool
    competing: bool = False
    coded: str = ""


@dataclass(frozen=True)
class EndpointTimes:
    """Each patient's time and event for one endpoint.

    Attributes:
        endpoint: what they mean.
        time: (n,) float64 in `endpoint.unit`; nan where not usable.
        event: (n,) int8: 0 censored, 1 the event, 2 a competing event, -1 not usable.
        reasons: why patients can't be used.
        reason: (n,) int8 index into reasons; -1 for who can.
        entry: (n,) float64 in `endpoint.unit`, when each came under observation, 0 for from the start and nan where not
            usable; None where everybody is watched from time zero on.
    """

    endpoint: Endpoint
    time: npt.NDArray[np.float64]
    event: npt.NDArray[np.int8]
    reasons: tuple[str, ...]
    reason: npt.NDArray[np.int8]
    entry: npt.NDArray[np.float64] | None = None

    @property
    def excluded(self) -> Mapping[str, int]:
        """Reason -> patients who can't be used for it; only reasons that apply."""
        counts = np.bincount(self.reason[self.reason >= 0], minlength=len(self.reasons))
        return {name: int(n) for name, n in zip(self.reasons, counts, strict=True) if n}

    def subset(self, mask: npt.NDArray[np.bool_]) -> EndpointTimes:
        """The same for the patients for which mask (n,) is True."""
        entry = None if self.entry is None else self.entry[mask]
        return replace(self, time=self.time[mask], event=self.event[mask], reason=self.reason[mask], entry=entry)

    @property
    def usable(self) -> npt.NDArray[np.bool_]:
        return self.event >= 0


def available(cohort: Cohort) -> tuple[Endpoint, ...]:
    """The endpoints this cohort can answer, overall survival first."""
    if "endpoints" not in cohort.memo:
        cohort.memo["endpoints"] = _available(cohort)
    known: tuple[Endpoint, ...] = cohort.memo["endpoints"]
    return known


def _available(cohort: Cohort) -> tuple[Endpoint, ...]:
    found = {e.name: e for e in _derived(cohort)}
    for stated in cohort.endpoints:
        name = stated.name if stated.name not in found else f"{stated.name}_stated"
        found[name] = _as_stated(stated, name, cohort)
    return tuple(sorted(found.values(), key=lambda e: (e.name != "os", e.name != "pfs", e.name)))


def endpoint_times(
    cohort: Cohort, name: str, time_zero: TimeZero | None = None, partial_dates: PartialDates = "exclude"
) -> EndpointTimes:
    """Times and events of one endpoint.

    Args:
        cohort: the patients.
        name: an endpoint of `available(cohort)`.
        time_zero: from when an endpoint computed from dates is counted; None for diagnosis, or study entry where the
            cohort has no dates of diagnosis.
        partial_dates: whether dates known to the month or year alone count from their earliest day or not at all.

    Raises:
        PlanError: the cohort does not have the endpoint or the time zero.
    """
    key = ("endpoint", name, time_zero, partial_dates)
    if key not in cohort.memo:
        cohort.memo[key] = _times(cohort, name, time_zero, partial_dates)
    found: EndpointTimes = cohort.memo[key]
    return found


def can_use(cohort: Cohort, endpoint: Endpoint, time_zero: TimeZero | None) -> npt.NDArray[np.bool_]:
    """(n,) who has a usable time of an endpoint, dates known to the month included. These patients may be some of a
    cohort that has the endpoint: what they have no date of can't be used for any of them."""
    if not endpoint.derived:
        return _stated_times(cohort, endpoint).usable
    zero = time_zero or default_time_zero(cohort)
    if zero not in time_zeros(cohort):
        return np.zeros(cohort.n, bool)
    return interval_times(cohort, intervals.interval(endpoint.name), zero, "earliest").usable


def _times(cohort: Cohort, name: str, time_zero: TimeZero | None, partial_dates: PartialDates) -> EndpointTimes:
    endpoint = _known(cohort, name)
    if not endpoint.derived:
        return _stated_times(cohort, endpoint)
    zero = time_zero or default_time_zero(cohort)
    return interval_times(cohort, intervals.interval(name), zero, partial_dates)


def _known(cohort: Cohort, name: str) -> Endpoint:
    known = {e.name: e for e in available(cohort)}
    if name not in known:
        raise PlanError(f"This cohort has no endpoint “{name}”. It has: {', '.join(known) or 'none'}.")
    return known[name]


def events_told(cohort: Cohort, name: str, who: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.float64]:
    """(n,) what the records say of an endpoint's event, whether or not a time is known: 0 it did not happen, 1 it did,
    2 a competing one, nan nobody says; of those for whom who (n,) is True, where it is given. Raises PlanError as
    `endpoint_times` does."""
    endpoint = _known(cohort, name)
    cohort = cohort if who is None else cohort.subset(who)
    if endpoint.derived:
        return intervals.happened(intervals.interval(name), CohortDates(cohort))
    return _stated_events(cohort, _stated(cohort, endpoint))


def usual_unit(cohort: Cohort, endpoint: Endpoint) -> TimeUnit:
    """What its times are shown in unless somebody says otherwise: months for dates, and for days or weeks of more than
    a year; else the file's own."""
    if endpoint.derived:
        return "months"
    own = next(u for u in UNITS if u == endpoint.unit)
    if own not in ("days", "weeks"):
        return own
    times = endpoint_times(cohort, endpoint.name).time
    known = times[~np.isnan(times)]
    return "months" if known.size and converted(float(known.max()), own, "years") > 1 else own


def has_partial_dates(cohort: Cohort) -> bool:
    """Whether a date of this cohort is known to the month or year only."""
    return any(bool((precision > 0).any()) for precision in cohort.date_precision.values())


def default_time_zero(cohort: Cohort) -> TimeZero:
    """The first this cohort has; diagnosis where it has none."""
    return next(iter(time_zeros(cohort)), "diagnosis")


def time_zeros(cohort: Cohort) -> tuple[TimeZero, ...]:
    """The times zero this cohort has dates for."""
    return tuple(zero for zero, start in STARTS.items() if any(_has_a_date(cohort, name) for name in start.dates))


def zero_label(cohort: Cohort, zero: TimeZero) -> str:
    """A time zero in words, behind "from": of several dates, the one this cohort has alone ("resection")."""
    dated = [name for name in STARTS[zero].dates if _has_a_date(cohort, name)]
    if len(STARTS[zero].dates) == 1 or len(dated) != 1:
        return STARTS[zero].label
    label = fields()[dated[0]].about.label.removeprefix("Date of ")
    return label[:1].lower() + label[1:]


def _has_a_date(cohort: Cohort, name: str) -> bool:
    return name in cohort.records and bool(cohort.records[name].notna().any())


def date_from_zero(
    cohort: Cohort, date: str, time_zero: TimeZero
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """(n,) days from time zero to a date of the record, nan where either is not recorded; and (n,) whether one of the
    two is known to the month or year only, so that the days are counted from the first it can be."""
    dates = CohortDates(cohort)
    start = start_of(cohort, dates, time_zero)
    return dates.first(date) - start.day, start.inexact | dates.inexact(date)


def _derived(cohort: Cohort) -> list[Endpoint]:
    if not time_zeros(cohort):
        return []
    zero = zero_label(cohort, default_time_zero(cohort))
    dates = CohortDates(cohort)
    return [
        _endpoint(one, zero)
        for one in intervals.INTERVALS
        if intervals.offered(one, cohort.variables) and intervals.told_of_two(one, dates)
    ]


def _as_stated(stated: StatedEndpoint, name: str, cohort: Cohort) -> Endpoint:
    label = stated.label if name == stated.name else f"{stated.label}{AS_STATED}"
    competing = stated.event_name in cohort.records and bool((cohort.records[stated.event_name] == 2).any())
    usual = "" if competing else _USUAL_EVENTS.get(stated.label, "")
    event = stated.event or usual or "as the file states it"
    zero = stated.time_zero or "the start of observation as the file states it"
    coded = f"event as coded in “{stated.event_column}”, times as in “{stated.time_column}”"
    if stated.event_time_column:
        coded += f", of the event as in “{stated.event_time_column}”"
    return Endpoint(name, label, event, "event not seen", zero, stated.unit, False, competing, coded)


def _stated_times(cohort: Cohort, endpoint: Endpoint) -> EndpointTimes:
    stated = _stated(cohort, endpoint)
    time = cohort.records[stated.time_name].to_numpy(np.float64)
    event = _stated_events(cohort, stated)
    return _usable_times(endpoint, time, event, {"no time": np.isnan(time), "no event status": np.isnan(event)})


def _stated(cohort: Cohort, endpoint: Endpoint) -> StatedEndpoint:
    return next(s for s in cohort.endpoints if endpoint.name in (s.name, f"{s.name}_stated"))


def _stated_events(cohort: Cohort, stated: StatedEndpoint) -> npt.NDArray[np.float64]:
    if stated.event_name in cohort.records:
        return cohort.records[stated.event_name].to_numpy(np.float64)
    return intervals.told(DEATH, CohortDates(cohort))


def _usable_times(
    endpoint: Endpoint,
    time: npt.NDArray[np.float64],
    event: npt.NDArray[np.float64],
    reasons: Mapping[str, npt.NDArray[np.bool_]],
) -> EndpointTimes:
    """Blanks out who can't be used; of several reasons the first counts."""
    reason = np.full(len(time), -1, np.int8)
    for i, mask in enumerate(reasons.values()):
        reason[mask & (reason < 0)] = i
    out = reason >= 0
    codes = np.where(out, -1.0, event).astype(np.int8)
    return EndpointTimes(endpoint, np.where(out, np.nan, time), codes, tuple(reasons), reason)


@dataclass(frozen=True)
class CohortDates:
    """A cohort's records as the intervals read them; days are counted from 1970. State: the days read so far."""

    cohort: Cohort
    _days: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict, repr=False)

    @property
    def n(self) -> int:
        return self.cohort.n

    def holds(self, name: str) -> bool:
        return name in self.cohort.records

    def first(self, name: str) -> npt.NDArray[np.float64]:
        if name not in self._days:
            self._days[name] = self._first(name)
        return self._days[name]

    def _first(self, name: str) -> npt.NDArray[np.float64]:
        if name not in self.cohort.records:
            return np.full(self.n, np.nan)
        column = self.cohort.records[name]
        out = column.to_numpy("datetime64[D]").astype(np.float64)
        out[column.isna().to_numpy()] = np.nan
        out.flags.writeable = False
        return out

    def inexact(self, name: str) -> npt.NDArray[np.bool_]:
        precision = self.cohort.date_precision.get(name)
        return np.zeros(self.n, bool) if precision is None else precision > 0

    def is_level(self, name: str, *wanted: str) -> npt.NDArray[np.bool_]:
        if name not in self.cohort.records:
            return np.zeros(self.n, bool)
        codes, levels = self.cohort.codes(name)
        meant = np.array([*(level in wanted for level in levels), False])  # the last one for blanks, -1
        found: npt.NDArray[np.bool_] = meant[codes]
        return found

    def stated_event(self, name: str) -> npt.NDArray[np.float64]:
        if name not in self.cohort.records:
            return np.full(self.n, np.nan)
        return self.cohort.records[name].to_numpy(np.float64)


def interval_times(cohort: Cohort, one: Interval, zero: TimeZero, partial_dates: PartialDates) -> EndpointTimes:
    """Each patient's time, in days, and event of one interval.

    Raises:
        PlanError: the cohort does not have the time zero.
    """
    dates = CohortDates(cohort)
    start = start_of(cohort, dates, zero)
    end = intervals.end(one, dates)
    event = intervals.happened(one, dates)
    label = zero_label(cohort, zero)
    reasons: dict[str, npt.NDArray[np.bool_]] = {
        f"no date of {label}": np.isnan(start.day),
        f"no {intervals.end_words(one)}": np.isnan(end.day),
        **{e.unsaid: np.isnan(event) for e in one.events if e.unsaid},
        **{e.undated: intervals.undated(e, dates) for e in one.events if e.undated},
    }
    inexact = start.inexact | end.inexact
    if partial_dates == "exclude":
        reasons["a date is known only to the month or year"] = inexact
    time = end.day - start.day
    if partial_dates == "earliest":  # diagnosed on 10 May, last seen in May: not before
        time = np.where(inexact & (time < 0), 0.0, time)
    reasons[f"before {label}"] = time < 0
    return _usable_times(_endpoint(one, label), time, event, reasons)


def _endpoint(one: Interval, time_zero: str) -> Endpoint:
    return Endpoint(one.name, one.label, one.event, one.censoring, time_zero, "days", True, bool(one.competing))


def start_of(cohort: Cohort, dates: CohortDates, zero: TimeZero) -> Moment:
    if zero not in time_zeros(cohort):
        raise PlanError(f"This cohort has no dates for {STARTS[zero].label}.")
    return intervals.start(zero, dates)
