"""Guards of a comparison of groups: who has no group, how long each was followed, whether one ratio holds throughout.

Follow-up is that of the reverse Kaplan-Meier curve: Schemper M, Smith TL. Control Clin Trials 1996;17:343-346. Whether
the ratio of hazards stays the same is asked with the test of Grambsch and Therneau. Biometrika 1994;81:515-526.
"""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.analysis.guards import Guard
from nec_core.survival.cox.model import CoxModel
from nec_core.survival.curves.follow_up import FollowUp
from nec_core.survival.curves.quantiles import Quantile

MUCH_MISSING = 0.2
"""Share of the patients without a group from which it counts who they are: as of losses to follow-up, where beyond a
fifth a study's answer is held to be in doubt (Sackett DL and others. Evidence-based medicine. 1997)."""
FOLLOWED_TIMES_AS_LONG = 2.0
"""Ratio of two medians of follow-up from which half of what the longer curve shows has no other to be read beside."""
CHANGING_BELOW = 0.05
"""The usual level of the test of proportional hazards."""


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


def changing_ratio(model: CoxModel) -> Guard | None:
    """The guard for groups whose ratio of hazards changes over time, as that of curves that cross.

    Args:
        model: of the groups alone.
    """
    whole = next((t for t in model.proportional_hazards_km if t.term == "GLOBAL"), None)
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


__all__ = ["changing_ratio", "follow_up_differs", "grouping_missing"]
