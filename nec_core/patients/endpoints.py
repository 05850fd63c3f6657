"""Endpoints: what is waited for, from when, and what censors; and, for a cohort, each patient's time and event.

Definitions by statistics' usual rules (Punt et al., J Natl Cancer Inst 2007;99:998, for endpoint names): overall
survival ends with death from any cause; progression-free survival with progression or death, whichever is first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort, StatedEndpoint

TimeZero = Literal["diagnosis", "first_visit", "first_treatment"]
PartialDates = Literal["exclude", "earliest"]

ZERO_LABELS: Mapping[TimeZero, str] = {
    "diagnosis": "diagnosis",
    "first_visit": "first visit or study entry",
    "first_treatment": "start of the first treatment",
}
_ZERO_FIELD = {"diagnosis": "diagnosis_date", "first_visit": "first_visit_date"}


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
    """

    name: str
    label: str
    event: str
    censoring: str
    time_zero: str
    unit: str
    derived: bool
    competing: bool = False


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


def _times(cohort: Cohort, name: str, time_zero: TimeZero | None, partial_dates: PartialDates) -> EndpointTimes:
    known = {e.name: e for e in available(cohort)}
    if name not in known:
        raise PlanError(f"This cohort has no endpoint “{name}”. It has: {', '.join(known) or 'none'}.")
    endpoint = known[name]
    if not endpoint.derived:
        return _stated_times(cohort, endpoint)
    zero = time_zero or default_time_zero(cohort)
    return _derived_times(cohort, endpoint, zero, partial_dates)


def has_partial_dates(cohort: Cohort) -> bool:
    """Whether a date of this cohort is known to the month or year only."""
    return any(bool((precision > 0).any()) for precision in cohort.date_precision.values())


def default_time_zero(cohort: Cohort) -> TimeZero:
    return "diagnosis" if "diagnosis_date" in cohort.variables else "first_visit"


def time_zeros(cohort: Cohort) -> tuple[TimeZero, ...]:
    """The times zero this cohort has dates for."""
    found: list[TimeZero] = [z for z, f in _ZERO_FIELD.items() if f in cohort.variables]  # type: ignore[misc]  # its keys
    if any(v.treatment_date for v in cohort.treatments):
        found.append("first_treatment")
    return tuple(found)


def date_from_zero(
    cohort: Cohort, date: str, time_zero: TimeZero
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """(n,) days from time zero to a date of the record, nan where either is not recorded; and (n,) whether one of the
    two is known to the month or year only, so that the days are counted from the first it can be."""
    dates = _Dates(cohort)
    start, start_inexact = _start(cohort, dates, time_zero)
    return dates.days(date) - start, start_inexact | dates.inexact(date)


def _derived(cohort: Cohort) -> list[Endpoint]:
    has = cohort.variables
    if not time_zeros(cohort) or not ({"last_contact_date", "death_date"} & set(has)):
        return []
    zero = ZERO_LABELS[default_time_zero(cohort)]
    found = [Endpoint("os", "Overall survival", "death from any cause", "alive at last contact", zero, "days", True)]
    if "progression_date" in has:
        found.append(
            Endpoint("pfs", "Progression-free survival", "progression or death from any cause, whichever is first",
                     "alive without progression at last contact", zero, "days", True)
        )  # fmt: skip
    return found


def _as_stated(stated: StatedEndpoint, name: str, cohort: Cohort) -> Endpoint:
    label = stated.label if name == stated.name else f"{stated.label} as stated in the file"
    competing = stated.event_name in cohort.records and bool((cohort.records[stated.event_name] == 2).any())
    coded = f"as coded in “{stated.event_column}”"
    event = f"{stated.event}, {coded}" if stated.event else coded
    zero = f"{stated.time_zero}, as in “{stated.time_column}”" if stated.time_zero else f"as in “{stated.time_column}”"
    return Endpoint(name, label, event, "event not seen", zero, stated.unit, False, competing)


def _stated_times(cohort: Cohort, endpoint: Endpoint) -> EndpointTimes:
    stated = next(s for s in cohort.endpoints if endpoint.name in (s.name, f"{s.name}_stated"))
    time = cohort.records[stated.time_name].to_numpy(np.float64)
    if stated.event_name in cohort.records:
        event = cohort.records[stated.event_name].to_numpy(np.float64)
    else:
        event = _vital(cohort.records)
    return _usable_times(endpoint, time, event, {"no time": np.isnan(time), "no event status": np.isnan(event)})


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


def _vital(records: pd.DataFrame) -> npt.NDArray[np.float64]:
    """1 dead, 0 alive, nan not recorded."""
    n = len(records)
    status = np.full(n, np.nan)
    if "vital_status" in records:
        column = records["vital_status"]
        status[(column == "dead").to_numpy()] = 1
        status[(column == "alive").to_numpy()] = 0
    elif "death_date" in records:
        status[:] = 0  # a file with dates of death and no vital status lists who died
    elif "os_event" in records:  # 0 and 1 beside a time say of the dates, too, who died
        event = records["os_event"].to_numpy(np.float64)
        status = np.where(event <= 1, event, np.nan)
    if "death_date" in records:
        status[records["death_date"].notna().to_numpy()] = 1
    return status


@dataclass(frozen=True)
class _Dates:
    """Date columns as days since 1970 with nan for blank, and which of them are not exact."""

    cohort: Cohort

    def days(self, name: str) -> npt.NDArray[np.float64]:
        if name not in self.cohort.records:
            return np.full(self.cohort.n, np.nan)
        column = self.cohort.records[name]
        out = column.to_numpy("datetime64[D]").astype(np.float64)
        out[column.isna().to_numpy()] = np.nan
        return out

    def inexact(self, name: str) -> npt.NDArray[np.bool_]:
        precision = self.cohort.date_precision.get(name)
        return np.zeros(self.cohort.n, bool) if precision is None else precision > 0


def _derived_times(cohort: Cohort, endpoint: Endpoint, zero: TimeZero, partial: PartialDates) -> EndpointTimes:
    dates = _Dates(cohort)
    start, start_inexact = _start(cohort, dates, zero)
    dead = _vital(cohort.records)
    death, contact = dates.days("death_date"), dates.days("last_contact_date")
    end = np.where(np.isnan(death), contact, death)
    end_inexact = np.where(np.isnan(death), dates.inexact("last_contact_date"), dates.inexact("death_date"))
    event = dead.copy()
    reasons: dict[str, npt.NDArray[np.bool_]] = {
        f"no date of {ZERO_LABELS[zero]}": np.isnan(start),
        "no last contact or date of death": np.isnan(end),
        "vital status not recorded": np.isnan(dead),
    }
    if endpoint.name == "pfs":
        progressed = dates.days("progression_date")
        has_date = ~np.isnan(progressed)
        # Not the first day a last contact or death of that month can be: neither is before a progression.
        end = np.where(has_date, progressed, end)
        end_inexact = np.where(has_date, dates.inexact("progression_date"), end_inexact)
        event = np.where(has_date, 1.0, event)
        said = cohort.records["progression"] == "yes" if "progression" in cohort.records else np.zeros(cohort.n, bool)
        reasons["progressed, but the date is missing"] = np.asarray(said) & ~has_date
        reasons["vital status not recorded"] = np.isnan(event)
        reasons["no last contact or date of death"] = np.isnan(end)
    if partial == "exclude":
        reasons["a date is known only to the month or year"] = start_inexact | end_inexact
    time = end - start
    if partial == "earliest":  # diagnosed on 10 May, last seen in May: not before
        time = np.where((start_inexact | end_inexact) & (time < 0), 0.0, time)
    reasons[f"before {ZERO_LABELS[zero]}"] = time < 0
    return _usable_times(replace(endpoint, time_zero=ZERO_LABELS[zero]), time, event, reasons)


def _start(cohort: Cohort, dates: _Dates, zero: TimeZero) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    if zero not in time_zeros(cohort):
        raise PlanError(f"This cohort has no dates for {ZERO_LABELS[zero]}.")
    if zero in _ZERO_FIELD:
        name = _ZERO_FIELD[zero]
        return dates.days(name), dates.inexact(name)
    names = [v.treatment_date for v in cohort.treatments if v.treatment_date in cohort.records]
    start = np.fmin.reduce([dates.days(n) for n in names if n])
    return start, np.logical_or.reduce([dates.inexact(n) & (dates.days(n) == start) for n in names if n])
