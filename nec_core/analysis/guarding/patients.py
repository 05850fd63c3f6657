"""Guards of who the patients are: some of them likely the same person."""

from __future__ import annotations

from nec_core import formatting as fmt
from nec_core.analysis.guards import Guard
from nec_core.ingest.row_places import row_text
from nec_core.patients.likely_duplicates import LikelyDuplicates

MUCH_TWICE = 0.1
"""Share of the patients who are counted again from which intervals are 5% too narrow: they go with the root of n."""
_MOST_SETS = 5
"""So many sets of rows are told in a sentence."""


def likely_duplicates(found: LikelyDuplicates, n: int) -> Guard:
    """The guard for rows under different IDs that are likely of one patient; serious where there are many.

    Args:
        found: the rows among the n patients.
        n: patients.
    """
    first = [fmt.listed([row_text(row) for row in one]) for one in found.rows[:_MOST_SETS]]
    more = f"; and {len(found.rows) - _MOST_SETS} more such sets" if len(found.rows) > _MOST_SETS else ""
    across = f", {fmt.count(found.centres)} of them across centres" if found.centres else ""
    several = len(found.rows) > 1
    sets = f"{len(found.rows)} patients, each under several IDs" if several else "one patient under several IDs"
    return Guard(
        "likely_duplicates",
        "serious" if found.surplus >= MUCH_TWICE * n else "caution",
        f"Likely {sets}{across}: rows {'; rows '.join(first)}{more}.",
        f"They agree in {fmt.listed([fmt.in_sentence(label) for label in found.agree_in])}: {fmt.count(found.pairs)} "
        f"{'pair' if found.pairs == 1 else 'pairs'}, where chance would give {_few(found.expected)}. Who is counted "
        "twice weighs double in every number, and intervals and P values look surer than they are.",
        "Look at these rows in your file. Where they are one patient keep one, and upload it again.",
        about="patients",
        in_figure=f"{fmt.plural(found.surplus, 'row')} likely of patients already counted",
    )


def _few(expected: float) -> str:
    return "hardly any" if expected < 0.1 else "up to 1" if expected <= 1 else f"up to {fmt.number(expected, 0)}"


__all__ = ["MUCH_TWICE", "likely_duplicates"]
