"""The cohort: patients as typed columns, and what each column means.

Everything that analyses reads a `Cohort`. How it came from a file is told by `nec_core.ingest.admission`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from nec_core.errors import PlanError
from nec_core.formatting import in_sentence
from nec_core.record import FieldSpec, is_yes_no
from nec_core.time_units import TimeUnit

NOT_RECORDED = "not recorded"
"""The level under which filters and tables count patients with a blank."""

VariableKind = Literal["identifier", "category", "number", "date", "text"]


@dataclass(frozen=True)
class Variable:
    """What one column of the records means.

    Attributes:
        name: the column's name: a field of the record, or the file's own header for an extra variable.
        label, unit: as shown; the unit is None for what has none.
        kind: identifier, category, number, date or text.
        levels: the categories in their order (a category only).
        known: "at diagnosis" or "later" for what is settled after time zero; "unsaid" for extra variables, until a
            person says it; see `nec_core.patients.knowing`.
        section: where it stands in tables; "Extra" for what the record does not know.
        treatment_date: for a treatment, the column with its start, if the cohort has it.
        scale: the levels that follow each other, in that order (I, II, III, IV); empty where none do. An extra
            variable has one where its levels are numbers.
        called: level -> what a person calls it; see `nec_core.patients.naming`.
        spelled: level -> its words where there is room for more than a code.
        is_year: a number that is a year of the calendar; of an extra variable told by its values.
    """

    name: str
    label: str
    kind: VariableKind
    unit: str | None = None
    levels: tuple[str, ...] = ()
    known: Literal["at diagnosis", "later", "unsaid"] = "at diagnosis"
    section: str = "Extra"
    treatment_date: str | None = None
    scale: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict, hash=False)
    spelled: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_year: bool = False

    @classmethod
    def of_field(cls, spec: FieldSpec) -> Variable:
        about = spec.about
        return cls(
            spec.name, about.label, spec.kind, about.unit, spec.levels, about.known, about.section,
            about.treatment_date, about.scale, spelled=about.spelled, is_year=about.is_year,
        )  # fmt: skip

    @property
    def label_with_unit(self) -> str:
        return f"{self.label} ({self.unit})" if self.unit else self.label

    def shown(self, level: str) -> str:
        """What a level is called in results and files: a person's own name for it, else its code."""
        return self.called.get(level, level)

    def words(self, name: str) -> str:
        """What stands for a level where there is room, in a table, a legend or a list. A person's own name wins.

        Args:
            name: as `shown` gives it; what is no level stays as it is.
        """
        return name if name in self.called.values() else self.spelled.get(name, name)

    def running_words(self, name: str) -> str:
        """The same inside a sentence: "locoregional (LRD)"."""
        words = self.words(name)
        return name if words == name else in_sentence(words)

    @overload
    def as_told(self, value: float) -> float: ...

    @overload
    def as_told(self, value: float | None) -> float | None: ...

    def as_told(self, value: float | None) -> float | None:
        """A median or quartile of its values as it is printed: of years the one it falls in. Nobody was diagnosed in
        2009.5: half of the patients were by the end of 2009."""
        return value if value is None or not self.is_year else float(math.floor(value))

    def level_of(self, name: str) -> str:
        """The level that is called so; what is no level's name stays as it is."""
        return next((level for level, called in self.called.items() if called == name), name)

    @property
    def is_treatment(self) -> bool:
        return self.section == "Treatment" and is_yes_no(self.levels)


def level_words(variable: Variable | None, name: str) -> str:
    """`Variable.words` of a group's name; the name itself where nothing groups."""
    return name if variable is None else variable.words(name)


def running_words(variable: Variable | None, name: str) -> str:
    """`Variable.running_words` of a group's name; the name itself where nothing groups."""
    return name if variable is None else variable.running_words(name)


@dataclass(frozen=True)
class StatedEndpoint:
    """An endpoint the file brings as a pair of columns, time and event.

    The records hold `<name>_time` (float, in `unit`) and `<name>_event` (float: 0 censored, 1 event, 2 competing
    event, nan not recorded). `time_zero` and `event` say in words what is counted from and what is waited for; "" where
    the file does not say. `event_time_column` is where the time of the event stands if not in `time_column`; "" where
    one column holds all times.
    """

    name: str
    label: str
    unit: TimeUnit
    time_column: str
    event_column: str
    time_zero: str = ""
    event: str = ""
    event_time_column: str = ""

    @property
    def time_name(self) -> str:
        return f"{self.name}_time"

    @property
    def event_name(self) -> str:
        return f"{self.name}_event"


@dataclass(frozen=True)
class RejectedRows:
    """The rows of the file that are none of the patients, as far as results must tell of them: a cohort whose deaths
    were left out at the door looks better than it is.

    Attributes:
        n: rows left out until repaired.
        n_totals: of them, totals and notes, which are no patients.
        events: endpoint -> of them, those of which the file says that they had its event.
    """

    n: int = 0
    n_totals: int = 0
    events: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class NumberRange:
    """Of the recorded values of a number: the smallest, the largest, and whether all are whole."""

    lowest: float
    highest: float
    whole: bool


@dataclass(frozen=True)
class Cohort:
    """Patients, one row each.

    Attributes:
        records: one row per patient. Categories are pandas categoricals with all levels in order; numbers
            float64; dates datetime64[s], at the earliest day a partial date can be; text and ids object. Never
            changed in place.
        source_rows: (n,) the row each patient has in the user's spreadsheet, counted from 1.
        variables: by name, in the record's order, extra variables last.
        date_precision: date column -> (n,) int8: 0 day, 1 month, 2 year, -1 not recorded.
        endpoints: the endpoints the file brought itself.
        rejected: what was left out of the file they came from; no filter changes it.
    """

    records: pd.DataFrame
    source_rows: npt.NDArray[np.int64]
    variables: Mapping[str, Variable]
    date_precision: Mapping[str, npt.NDArray[np.int8]]
    endpoints: tuple[StatedEndpoint, ...]
    rejected: RejectedRows = RejectedRows()

    @cached_property
    def memo(self) -> dict[object, Any]:
        """What was derived from these records, kept for asking again: they never change."""
        return {}

    @property
    def n(self) -> int:
        """Patients."""
        return len(self.records)

    @property
    def treatments(self) -> tuple[Variable, ...]:
        """The treatments recorded here, in the record's order."""
        return tuple(v for v in self.variables.values() if v.is_treatment)

    def variable(self, name: str) -> Variable:
        """Looks a variable up by name, then by label. Raises PlanError naming near misses."""
        if name in self.variables:
            return self.variables[name]
        wanted = name.casefold()
        for v in self.variables.values():
            if wanted in (v.name.casefold(), v.label.casefold()):
                return v
        known = ", ".join(v.name for v in self.variables.values() if v.kind in ("category", "number"))
        raise PlanError(f"This cohort has no variable “{name}”. It has: {known}.")

    def subset(self, mask: npt.NDArray[np.bool_]) -> Cohort:
        """The same cohort with only the patients for which mask (n,) is True."""
        if mask.all():
            return self
        return replace(
            self,
            records=self.records.loc[mask].reset_index(drop=True),
            source_rows=self.source_rows[mask],
            date_precision={k: v[mask] for k, v in self.date_precision.items()},
        )

    def number_range(self, name: str) -> NumberRange | None:
        """Of a number; None where nobody has a value."""
        key = ("range", name)
        if key not in self.memo:
            values = self.records[name].to_numpy(np.float64)
            known = values[~np.isnan(values)]
            whole = bool(np.isfinite(known).all()) and bool((known % 1 == 0).all())
            self.memo[key] = NumberRange(float(known.min()), float(known.max()), whole) if known.size else None
        found: NumberRange | None = self.memo[key]
        return found

    def codes(self, name: str) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
        """A category as (n,) int32 codes into its levels, -1 for not recorded."""
        column = self.records[name].cat
        codes = np.asarray(column.codes, np.int32)
        return codes, tuple(str(c) for c in column.categories)
