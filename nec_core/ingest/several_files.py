"""Several files dropped together: companions are joined to their table, files of one layout become one cohort.

Row numbers must stay those of the user's spreadsheets and yet be unique. So row r of the first file of patients is r,
of the second 1,000,000,000 + r, and so on: no file has that many rows, every computation on row numbers works
unchanged, and `nec_core.ingest.row_places` gives back file and row for showing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import PurePath

import numpy as np
import pyarrow as pa

from nec_core.errors import FileTooLargeError, InputError
from nec_core.ingest.cells.normalise import missing_texts
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.layouts import Layout, companion_of, layout_named, layout_title, recognise
from nec_core.ingest.layouts.labelled import with_value_labels
from nec_core.ingest.mapping import EXTRA, ColumnMapping, Mapping
from nec_core.ingest.preparing import companion_sheets, prepare, read_sheet
from nec_core.ingest.problems import Finding
from nec_core.ingest.progress import Progress, quiet
from nec_core.ingest.raw_table import MisshapenRow, RawTable, unique_headers
from nec_core.ingest.reading.bounds import SIZE_LIMIT_BYTES
from nec_core.ingest.reading.delimited import DELIMITERS
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.row_places import in_file
from nec_core.ingest.sealing import sealed

File = tuple[bytes, str]
"""A file's bytes and its name."""
CENTRE = "File"
"""The column that tells which file a row comes from."""
_READ = 0.7
"""Reading takes about this part of opening a file, recognising its columns the rest."""


def open_tables(
    files: Sequence[File],
    options: ReadOptions | None = None,
    layout: str | None = None,
    kept: AbstractSet[str] = frozenset(),
    progress: Progress = quiet,
) -> tuple[RawTable, Mapping]:
    """Reads files that belong together, or one alone, and suggests their mapping.

    Args:
        files: bytes and name of each, in the order dropped.
        options: what a person decided about how to read a file alone. Several files are read each by what it is.
        layout: what a person decided they are, by `Layout.name`; None to recognise it.
        kept: columns whose cells a person keeps although they tell who a patient is.
        progress: told how far it is.

    Returns:
        one prepared and sealed table, with the column "File" where there are several files of patients; and its
        mapping.

    Raises:
        InputError and its children: a file can't be read, the files are of different layouts, two of them are the
        same, or a companion has no file of patients. MappingError for an unknown layout.
    """
    _require_room(files)
    dropped = [(_read(data, name, files, options, progress, i), data) for i, (data, name) in enumerate(files)]
    _require_different([table for table, _ in dropped])
    progress("Recognising the columns", _READ)
    # Files of patients first: row 17 of a lone one is 17.
    read = sorted(dropped, key=lambda pair: companion_of(pair[0]) is not None)
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
    if len(tables) == 1:
        prepared = prepare(together, chosen, tuple(companions))
        suggested = chosen.mapping(prepared)
        return sealed(prepared, suggested, kept), suggested
    together = replace(
        together,
        sha256=digest([table.sha256 for table, _ in dropped]),
        file_name=" + ".join(t.file_name for t in tables),
        files=tuple(t.file_name for t in tables),
    )
    prepared = prepare(together, chosen, tuple(companions))
    suggested = chosen.mapping(prepared).model_copy(update={"read": ReadOptions()})  # each file has its own
    return sealed(prepared, suggested, kept), with_centre(suggested, prepared)


def digest(sha256: Sequence[str]) -> str:
    """One SHA-256 for files in their order: a single file's own."""
    return sha256[0] if len(sha256) == 1 else hashlib.sha256(b"".join(bytes.fromhex(x) for x in sha256)).hexdigest()


def _require_room(files: Sequence[File]) -> None:
    if len(files) > 1 and sum(len(data) for data, _ in files) > SIZE_LIMIT_BYTES:
        raise FileTooLargeError(
            "The files are larger than 200 MB together. Leave out columns that are not needed and export them again."
        )


def _read(
    data: bytes, name: str, files: Sequence[File], options: ReadOptions | None, progress: Progress, index: int
) -> RawTable:
    """One of the files; what is wrong with it is said with its name where there are several."""
    start = _READ * index / len(files)
    if len(files) == 1:
        progress("Reading the file", start)
        return read_sheet(data, name, options)
    progress(f"Reading file {index + 1} of {len(files)}", start)
    try:
        return read_sheet(data, name)
    except InputError as error:
        raise type(error)(f"“{name}”: {error}") from None


def _require_different(tables: Sequence[RawTable]) -> None:
    """The same file twice would count every patient twice."""
    seen: dict[str, str] = {}
    for table in tables:
        if table.sha256 in seen:
            raise InputError(
                f"“{seen[table.sha256]}” and “{table.file_name}” are the same file. Leave one of them out."
            )
        seen[table.sha256] = table.file_name


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
    if layout.by_labels:  # a code may mean one thing in one file and another in the next
        parts = [with_value_labels(p) for p in parts]
    columns = list(dict.fromkeys(c for p in parts for c in p.columns))
    centre = _free(CENTRE, columns)
    names = unique_headers([_stem(p) for p in parts])
    notes = [f"{len(parts)} files of {sum(p.n_rows for p in parts)} rows together: " + ", ".join(
        f"{p.file_name} ({_how_read(p)})" for p in parts) + "."]  # fmt: skip
    lacking = [(p, [c for c in columns if c not in p.columns]) for p in parts]
    notes += [
        f"{p.file_name} lacks {_counted(len(c), 'column')} the others have: blank there." for p, c in lacking if c
    ]
    tables = [
        _under(p, columns).append_column(centre, _constant(name, p.table.num_rows))
        for p, name in zip(parts, names, strict=True)
    ]
    together = replace(
        parts[0],
        columns=(*columns, centre),
        table=pa.concat_tables(tables),
        row_numbers=np.concatenate([p.row_numbers for p in parts]),
        encoding=_common([p.encoding for p in parts]),
        delimiter=_common([p.delimiter for p in parts]),
        sheet=None,
        sheets=(),
        misshapen=tuple(m for p in parts for m in p.misshapen),
        notes=tuple(dict.fromkeys((*(n for p in parts for n in p.notes), *notes))),
        findings=tuple(f for p in parts for f in p.findings),
    )
    mapping = layout.mapping(parts[0])
    by = mapping.by_target("patient_id")
    if by is not None and by.identifier is not None:
        return together  # told apart by their running numbers, once they have them
    return _told_apart(together, mapping, centre)


def _how_read(raw: RawTable) -> str:
    how = f"sheet {raw.sheet}" if raw.sheet else f"{raw.encoding}, {DELIMITERS.get(raw.delimiter or '', raw.delimiter)}"
    return f"{_counted(raw.n_rows, 'row')}; {how}"


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _common(values: Sequence[str | None]) -> str | None:
    """What all have, None where they differ."""
    return values[0] if len(set(values)) == 1 else None


def told_apart(raw: RawTable, mapping: Mapping) -> RawTable:
    """The table with the ids of this mapping told apart across files: a person may take another column for the id."""
    centre = _centre_of(raw)
    return raw if centre is None else _told_apart(raw, mapping, centre)


def _centre_of(raw: RawTable) -> str | None:
    """The column that tells the file, where several files of patients stand in one table."""
    if len(raw.files) < 2:
        return None
    return next((c for c in reversed(raw.columns) if c in (CENTRE, _free(CENTRE, [CENTRE]))), None)


def _told_apart(raw: RawTable, mapping: Mapping, centre: str) -> RawTable:
    """Ids that several files use are different patients, with the file before the id, and a warning each."""
    id_column = mapping.by_target("patient_id")
    if id_column is None or id_column.column not in raw.columns:
        return raw
    ids, codes = raw.distinct(id_column.column)
    files, of_file = raw.distinct(centre)
    met = np.zeros((len(ids), len(files)), bool)
    met[codes, of_file] = True
    missing = missing_texts(mapping)
    colliding = (met.sum(axis=1) > 1) & np.array([t.casefold() not in missing for t in ids], bool)
    if not colliding.any():
        return raw
    where = np.flatnonzero(colliding[codes])
    cells = np.array([*ids], object)[codes]
    old = cells[where].tolist()
    for i in where:
        cells[i] = f"{files[of_file[i]]}: {cells[i]}"
    place = raw.columns.index(id_column.column)
    finding = Finding(
        KINDS["id_in_other_file"], id_column.column, "patient_id", raw.row_numbers[where], old,
    )  # fmt: skip
    note = (
        f"{_counted(int(colliding.sum()), 'patient ID')} in more than one file: taken as different patients, with the "
        "file's name before the ID."
    )
    return replace(
        raw,
        table=raw.table.set_column(place, id_column.column, pa.array(cells.tolist(), pa.string())),
        findings=(*raw.findings, finding),
        notes=(*raw.notes, note),
    )


def with_centre(mapping: Mapping, raw: RawTable) -> Mapping:
    """The mapping with the column that tells the file, as the centre where no other column is; for a mapping that was
    saved with one file, too."""
    name = _centre_of(raw)
    taken = next((c for c in mapping.columns if c.column == name), None)
    if name is None or (taken is not None and taken.target != EXTRA):
        return mapping
    target = "centre" if mapping.by_target("centre") is None else EXTRA
    column = ColumnMapping(column=name, target=target, reason="one file per centre")
    others = tuple(c for c in mapping.columns if c.column != name)
    return mapping.model_copy(update={"columns": (*others, column)})


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


__all__ = ["CENTRE", "File", "digest", "open_tables", "told_apart", "with_centre"]
