"""What the Upload page gives back: the corrected file, the change log, the rejected rows and the problems.

The corrected file is the user's own file with the repaired cells, and reads back to the same table, but for cells that
a spreadsheet would take for formulas: these get an apostrophe here as everywhere. The other three are reports, so they
go through `safe_csv`.
"""

from __future__ import annotations

import csv
import heapq
import io
from dataclasses import dataclass, replace
from operator import itemgetter

import numpy as np
import pandas as pd

from nec_core.export.spreadsheet import safe_csv, safe_text
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import DROP
from nec_core.ingest.problems import Problems
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.delimited import DELIMITERS
from nec_core.ingest.reading.spaced import SPACE
from nec_core.ingest.row_places import place_columns, row_place

_WITH_BOM = "utf-8-sig"


@dataclass(frozen=True)
class CorrectedFile:
    """The file with its repaired cells.

    Attributes:
        data: its bytes, in the file's own delimiter and encoding; UTF-8 with commas for what was a workbook, and UTF-8
            where a repair holds a character that the file's encoding does not have.
        name: the upload's name with "_corrected" before the ending.
        encoding, delimiter: as written.
    """

    data: bytes
    name: str
    encoding: str
    delimiter: str


def corrected_file(raw: RawTable) -> CorrectedFile:
    """Writes the table with its edits.

    Columns that a layout derived are not part of it. Lines above the header and blank lines, which the reader passes
    over, are written as blank lines: every row keeps its number, so the problem list and the change log hold for this
    file too. Several files of patients are one table, one row under the other, with the column that tells the file.
    """
    own = raw.before or raw
    if own.labels:  # what the codes mean would stay behind in the data set
        own = replace(own, table=raw.table.select(list(own.columns)))
    is_text = own.delimiter in DELIMITERS
    delimiter = str(own.delimiter) if is_text else ","
    data, encoding = _encoded(_text(own, delimiter), own.encoding if is_text and own.encoding else _WITH_BOM)
    return CorrectedFile(data, corrected_name(own), encoding, delimiter)


def corrected_name(raw: RawTable) -> str:
    """What the corrected file is called: after the first, where there are several."""
    name = raw.files[0] if raw.files else raw.file_name
    stem, _, ending = name.rpartition(".")
    return f"{stem or name}_corrected.{ending if stem and raw.delimiter in DELIMITERS else 'csv'}"


def is_stacked(raw: RawTable) -> bool:
    """Whether the table has rows of several files."""
    own = (raw.before or raw).row_numbers
    return bool(len(own)) and row_place(own[0])[0] != row_place(own[-1])[0]


def _safe_cells(raw: RawTable) -> list[list[str]]:
    """Column by column, safe in a spreadsheet; by distinct texts, for a million rows hold a few thousand."""
    cells = []
    for column in raw.table.columns:
        found = column.combine_chunks().dictionary_encode()
        safe = np.array([safe_text(text) for text in found.dictionary.to_pylist()], object)
        cells.append(safe[found.indices.to_numpy()].tolist())
    return cells


def _text(raw: RawTable, delimiter: str) -> str:
    columns, cells = [safe_text(name) for name in raw.columns], _safe_cells(raw)
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer,
        delimiter=delimiter,
        lineterminator="\r\n",
        quoting=csv.QUOTE_ALL if delimiter == SPACE else csv.QUOTE_MINIMAL,  # between spaces a blank cell must show
    )
    if is_stacked(raw):
        writer.writerow(columns)
        writer.writerows(zip(*cells, strict=True))
        for m in raw.misshapen:  # its file's name beyond the header keeps a row that fits no header from fitting here
            writer.writerow([safe_text(m.text), *[""] * (len(raw.columns) - 1), raw.files[row_place(m.row)[0]]])
        return buffer.getvalue()
    written = raw.header_row or int(_is_named(raw))
    if written:
        buffer.write("\r\n" * (written - 1))
        writer.writerow(columns)
    laid = zip(raw.row_numbers.tolist(), zip(*cells, strict=True), strict=True)
    odd = ((m.row, [safe_text(cell) for cell in m.text.split(delimiter)]) for m in raw.misshapen)
    above = written - raw.header_row  # of a data set, names stand in no row
    for number, row in heapq.merge(laid, odd, key=itemgetter(0)):
        buffer.write("\r\n" * (number + above - written - 1))
        writer.writerow(row)
        written = number + above
    return buffer.getvalue()


def _is_named(raw: RawTable) -> bool:
    """Whether the columns have names that stand in no row: those of a data set or of XML."""
    return raw.header_row == 0 and raw.sheet is None and raw.delimiter not in DELIMITERS


def _encoded(text: str, encoding: str) -> tuple[bytes, str]:
    """The text's bytes, and the encoding that could hold it."""
    try:
        return text.encode(encoding), encoding
    except UnicodeEncodeError:
        return text.encode(_WITH_BOM, "replace"), _WITH_BOM


def change_log(raw: RawTable) -> bytes:
    """Which cell held what, and what it holds now: one line per repaired cell, and the file it was in."""
    place = place_columns([e.row for e in raw.edits], raw.files)
    log = pd.DataFrame([(e.column, e.old, e.new) for e in raw.edits], columns=["column", "was", "is now"])
    log.insert(0, "row", place["row"])
    log["file"] = place.get("file", raw.file_name)
    log[f"sha256 of the uploaded file{'s together' if raw.files else ''}"] = raw.sha256
    return safe_csv(log)


def problems_csv(admission: Admission) -> bytes:
    """Every problem, one line each, all of them."""
    return safe_csv(admission.problems.table(files=admission.source.files))


def rejected_rows(raw: RawTable, admission: Admission) -> bytes:
    """The rows that were left out, with their row numbers, the reasons, and their cells.

    Columns that were dropped at the door stay out, and so do the cells of rows that fit no header: nobody can tell
    which of them belong to such a column.
    """
    reasons = _reasons(admission.problems)
    dropped = {c.column for c in admission.columns if c.target == DROP}
    rows = np.union1d(admission.rejected_rows, [m.row for m in raw.misshapen]).astype(np.int64)
    frame = pd.DataFrame({**place_columns(rows, raw.files), "why": [reasons.get(r, "") for r in rows.tolist()]})
    laid = np.isin(rows, raw.row_numbers)
    positions = np.searchsorted(raw.row_numbers, rows[laid])
    for column in raw.columns:
        if column not in dropped:
            cells = np.full(len(rows), "", object)
            if raw.before is not None and column in raw.before.columns:  # totals and notes are set aside
                aside = ~laid & np.isin(rows, raw.before.row_numbers)
                there = np.searchsorted(raw.before.row_numbers, rows[aside])
                cells[aside] = raw.before.table.column(column).take(there).to_pylist()
            cells[laid] = raw.table.column(column).take(positions).to_pylist()
            frame[_free(column, frame)] = cells
    return safe_csv(frame)


def _reasons(problems: Problems) -> dict[int, str]:
    reasons: dict[int, list[str]] = {}
    for finding in problems.findings:
        if finding.severity != "rejects":
            continue
        title = finding.kind.title
        text = f"{title} ({finding.column})" if finding.column else title
        for row in finding.rows.tolist():
            reasons.setdefault(row, []).append(text)
    return {row: "; ".join(texts) for row, texts in reasons.items()}


def _free(name: str, frame: pd.DataFrame) -> str:
    while name in frame.columns:
        name += " (in the file)"
    return name
