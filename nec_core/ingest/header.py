"""Which of a table's first rows holds the headers: below titles and comments, above the data."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER_OR_DATE = re.compile(r"[-+]?[\d.,/:% -]+(?:[eE][-+]?\d+)?")


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The headers' row counted from 1; 0 when no row looks like one.

    A header row fills at least half of the width the data have and is mostly words. Rows that start with # (as
    cBioPortal's do) and rows of a single cell (titles) are passed over.
    """
    width = max((_filled(r) for r in rows), default=0)
    if width == 0:
        return 0
    for i, row in enumerate(rows, start=1):
        if not row or row[0].lstrip().startswith("#"):
            continue
        filled = [c.strip() for c in row if c.strip()]
        if len(filled) < max(1, width / 2) or (width > 1 and len(filled) < 2):
            continue
        words = sum(not _NUMBER_OR_DATE.fullmatch(c) for c in filled)
        if words >= 0.7 * len(filled):
            return i
        if words < 0.5 * len(filled):
            return 0  # data have begun and no header was met
    return 0


def _filled(row: Sequence[str]) -> int:
    return sum(bool(c.strip()) for c in row)
