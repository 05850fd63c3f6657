"""A filter's conditions in words, as they stand in a sentence, on a chip and under a figure."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.cohort_filter import CohortFilter, RangeCondition

OF_TREATMENTS = " treatment "
"""Conditions on treatments are no variable's; their names begin so, as no header does."""


def filter_words(cohort: Cohort, chosen: CohortFilter) -> list[tuple[str, str]]:
    """Each condition by itself: "Stage at diagnosis: locoregional (LRD)", "Age at diagnosis 40 to 60 years".

    Returns:
        the condition's name (its variable's, or `OF_TREATMENTS` and a field of `TreatmentCondition`), and its words.
    """
    found = [(c.variable, _levels(cohort.variable(c.variable), c.levels)) for c in chosen.levels]
    found += [(r.variable, _range(cohort, r)) for r in chosen.ranges]
    t = chosen.treatments
    for how, names in (("any_of", t.any_of), ("all_of", t.all_of), ("none_of", t.none_of)):
        if names:
            treatments = ", ".join(cohort.variable(n).label for n in names)
            found.append((f"{OF_TREATMENTS}{how}", f"treatment, {how.replace('_', ' ')}: {treatments}"))
    return found


def _levels(variable: Variable, levels: Sequence[str]) -> str:
    return f"{variable.label}: {' or '.join(variable.running_words(variable.shown(level)) for level in levels)}"


def _range(cohort: Cohort, condition: RangeCondition) -> str:
    """ "Age at diagnosis 40 to 60 years", "... 40 or more years", "... up to 60 years"."""
    variable = cohort.variable(condition.variable)
    low, high = (None if x is None else fmt.plain_number(x) for x in (condition.minimum, condition.maximum))
    if low is None:
        bounds = f"up to {high}"
    else:
        bounds = f"{low} or more" if high is None else low if low == high else f"{low} to {high}"
    return f"{variable.label} {bounds}{' ' + variable.unit if variable.unit else ''}"
