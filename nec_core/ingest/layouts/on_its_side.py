"""A table on its side: a row for each attribute, a column for each patient.

    attribute         P01   P02   P03
    overall_survival  766   166   265
    status            1     1     0

Known by its first column: its texts are names of what tells survival, and the headers are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from nec_core.ingest.mapping import Mapping
from nec_core.ingest.matching.endpoint_columns import endpoint_in, time_unit
from nec_core.ingest.matching.profile import header_words
from nec_core.ingest.matching.suggestion import names_a_date, suggest
from nec_core.ingest.matching.survival_told import survival_told
from nec_core.ingest.raw_table import RawTable, unique_headers

NAME = "on_its_side"
_PATIENT = "Patient ID"
_MOST_ATTRIBUTES, _FEWEST_PATIENTS = 300, 5


def knows(raw: RawTable) -> bool:
    n = raw.table.num_rows
    if not 2 <= n <= _MOST_ATTRIBUTES or len(raw.columns) <= _FEWEST_PATIENTS or raw.misshapen:
        return False
    names = raw.distinct(raw.columns[0])[0]
    if len(names) != n or not all(any(c.isalpha() for c in t) for t in names) or not any(map(_tells_a_time, names)):
        return False
    return survival_told(suggest(_turned(raw)).columns) and not survival_told(suggest(raw).columns)


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """A row for each patient; its number is that of the patient's column in the file."""
    return _turned(raw)


def mapping(raw: RawTable) -> Mapping:
    """What names and values of the turned table suggest."""
    suggested = suggest(raw, NAME)
    named = suggested.column(_PATIENT).model_copy(update={"target": "patient_id", "reason": "the headers of the file"})
    return suggested.replaced(named)


def _tells_a_time(name: str) -> bool:
    words = header_words(name)
    return endpoint_in(words) is not None or time_unit(words) is not None or names_a_date(name)


def _turned(raw: RawTable) -> RawTable:
    attribute, *patients = raw.columns
    names = unique_headers([_PATIENT, *raw.table.column(attribute).to_pylist()])
    rows = zip(*(raw.table.column(c).to_pylist() for c in patients), strict=True)
    cells = [patients, *map(list, rows)]
    note = (
        f"The table lies on its side and was turned: its {len(patients)} columns are patients, its "
        f"{len(cells) - 1} rows attributes. Numbers of rows are those of the file's columns."
    )
    return replace(
        raw,
        columns=names,
        table=pa.table([pa.array(c, pa.string()) for c in cells], names=list(names)),
        row_numbers=np.arange(2, len(patients) + 2, dtype=np.int64),
        findings=(),
        notes=(*raw.notes, note),
    )
