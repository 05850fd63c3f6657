"""REDCap exports, raw (field names and codes) or labels, longitudinal and repeating ones included.

Field names are each project's own, so fields are suggested as in any table; the layout takes care of what REDCap adds:
checkbox sets, form status, events, repeating instruments, data access groups. A data dictionary dropped along turns
codes into labels and names what its project marks as identifiers.

Missing-data codes: a project can define codes that say why a value is missing; they are stored and exported as the
value itself, in any type of field, and a checkbox set gets a further column for each (kb.wisc.edu/smph/informatics,
article 108107, "REDCap: Missing Data Codes"). REDCap suggests HL7's null flavours (HL7 v3 NullFlavor). No data
dictionary lists the codes, so they are taken from these, from notes and choices that say so, and from those columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nec_core.ingest.cells.dates import iso
from nec_core.ingest.cells.normalise import MISSING, number_text
from nec_core.ingest.layouts.coding import listed
from nec_core.ingest.layouts.derived_columns import recoded
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Fold, Mapping
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.raw_table import RawTable

NAME = "redcap"

_VISIT = frozenset(
    ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_survey_identifier",
     "Event Name", "Repeat Instrument", "Repeat Instance", "Survey Identifier")
)  # fmt: skip
_SURVEYED = ("redcap_survey_identifier", "Survey Identifier")
_GROUP = ("redcap_data_access_group", "Data Access Group")
_BOX, _CHOICE = "___", " (choice="
_CHOICE_END = re.compile(r"'?\)(?: \(\d+\))?\Z")
_STATUS = re.compile(r".+_complete|Complete\?(?: \(\d+\))?")
_FIELD, _TYPE, _LABEL = "Variable / Field Name", "Field Type", "Field Label"
_CHOICES, _IDENTIFIER, _NOTE = "Choices, Calculations, OR Slider Labels", "Identifier?", "Field Note"
_API_NAMES = {
    _FIELD: "field_name", _TYPE: "field_type", _LABEL: "field_label", _CHOICES: "select_choices_or_calculations",
    _IDENTIFIER: "identifier", _NOTE: "field_note",
}  # fmt: skip
"""The columns of a data dictionary as the page exports it -> as the API does."""

_MISSING_CODES = frozenset(("NASK", "ASKU", "NAVU", "NAV", "MSK"))
"""Null flavours nobody writes with another meaning: not asked, asked but unknown, (temporarily) unavailable, masked.
NA and UNK are read in every file."""
_MISSING_BESIDE_NUMBERS = frozenset(("NI", "INV", "NP", "UNC"))
"""No information, invalid, not present, unencoded: they can be a category of their own, but no number or date."""
_SAYS_MISSING = (
    r"(?:missing|not asked|not available|not known|not recorded|not reported|no information|asked but unknown|refused"
    r"|declined|masked|invalid|temporarily unavailable)"
)
_NOTED = re.compile(rf"(?<![\w.-])(-?\d+|[A-Z]{{2,5}})\s*[=:,]\s*(?:{_SAYS_MISSING}|unknown)", re.IGNORECASE)


@dataclass(frozen=True)
class _Field:
    """One field of the data dictionary: its label, code -> label, whether the project marks it an identifier, and which
    codes it says are missing."""

    label: str
    choices: dict[str, str]
    identifier: bool
    missing: frozenset[str] = frozenset()


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
    return all(c in raw.columns or _API_NAMES[c] in raw.columns for c in (_FIELD, _CHOICES))


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:
    """Empties missing-data codes, turns other codes into labels, and tells which events and instruments there are."""
    dictionary = _dictionary(companions)
    raw, notes = _without_missing_codes(raw, dictionary)
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
    notes = [*_told(raw), *notes]
    if dictionary:
        notes.append(f"The data dictionary names {len(dictionary)} fields; the codes of {named} columns became labels.")
    if not notes:
        return raw
    return replace(raw, table=table, notes=raw.notes + tuple(notes), companions=tuple(companions))


def mapping(raw: RawTable) -> Mapping:
    """What names and values suggest, with REDCap's own columns put where they belong."""
    suggested = suggest(raw, NAME)
    dictionary = _dictionary(raw.companions)
    if suggested.by_target("patient_id") is None:  # the first field of every project
        first = next(c for c in raw.columns if c not in _VISIT)
        suggested = suggested.replaced(
            ColumnMapping(column=first, target="patient_id", reason="REDCap's first field is the record's ID")
        )
    taken = {c.target for c in suggested.columns}
    columns = tuple(_column(raw, c, dictionary, taken) for c in suggested.columns)
    longitudinal = any(c in _VISIT for c in raw.columns)
    return suggested.model_copy(update={"columns": columns, "fold": Fold(rule="fill") if longitudinal else None})


def _column(raw: RawTable, suggested: ColumnMapping, dictionary: dict[str, _Field], taken: set[str]) -> ColumnMapping:
    column = suggested.column
    if column in _SURVEYED:
        return _dropped(column, "it says who was asked").model_copy(update={"identifier": "contact"})
    if column in _VISIT:
        return _dropped(column, "it says which visit or form a row is")
    if _STATUS.fullmatch(column):
        return _dropped(column, "it says whether a form is complete")
    if column.endswith("_timestamp"):
        return _dropped(column, "it says when a survey was filled in")
    if column in _GROUP and "centre" not in taken:
        return ColumnMapping(column=column, target="centre", confidence=1.0, reason="the data access group")
    field = dictionary.get(_field_name(column))
    if suggested.target == "patient_id":
        return suggested
    if field is not None and field.identifier:
        dropped = _dropped(column, "the data dictionary marks it as an identifier")
        return dropped.model_copy(update={"identifier": suggested.identifier or "text"})
    if suggested.target not in (EXTRA, DROP) or suggested.hides:
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
    if _box(column):
        return set(raw.distinct(column)[0]) <= {"0", "1", ""}
    return _labelled_box(column) is not None


def _box(column: str) -> tuple[str, str] | None:
    """Field and code of "field___code", where all behind the mark is letters, digits and _; None for what is none."""
    word = max((m.end() for m in re.finditer(r"\W", column)), default=0)  # where the last run of them begins
    at = column.find(_BOX, max(word, 1))
    code = column[at + len(_BOX) :]
    return (column[:at], code) if at > 0 and code else None


def _labelled_box(column: str) -> tuple[str, str] | None:
    """Field and label of "Field (choice=Label)"; None for what is none."""
    field, _, rest = column.rpartition(_CHOICE)
    end = _CHOICE_END.search(rest)
    return (field, rest[: end.start()].removeprefix("'")) if field and end else None


def _field_name(column: str) -> str:
    box = _box(column)
    return box[0] if box else column


def _label(column: str, field: _Field | None) -> str:
    """ "Tumour features: Cirrhosis" for a box, the field's label for others, "" where nothing is known."""
    labelled = _labelled_box(column)
    if labelled:
        return f"{labelled[0]}: {labelled[1]}"
    if field is None:
        return ""
    box = _box(column)
    if box is None:
        return field.label
    _, code = box
    choice = field.choices.get(code) or field.choices.get(f"-{code[1:]}" if code.startswith("_") else code, code)
    return f"{field.label}: {choice}"


def _dictionary(companions: Sequence[RawTable]) -> dict[str, _Field]:
    found: dict[str, _Field] = {}
    for raw in companions:
        if not accompanies(raw):
            continue
        spelled = {c: c if c in raw.columns else api for c, api in _API_NAMES.items()}
        cells = {c: raw.table.column(s).to_pylist() for c, s in spelled.items() if s in raw.columns}
        n = raw.table.num_rows
        blank = [""] * n
        for i in range(n):
            kind = cells.get(_TYPE, blank)[i].strip().casefold()
            choices = _choices(cells[_CHOICES][i]) if kind in ("radio", "dropdown", "checkbox", "") else {}
            if kind == "yesno":
                choices = {"1": "Yes", "0": "No"}
            elif kind == "truefalse":
                choices = {"1": "True", "0": "False"}
            label = " ".join(re.sub(r"<[^<>]*>", " ", cells.get(_LABEL, blank)[i]).split())
            identifier = cells.get(_IDENTIFIER, blank)[i].strip().casefold() == "y"
            missing = {c for c, words in choices.items() if re.fullmatch(_SAYS_MISSING, words, re.IGNORECASE)}
            missing |= set(_NOTED.findall(f"{label} {cells.get(_NOTE, blank)[i]}"))
            found[cells[_FIELD][i].strip()] = _Field(label, choices, identifier, frozenset(missing))
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


def _without_missing_codes(raw: RawTable, dictionary: dict[str, _Field]) -> tuple[RawTable, list[str]]:
    """The table with missing-data codes blank, and a note that counts them."""
    everywhere = _codes_of_checkboxes(raw, dictionary)
    table = raw.table
    emptied: dict[str, int] = {}
    for i, column in enumerate(raw.columns):
        field = dictionary.get(column, _Field("", {}, False))
        codes = ((_MISSING_CODES | everywhere) - field.choices.keys()) | field.missing
        counts = raw.counts(column)
        if _MISSING_BESIDE_NUMBERS & counts.keys() and not field.choices and _numbers_or_dates(counts):
            codes |= _MISSING_BESIDE_NUMBERS
        here = {code: n for code, n in counts.items() if code in codes}
        if not here or _is_checkbox(raw, column):
            continue
        texts = recoded(raw, column, lambda t, c=here: "" if t in c else t)  # type: ignore[misc]  # a default binds
        table = table.set_column(i, column, texts.array())
        for code, n in here.items():
            emptied[code] = emptied.get(code, 0) + n
    if not emptied:
        return raw, []
    told = listed(f"{code} ({n})" for code, n in emptied.items())
    return replace(raw, table=table), [f"Missing-data codes of the project, read as not recorded: {told}."]


def _codes_of_checkboxes(raw: RawTable, dictionary: dict[str, _Field]) -> frozenset[str]:
    """Codes the project has for all its fields: those of checkbox columns that are no choice of their set."""
    found = set()
    for column in raw.columns:
        box = _box(column)
        field = dictionary.get(box[0]) if box else None
        if box is None or field is None or not field.choices:
            continue
        code = f"-{box[1][1:]}" if box[1].startswith("_") else box[1]
        if code.casefold() not in {c.casefold() for c in field.choices}:
            found.add(code.upper())  # column names are lower case, the codes as a rule upper
    return frozenset(found)


def _numbers_or_dates(counts: dict[str, int]) -> bool:
    """Whether all but the missing-data codes are numbers or dates."""
    texts = [t for t in counts if t.casefold() not in MISSING and t not in _MISSING_BESIDE_NUMBERS | _MISSING_CODES]
    return bool(texts) and all(number_text(t, False) is not None or iso(t, "DMY") is not None for t in texts)
