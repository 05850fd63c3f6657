"""Where patients came from: the file, as it was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Where the records came from, for the frame of every screen and the report.

    Attributes:
        file_name, sha256: of the uploaded bytes.
        layout, encoding, delimiter, sheet, header_row: how it was read; delimiter or sheet is None where there is none.
        rows_in: rows of data in the file.
        notes: what was decided on the way from the file to the patients, a sentence each.
        files: the names of the files dropped together, as `nec_core.ingest.row_places` counts them; empty for one.
    """

    file_name: str
    sha256: str
    layout: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int
    rows_in: int
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
