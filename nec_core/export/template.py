"""The empty file to fill in, and the dictionary that says what goes where. Both are read off the record."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from nec_core.export.spreadsheet import open_workbook, safe_csv, write_sheet
from nec_core.formatting import plain_number
from nec_core.record import FieldSpec, fields, required

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

DICTIONARY_COLUMNS = (
    "field", "label", "section", "type", "unit", "allowed values", "range", "required", "help",
)  # fmt: skip
_LAST_ROW = 1_048_575
# Excel's own limits for what a validation may say.
_TITLE, _MESSAGE, _LIST = 32, 255, 255


def data_dictionary() -> pd.DataFrame:
    """One line per field of the record, in its order, with columns `DICTIONARY_COLUMNS`; all text."""
    lines = [
        (
            name,
            spec.about.label,
            spec.about.section,
            "whole number" if spec.whole else spec.kind,
            spec.about.unit or "",
            "; ".join(spec.levels),
            _range(spec),
            "yes" if name in required() else "no",
            spec.about.help,
        )
        for name, spec in fields().items()
    ]
    return pd.DataFrame(lines, columns=list(DICTIONARY_COLUMNS), dtype=object)


def template_csv() -> bytes:
    """A file with the fields' names as headers and no rows."""
    return safe_csv(_empty())


def template_xlsx() -> bytes:
    """A workbook to fill in: "Patients", with a drop-down for every category, and "Data dictionary"."""
    buffer = io.BytesIO()
    with open_workbook(buffer) as workbook:
        patients = write_sheet(workbook, "Patients", _empty())
        as_text = workbook.add_format({"num_format": "@"})
        for column, spec in enumerate(fields().values()):
            _guide(patients, column, spec, as_text)
        write_sheet(workbook, "Data dictionary", data_dictionary())
    return buffer.getvalue()


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=object) for name in fields()})


def _range(spec: FieldSpec) -> str:
    if spec.minimum is None or spec.maximum is None:
        return ""
    return f"{plain_number(spec.minimum)} to {plain_number(spec.maximum)}"


def _guide(sheet: Worksheet, column: int, spec: FieldSpec, as_text: Any) -> None:
    """What a column of the template offers, accepts and says."""
    if spec.kind in ("date", "identifier", "text"):
        # Left to itself, a spreadsheet turns 2019-05 into a day, and P-0012 or 0012 into something else.
        sheet.set_column(column, column, max(12, len(spec.name) + 2), as_text)
    rule: dict[str, Any] = {"validate": "any"}
    if spec.levels and len(",".join(spec.levels)) <= _LIST:
        rule = {"validate": "list", "source": list(spec.levels)}
    elif spec.minimum is not None and spec.maximum is not None:
        rule = {
            "validate": "integer" if spec.whole else "decimal", "criteria": "between",
            "minimum": spec.minimum, "maximum": spec.maximum,
        }  # fmt: skip
    sheet.data_validation(
        1, column, _LAST_ROW, column,
        rule | {
            "input_title": spec.about.label[:_TITLE],
            "input_message": _message(spec)[:_MESSAGE],
            "error_title": spec.about.label[:_TITLE],
            "error_message": f"{_message(spec)} Leave it empty if it was not recorded."[:_MESSAGE],
        },
    )  # fmt: skip


def _message(spec: FieldSpec) -> str:
    """What to put in: the allowed values or the range, and the field's own sentence."""
    parts = []
    if spec.levels:
        parts.append(f"One of: {', '.join(spec.levels)}.")
    elif _range(spec):
        unit = f" {spec.about.unit}" if spec.about.unit else ""
        parts.append(f"{_range(spec)}{unit}.")
    if spec.about.help:
        parts.append(spec.about.help)
    return " ".join(parts) or spec.about.label
