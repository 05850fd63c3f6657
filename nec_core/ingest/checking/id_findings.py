"""Patient IDs that are missing, or used twice."""

from __future__ import annotations

import numpy as np

from nec_core.ingest.cells.spoiled import shortened
from nec_core.ingest.cells.typed_columns import TypedColumns
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable


def id_findings(raw: RawTable, typed: TypedColumns) -> list[Finding]:
    """The findings about the patient's identifier; none where the file has none."""
    if "patient_id" not in typed.by_target:
        return []
    column, ids = typed.by_target["patient_id"]
    blank = ~ids.recorded() & ~np.isin(ids.codes, list(ids.errors))
    order = np.argsort(ids.codes, kind="stable")
    sorted_codes = ids.codes[order]
    again = np.zeros(typed.n, bool)
    again[order[1:]] = sorted_codes[1:] == sorted_codes[:-1]
    again &= ids.recorded()
    spoiled = np.array([shortened(text) for text in ids.encoded.strings], bool)[ids.codes]
    told = (("required", blank), ("duplicate_id", again & ~spoiled), ("shortened_id", again & spoiled))
    return [
        Finding(KINDS[kind], column.column, "patient_id", raw.row_numbers[which], ids.text(np.flatnonzero(which)))
        for kind, which in told
    ]
