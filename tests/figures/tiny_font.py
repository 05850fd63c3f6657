"""Fonts of a few characters, made for a test, in a folder that stands for the system's."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

from nec_core.figures import system_font


def tiny_font(path: Path, characters: str, *, truetype: bool = True, name: str = "Tiny Sans") -> Path:
    """A font whose every character is the same square, written to `path`."""
    glyphs = {f"uni{ord(char):04X}": char for char in characters}
    order = [".notdef", *glyphs]
    builder = FontBuilder(1000, isTTF=truetype)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(char): glyph for glyph, char in glyphs.items()})
    pens = [TTGlyphPen(None) if truetype else T2CharStringPen(1000, None) for _ in order]
    for pen in pens:
        pen.moveTo((100, 0))
        for corner in ((100, 800), (900, 800), (900, 0)):
            pen.lineTo(corner)
        pen.closePath()
    if truetype:
        builder.setupGlyf({glyph: pen.glyph() for glyph, pen in zip(order, pens, strict=True)})
    else:
        outlines = {glyph: pen.getCharString() for glyph, pen in zip(order, pens, strict=True)}
        builder.setupCFF("TinySans", {"FullName": name}, outlines, {})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": "TinySans"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.save(path)
    return path


def only_fonts_of(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The computer has the fonts of this folder and no others; forgets what was found before."""
    monkeypatch.setattr(system_font, "_folders", lambda: (folder,))
    monkeypatch.setattr(system_font, "_files", system_font._files.__wrapped__)
