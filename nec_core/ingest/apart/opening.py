"""`nec_core.ingest.opening`, done by a reading process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pickle import PickleBuffer
from typing import Any

from nec_core.errors import NecCoreError
from nec_core.ingest import opening, several_files
from nec_core.ingest.admission import Admission
from nec_core.ingest.answers import Answer
from nec_core.ingest.apart.readers import READERS
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import Table
from nec_core.ingest.progress import Progress, quiet
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.several_files import File


def open_tables(
    files: Sequence[File],
    options: ReadOptions | None,
    layout: str | None,
    kept: frozenset[str] = frozenset(),
    progress: Progress = quiet,
) -> Table:
    """`several_files.open_tables`. Raises what it does, and InputError for what can't be read within the limits."""
    return READERS.done(several_files.open_tables, (_sent(files), options, layout, kept), _size(files), progress)


def open_and_check(
    files: Sequence[File],
    how: tuple[ReadOptions | None, str | None, frozenset[str]],
    mapping: Mapping | None,
    edits: tuple[Edit, ...],
    progress: Progress = quiet,
) -> tuple[Table, Admission | NecCoreError]:
    """`opening.open_and_check`. Raises as above."""
    return READERS.done(opening.open_and_check, (_sent(files), how, mapping, edits), _size(files), progress)


def checked(raw: RawTable, mapping: Mapping, edits: tuple[Edit, ...], progress: Progress = quiet) -> Admission:
    """`opening.checked`. Raises as above."""
    return READERS.done(opening.checked, (raw, mapping, edits, None), int(raw.table.nbytes), progress)


def admit_files(
    files: Sequence[File],
    mapping: Mapping | None = None,
    edits: Sequence[Edit] = (),
    today: dt.date | None = None,
    answers: Sequence[Answer] = (),
    progress: Progress = quiet,
) -> Admission:
    """`opening.admit_files`. Raises as above."""
    return READERS.done(opening.admit_files, (_sent(files), mapping, edits, today, answers), _size(files), progress)


def _sent(files: Sequence[File]) -> list[tuple[Any, str]]:
    """Bytes that are not copied on their way, and are bytes again where they arrive."""
    return [(PickleBuffer(data), name) for data, name in files]


def _size(files: Sequence[File]) -> int:
    return sum(len(data) for data, _ in files)
