"""A sheet as bytes: delimited text in some encoding, XLSX, or an OpenDocument sheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import xlsxwriter

from tests.random_dress.dress import Dress, Number
from tests.random_dress.sheet import Cell

_ENDINGS = {",": "csv", ";": "csv", "\t": "tsv", "|": "txt"}
_ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)

_MANIFEST = (
    '<?xml version="1.0"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def written(lines: Sequence[Sequence[Cell]], dress: Dress) -> tuple[str, bytes]:
    """Name and bytes of the file."""
    if dress.kind == "xlsx":
        return "cohort.xlsx", _xlsx(lines)
    if dress.kind == "ods":
        return "cohort.ods", _ods(lines)
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=dress.separator, lineterminator=dress.line_end,
        quoting=csv.QUOTE_ALL if dress.quoted else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    for line in lines:
        writer.writerow([_text(cell, dress) for cell in line])
    return f"cohort.{_ENDINGS[dress.separator]}", out.getvalue().encode(dress.encoding)


def _text(cell: Cell, dress: Dress) -> str:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return cell.replace(".", ",") if dress.decimal_comma and isinstance(cell, Number) else cell


def _xlsx(lines: Sequence[Sequence[Cell]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, as_date = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
    for r, line in enumerate(lines):
        for c, cell in enumerate(line):
            if isinstance(cell, dt.date):
                sheet.write_datetime(r, c, dt.datetime(cell.year, cell.month, cell.day), as_date)
            elif isinstance(cell, Number):
                sheet.write_number(r, c, float(cell))
            elif cell:
                sheet.write_string(r, c, cell)
    book.close()
    return out.getvalue()


def _ods(lines: Sequence[Sequence[Cell]]) -> bytes:
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in lines)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES} office:version="1.2">'
        "<office:body>"
        f'<office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", _MANIFEST)
    return out.getvalue()


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        return f"<table:table-cell {kind}><text:p>{cell:%d.%m.%Y}</text:p></table:table-cell>"
    if isinstance(cell, Number):
        kind = f'office:value-type="float" office:value="{float(cell)!r}"'
        return f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>"
    if not cell:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
