"""REDCap exports, raw (field names and codes) or labels, longitudinal and repeating ones included.

Field names are each project's own, so fields are suggested as in any table; the layout takes care of what REDCap adds:
checkbox sets, form status, events, repeating instruments, data access groups. A data dictionary dropped along turns
codes into labels and names what its project marks as identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nec_core.ingest.layouts.coding import listed
from nec_core.ingest.layouts.derived_columns import recoded
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Fold, Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.suggestion import suggest

NAME = "redcap"

_VISIT = frozenset(
    ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_survey_identifier",
     "Event Name", "Repeat Instrument", "Repeat Instance", "Survey Identifier")
)  # fmt: skip
_GROUP = ("redcap_data_access_group", "Data Access Group")
_CHECKBOX = re.compile(r"(?P<field>.+?)___(?P<code>_?\w+)")
_LABELLED_CHECKBOX = re.compile(r"(?P<field>.+) \(choice='?(?P<label>.*?)'?\)(?: \(\d+\))?")
_STATUS = re.compile(r".+_complete|Complete\?(?: \(\d+\))?")
_FIELD, _FORM, _TYPE, _LABEL = "Variable / Field Name", "Form Name", "Field Type", "Field Label"
_CHOICES, _IDENTIFIER = "Choices, Calculations, OR Slider Labels", "Identifier?"


@dataclass(frozen=True)
class _Field:
    """One field of the data dictionary: its label, code -> label, and whether the project marks it an identifier."""

    label: str
    choices: dict[str, str]
    identifier: bool


def knows(raw: RawTable) -> bool:
    """REDCap's own columns; or form status beside checkboxes; in a labels export, "Complete?" or "(choice=...)"."""
    columns = raw.columns
    if any(c in _VISIT or c in _GROUP for c in columns if c.startswith("redcap_")):
        return True
    status = [c for c in columns if _STATUS.fullmatch(c)]
    boxes = [c for c in columns if _is_checkbox(raw, c)]
    if any(c.startswith("Complete?") for c in status) or any("(choice=" in c for c in boxes):
        return True
    coded = [c for c in status if set(raw.distinct(c)[0]) <= {"0", "1", "2", ""}]
    return bool(coded) and (bool(boxes) or "record_id" in columns)


def accompanies(raw: RawTable) -> bool:
    """The data dictionary of a project."""
    return _FIELD in raw.columns and _CHOICES in raw.columns


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:
    """Turns codes into the dictionary's labels, and tells which events and instruments there are."""
    dictionary = _dictionary(companions)
    table = raw.table
    named = 0
    for i, column in enumerate(raw.columns):
        field = dictionary.get(column)
        if field is None or not field.choices:
            continue
        choices = field.choices
        texts = recoded(replace(raw, table=table), column, lambda t, c=choices: c.get(t, t))  # type: ignore[misc]  # a default binds
        table = table.set_column(i, column, texts.array())
        named += 1
    notes = _told(raw)
    if dictionary:
        notes.append(f"The data dictionary names {len(dictionary)} fields; the codes of {named} columns became labels.")
    if not notes:
        return raw
    return replace(raw, table=table, notes=raw.notes + tuple(notes), companions=tuple(companions))


def mapping(raw: RawTable) -> Mapping:
    """What names and values suggest, with REDCap's own columns put where they belong."""
    suggested = suggest(raw, NAME)
    dictionary = _dictionary(raw.companions)
    taken = {c.target for c in suggested.columns}
    columns = tuple(_column(raw, c, dictionary, taken) for c in suggested.columns)
    longitudinal = any(c in _VISIT for c in raw.columns)
    return suggested.model_copy(update={"columns": columns, "fold": Fold(rule="fill") if longitudinal else None})


def _column(raw: RawTable, suggested: ColumnMapping, dictionary: dict[str, _Field], taken: set[str]) -> ColumnMapping:
    column = suggested.column
    if column in _VISIT:
        return _dropped(column, "it says which visit or form a row is")
    if _STATUS.fullmatch(column):
        return _dropped(column, "it says whether a form is complete")
    if column.endswith("_timestamp"):
        return _dropped(column, "it says when a survey was filled in")
    if column in _GROUP and "centre" not in taken:
        return ColumnMapping(column=column, target="centre", confidence=1.0, reason="the data access group")
    field = dictionary.get(_field_name(column))
    if field is not None and field.identifier and suggested.target != "patient_id":
        return _dropped(column, "the data dictionary marks it as an identifier")
    if suggested.target not in (EXTRA, DROP) or suggested.reason.startswith("looks like"):
        return suggested
    label = _label(column, field)
    if _is_checkbox(raw, column):
        return ColumnMapping(
            column=column, target=EXTRA, values={"1": "checked", "0": "unchecked"}, label=label, confidence=1.0,
            reason="one box of a checkbox set",
        )  # fmt: skip
    return suggested.model_copy(update={"label": label})


def _dropped(column: str, reason: str) -> ColumnMapping:
    return ColumnMapping(column=column, target=DROP, confidence=1.0, reason=reason)


def _is_checkbox(raw: RawTable, column: str) -> bool:
    if _CHECKBOX.fullmatch(column):
        return set(raw.distinct(column)[0]) <= {"0", "1", ""}
    return _LABELLED_CHECKBOX.fullmatch(column) is not None


def _field_name(column: str) -> str:
    match = _CHECKBOX.fullmatch(column)
    return match["field"] if match else column


def _label(column: str, field: _Field | None) -> str:
    """ "Tumour features: Cirrhosis" for a box, the field's label for others, "" where nothing is known."""
    labelled = _LABELLED_CHECKBOX.fullmatch(column)
    if labelled:
        return f"{labelled['field']}: {labelled['label']}"
    if field is None:
        return ""
    box = _CHECKBOX.fullmatch(column)
    if box is None:
        return field.label
    code = box["code"]
    choice = field.choices.get(code) or field.choices.get(f"-{code[1:]}" if code.startswith("_") else code, code)
    return f"{field.label}: {choice}"


def _dictionary(companions: Sequence[RawTable]) -> dict[str, _Field]:
    found: dict[str, _Field] = {}
    for raw in companions:
        if not accompanies(raw):
            continue
        read = (_FIELD, _TYPE, _LABEL, _CHOICES, _IDENTIFIER)
        cells = {c: raw.table.column(c).to_pylist() for c in read if c in raw.columns}
        n = raw.table.num_rows
        blank = [""] * n
        for i in range(n):
            kind = cells.get(_TYPE, blank)[i].strip().casefold()
            choices = _choices(cells[_CHOICES][i]) if kind in ("radio", "dropdown", "checkbox", "") else {}
            if kind == "yesno":
                choices = {"1": "Yes", "0": "No"}
            elif kind == "truefalse":
                choices = {"1": "True", "0": "False"}
            label = " ".join(re.sub(r"<[^>]*>", " ", cells.get(_LABEL, blank)[i]).split())
            identifier = cells.get(_IDENTIFIER, blank)[i].strip().casefold() == "y"
            found[cells[_FIELD][i].strip()] = _Field(label, choices, identifier)
    return found


def _choices(text: str) -> dict[str, str]:
    """ "1, Alive | 2, Dead" as code -> label."""
    pairs = (part.partition(",") for part in text.split("|"))
    return {code.strip(): label.strip() for code, comma, label in pairs if comma and code.strip()}


def _told(raw: RawTable) -> list[str]:
    notes = []
    for column, what in (
        ("redcap_event_name", "events"), ("Event Name", "events"),
        ("redcap_repeat_instrument", "repeating instruments"), ("Repeat Instrument", "repeating instruments"),
    ):  # fmt: skip
        if column in raw.columns:
            counts = {t: n for t, n in raw.counts(column).items() if t}
            if counts:
                notes.append(f"Rows by {what}: {listed(f'{t} ({n})' for t, n in counts.items())}.")
    return notes
