"""Guards of how patients were watched: from when on, and how often.

Left truncation: who had to live until a referral, a consent or a sequenced sample to be in the file at all can't have
had the event before. Brown S, Lavery JA, Shen R and others. Implications of selection bias due to delayed study entry
in clinical genomic studies. JAMA Oncol 2022;8:287-291.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nec_core import formatting as fmt
from nec_core.analysis.guarding.known import time_zero_in_words
from nec_core.analysis.guards import Guard
from nec_core.ingest.matching.profile import header_words
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.delayed_entry import entries, entry_of
from nec_core.patients.endpoints import Endpoint, EndpointTimes
from nec_core.patients.intervals import STARTS, TimeZero
from nec_core.time_units import converted

_LETS_IN = ("sequenc", "ngs", "biobank", "consent", "referr", "enrol", "inclusion", "recruit", "registration", "entry")
"""What the name of a number says that lets a patient into a file; of dates, the record's field says it."""
_RECORDED = 0.9
"""Share of the patients: what lets into the file is known of nearly all who are in it."""
_BY_CHANCE = 0.05
_IMMORTAL = 0.1
"""Share of all time under observation in which nobody could have the event: the hazard is a tenth too low."""


@dataclass(frozen=True)
class LateEntry:
    """Something that lets patients into the file, later than time zero.

    Attributes:
        variable: when.
        n, n_after, n_without: patients with it, of them those with it after time zero, and patients without it.
        median: of those, from time zero on, in the endpoint's unit.
        share: of all time counted from time zero, that before it.
        p: that nobody had the event in that time by chance.
    """

    variable: Variable
    n: int
    n_after: int
    n_without: int
    median: float
    share: float
    p: float


def late_entries(cohort: Cohort, patients: EndpointTimes, zero: TimeZero) -> tuple[LateEntry, ...]:
    """What may let patients into the file, the latest first: by its name, recorded of nearly all, before every event,
    and late enough to matter. A treatment is none: who had none is in the file as well.

    Args:
        cohort: all patients, in the order of `patients`.
        patients: times and events from time zero, nobody's entry delayed.
        zero: as `patients` counts from, where it is computed from dates.
    """
    key = ("late entries", patients.endpoint.name, patients.endpoint.time_zero, int(patients.usable.sum()))
    if key not in cohort.memo:
        known = [v for v in entries(cohort, patients.endpoint) if _lets_in(v)]
        found = [e for v in known if (e := _late(cohort, patients, v, zero)) is not None]
        cohort.memo[key] = tuple(sorted(found, key=lambda e: -e.share))
    told: tuple[LateEntry, ...] = cohort.memo[key]
    return told


def _lets_in(variable: Variable) -> bool:
    if variable.kind == "date":
        return variable.name in STARTS["first_visit"].dates
    words = header_words(variable.name)
    return variable.section == "Extra" and any(word in words for word in _LETS_IN)


def _late(cohort: Cohort, patients: EndpointTimes, variable: Variable, zero: TimeZero) -> LateEntry | None:
    entry, time = entry_of(cohort, patients.endpoint, variable, zero)[0], patients.time
    both = patients.usable & ~np.isnan(entry)
    n, usable = int(both.sum()), int(patients.usable.sum())
    if not n or n < _RECORDED * usable:
        return None
    before, time = np.maximum(entry[both], 0.0), time[both]
    had_before = (patients.event[both] > 0) & (before > time)
    share = float(np.minimum(before, time).sum() / time.sum()) if time.sum() > 0 else 0.0
    if had_before.any() or share < _IMMORTAL:
        return None
    after = before > 0
    expected = share / max(1 - share, 1e-9) * int((patients.event[both] > 0).sum())
    return LateEntry(
        variable, n, int(after.sum()), usable - n, float(np.median(before[after])), share, math.exp(-expected)
    )


def late_entry(found: LateEntry, endpoint: Endpoint, unit: str) -> Guard:
    """The guard for a time zero before patients could be in the file; serious where chance hardly explains that nobody
    had the event before. Times are told in `unit`."""
    zero, label = time_zero_in_words(endpoint), found.variable.label
    without = "" if not found.n_without else f" {fmt.plural(found.n_without, 'patient')} without it would be left out."
    return Guard(
        "late_entry",
        "serious" if found.p < _BY_CHANCE else "caution",
        f"“{label}” is after {zero} in {fmt.count(found.n_after)} of {fmt.plural(found.n, 'patient')}, by a median of "
        f"{fmt.duration(converted(found.median, endpoint.unit, unit), unit)}, and nobody had the event before it.",
        "If it is what let patients into this file, who had the event before could not be in it (left truncation): "
        f"{fmt.percent(found.share, 0)} of all time is then time in which nobody could have it, and survival looks too "
        "good.",
        f"Choose it at “Under observation from”: patients then count as at risk from there on.{without} Where "
        "patients without it would be in the file as well, this does not apply.",
        about="patients",
        in_figure=f"{label} after {zero}: left truncation",
    )


__all__ = ["LateEntry", "late_entries", "late_entry"]
