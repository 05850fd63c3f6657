"""Patient IDs that are missing, or used twice."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
    again = _again(ids.codes) & ids.recorded()
    spoiled = shortened(ids.encoded.texts)[ids.codes]
    told = (("required", blank), ("duplicate_id", again & ~spoiled), ("shortened_id", again & spoiled))
    return [
        Finding(KINDS[kind], column.column, "patient_id", raw.row_numbers[which], ids.text(np.flatnonzero(which)))
        for kind, which in told
    ]


def _again(codes: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """(n,) which rows have a code that an earlier row has."""
    again = np.zeros(len(codes), bool)
    shared = np.flatnonzero((np.bincount(codes) > 1)[codes])
    again[shared] = True
    again[shared[np.unique(codes[shared], return_index=True)[1]]] = False
    return again
