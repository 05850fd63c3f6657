"""Which of a workbook's sheets is read where nobody has said: the fullest, unless another tells who survived and it
does not, or tells it in cells that are whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nec_core.errors import InputError, NecCoreError
from nec_core.ingest.layouts import recognise
from nec_core.ingest.layouts.coding import listed
from nec_core.ingest.matching.survival_told import survival_told
from nec_core.ingest.raw_table import RawTable


def best_sheet(fullest: RawTable, read: Callable[[str], RawTable]) -> RawTable:
    """The table of the sheet that reads best, with a note that names the others.

    Args:
        fullest: the workbook's table with the most filled cells.
        read: reads another of its sheets.
    """
    others = [s for s in fullest.sheets if s != fullest.sheet and s not in fullest.hidden_sheets]
    if not others:
        return fullest
    best, spoiled = fullest, _spoiled(fullest)
    if spoiled != 0:
        for sheet in others:
            try:
                table = read(sheet)
            except InputError:
                continue
            found = _spoiled(table)
            if found is not None and (spoiled is None or found < spoiled):
                best, spoiled = table, found
    names = listed(f"“{s}”" for s in fullest.sheets if s != best.sheet and s not in fullest.hidden_sheets)
    why = "tells who survived" if best is not fullest else "has the most cells"
    if best is not fullest:
        hidden = [n for n in fullest.notes if n.startswith("The workbook has hidden sheets")]
        best = replace(best, notes=(*best.notes, *hidden), hidden_sheets=fullest.hidden_sheets)
    return replace(best, notes=(*best.notes, f"The sheet “{best.sheet}” is read: it {why}. Not read: {names}."))


def _spoiled(raw: RawTable) -> int | None:
    """How many cells of survival times, events and dates hold an error; None where there is no survival time."""
    layout = recognise(raw)
    try:
        columns = layout.mapping(layout.prepare(raw, ())).columns
    except NecCoreError:
        return None
    if not survival_told(columns):
        return None
    used = {c.column for c in columns if c.endpoint or c.target.endswith("_date") or c.target == "vital_status"}
    return sum(f.n for f in raw.findings if f.column in used)
