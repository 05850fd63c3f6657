"""The typed columns as the rules between fields read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class DayColumn:
    """A date field. Each call gives (n,) days as proleptic ordinals, nan for blank: a million rows of every date at
    once would take more memory than the file."""

    first: Callable[[], Days]
    last: Callable[[], Days]


@dataclass(frozen=True)
class LevelColumn:
    """A category field: (n,) codes into texts, and (k,) which level each text is, -1 for blank."""

    codes: npt.NDArray[np.int32]
    level_of: npt.NDArray[np.int32]
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """The typed columns a rule looks at. Fields the file does not have read as blank in every row.

    Attributes:
        n: rows.
        today: proleptic ordinal of the day of validation.
        days: the date fields.
        levels: the category fields.
        stated_os_months: (n,) the survival time the file states itself, in months; nan for blank.
        stated_events: the events of endpoints the file states, as numbers.
    """

    n: int
    today: float
    days: Mapping[str, DayColumn] = field(default_factory=dict)
    levels: Mapping[str, LevelColumn] = field(default_factory=dict)
    stated_os_months: Days | None = None
    stated_events: Mapping[str, Callable[[], Days]] = field(default_factory=dict)

    def holds(self, name: str) -> bool:
        """Whether the file has such a field."""
        return name in self.days or name in self.levels

    def first(self, name: str) -> Days:
        """(n,) earliest day a date can be."""
        return self.days[name].first() if name in self.days else np.full(self.n, np.nan)

    def last(self, name: str) -> Days:
        """(n,) latest day a date can be."""
        return self.days[name].last() if name in self.days else np.full(self.n, np.nan)

    def inexact(self, name: str) -> Mask:
        """(n,) whether a date is known to the month or year only."""
        return self.first(name) < self.last(name)

    def stated_event(self, name: str) -> Days:
        """(n,) the event of an endpoint the file states, nan for blank."""
        return self.stated_events[name]() if name in self.stated_events else np.full(self.n, np.nan)

    def is_level(self, name: str, *wanted: str) -> Mask:
        """(n,) whether a category is one of these levels."""
        if name not in self.levels:
            return np.zeros(self.n, bool)
        column = self.levels[name]
        meant: Mask = np.isin(column.level_of, [column.levels.index(w) for w in wanted])
        return meant[column.codes]

    def has(self, name: str) -> Mask:
        """(n,) whether anything is recorded."""
        if name in self.levels:
            known: Mask = self.levels[name].level_of >= 0
            return known[self.levels[name].codes]
        return ~np.isnan(self.first(name))
