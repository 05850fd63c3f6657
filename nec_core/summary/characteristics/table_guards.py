"""Guards of Table 1: where its comparisons can mislead."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.analysis.guards import FEW_PATIENTS, Guard


def small_groups(sizes: Sequence[tuple[str, int]]) -> tuple[Guard, ...]:
    """The guard for groups of a few patients.

    Args:
        sizes: the groups that are compared, by name, and their patients.
    """
    small = [f"“{name}” (n = {n})" for name, n in sizes if n < FEW_PATIENTS]
    if not small:
        return ()
    return (
        Guard(
            "small_group_compared",
            "caution",
            f"Fewer than {FEW_PATIENTS} patients are compared: {', '.join(small)}.",
            "One patient more or less changes the comparison, its P misses all but the largest differences, and only "
            "an exact test holds for so few.",
            "Join the group with another one, or describe it without comparing.",
        ),
    )


__all__ = ["small_groups"]
