"""Any other table: everything is suggested from names and values, and what they do not tell is asked."""

from __future__ import annotations

from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.suggestion import suggest

NAME = "plain"


def knows(raw: RawTable) -> bool:
    return raw.n_rows > 0


def mapping(raw: RawTable) -> Mapping:
    return suggest(raw, NAME)
