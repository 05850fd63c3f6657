"""When variables were known: said once by a person, and kept with the mapping.

Of its own fields the record says whether they are known at diagnosis. Of a column it does not know nobody can tell from
the values: a cell type and a response look alike. What a person says holds for both: an arm that was drawn by lot was
settled at time zero, whatever treatment it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Literal

from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.grouping import can_group

Known = Literal["at diagnosis", "later"]
KNOWN_WORDS: Mapping[Known, str] = {"at diagnosis": "Yes, at time zero", "later": "Settled later"}
"""The answers to "Known at diagnosis?"."""
KNOWN_EXAMPLES = (
    "At time zero: sex, cell type, centre, an arm drawn by lot. Later: a treatment that was given, a response, a "
    "progression."
)


def with_known(cohort: Cohort, said: Mapping[str, Known]) -> Cohort:
    """The cohort with its variables known when a person said so, by their names; of what it does not have nothing is
    said."""
    told = {name: known for name, known in said.items() if name in cohort.variables}
    if not told:
        return cohort
    return replace(
        cohort,
        variables={
            name: replace(variable, known=told[name]) if name in told else variable
            for name, variable in cohort.variables.items()
        },
    )


def asked_of(cohort: Cohort, said: Collection[str] = ()) -> tuple[Variable, ...]:
    """The variables of which only a person can say when they were known: those of the file's own that can make groups
    or stand in a model; and those of the record of which a person said it all the same."""
    return tuple(v for v in cohort.variables.values() if v.name in said or (v.section == "Extra" and can_group(v)))


__all__ = ["KNOWN_EXAMPLES", "KNOWN_WORDS", "Known", "asked_of", "with_known"]
