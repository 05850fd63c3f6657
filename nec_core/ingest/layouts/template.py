"""Our own template: every header is a field of the record, so nothing needs matching."""

from __future__ import annotations

from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.suggestion import suggest
from nec_core.record import fields

NAME = "template"


def knows(raw: RawTable) -> bool:
    return "patient_id" in raw.columns and all(c in fields() for c in raw.columns)


def mapping(raw: RawTable) -> Mapping:
    return suggest(raw, NAME)
