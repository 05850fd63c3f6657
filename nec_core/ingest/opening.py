"""A file's bytes and a mapping to a cohort, in one call: what the command line and the pages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nec_core.cohort import Cohort
from nec_core.ingest.layouts import recognise
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading import ReadOptions, read_table
from nec_core.ingest.validation import validate


def open_table(data: bytes, file_name: str, options: ReadOptions | None = None) -> tuple[RawTable, Mapping]:
    """Reads a file and suggests its mapping by its layout."""
    raw = read_table(data, file_name, options)
    layout = recognise(raw)
    return raw, layout.mapping(raw)


def open_cohort(
    data: bytes,
    file_name: str,
    mapping: Mapping | None = None,
    edits: Sequence[Edit] = (),
    today: dt.date | None = None,
) -> Cohort:
    """Reads, maps and validates a file.

    Args:
        data, file_name: the upload.
        mapping: as saved from the page; None for the suggested one.
        edits: cells repaired by hand.
        today: see `validate`.

    Raises:
        InputError, MappingError and their children.
    """
    raw, suggested = open_table(data, file_name, mapping.read if mapping else None)
    return validate(raw.with_edits(edits), mapping or suggested, today)
