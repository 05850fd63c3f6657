"""A file's bytes and a mapping to a cohort, in one call: what the command line and the pages share.

Stages: read the bytes, recognise the layout, let it derive what a mapping can't express, map, validate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from nec_core.cohort import Cohort
from nec_core.ingest.layouts import LAYOUTS, Layout, layout_named, recognise
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading import ReadOptions, read_table
from nec_core.ingest.validation import validate


def open_table(
    data: bytes, file_name: str, options: ReadOptions | None = None, layout: str | None = None
) -> tuple[RawTable, Mapping]:
    """Reads a file and suggests its mapping by its layout.

    Args:
        data, file_name: the upload.
        options: what a person decided about how to read it.
        layout: what a person decided it is, by `Layout.name`; None to recognise it.

    Raises:
        InputError and its children; MappingError for an unknown layout.
    """
    raw = read_sheet(data, file_name, options)
    chosen = recognise(raw) if layout is None else layout_named(layout)
    prepared = prepare(raw, chosen, companion_sheets(data, raw, chosen))
    return prepared, chosen.mapping(prepared)


def read_sheet(data: bytes, file_name: str, options: ReadOptions | None = None) -> RawTable:
    """`read_table`, with the sheet or header row a layout asks for where nobody has chosen others."""
    raw = read_table(data, file_name, options)
    if options is None:
        wanted = next((r for x in LAYOUTS if (r := x.reads(raw)) is not None), None)
        if wanted is not None:
            return read_table(data, file_name, wanted)
    return raw


def companion_sheets(data: bytes, raw: RawTable, layout: Layout) -> tuple[RawTable, ...]:
    """The further sheets of the same workbook that the layout wants."""
    wanted = [s for s in layout.companion_sheets if s in raw.sheets and s != raw.sheet]
    return tuple(read_table(data, raw.file_name, ReadOptions(sheet=s)) for s in wanted)


def prepare(raw: RawTable, layout: Layout, companions: tuple[RawTable, ...] = ()) -> RawTable:
    """The table with what the layout derives, and with what it was before."""
    prepared = layout.prepare(raw, companions)
    return prepared if prepared is raw else replace(prepared, before=raw, companions=companions)


def repaired(raw: RawTable, layout: str, edits: Sequence[Edit]) -> RawTable:
    """A prepared table with cells replaced: the user's own cells before anything is derived from them again, cells of
    derived columns after."""
    if raw.before is None or not edits:
        return raw.with_edits(edits)
    own = [e for e in edits if e.column in raw.before.columns]
    derived = [e for e in edits if e.column not in raw.before.columns]
    again = prepare(raw.before.with_edits(own), layout_named(layout), raw.companions)
    return again.with_edits(derived)


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
    if mapping is None:
        raw, suggested = open_table(data, file_name)
    else:
        raw, suggested = open_table(data, file_name, mapping.read, mapping.layout)[0], mapping
    return validate(repaired(raw, suggested.layout, edits), suggested, today)
