"""Which of a table's first rows holds the headers: below titles and comments, above the data.

A header may take two rows: groups above ("Surgery" over three columns), names below ("Date", "Type", "Margin"). Such a
column is called "Surgery › Date".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER_OR_DATE = re.compile(r"[-+]?[\d.,/:% -]+(?:[eE][-+]?\d+)?")
_LIKE_THE_DATA = 10  # rows below a doubtful header that it is compared with
GROUP_MARK = " › "
_MOST_DESCRIBED = 3
_COLUMN_ID = re.compile(r'cde_id:|{"importid":')
_TYPES = frozenset(("continuous", "discrete", "string", "numeric", "categorical"))
_LEVELS = re.compile(r"\S{1,20}( \S{1,20})+")  # the values of a discrete column, as in "0 1"
_ROLES = frozenset(("meta", "class", "ignore", "target", "weight", "id"))


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The headers' row counted from 1 (the lower one of two); 0 when no row looks like one.

    A header row fills at least half of the width the data have and is mostly words. Rows that start with # (as
    cBioPortal's do) and rows of a single cell (titles) are passed over.
    """
    width = max((_filled(r) for r in rows), default=0)
    if width == 0:
        return 0
    for i, row in enumerate(rows, start=1):
        if not row or row[0].lstrip().startswith("#"):
            continue
        filled = _filled(row)
        if filled < max(1, width / 2) or (width > 1 and filled < 2):
            continue
        words = _word_share(row)
        below = rows[i : i + _LIKE_THE_DATA]
        if words < 0.5 or (words < 0.7 and words <= _mean_share(below)):
            return 0  # data have begun and no header was met
        return i + 1 if below and is_group_row(row, below[0]) else i
    return 0


def is_group_row(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether `above` groups the names in `below`: words over gaps, and every gap has its name below."""
    width = max(_width(above), _width(below))
    labels, names = _padded(above, width), _padded(below, width)
    gaps = [i for i in range(width) if not labels[i]]
    if _filled(labels) < 2 or not gaps or _filled(names) < len(gaps) or labels[0].startswith("#"):
        return False
    if _width(above) < width / 2:  # a title in two cells stands at the left
        return False
    if any(not names[i] for i in gaps) or any(_is_number(c) for c in (*labels, *names) if c):
        return False
    # under each group stand at least two names; a name beside no gap belongs to a column of its own
    starts = [i for i in range(width) if labels[i] and names[i]]
    return bool(starts) and all(i + 1 < width and not labels[i + 1] for i in starts)


def described_rows(rows: Sequence[Sequence[str]], header: int) -> int:
    """How many rows under the header describe its columns and hold no patient: types and roles as Orange writes them
    ("continuous", "meta"), and all down to a row of identifiers of the columns ("CDE_ID:2673", `{"ImportId":"Q1"}`)."""
    below = [[c.strip().casefold() for c in row if c.strip()] for row in rows[header : header + _MOST_DESCRIBED]]
    for i, cells in enumerate(below, start=1):
        if cells and sum(_COLUMN_ID.match(c) is not None for c in cells) >= len(cells) / 2:
            return i
    if not below or not set(below[0]) & _TYPES or not all(c in _TYPES or _LEVELS.fullmatch(c) for c in below[0]):
        return 0
    return 2 if len(below) > 1 and below[1] and set(below[1]) <= _ROLES else 1


def described_note(header: int, described: int) -> tuple[str, ...]:
    """That rows below the header were passed over, and why."""
    if not described:
        return ()
    rows = f"Row {header + 1}" if described == 1 else f"Rows {header + 1} to {header + described}"
    return (f"{rows} under the headers describe the columns and count as no patient{'s' * (described > 1)}.",)


def header_names(rows: Sequence[Sequence[str]], header: int) -> list[str]:
    """The header cells of row `header` (counted from 1), with their group where the row above holds groups."""
    names = [c.strip() for c in rows[header - 1]]
    if header < 2 or not is_group_row(rows[header - 2], names):
        return names
    width = max(_width(rows[header - 2]), len(names))
    labels, names = _padded(rows[header - 2], width), _padded(names, width)
    out, group = [], ""
    for label, name in zip(labels, names, strict=True):
        if label:
            group = label if name else ""
        out.append(f"{group}{GROUP_MARK}{name}" if group and name else name or label)
    return out


def _word_share(row: Sequence[str]) -> float:
    filled = [c for c in row if c.strip()]
    return sum(not _is_number(c) for c in filled) / len(filled)


def _mean_share(rows: Sequence[Sequence[str]]) -> float:
    shares = [_word_share(r) for r in rows if _filled(r)]
    return sum(shares) / len(shares) if shares else 0.0


def _is_number(cell: str) -> bool:
    return _NUMBER_OR_DATE.fullmatch(cell.strip()) is not None


def _filled(row: Sequence[str]) -> int:
    return sum(bool(c.strip()) for c in row)


def _width(row: Sequence[str]) -> int:
    return max((i for i, c in enumerate(row, start=1) if c.strip()), default=0)


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [row[i].strip() if i < len(row) else "" for i in range(width)]
