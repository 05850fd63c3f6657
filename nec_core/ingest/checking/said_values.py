"""A mapping saved with one file and used for another can say what values mean that are not there: told before anything
is read wrongly by it."""

from __future__ import annotations

from nec_core.errors import MappingError
from nec_core.ingest.cells.normalise import missing_texts, spellings
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable

_NAMED = 3


def require_said_values(raw: RawTable, mapping: Mapping) -> None:
    """Raises MappingError when a person said what values of an outcome mean, and its column holds none of them."""
    missing = missing_texts(mapping)
    for column in mapping.columns:
        outcome = column.is_event or column.target == "vital_status"
        if not (outcome and column.is_by_hand and column.values and column.column in raw.columns):
            continue
        filled = [text for text in raw.counts(column.column) if text.casefold() not in missing]
        if filled and not any(spelling in column.values for text in filled for spelling in spellings(text)):
            said = ", ".join(f"“{text}”" for text in list(column.values)[:_NAMED])
            raise MappingError(
                f"The mapping says what {said} means in the column “{column.column}”, which holds none of these. Say "
                "what its own values mean, or read the file without this mapping."
            )
