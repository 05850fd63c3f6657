"""Any other table: everything is suggested from names and values, and what they do not tell is asked."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.ingest.layouts.labelled import suggest_by_labels
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.raw_table import RawTable

NAME = "plain"


def knows(raw: RawTable) -> bool:
    return raw.n_rows > 0


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    return raw


def mapping(raw: RawTable) -> Mapping:
    return suggest_by_labels(raw, suggest(raw, NAME))
