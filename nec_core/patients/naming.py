"""What a person calls variables and their levels: said once, and so in sentence, table, figure, report and file.

A name is put on the cohort's variables. Levels keep in the records what the file says, so that plans, filters and
references go on meaning the same; whatever shows a level asks its variable what it is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort, Variable

LONGEST_NAME = 200
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME, strip_whitespace=True)]


class VariableNames(BaseModel):
    """Of one variable: its own name, "" for what the file or the record calls it, and those of levels by level."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    label: Name = ""
    levels: dict[str, Name] = Field(default_factory=dict)


class Names(BaseModel):
    """Of all variables that somebody named, by the variable's name; saved with the mapping."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    variables: dict[str, VariableNames] = Field(default_factory=dict)

    def of_levels(self, variable: Variable, levels: Mapping[str, str]) -> Names:
        """These, with a variable's levels called so. An empty name, or what a level is called anyway, is none.

        Raises:
            PlanError: two levels would have the same name.
        """
        usual = {level: variable.spelled.get(level, level) for level in variable.levels}
        said = {level: name.strip() for level, name in levels.items()}
        own = {level: name for level, name in said.items() if name and name != usual.get(level, level)}
        called = [name for v in variable.levels for name in ({own[v]} if v in own else {v, usual[v]})]
        twice = next((name for name in called if called.count(name) > 1), None)
        if twice is not None:
            raise PlanError(f"Two groups of “{variable.label}” can't both be called “{twice}”.")
        kept = self.variables.get(variable.name, VariableNames())
        return self._with(variable, kept.model_copy(update={"levels": own}))

    def of_variable(self, variable: Variable, label: str) -> Names:
        """These, with a variable called so; "" for what it is called by itself."""
        kept = self.variables.get(variable.name, VariableNames())
        return self._with(variable, kept.model_copy(update={"label": label.strip()}))

    def _with(self, variable: Variable, names: VariableNames) -> Names:
        others = {name: found for name, found in self.variables.items() if name != variable.name}
        said = {variable.name: names} if names.label or names.levels else {}
        return Names(variables=others | said)


def named(cohort: Cohort, names: Names) -> Cohort:
    """The cohort with its variables and levels called so; names of what it does not have are left alone."""
    known = {name: own for name, own in names.variables.items() if name in cohort.variables}
    if not known:
        return cohort
    variables = {
        name: _named(variable, known[name]) if name in known else variable
        for name, variable in cohort.variables.items()
    }
    return replace(cohort, variables=variables)


def _named(variable: Variable, own: VariableNames) -> Variable:
    levels = {level: name for level, name in own.levels.items() if level in variable.levels}
    return replace(variable, label=own.label or variable.label, called=levels)


__all__ = ["LONGEST_NAME", "Names", "VariableNames", "named"]
