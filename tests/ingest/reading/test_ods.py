"""OpenDocument sheets are read with the same care as XLSX."""

from __future__ import annotations

import io
import zipfile

import pytest

from nec_core.errors import EncryptedFileError, FileTooLargeError, InputError
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.reading.table import read_table

NAMES = " ".join(
    f'xmlns:{x}="urn:oasis:names:tc:opendocument:xmlns:{x}:1.0"' for x in ("office", "table", "text")
)  # fmt: skip


def ods(manifest: str = "<manifest/>", before: str = "", **sheets: str) -> bytes:
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {NAMES}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def row(*cells: object, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(map(cell, cells))}</table:table-row>'


def cell(value: object) -> str:
    text = f"<text:p>{value}</text:p></table:table-cell>"
    if value in ("#REF!", "Err:502"):
        return f'<table:table-cell table:formula="of:=x" office:value-type="float" office:value="0">{text}'
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value}">{text}'
    if str(value).startswith("20"):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}">{text}'
    return f'<table:table-cell office:value-type="string">{text}' if value else "<table:table-cell/>"


BLANK = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
ROWS = row("id", "months", "seen") + row("A", 4.0, "2021-03-04") + row("B", "Err:502", "2021-03-05") + BLANK


def test_cells_dates_and_sheets_are_read() -> None:
    raw = read_table(ods(Notes=row("see the next sheet"), Patients=row("") + ROWS), "x.ods")
    assert (raw.sheet, raw.sheets, raw.header_row) == ("Patients", ("Notes", "Patients"), 2)
    assert raw.table.to_pylist()[0] == {"id": "A", "months": "4", "seen": "2021-03-04"}
    assert read_table(ods(A=ROWS, B=row("k", "v") + row("1", "2")), "x.ods", ReadOptions(sheet="B")).columns == (
        "k",
        "v",
    )


def test_a_formula_with_an_error_is_blank_and_told_not_the_zero_beside_it() -> None:
    raw = read_table(ods(Patients=ROWS), "x.ods")
    assert raw.table.column("months").to_pylist() == ["4", ""]
    assert [(f.rule, f.column, f.rows.tolist(), f.values) for f in raw.findings] == [
        ("formula_error", "months", [3], ["Err:502"])
    ]


def test_repeated_cells_that_would_fill_the_memory_are_refused() -> None:
    with pytest.raises(FileTooLargeError, match="reaches to row 1000001 and column 41"):
        wide = "".join(cell("x") for _ in range(41))
        read_table(
            ods(A=row("id") + f'<table:table-row table:number-rows-repeated="1000000">{wide}</table:table-row>'), "x"
        )


def test_a_password_a_document_type_and_damage_are_told() -> None:
    with pytest.raises(EncryptedFileError):
        read_table(ods('<manifest:encryption-data manifest:checksum=""/>', Patients=ROWS), "x.ods")
    with pytest.raises(InputError, match="damaged"):
        read_table(ods(before='<!DOCTYPE a [<!ENTITY b "c">]>', Patients=ROWS), "x.ods")
    with pytest.raises(InputError, match="damaged"):
        read_table(ods(Patients=ROWS)[:-60], "x.ods")
