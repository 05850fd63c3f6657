"""Any other table: everything is suggested from names and values, and what they do not tell is asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nec_core.ingest.cells.normalise import MISSING
from nec_core.ingest.layouts.derived_columns import Texts, with_columns
from nec_core.ingest.layouts.labelled import suggest_by_labels
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.matching.field_names import named_fields
from nec_core.ingest.matching.identifiers import tells_patients_apart
from nec_core.ingest.matching.profile import header_words
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields

NAME = "plain"
PSEUDONYM = "Patient ID"


def knows(raw: RawTable) -> bool:
    return raw.n_rows > 0


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """Pseudonyms for patients whom only a number of record or a name tells apart: the column is dropped, and the rows
    of one patient would be taken for as many patients."""
    about = fields()["patient_id"].about
    headers = {header_words(name) for name in raw.names.values()}
    if headers & {"patient id", *about.headers} or any("patient_id" in named_fields(words) for words in headers):
        return raw
    column = next((c for c in raw.columns if tells_patients_apart(header_words(raw.names[c]))), None)
    if column is None or raw.n_distinct(column) == raw.table.num_rows:
        return raw
    texts, codes = raw.distinct(column)
    blank = np.array([t.casefold() in MISSING for t in texts], bool)
    number = np.cumsum(~blank)
    names = tuple("" if b else f"patient {n}" for b, n in zip(blank, number.tolist(), strict=True))
    note = (
        f"“{column}” is left out. Some of its values stand in several rows, so its {int(number[-1])} values became "
        f"pseudonyms, in the column “{PSEUDONYM}”."
    )
    return with_columns(raw, {PSEUDONYM: Texts(names, codes)}, [note])


def mapping(raw: RawTable) -> Mapping:
    return suggest_by_labels(raw, suggest(raw, NAME))
