"""How a file's columns become the record's fields: the mapping, and the questions it leaves open.

A `Mapping` is what a person can correct in the page, save as JSON and load again. What the file does not tell by itself
(which code means dead, the order of day and month, the unit of a time) stays None until somebody answers: it is asked,
never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from nec_core.errors import MappingError, QuestionsOpenError
from nec_core.ingest.cells.dates import DateOrder
from nec_core.ingest.reading.options import ReadOptions
from nec_core.patients.knowing import Known
from nec_core.patients.naming import Names
from nec_core.record import EndpointEvent, fields
from nec_core.saved_file import read_saved
from nec_core.time_units import UNITS, TimeUnit

ExtraKind = Literal["category", "number"]
FoldRule = Literal["first", "last", "lowest", "highest", "fill", "reject", "apart"]
IdentifierKind = Literal[
    "name",
    "surname",
    "first_name",
    "initials",
    "number",
    "birth_date",
    "birth_year",
    "contact",
    "address",
    "account",
    "text",
]
"""What of a person a column tells: "number" of a register, "account" at a bank, "text" that can name people."""
EXTRA, DROP = "extra", "drop"
BY_HAND = "chosen by hand"
MISSING_CODE, IDENTIFIER = "missing", "identifier"
ANOTHER_UNIT = "another unit"
_TIME, _EVENT, _TIME_OF_EVENT = "time:", "event:", "time_of_event:"
EVENT_CODES: tuple[str, ...] = get_args(EndpointEvent)

ENDPOINT_LABELS = {
    "os": "Overall survival",
    "pfs": "Progression-free survival",
    "dfs": "Disease-free survival",
    "rfs": "Recurrence-free survival",
    "dss": "Disease-specific survival",
    "css": "Cause-specific survival",
    "efs": "Event-free survival",
    "ttp": "Time to progression",
    "ttr": "Time to relapse",
    "tte": "Time to event",
    "dfi": "Disease-free interval",
    "pfi": "Progression-free interval",
    "mfs": "Metastasis-free survival",
    "cr": "First event, competing risks",
    "dss_cr": "Disease-specific survival, competing risks",
    "dfi_cr": "Disease-free interval, competing risks",
    "pfi_cr": "Progression-free interval, competing risks",
}


class ColumnMapping(BaseModel):
    """How one column of the file is taken.

    Attributes:
        column: the header in the file.
        target: a field of the record; "time:os" or "event:os" for an endpoint's pair of columns; "time_of_event:os" for
            the time of those who had the event, where it stands in a column of its own beside the time of follow-up;
            "extra" to keep the column as a variable of its own; "drop" to leave it out.
        unit: the unit of a "time:" column, None while nobody has said; of a "time_of_event:" column, None for the unit
            of the time beside it; of a field whose numbers can come in several, one of them, None for the field's own.
        date_order: of a date column written with three numbers; None while nobody has said.
        decimal_comma: numbers are written 3,5.
        values: cell text -> allowed value ("0", "1", "2" for an event; "" for blank), both in any case: kept as cells
            are looked up, lower case, and as the field spells it. Goes before the record's own synonyms.
        extra_kind: whether an extra variable is a category or a number.
        label: what an extra variable is called on screen; "" for its header.
        asks: of an extra variable, the field its header names although nobody has said what its codes mean, or
            "missing" where numbers such as -999 look like codes for it; of a column left out, "identifier" where it is
            in doubt whether it tells who a patient is; None for others, and once somebody has said.
        identifier: what the column tells of who a patient is; None for others. Left out, its cells are running numbers;
            as the patient's ID too. Taken as anything else, a person keeps it.
        meaning: of a time, what it counts from; of an event, what it is; "" where the file does not say.
        confidence: 0 to 1, how sure the suggestion was; 1 for what a person decided.
        reason: why, in a few words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    column: str
    target: str
    unit: str | None = None
    date_order: DateOrder | None = None
    decimal_comma: bool = False
    values: dict[str, str] = Field(default_factory=dict)
    extra_kind: ExtraKind = "category"
    label: str = ""
    asks: str | None = None
    identifier: IdentifierKind | None = None
    meaning: str = ""
    confidence: float = Field(default=1.0, ge=0, le=1)
    reason: str = BY_HAND

    @model_validator(mode="before")
    @classmethod
    def _answered_asks_nothing(cls, given: Any) -> Any:
        """A mapping in which somebody wrote another target by hand has answered."""
        if not isinstance(given, dict) or not given.get("asks"):
            return given
        open_while = DROP if given["asks"] == IDENTIFIER else EXTRA
        return given if given.get("target") == open_while else {**given, "asks": None}

    @field_validator("values")
    @classmethod
    def _as_field_and_cells_are_spelled(cls, values: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        meanings = _meanings(info.data.get("target", EXTRA))
        known = {m.casefold(): m for m in ("", *meanings)}
        fitted: dict[str, str] = {}
        for text, meaning in values.items():
            said = known.get(meaning.strip().casefold()) if meanings else meaning
            where = f"(column “{info.data.get('column', '')}”)"
            if said is None:
                raise ValueError(f"“{meaning}” is none of {', '.join(meanings)} {where}")
            if fitted.setdefault(_looked_up(text), said) != said:
                raise ValueError(f"“{text}” is said to mean two things {where}")
        return fitted

    @model_validator(mode="after")
    def _target_exists(self) -> ColumnMapping:
        if self.asks is not None and self.asks not in (MISSING_CODE, IDENTIFIER, *fields()):
            raise ValueError("asks is no field of the record")
        if self.target in (EXTRA, DROP) or self.target in fields():
            return self
        if self.endpoint and self.endpoint.isidentifier() and self.endpoint.islower():
            return self
        raise ValueError(
            "the target is neither a field of the record, time:NAME, event:NAME, time_of_event:NAME, extra nor drop"
        )

    @model_validator(mode="after")
    def _unit_exists(self) -> ColumnMapping:
        own = fields()[self.target].units if self.target in fields() else ()
        if self.unit is not None and self.unit not in (own or (UNITS if self.endpoint else _known_units())):
            raise ValueError(f"“{self.unit}” is no unit of the column “{self.column}”")
        return self

    @property
    def time_unit(self) -> TimeUnit | None:
        """The unit of a time."""
        return next((u for u in UNITS if u == self.unit), None)

    @property
    def endpoint(self) -> str | None:
        """Name of the endpoint this column is a time or the event of."""
        for prefix in (_TIME, _EVENT, _TIME_OF_EVENT):
            if self.target.startswith(prefix):
                return self.target.removeprefix(prefix)
        return None

    @property
    def hides(self) -> bool:
        """Whether the column's own cells must not be seen: it tells who a patient is, and nobody keeps it."""
        return self.identifier is not None and self.target in (DROP, "patient_id")

    @property
    def is_by_hand(self) -> bool:
        """Whether a person decided how the column is taken."""
        return self.reason == BY_HAND

    @property
    def is_time(self) -> bool:
        return self.target.startswith(_TIME)

    @property
    def is_time_of_event(self) -> bool:
        return self.target.startswith(_TIME_OF_EVENT)

    @property
    def is_event(self) -> bool:
        return self.target.startswith(_EVENT)


def _known_units() -> frozenset[str]:
    """Every unit: one that a column kept from an earlier target stays in its mapping."""
    return frozenset(UNITS).union(*(spec.units for spec in fields().values()))


def _meanings(target: str) -> tuple[str, ...]:
    """What a value can mean beside not recorded; empty where any text will do."""
    if target.startswith(_EVENT):
        return EVENT_CODES
    spec = fields().get(target)
    return () if spec is None else spec.levels


class Fold(BaseModel):
    """How several rows of one patient become one.

    Attributes:
        rule: "first" or "last" row; the row with the "lowest" or "highest" value in `by`; "fill": one row made of
            all, see `nec_core.ingest.rows.folding`; "reject": only the first row is taken, the others are problems;
            "apart": each row is a patient of its own.
        by: the column "lowest" and "highest" look at.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: FoldRule
    by: str | None = None


class Mapping(BaseModel):
    """A whole file's mapping: how to read it, and how each column is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1] = 1
    """Of the file a mapping is saved as: see `nec_core.saved_file`."""
    layout: str = "plain"
    read: ReadOptions = ReadOptions()
    missing: tuple[str, ...] = ()
    """Further texts that mean "not recorded" in this file, lower case."""
    fold: Fold | None = None
    """How several rows of one patient become one; None while nobody has said."""
    columns: tuple[ColumnMapping, ...] = ()
    names: Names = Names()
    """What a person calls variables and their levels."""
    known: dict[str, Known] = Field(default_factory=dict)
    """When variables were known, by name, as far as a person said it: a column of the file's own by its header."""

    @field_validator("missing")
    @classmethod
    def _as_cells_are_looked_up(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_looked_up(t) for t in texts)

    @model_validator(mode="after")
    def _each_target_once(self) -> Mapping:
        taken: set[str] = set()
        for column in self.columns:
            if column.target in (EXTRA, DROP):
                continue
            if column.target in taken:
                raise ValueError(f"two columns are matched to {column.target}")
            taken.add(column.target)
        return self

    @property
    def kept_identifiers(self) -> frozenset[str]:
        """Columns that tell who a patient is and that a person keeps all the same."""
        return frozenset(c.column for c in self.columns if c.identifier is not None and not c.hides)

    def column(self, name: str) -> ColumnMapping:
        return next(c for c in self.columns if c.column == name)

    def by_target(self, target: str) -> ColumnMapping | None:
        return next((c for c in self.columns if c.target == target), None)

    def replaced(self, changed: ColumnMapping) -> Mapping:
        """The same mapping with one column taken otherwise; a target it takes over is freed elsewhere."""
        columns = [
            changed
            if c.column == changed.column
            else c.model_copy(
                update={"target": DROP if c.identifier else EXTRA, "reason": f"{changed.column} took its place"}
            )
            if c.target == changed.target and changed.target not in (EXTRA, DROP)
            else c
            for c in self.columns
        ]
        return self.model_copy(update={"columns": tuple(columns)})

    def with_decimal_comma(self, comma: bool) -> Mapping:
        """The same mapping with numbers of every column read with a decimal comma, or with a point."""
        columns = tuple(c.model_copy(update={"decimal_comma": comma}) for c in self.columns)
        return self.model_copy(update={"columns": columns})

    @classmethod
    def from_json(cls, text: str | bytes) -> Mapping:
        """Raises MappingError when the text is not a mapping."""
        return read_saved(cls, text, "a saved mapping", "Save one on the Upload page.", MappingError)

    def require_columns(self, available: Sequence[str]) -> None:
        """Raises MappingError when the mapping speaks of columns the file does not have."""
        missing = [c.column for c in self.columns if c.column not in available and c.target not in (EXTRA, DROP)]
        if missing:
            raise MappingError(
                f"The mapping was made for another file: it names the column “{missing[0]}”, which is not here."
            )


RIVAL = "looks like an event, too"
"""Of another column, in the reason of an event's."""


@dataclass(frozen=True)
class Question:
    """What a person must say before the records can be used.

    Attributes:
        column: the column of the file.
        kind: "event" (which value means the event), "values" (what the codes mean), "missing" (whether these numbers
            stand for not recorded), "identifier" (whether to keep a column that may tell who a patient is),
            "date_order", "unit", or "fold" (which row of a patient counts; answered in `Mapping.fold`).
        text: the question, one sentence or several, the last with a question mark.
        values: distinct cell texts with their counts, the most frequent first; of "identifier", three of them masked.
        options: the possible answers: canonical values, date orders, units or fold rules. A field's units end in
            `ANOTHER_UNIT`, by which the column is kept as a variable of its own.
        field: of "values" and of a field's "unit", the field of the record.
        optional: the records can be used without an answer.
    """

    column: str
    kind: Literal["event", "values", "missing", "identifier", "date_order", "unit", "fold"]
    text: str
    values: tuple[tuple[str, int], ...]
    options: tuple[str, ...]
    field: str = ""
    optional: bool = False


def require_answers(questions: Sequence[Question], mapping: Mapping | None = None) -> None:
    """Raises QuestionsOpenError, naming the questions without the cells' values, unless there are none."""
    if not questions:
        return
    listed = " ".join(f"{q.text}" for q in questions)
    raise QuestionsOpenError(
        f"Answer on the Upload page, or with --answers or a saved mapping (--mapping): {listed}",
        tuple(questions),
        mapping,
    )


def _looked_up(text: str) -> str:
    """A text as cells are looked up by it: without white space around it, lower case."""
    return text.strip().casefold()


def endpoint_label(name: str) -> str:
    """In words: "Overall survival" for os, "Overall survival, 2019" for os_2019."""
    base, _, mark = name.partition("_")
    if name in ENDPOINT_LABELS or base not in ENDPOINT_LABELS:
        return ENDPOINT_LABELS.get(name, name.upper())
    return f"{ENDPOINT_LABELS[base]}, {mark.replace('_', ' ')}"
