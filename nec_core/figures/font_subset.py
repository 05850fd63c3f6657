"""Parts of fonts for PDF, made once: matplotlib takes a font apart and together again for each file, which takes longer
than all the rest of most figures, and a report bundle has a dozen.

A part holds the characters of most figures besides those asked for, so that nearly all ask for the same one. What is in
a file depends on its characters alone, never on what was drawn before: the same figure has the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from matplotlib.font_manager import FontPath

_USUAL = ("".join(map(chr, range(0x20, 0x7F))) + "·±²×", "–—‘’“”†…−≤≥χ")
"""Letters, digits and signs of figures in English: of Latin-1, and beyond, of which matplotlib makes another part."""
_NO_USE = ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "FFTM"]
"""Tables by which letters are chosen and placed: in a PDF that is done, and they are most of what a part would cost.
FFTM tells when the font was made."""


class _Part(NamedTuple):
    """As matplotlib's own: something with a `save`, and the place of each of the font's glyphs in it."""

    font: _Saved
    glyph_index_map: dict[int, int]


class _Saved:
    """A font that was saved already."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def save(self, file: io.BytesIO, **_: Any) -> None:
        file.write(self._content)


@contextmanager
def kept_parts() -> Iterator[None]:
    """Lets matplotlib's PDFs take parts of fonts from here; under the lock of drawing, since it is one for the process.

    It has no setting for it: the function that makes them is replaced for the time.
    """
    from matplotlib.backends import _backend_pdf_ps

    backend: Any = _backend_pdf_ps
    own = backend.get_glyphs_subset
    backend.get_glyphs_subset = _part_of
    try:
        yield
    finally:
        backend.get_glyphs_subset = own


def _part_of(font: FontPath, glyphs: Collection[int]) -> AbstractContextManager[_Part]:
    asked = frozenset(glyphs)
    usual = (block for block in _usual_glyphs(font.path, font.face_index) if block & asked)
    return nullcontext(_made(font.path, font.face_index, asked.union(*usual)))


@lru_cache(maxsize=16)
def _usual_glyphs(path: str, face: int) -> tuple[frozenset[int], ...]:
    from matplotlib.ft2font import FT2Font

    charmap = FT2Font(path, face_index=face).get_charmap()
    return tuple(frozenset(charmap[ord(char)] for char in block if ord(char) in charmap) for block in _USUAL)


def forget() -> None:
    """Forgets the parts made so far: of a rare script they tell which characters were drawn."""
    _made.cache_clear()


@lru_cache(maxsize=64)
def _made(path: str, face: int, glyphs: frozenset[int]) -> _Part:
    from fontTools import subset

    options = subset.Options(glyph_names=True, recommended_glyphs=True, font_number=face)
    options.drop_tables += _NO_USE
    font = subset.load_font(path, options)
    subsetter = subset.Subsetter(options=options)
    subsetter.populate(gids=glyphs)
    subsetter.subset(font)
    content = io.BytesIO()
    font.save(content, reorderTables=False)
    font.close()
    return _Part(_Saved(content.getvalue()), subsetter.glyph_index_map)


__all__ = ["forget", "kept_parts"]
