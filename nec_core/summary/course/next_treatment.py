"""How long until the next treatment: from the start of systemic therapy to the start of the second line.

Death without a second line competes: who died will never begin one, and counting the dead as censored would tell how
many would have begun it had nobody died. Incidences are those of Aalen and Johansen; who was alive without a second
line is censored at last contact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import available, date_from_zero, default_time_zero, endpoint_times
from nec_core.record import fields
from nec_core.survival.counts.competing_table import competing_table
from nec_core.survival.curves.competing_risks import IncidenceRate, cumulative_incidence, incidences_at
from nec_core.time_units import converted

LINE, NEXT = "systemic", "second_line"
START, NEXT_START = "systemic_date", "second_line_date"
CAUSES = ("second line begun", "died before a second line")
TIMES = (3.0, 6.0, 12.0)
"""Months at which incidences are given: first scans, usual length of a first line, one year."""
NO_DAY, NO_NEXT_DAY = "the first line's start is not known to the day", "a second line without a day"
EARLIER, NO_END = "the second line begins before the first", "no time to last contact or death"
NOT_TOLD = "whether there was a second line is not recorded"


@dataclass(frozen=True, eq=False)
class NextTreatment:
    """Time to the next treatment.

    Attributes:
        needs: what is missing in the file, by label; empty where it can be told.
        n: patients followed from the start of systemic therapy.
        began, died, alive: who began a second line, died without one, was alive without one at last contact.
        excluded: reason -> patients given systemic therapy who can't be used.
        rates: per cause of `CAUSES`, its incidence at `TIMES`, in months; empty without patients.
        half_began: months by which half of the n had begun a second line; None for not reached.
        conf_level: of the intervals.
    """

    needs: tuple[str, ...] = ()
    n: int = 0
    began: int = 0
    died: int = 0
    alive: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    rates: tuple[tuple[IncidenceRate, ...], ...] = ()
    half_began: float | None = None
    conf_level: float = 0.95


def next_treatment(cohort: Cohort, conf_level: float = 0.95) -> NextTreatment:
    """Follows patients from their first line of systemic therapy."""
    needs = tuple(fields()[name].about.label for name in (START, NEXT_START) if name not in cohort.records)
    if not any(e.name == "os" and e.derived for e in available(cohort)):
        needs += ("dates that tell overall survival",)
    if needs:
        return NextTreatment(needs=needs, conf_level=conf_level)
    zero = default_time_zero(cohort)
    follow = endpoint_times(cohort, "os", zero)
    start, vague = date_from_zero(cohort, START, zero)
    begin, vague_next = date_from_zero(cohort, NEXT_START, zero)
    given = _is(cohort, LINE, "yes") | ~np.isnan(start)
    had_next = _is(cohort, NEXT, "yes") | ~np.isnan(begin)
    reasons = {
        NO_DAY: np.isnan(start) | vague,
        NO_END: ~follow.usable,
        NO_NEXT_DAY: had_next & (np.isnan(begin) | vague_next),
        EARLIER: begin < start,
        NOT_TOLD: ~had_next & ~_is(cohort, NEXT, "no") if NEXT in cohort.variables else np.zeros(cohort.n, bool),
        "last contact before the first line": follow.time < start,
    }
    keep, excluded = given.copy(), {}
    for reason, out in reasons.items():
        if lost := int((keep & out).sum()):
            excluded[reason] = lost
        keep &= ~out
    began = had_next & keep
    days = np.where(began, begin, follow.time) - start
    cause = np.where(began, 1, np.where(follow.event == 1, 2, 0))[keep].astype(np.int64)
    n = int(keep.sum())
    if not n:
        return NextTreatment(excluded=excluded, conf_level=conf_level)
    table = competing_table(converted(days[keep], "days", "months"), cause, CAUSES)
    curves = [cumulative_incidence(table, k, "log", conf_level)[0] for k in range(len(CAUSES))]
    half = np.flatnonzero(curves[0].incidence >= 0.5 - 1e-12)
    return NextTreatment(
        n=n,
        began=int((cause == 1).sum()),
        died=int((cause == 2).sum()),
        alive=int((cause == 0).sum()),
        excluded=excluded,
        rates=tuple(incidences_at(curve, TIMES) for curve in curves),
        half_began=float(curves[0].time[half[0]]) if half.size else None,
        conf_level=conf_level,
    )


def _is(cohort: Cohort, name: str, level: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if name not in cohort.variables:
        return np.zeros(cohort.n, dtype=bool)
    codes, levels = cohort.codes(name)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = codes == levels.index(level)
    return found


__all__ = ["CAUSES", "TIMES", "NextTreatment", "next_treatment"]
