"""Guards of a comparison of groups: who has no group, how long each was followed, whether one ratio holds throughout.

Follow-up is that of the reverse Kaplan-Meier curve: Schemper M, Smith TL. Control Clin Trials 1996;17:343-346. Whether
the ratio of hazards stays the same is asked with the test of Grambsch and Therneau. Biometrika 1994;81:515-526.
"""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.analysis.guards import Guard
from nec_core.survival.comparing.crossing import Crossing
from nec_core.survival.cox.model import CoxModel
from nec_core.survival.cox.proportional_hazards import ProportionalHazards
from nec_core.survival.curves.follow_up import FollowUp
from nec_core.survival.curves.quantiles import Quantile

MUCH_MISSING = 0.2
"""Share of the patients without a group from which it counts who they are: as of losses to follow-up, where beyond a
fifth a study's answer is held to be in doubt (Sackett DL and others. Evidence-based medicine. 1997)."""
FOLLOWED_TIMES_AS_LONG = 2.0
"""Ratio of two medians of follow-up from which half of what the longer curve shows has no other to be read beside."""
CHANGING_BELOW = 0.05
"""The usual level of the test of proportional hazards."""
_MOST_CROSSINGS = 3
"""So many pairs of curves are told in a sentence."""


def grouping_missing(label: str, kept: tuple[int, int], lost: tuple[int, int]) -> Guard | None:
    """The guard for a grouping that many patients have no value of.

    Args:
        label: the grouping variable's.
        kept: patients with a value of it, and of them those with the event.
        lost: the same of the patients without.
    """
    (n_kept, had_kept), (n_lost, had_lost) = kept, lost
    if not n_lost or n_lost < MUCH_MISSING * (n_kept + n_lost):
        return None
    return Guard(
        "grouping_missing",
        "serious",
        f"“{label}” is not recorded in {n_lost:,} of {n_kept + n_lost:,} patients "
        f"({fmt.percent(n_lost / (n_kept + n_lost), 0)}): of these, {fmt.n_percent(had_lost, n_lost)} had the event; "
        f"of the {n_kept:,} who are compared, {fmt.n_percent(had_kept, n_kept)}.",
        "Values are seldom missing by chance: who was tested, and who was not, can decide how the groups differ.",
        "Find the missing values, or say in the paper how many are missing and how these patients differ.",
        in_figure=f"Group not recorded in {fmt.percent(n_lost / (n_kept + n_lost), 0)} of patients",
    )


def follow_up_differs(found: Sequence[FollowUp]) -> Guard | None:
    """The guard for a group followed much longer than another: twice the median or more, the intervals apart.

    Args:
        found: follow-up per group; one whose median is not reached, or has no interval, is compared with none.
    """
    pairs = [(a, b) for a in found for b in found if _much_longer(a.reverse_km, b.reverse_km)]
    if not pairs:
        return None
    long, short = max(pairs, key=lambda pair: (pair[0].reverse_km.value or 0.0) / (pair[1].reverse_km.value or 1.0))
    told = " and ".join(f"{_median(f)} in “{f.name}”" for f in (long, short))
    return Guard(
        "follow_up_differs",
        "caution",
        f"The groups were not followed equally long: median follow-up is {told} (reverse Kaplan-Meier).",
        "Later than the shorter follow-up hardly anybody of that group is watched, and groups watched in different "
        "ways or years may differ in more than what they are grouped by.",
        "Compare the groups only as long as both are followed, and say why follow-up differs.",
    )


def _much_longer(a: Quantile, b: Quantile) -> bool:
    if a.value is None or b.value is None or a.lower is None or b.upper is None:
        return False
    return a.value >= FOLLOWED_TIMES_AS_LONG * b.value and a.lower > b.upper


def _median(found: FollowUp) -> str:
    q, unit = found.reverse_km, found.curve.unit
    level = fmt.confidence_label(found.curve.conf_level)
    return (
        f"{fmt.duration(q.value, unit)} ({level} {fmt.interval(q.lower, q.upper, fmt.shared_digits(q.lower, q.upper))})"
    )


def crossing_curves(model: CoxModel, crossings: Sequence[Crossing], unit: str) -> Guard | None:
    """The guard for curves that cross while their ratio of hazards changes: either can look so by chance.

    Args:
        model: of the groups alone.
        crossings: every two curves that cross, their times in `unit`.
    """
    whole = _whole(model)
    if not crossings or whole is None or whole.p is None or whole.p >= CHANGING_BELOW:
        return None
    first = crossings[:_MOST_CROSSINGS]
    told = "; ".join(
        f"“{c.above}” is above “{c.below}” up to about {fmt.duration(c.time, unit)} and below it after" for c in first
    )
    more = f"; and {len(crossings) - len(first)} more" if len(crossings) > len(first) else ""
    return Guard(
        "crossing_curves",
        "caution",
        f"Curves cross: {told}{more} ({fmt.p_statement(whole.p)}, test of proportional hazards).",
        "The log-rank test and one hazard ratio set what is early against what is late: they can come out near nothing "
        "although the groups differ, and describe no time.",
        "Report restricted means and survival at fixed times, which stand beside it, and say when the curves cross.",
    )


def changing_ratio(model: CoxModel) -> Guard | None:
    """The guard for groups whose ratio of hazards changes over time without their curves being seen to cross.

    Args:
        model: of the groups alone.
    """
    whole = _whole(model)
    if whole is None or whole.p is None or whole.p >= CHANGING_BELOW:
        return None
    several = len(model.coefficients) > 1
    return Guard(
        "changing_ratio",
        "caution",
        f"The hazard {'ratios between the groups change' if several else 'ratio of the groups changes'} over time "
        f"({fmt.p_statement(whole.p)}, test of proportional hazards): the curves may come together again, or cross.",
        "One hazard ratio then is an average that may hold at no time, and the log-rank test can miss a difference "
        "that is early only, or turns round.",
        "Report restricted means and survival at fixed times, which stand beside it, rather than the hazard ratio.",
    )


def _whole(model: CoxModel) -> ProportionalHazards | None:
    """The test of all groups at once; None where it is not estimable."""
    return next((t for t in model.proportional_hazards_km if t.term == "GLOBAL" and t.p is not None), None)


__all__ = ["changing_ratio", "crossing_curves", "follow_up_differs", "grouping_missing"]
