"""The guards of a result's patients: who they are, from when on and how often they were watched, and in which years."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.analysis.guarding import eras, patients, visits, watching
from nec_core.analysis.guards import About, Guard
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.result import SurvivalResult
from nec_core.patients.cohort import Variable
from nec_core.patients.eras import era_difference
from nec_core.patients.likely_duplicates import likely_duplicates
from nec_core.patients.visits import schedule, unseen

_SEEN_UP_TO_PATIENTS = 2000
"""A large cohort's rows are not touched; nobody reads so many of them one by one."""
_NOT_LOOKED_FOR = ("os", "os_stated", "cr")
"""Endpoints of death, which is known to the day whoever looks."""


def guards_of_patients(
    found: SurvivalResult, asked: PlanPatients, filtered_on: Sequence[Variable]
) -> list[Guard | None]:
    """Those that apply, None for the others.

    Args:
        found: the result.
        asked: its patients.
        filtered_on: variables of its filter.
    """
    return [
        _likely_duplicates(found, asked),
        _late_entry(found, asked),
        *_eras(found, asked, filtered_on),
        *_visits(found, asked),
    ]


def _likely_duplicates(found: SurvivalResult, asked: PlanPatients) -> Guard | None:
    twice = likely_duplicates(asked.cohort)
    among = twice and twice.among(asked.selected.source_rows[asked.analysed])
    return patients.likely_duplicates(among, found.n) if among else None


def _late_entry(found: SurvivalResult, asked: PlanPatients) -> Guard | None:
    late = () if found.entry else watching.late_entries(asked.cohort, asked.everybody, asked.time_zero)
    return watching.late_entry(late[0], found.endpoint, found.unit) if late else None


def _eras(found: SurvivalResult, asked: PlanPatients, filtered_on: Sequence[Variable]) -> list[Guard]:
    """Each variable is asked once: what it makes is told first of groups, then of who is in, then of the model."""
    model = found.regression
    made: list[tuple[Variable | None, About]] = [
        (found.variable, "groups"), (found.strata, "groups"), *((v, "patients") for v in filtered_on),
        *((v, "model") for v in (model.covariates if model else ())),
    ]  # fmt: skip
    about = {v.name: (v, kind) for v, kind in reversed(made) if v is not None and v.kind == "category"}
    differences = ((era_difference(asked.cohort, v.name), v, kind) for v, kind in reversed(about.values()))
    return [eras.era_differs(one, v, kind) for one, v, kind in differences if one is not None]


def _visits(found: SurvivalResult, asked: PlanPatients) -> list[Guard | None]:
    if found.plan.endpoint in _NOT_LOOKED_FOR or not found.n or found.n > _SEEN_UP_TO_PATIENTS:
        return []
    kept, times = asked.analysed, asked.times
    seen = schedule(times.time[kept & (times.event == 1)], times.endpoint.unit)
    late = kept & unseen(asked.selected, times, visits.longest_unseen_days(seen))
    return [
        visits.seen_at_visits(seen) if seen else None,
        visits.not_assessed(asked.selected.source_rows[late].tolist(), seen) if late.any() else None,
    ]


__all__ = ["guards_of_patients"]
