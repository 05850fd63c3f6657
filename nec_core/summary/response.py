"""How many responded to their treatment, with exact limits.

Best response as the file has it, by RECIST: objective response is complete or partial, disease control is stable
disease as well (Eisenhauer EA and others. Eur J Cancer 2009;45:228-247).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.grouping import group
from nec_core.record import fields
from nec_core.survival.exact_proportion import ExactProportion, exact_proportion

COLUMN = "best_response"
OBJECTIVE = ("CR", "PR")
CONTROL = ("CR", "PR", "SD")
NOT_EVALUABLE = "not evaluable"


@dataclass(frozen=True)
class GroupResponse:
    """Responses of one group, or of everybody.

    Attributes:
        name: the group; "" for everybody.
        n: patients; evaluable + not_evaluable + not_recorded.
        counts: CR, PR, SD, PD -> evaluable patients.
        evaluable, not_evaluable, not_recorded: with one of these, recorded as not evaluable, left blank.
        objective, control: shares of the evaluable.
        objective_of_all: objective responses among all whose response is recorded, who could not be evaluated being
            counted as having none.
    """

    name: str
    n: int
    counts: dict[str, int]
    evaluable: int
    not_evaluable: int
    not_recorded: int
    objective: ExactProportion
    control: ExactProportion
    objective_of_all: ExactProportion


@dataclass(frozen=True)
class ResponseSummary:
    """Best responses of a cohort.

    Attributes:
        needs: the columns that are missing, by label; empty where the file tells responses.
        by: what the groups are made of; None for everybody together.
        overall: everybody; None where the file does not tell.
        groups: those of `by` that have patients.
    """

    needs: tuple[str, ...]
    by: Variable | None
    overall: GroupResponse | None
    groups: tuple[GroupResponse, ...]


def response_summary(cohort: Cohort, by: str | None = None, conf_level: float = 0.95) -> ResponseSummary:
    """Counts best responses, of everybody and by group."""
    variable = cohort.variable(by) if by else None
    if COLUMN not in cohort.variables:
        return ResponseSummary((fields()[COLUMN].about.label,), variable, None, ())
    everybody = np.ones(cohort.n, dtype=bool)
    found = []
    if variable is not None:
        made = group(cohort, variable.name)
        found = [_counted(cohort, name, made.codes == k, conf_level) for k, name in enumerate(made.names)]
    return ResponseSummary(
        (), variable, _counted(cohort, "", everybody, conf_level), tuple(one for one in found if one.n)
    )


def _counted(
    cohort: Cohort, name: str, here: np.ndarray[tuple[int], np.dtype[np.bool_]], level: float
) -> GroupResponse:
    codes, levels = cohort.codes(COLUMN)
    of_level = np.bincount(codes[here & (codes >= 0)], minlength=len(levels)).tolist()
    counts = dict(zip(levels, of_level, strict=True))
    not_evaluable = counts.pop(NOT_EVALUABLE, 0)
    evaluable, n = sum(counts.values()), int(here.sum())
    objective = sum(counts[level] for level in OBJECTIVE)
    return GroupResponse(
        name=name,
        n=n,
        counts=counts,
        evaluable=evaluable,
        not_evaluable=not_evaluable,
        not_recorded=n - evaluable - not_evaluable,
        objective=exact_proportion(objective, evaluable, level),
        control=exact_proportion(sum(counts[one] for one in CONTROL), evaluable, level),
        objective_of_all=exact_proportion(objective, evaluable + not_evaluable, level),
    )


__all__ = ["GroupResponse", "ResponseSummary", "response_summary"]
