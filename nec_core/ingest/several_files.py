"""Several files dropped together: companions are joined to their table, files of one layout become one cohort.

Row numbers must stay those of the user's spreadsheets and yet be unique. So row r of the first file of patients is r,
of the second 1,000,000,000 + r, and so on: no file has that many rows, every computation on row numbers works
unchanged, and `nec_core.ingest.row_places` gives back file and row for showing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

import numpy as np
import pyarrow as pa

from nec_core.errors import InputError
from nec_core.ingest.layouts import Layout, companion_of, layout_named, layout_title, recognise
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.normalise import MISSING
from nec_core.ingest.opening import companion_sheets, prepare, read_sheet
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import MisshapenRow, RawTable
from nec_core.ingest.row_places import in_file

CENTRE = "File"
"""The column that tells which file a row comes from."""


def open_tables(files: Sequence[tuple[bytes, str]], layout: str | None = None) -> tuple[RawTable, Mapping]:
    """Reads files that belong together and suggests their mapping.

    Args:
        files: bytes and name of each, in the order dropped. One of them alone is read as by `open_table`.
        layout: what a person decided they are; None to recognise it.

    Returns:
        one prepared table, with the column "File" where there are several files of patients; and its mapping.

    Raises:
        InputError: a file can't be read, the files are of different layouts, or a companion has no file of patients.
    """
    read = [(read_sheet(data, name), data) for data, name in files]
    read.sort(key=lambda pair: companion_of(pair[0]) is not None)  # files of patients first: row 17 of a lone one is 17
    tables = [_numbered(table, i) for i, (table, _) in enumerate(read)]
    patients = [t for t in tables if companion_of(t) is None]
    if not patients:
        raise InputError("None of the files holds patients and their survival. Upload the file of patients with them.")
    chosen = _one_layout(patients, layout)
    companions: list[RawTable] = []
    for table, (_, data) in zip(tables, read, strict=True):
        owner = companion_of(table)
        if owner is None:
            companions += companion_sheets(data, table, chosen)
        elif owner.name == chosen.name:
            companions.append(table)
        else:
            raise InputError(f"“{table.file_name}” does not belong to a file of {chosen.title}. Leave it out.")
    together = patients[0] if len(patients) == 1 else _stacked(patients, chosen)
    digest = hashlib.sha256(b"".join(bytes.fromhex(t.sha256) for t in tables)).hexdigest()
    if len(tables) > 1:
        together = replace(together, sha256=digest, file_name=" + ".join(t.file_name for t in tables))
    prepared = prepare(together, chosen, tuple(companions))
    return prepared, _with_centre(chosen.mapping(prepared), len(patients))


def _numbered(raw: RawTable, index: int) -> RawTable:
    """The table with row numbers of its own place among the files."""
    if index == 0:
        return raw
    return replace(
        raw,
        row_numbers=in_file(raw.row_numbers, index),
        misshapen=tuple(MisshapenRow(int(in_file(m.row, index)), m.cells, m.text) for m in raw.misshapen),
        findings=tuple(replace(f, rows=in_file(f.rows, index)) for f in raw.findings),
    )


def _one_layout(patients: Sequence[RawTable], layout: str | None) -> Layout:
    if layout is not None:
        return layout_named(layout)
    found = [recognise(t) for t in patients]
    other = next((i for i, x in enumerate(found) if x.name != found[0].name), None)
    if other is not None:
        raise InputError(
            f"“{patients[0].file_name}” is {layout_title(found[0].name)}, “{patients[other].file_name}” is "
            f"{layout_title(found[other].name)}. Upload files of one layout together, or one after the other."
        )
    return found[0]


def _stacked(parts: Sequence[RawTable], layout: Layout) -> RawTable:
    """One table under the columns of all, a column a file lacks blank there, with the file's name as a column."""
    columns = list(dict.fromkeys(c for p in parts for c in p.columns))
    centre = _free(CENTRE, columns)
    notes = [f"{len(parts)} files of {sum(p.n_rows for p in parts)} rows together: " + ", ".join(
        f"{p.file_name} ({p.n_rows})" for p in parts) + "."]  # fmt: skip
    lacking = [(p, [c for c in columns if c not in p.columns]) for p in parts]
    notes += [f"{p.file_name} lacks {len(c)} columns the others have; they are blank there." for p, c in lacking if c]
    tables = [_under(p, columns).append_column(centre, _constant(_stem(p), p.table.num_rows)) for p in parts]
    together = replace(
        parts[0],
        columns=(*columns, centre),
        table=pa.concat_tables(tables),
        row_numbers=np.concatenate([p.row_numbers for p in parts]),
        misshapen=tuple(m for p in parts for m in p.misshapen),
        notes=tuple(dict.fromkeys((*(n for p in parts for n in p.notes), *notes))),
        findings=tuple(f for p in parts for f in p.findings),
    )
    id_column = layout.mapping(parts[0]).by_target("patient_id")
    return _told_apart(together, id_column, centre) if id_column else together


def _told_apart(raw: RawTable, id_column: ColumnMapping, centre: str) -> RawTable:
    """Ids that several files use are different patients, with the file before the id, and a warning each."""
    ids, codes = raw.distinct(id_column.column)
    files, of_file = raw.distinct(centre)
    met = np.zeros((len(ids), len(files)), bool)
    met[codes, of_file] = True
    colliding = (met.sum(axis=1) > 1) & np.array([t.casefold() not in MISSING for t in ids], bool)
    if not colliding.any():
        return raw
    where = np.flatnonzero(colliding[codes])
    cells = np.array([*ids], object)[codes]
    old = cells[where].tolist()
    for i in where:
        cells[i] = f"{files[of_file[i]]}: {cells[i]}"
    place = raw.columns.index(id_column.column)
    finding = Finding(
        "id_in_other_file", id_column.column, "patient_id", "warns",
        "The patient ID “{value}” stands in another file too; the two are taken as different patients.",
        "If it is the same patient, remove one of the rows.",
        raw.row_numbers[where], old,
    )  # fmt: skip
    note = (
        f"{int(colliding.sum())} patient IDs stand in more than one file: they are taken as different patients, with "
        "the file's name before the ID."
    )
    return replace(
        raw,
        table=raw.table.set_column(place, id_column.column, pa.array(cells.tolist(), pa.string())),
        findings=(*raw.findings, finding),
        notes=(*raw.notes, note),
    )


def _with_centre(mapping: Mapping, n_files: int) -> Mapping:
    """The file as the centre, where no column of the files tells it."""
    if n_files < 2 or mapping.by_target("centre") is not None:
        return mapping
    name = next(c.column for c in reversed(mapping.columns) if c.column.startswith(CENTRE))
    centre = ColumnMapping(column=name, target="centre", reason="one file per centre")
    return mapping.replaced(centre)


def _under(raw: RawTable, columns: Sequence[str]) -> pa.Table:
    n = raw.table.num_rows
    cells = [raw.table.column(c) if c in raw.columns else pa.chunked_array([_constant("", n)]) for c in columns]
    return pa.table(cells, names=list(columns))


def _constant(text: str, n: int) -> pa.Array:
    return pa.array([text], pa.string()).take(pa.array(np.zeros(n, np.int64)))


def _stem(raw: RawTable) -> str:
    return PurePath(raw.file_name).name.removesuffix(".gz").rsplit(".", 1)[0] or raw.file_name


def _free(name: str, taken: Sequence[str]) -> str:
    return name if name not in taken else f"{name} (of the upload)"


__all__ = ["CENTRE", "open_tables"]
