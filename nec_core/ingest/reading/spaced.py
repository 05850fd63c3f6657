"""Text tables whose cells are parted by runs of spaces, as R's `write.table` and `print` and SAS's `put` write them.

Texts stand in quotation marks where they hold spaces; a quotation mark within is `\\"` or `""`. A header with one name
fewer than the rows have cells lacks that of the row names.
"""

from __future__ import annotations

import csv
import io
import re

SPACE = " "
_CELL = re.compile(r'"((?:[^"\\]|\\.|"")*)"(?=\s|$)|(\S+)')
_OTHERS = re.compile(r"[,;\t|]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.|"")*("?)')


def is_spaced(text_start: str, look_ahead: int) -> bool:
    """Whether every row has as many cells, two or more, when parted by spaces, and the header no other delimiter.

    Args:
        text_start: the beginning of the text.
        look_ahead: how many lines count.
    """
    lines = [
        line
        for line in _LINE_END.split(text_start, look_ahead)[:look_ahead]
        if line.strip() and not line.startswith("#")
    ]
    if len(lines) < 2 or _OTHERS.search(_QUOTED.sub(lambda m: "" if m[1] else m[0], lines[0])):
        return False
    head, *widths = (len(_cells(line)) for line in lines)
    return widths[0] > 1 and len(set(widths)) == 1 and head in (widths[0], widths[0] - 1)


def with_tabs(data: bytes) -> bytes:
    """The same rows with tabs between their cells, each in the line it stood in."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for line in _LINE_END.split(data.decode("utf-8", "replace")):
        writer.writerow(_cells(line))
    return out.getvalue().encode("utf-8")


def _cells(line: str) -> list[str]:
    return [bare or re.sub(r'\\"|""', '"', quoted) for quoted, bare in _CELL.findall(line)]
