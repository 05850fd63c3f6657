"""Guards of when something was known: groups, filters and covariates that are settled only after time zero.

Immortal time: Suissa S. Immortal time bias in pharmacoepidemiology. Am J Epidemiol 2008;167:492-499.
"""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.analysis.guards import Guard
from nec_core.patients.cohort import Variable
from nec_core.patients.endpoints import Endpoint


def time_zero_in_words(endpoint: Endpoint) -> str:
    """ "diagnosis"; of an endpoint the file states, whose time zero nobody knows, "time zero"."""
    return endpoint.time_zero if endpoint.derived else "time zero"


_IMMORTAL_WHY = (
    "A patient must live long enough to get there, so that group cannot die early and looks better than it is. "
    "This is called immortal time bias."
)
_IMMORTAL_DO = "Do not read the P value as an effect. Compare from a landmark, or with a time-dependent method."


def immortal_time(variable: Variable, time_zero: str) -> Guard | None:
    """The guard for groups made of something that happens, or may happen, after time zero."""
    if variable.known == "later":
        what = f"“{variable.label}” is settled only after {time_zero}, but the groups are followed from {time_zero}."
        return Guard("immortal_time", "serious", what, _IMMORTAL_WHY, _IMMORTAL_DO)
    if variable.known == "unsaid":
        return Guard(
            "maybe_immortal_time",
            "note",
            f"We do not know when “{variable.label}” was settled.",
            f"If it was decided after {time_zero} (a treatment, a response), its groups carry immortal time bias.",
            f"Compare these groups only if the value was known at {time_zero}.",
        )
    return None


def immortal_filter(variables: Sequence[Variable], time_zero: str) -> Guard | None:
    """The guard for a filter on something that happens after time zero."""
    later = [v.label for v in variables if v.known == "later"]
    if not later:
        return None
    names = ", ".join(f"“{label}”" for label in dict.fromkeys(later))
    return Guard(
        "immortal_filter",
        "serious",
        f"The filter uses {names}, settled only after {time_zero}.",
        "Who got there had to live long enough, so survival of the filtered patients looks better than it is.",
        "Do not compare these curves with patients outside the filter.",
        about="patients",
    )


def immortal_covariate(variable: Variable, time_zero: str) -> Guard | None:
    """The guard for a model's variable that is settled after time zero."""
    if variable.known != "later":
        return None
    return Guard(
        "immortal_time",
        "serious",
        f"“{variable.label}” is in the model as if it were known at {time_zero}, but it is settled later.",
        "Who got there had to live long enough, so its hazard ratio looks too good, and the others are biased too.",
        "Leave it out here. On Survival curves, group by it to see it compared without immortal time.",
        about="model",
    )
