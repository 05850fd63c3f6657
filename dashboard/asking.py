"""The words of plans' choices on a page: they stand on the plans' own fields, and the command line says them too."""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.analysis.asked import AskedField
from nec_core.analysis.plan import asked
from nec_core.summary.characteristics import table_plan


@dataclass(frozen=True)
class Words:
    """Of one choice.

    Attributes:
        label: beside the control.
        help: one sentence more.
        empty: what stands where nothing is chosen.
    """

    label: str
    help: str
    empty: str


def words(field: str, unit: str = "", variable: str = "") -> Words:
    """Of a field of the plan; `unit` is that of the results, `variable` what the choice is about."""
    return _said(asked()[field], unit, variable)


def table_words(field: str) -> Words:
    """Of a field of Table 1's plan."""
    return _said(table_plan.asked()[field])


def _said(field: AskedField, unit: str = "", variable: str = "") -> Words:
    how = field.asked
    said = how.explained[:1].upper() + how.explained[1:]
    return Words(how.label.format(unit=unit, variable=variable), said, how.empty)
