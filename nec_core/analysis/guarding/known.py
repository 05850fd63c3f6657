"""Guards of when something was known: groups, filters, strata and covariates that are settled only after time zero.

Immortal time: Suissa S. Immortal time bias in pharmacoepidemiology. Am J Epidemiol 2008;167:492-499. What nobody has
said is asked: the guard names the variables, and is silent or serious once a person says when they were known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nec_core.analysis.guards import About, Guard
from nec_core.analysis.plan import AnalysisPlan
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import Endpoint


@dataclass(frozen=True)
class Used:
    """What a plan makes of variables.

    Attributes:
        groups: what the compared groups are made of; None where nothing is compared.
        filters: what is filtered on.
        strata: within whose levels groups, or a model, are compared; None for none.
        covariates: of the model.
    """

    groups: Variable | None = None
    filters: tuple[Variable, ...] = ()
    strata: Variable | None = None
    covariates: tuple[Variable, ...] = ()


def used_by(cohort: Cohort, plan: AnalysisPlan, *, several: bool) -> Used:
    """What a plan makes of the cohort's variables; `several` groups have patients, or one alone. Raises PlanError."""

    def of(names: Iterable[str]) -> tuple[Variable, ...]:
        return tuple(dict.fromkeys(cohort.variable(name) for name in names))

    grouped = plan.by if several else None
    return Used(
        groups=cohort.variable(grouped) if grouped else None,
        filters=of(plan.filter.variables()),
        strata=cohort.variable(plan.strata) if plan.strata and (grouped or plan.covariates) else None,
        covariates=of(plan.covariates),
    )


def guards_of(used: Used, time_zero: str) -> list[Guard | None]:
    """The guards of whatever is settled after time zero, or may be."""
    return [
        immortal_time(used.groups, time_zero) if used.groups else None,
        immortal_filter(used.filters, time_zero),
        immortal_stratum(used.strata, time_zero, "groups" if used.groups else "model") if used.strata else None,
        immortal_covariate(used.covariates, time_zero),
        maybe_immortal_filter(used.filters, time_zero),
        maybe_immortal_covariate(used.covariates, time_zero),
    ]


def time_zero_in_words(endpoint: Endpoint) -> str:
    """ "diagnosis"; of an endpoint the file states, whose time zero nobody knows, "time zero"."""
    return endpoint.time_zero if endpoint.derived else "time zero"


_IMMORTAL_WHY = (
    "A patient must live long enough to get there, so that group cannot die early and looks better than it is. "
    "This is called immortal time bias."
)
_IMMORTAL_DO = "Do not read the P value as an effect. Compare from a landmark, or with a time-dependent method."
_SAY = "Say on the Upload page when it was known: once said, this is not asked again."


def immortal_time(variable: Variable, time_zero: str) -> Guard | None:
    """The guard for groups made of something that happens, or may happen, after time zero."""
    if variable.known == "later":
        return Guard(
            "immortal_time",
            "serious",
            f"“{variable.label}” is settled only after {time_zero}, but the groups are followed from {time_zero}.",
            _IMMORTAL_WHY,
            _IMMORTAL_DO,
            in_figure=f"Groups settled after {time_zero}: immortal time",
            known_of=(variable.name,),
        )
    if variable.known == "unsaid":
        return Guard(
            "maybe_immortal_time",
            "note",
            f"Nobody has said when “{variable.label}” was known.",
            f"If it was settled after {time_zero} (a treatment, a response), its groups carry immortal time bias.",
            _SAY,
            known_of=(variable.name,),
        )
    return None


def immortal_filter(variables: Iterable[Variable], time_zero: str) -> Guard | None:
    """The guard for a filter on something that happens after time zero."""
    later = [v for v in variables if v.known == "later"]
    if not later:
        return None
    return Guard(
        "immortal_filter",
        "serious",
        f"The filter uses {_named(later)}, settled only after {time_zero}.",
        "Who got there had to live long enough, so survival of the filtered patients looks better than it is.",
        "Do not compare these curves with patients outside the filter.",
        about="patients",
        in_figure=f"Patients selected after {time_zero}: immortal time",
        known_of=tuple(dict.fromkeys(v.name for v in later)),
    )


def maybe_immortal_filter(variables: Iterable[Variable], time_zero: str) -> Guard | None:
    """The guard for a filter on what nobody has said when it was known."""
    unsaid = [v for v in variables if v.known == "unsaid"]
    if not unsaid:
        return None
    return Guard(
        "maybe_immortal_filter",
        "note",
        f"The filter uses {_named(unsaid)}, and nobody has said when {_it_was(unsaid)} known.",
        f"If after {time_zero}, who got there had to live long enough, and the curves look better than they are.",
        _SAY,
        about="patients",
        known_of=tuple(v.name for v in unsaid),
    )


def immortal_stratum(variable: Variable, time_zero: str, about: About) -> Guard | None:
    """The guard for strata of something that happens, or may happen, after time zero."""
    if variable.known == "later":
        return Guard(
            "immortal_stratum",
            "serious",
            f"Strata are levels of “{variable.label}”, settled only after {time_zero}.",
            "In which stratum a patient is depends on how long that patient lived, so that what is compared within "
            "strata is biased.",
            f"Stratify by what was known at {time_zero}.",
            about=about,
            in_figure=f"Strata settled after {time_zero}: immortal time",
            known_of=(variable.name,),
        )
    if variable.known == "unsaid":
        return Guard(
            "maybe_immortal_stratum",
            "note",
            f"Strata are levels of “{variable.label}”, and nobody has said when it was known.",
            f"If it was settled after {time_zero}, what is compared within strata is biased.",
            _SAY,
            about=about,
            known_of=(variable.name,),
        )
    return None


def immortal_covariate(variables: Iterable[Variable], time_zero: str) -> Guard | None:
    """The guard for a model's variables that are settled after time zero."""
    later = [v for v in variables if v.known == "later"]
    if not later:
        return None
    are, they, them = ("is", "it is", "it") if len(later) == 1 else ("are", "they are", "them")
    return Guard(
        "immortal_covariate",
        "serious",
        f"{_named(later)} {are} in the model as if known at {time_zero}, but {they} settled later.",
        "Who got there had to live long enough, so such a hazard ratio looks too good, and the others are biased too.",
        f"Leave {them} out here. On Survival curves, group by a treatment to see it compared without immortal time.",
        about="model",
        in_figure=f"Covariates settled after {time_zero}: immortal time",
        known_of=tuple(v.name for v in later),
    )


def maybe_immortal_covariate(variables: Iterable[Variable], time_zero: str) -> Guard | None:
    """The guard for a model's variables of which nobody has said when they were known."""
    unsaid = [v for v in variables if v.known == "unsaid"]
    if not unsaid:
        return None
    return Guard(
        "maybe_immortal_covariate",
        "note",
        f"{_named(unsaid)} {'is' if len(unsaid) == 1 else 'are'} in the model, and nobody has said when "
        f"{_it_was(unsaid)} known.",
        f"What was settled after {time_zero} has too good a hazard ratio there, and biases the others.",
        _SAY,
        about="model",
        known_of=tuple(v.name for v in unsaid),
    )


def _named(variables: Iterable[Variable]) -> str:
    return ", ".join(f"“{label}”" for label in dict.fromkeys(v.label for v in variables))


def _it_was(variables: list[Variable]) -> str:
    return "it was" if len(variables) == 1 else "they were"
