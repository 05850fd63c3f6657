"""A document before anybody has written it: its parts in order, each of a kind that every writer knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Tone = Literal["plain", "beware", "gap", "small"]


@dataclass(frozen=True)
class Heading:
    """Of level 1 (a section) to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Text. `beware` is a serious warning, `gap` is what only the author can write, `small` a note."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Points:
    """A list, a point a line."""

    texts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Tabled:
    """A table to read: cells as text.

    Attributes:
        title: its caption, behind "Table 1."
        frame: header and cells.
        note: under it: abbreviations and what was done.
    """

    title: str
    frame: pd.DataFrame
    note: str = ""


@dataclass(frozen=True)
class Pictured:
    """A picture.

    Attributes:
        title: its caption, behind "Figure 1."
        stem: of its files' names.
        png, svg, pdf: the same picture; png with 300 dots per inch.
        width_mm: of the picture.
        alt: for those who do not see it.
    """

    title: str
    stem: str
    png: bytes
    svg: bytes
    pdf: bytes
    width_mm: float
    alt: str


Part = Heading | Paragraph | Points | Tabled | Pictured


@dataclass(frozen=True, eq=False)
class Document:
    """A whole document.

    Attributes:
        title: on top.
        parts: in order.
    """

    title: str
    parts: tuple[Part, ...]

    def numbered(self) -> Iterator[tuple[Part, str]]:
        """Each part with the words before its caption: "Table 1.", "Figure 1.", "" for what has none."""
        tables = figures = 0
        for part in self.parts:
            tables += isinstance(part, Tabled)
            figures += isinstance(part, Pictured)
            said = f"Table {tables}." if isinstance(part, Tabled) else ""
            yield part, f"Figure {figures}." if isinstance(part, Pictured) else said


def told(parts: Sequence[Part | None]) -> tuple[Part, ...]:
    """Those that say something: no empty text, table or list."""
    return tuple(p for p in parts if p is not None and not _is_empty(p))


def _is_empty(part: Part) -> bool:
    if isinstance(part, Tabled):
        return not len(part.frame)
    if isinstance(part, Points):
        return not part.texts
    return isinstance(part, Paragraph) and not part.text.strip()


__all__ = ["Document", "Heading", "Paragraph", "Part", "Pictured", "Points", "Tabled", "Tone", "told"]
