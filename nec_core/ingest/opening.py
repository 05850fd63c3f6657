"""Files and a mapping to an admission, in one call: what the command line and the pages share.

Stages: read the bytes, recognise the layout, let it derive what a mapping can't express, map, validate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from nec_core.errors import NecCoreError
from nec_core.ingest.admission import Admission
from nec_core.ingest.answers import Answer, with_answers
from nec_core.ingest.checking.said_values import require_said_values
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.preparing import repaired
from nec_core.ingest.progress import Progress, part, quiet
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.sealing import kept_by_hand, with_left_out
from nec_core.ingest.several_files import File, open_tables, with_centre
from nec_core.patients.knowing import with_known
from nec_core.patients.naming import named

Table = tuple[RawTable, Mapping]
"""An opened table, and its suggested mapping."""
OPENED = 0.6
"""Opening takes about this part of the way from files to an admission, checking the records the rest."""


def open_table(
    data: bytes, file_name: str, options: ReadOptions | None = None, layout: str | None = None
) -> tuple[RawTable, Mapping]:
    """`open_tables` for one file."""
    return open_tables([(data, file_name)], options, layout)


def admit(
    data: bytes,
    file_name: str,
    mapping: Mapping | None = None,
    edits: Sequence[Edit] = (),
    today: dt.date | None = None,
) -> Admission:
    """`admit_files` for one file."""
    return admit_files([(data, file_name)], mapping, edits, today)


def admit_files(
    files: Sequence[File],
    mapping: Mapping | None = None,
    edits: Sequence[Edit] = (),
    today: dt.date | None = None,
    answers: Sequence[Answer] = (),
    progress: Progress = quiet,
) -> Admission:
    """Reads, maps and validates one file or several that belong together.

    Args:
        files: bytes and name of each.
        mapping: as saved from the page; None for the suggested one.
        edits: cells repaired by hand.
        today: see `validate`.
        answers: to the questions the mapping leaves open.
        progress: told how far it is.

    Raises:
        InputError, MappingError and their children.
    """
    opening = part(progress, 0, OPENED)
    if mapping is None:
        raw, taken = open_tables(files, progress=opening)
    else:
        raw, suggested = open_tables(files, mapping.read, mapping.layout, kept_by_hand(mapping), opening)
        taken = with_centre(with_left_out(mapping, suggested), raw)
    return checked(raw, with_answers(raw, taken, answers), edits, today, part(progress, OPENED, 1))


def checked(
    raw: RawTable,
    mapping: Mapping,
    edits: Sequence[Edit] = (),
    today: dt.date | None = None,
    progress: Progress = quiet,
) -> Admission:
    """The admission of an opened table, repairs put in. Raises MappingError and its children."""
    cells = repaired(raw, mapping.layout, edits)
    require_said_values(cells, mapping)
    admission = validate(cells, mapping, today, progress)
    return replace(admission, cohort=with_known(named(admission.cohort, mapping.names), mapping.known))


def open_and_check(
    files: Sequence[File],
    how: tuple[ReadOptions | None, str | None, frozenset[str]],
    mapping: Mapping | None,
    edits: Sequence[Edit] = (),
    progress: Progress = quiet,
) -> tuple[Table, Admission | NecCoreError]:
    """The opened table and its admission, or why it can't be admitted: the table is wanted all the same.

    Args:
        files: bytes and name of each.
        how: options of reading and layout, where a person decided them, and the columns kept although they tell who a
            patient is.
        mapping: None for the suggested one.
        edits, progress: as in `admit_files`.

    Raises:
        NecCoreError: it can't be opened.
    """
    raw, suggested = open_tables(files, *how, part(progress, 0, OPENED))
    try:
        return (raw, suggested), checked(raw, mapping or suggested, edits, progress=part(progress, OPENED, 1))
    except NecCoreError as refusal:
        return (raw, suggested), refusal.with_traceback(None)


__all__ = ["OPENED", "Table", "admit", "admit_files", "checked", "open_and_check", "open_table"]
