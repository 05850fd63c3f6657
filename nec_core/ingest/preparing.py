"""A table as its layout wants it: right sheet, derived columns, repairs made before what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nec_core.ingest.best_sheet import best_sheet
from nec_core.ingest.layouts import LAYOUTS, Layout, layout_named
from nec_core.ingest.layouts.labelled import with_value_labels
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.reading.table import read_table
from nec_core.ingest.reading.workbook import is_workbook, open_workbook
from nec_core.ingest.rows.summary_rows import without_summary_rows


def read_sheet(data: bytes, file_name: str, options: ReadOptions | None = None) -> RawTable:
    """`read_table`, with the sheet or header row a layout asks for where nobody has chosen others."""
    book = open_workbook(data) if is_workbook(data) else None
    raw = read_table(data, file_name, options, book)
    if options is None:
        wanted = next((r for x in LAYOUTS if (r := x.reads(raw)) is not None), None)
        if wanted is not None:
            return read_table(data, file_name, wanted, book)
        return best_sheet(raw, lambda sheet: read_table(data, file_name, ReadOptions(sheet=sheet), book))
    return raw


def companion_sheets(data: bytes, raw: RawTable, layout: Layout) -> tuple[RawTable, ...]:
    """The further sheets of the same workbook that the layout wants."""
    wanted = [s for s in layout.companion_sheets if s in raw.sheets and s != raw.sheet]
    book = open_workbook(data) if wanted else None
    return tuple(read_table(data, raw.file_name, ReadOptions(sheet=s), book) for s in wanted)


def prepare(raw: RawTable, layout: Layout, companions: tuple[RawTable, ...] = ()) -> RawTable:
    """The table without its totals and notes, with what the layout derives, and with what it was before."""
    patients = without_summary_rows(raw)
    prepared = layout.prepare(with_value_labels(patients) if layout.by_labels else patients, companions)
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
