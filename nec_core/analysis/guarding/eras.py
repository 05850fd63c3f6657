"""Guards of the years: what groups, filters and models are made of was coded, or fell out, otherwise in some."""

from __future__ import annotations

from nec_core import formatting as fmt
from nec_core.analysis.guards import About, Guard
from nec_core.patients.cohort import Variable
from nec_core.patients.eras import EraDifference


def era_differs(found: EraDifference, variable: Variable, about: About = "groups") -> Guard:
    """The guard for a category that depends on the year of diagnosis; a caution where a level, or all of it, is missing
    in some years, a note where its shares differ."""
    named = f"“{variable.label}”" if found.level is None else f"“{variable.shown(found.level)}” of “{variable.label}”"
    of_all = f"of a cohort of {fmt.value_range(*found.years)} (exact {fmt.p_statement(found.p)}, for all its levels)"
    if found.kind == "shares":
        return Guard(
            "shares_changed",
            "note",
            f"{named} {'is recorded in' if found.level is None else 'makes up'} {fmt.percent(found.share_before, 0)} "
            f"of the patients up to {found.year} and {fmt.percent(found.share_after, 0)} after, {of_all}.",
            "Staging, referral and treatment change with the years: what looks like a difference of the groups can be "
            "one of their years.",
            "Compare within a period of diagnosis, or stratify by it.",
            about,
        )
    when = f"from {found.year} on" if found.kind == "from" else f"up to {found.year}"
    return Guard(
        "coding_changed",
        "caution",
        f"{named} is recorded {when} only, in {fmt.plural(found.n, 'patient')}, {of_all}.",
        "Where coding changed, patients who are alike are in one group before and in another after (stage migration): "
        "both then look better or worse than they are.",
        "Join levels so that all years are coded alike, or look at the years that are.",
        about,
    )


__all__ = ["era_differs"]
