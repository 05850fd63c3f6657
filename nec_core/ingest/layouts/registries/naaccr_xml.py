"""NAACCR XML: its items are those of `naaccr_items`; `reading.naaccr_document` reads the document."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.ingest.layouts.registries.naaccr_items import mapping_of_items, prepare_items
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.naaccr_document import DELIMITER
from nec_core.ingest.reading.options import ReadOptions

NAME = "naaccr_xml"


def knows(raw: RawTable) -> bool:
    """The cells come out of elements: no other XML is read."""
    return raw.delimiter == DELIMITER


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    return prepare_items(raw)


def mapping(raw: RawTable) -> Mapping:
    return mapping_of_items(raw, NAME).model_copy(update={"read": ReadOptions()})
