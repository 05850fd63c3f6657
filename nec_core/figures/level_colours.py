"""A colour belongs to a level, wherever it stands and whoever else is there."""

from __future__ import annotations

from nec_core.patients.cohort import Variable

NO_LEVEL = 7
"""The palette's grey: for who has no level, and where nothing groups."""


def level_index(variable: Variable | None, name: str) -> int:
    """The palette's place of a level, as `shown` names it: its own in the variable's order; the first for everybody
    together."""
    if variable is None:
        return 0
    level = variable.level_of(name)
    return variable.levels.index(level) if level in variable.levels else NO_LEVEL
