"""Parts of fonts are made once, and what is in a file depends on nothing but what is drawn in it."""

from __future__ import annotations

import io
import re
import zlib

import pytest
from matplotlib.backends import _backend_pdf_ps as backend
from matplotlib.ft2font import FT2Font, LoadFlags

from nec_core.export.image import render_picture
from nec_core.figures import font_subset
from nec_core.figures.drawing.marks import Page, Text
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.font import REGULAR
from nec_core.figures.paper import paper_settings


def pdf_of(text: str) -> bytes:
    page = Page(400.0, 40.0, (Text(text, 10.0, 20.0, 8.0), Text(text, 10.0, 35.0, 8.0, bold=True)))
    return render_picture(Picture("t", "s", "a", 1, "", lambda sheet: (page,)), "pdf")


def fonts_in(pdf: bytes) -> list[FT2Font]:
    """The font programs of a PDF."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            continue
        if content[:4] in (b"\x00\x01\x00\x00", b"true"):
            found.append(FT2Font(io.BytesIO(content)))
    return found


def test_figures_of_usual_letters_share_their_parts() -> None:
    font_subset.forget()
    pdf_of("Overall survival, P = .039")
    made = font_subset._made.cache_info().misses
    pdf_of("Metastatic (n = 23)")
    assert (made, font_subset._made.cache_info().misses) == (2, 2)  # regular and bold
    pdf_of("P < .05 – 95%")
    pdf_of("≥ 50% …")
    assert font_subset._made.cache_info().misses == 4  # and of both what is beyond Latin-1


def test_the_same_figure_has_the_same_bytes_whatever_was_drawn_before() -> None:
    font_subset.forget()
    first = pdf_of("Łódź")
    font_subset.forget()
    pdf_of("Ångström")
    assert pdf_of("Łódź") == first
    assert b"FontFile2" in first


def test_a_part_draws_its_letters_as_the_font_does() -> None:
    whole = FT2Font(str(REGULAR))
    flags = LoadFlags.NO_SCALE | LoadFlags.NO_HINTING
    seen: set[str] = set()
    for part in fonts_in(pdf_of("Łódź")):
        for char in "AgŁó½" if part.style_name == "Regular" else "":
            if (place := part.get_charmap().get(ord(char))) is not None:
                shapes = [
                    (font.load_glyph(glyph, flags=flags).horiAdvance, font.get_path()[0].tolist())
                    for font, glyph in ((part, place), (whole, whole.get_charmap()[ord(char)]))
                ]
                assert shapes[0] == shapes[1]
                seen.add(char)
    assert seen == {"A", "g", "Ł", "ó"}  # the usual ones, and what is drawn; no others


def test_matplotlib_has_its_own_function_again_be_it_after_a_failure() -> None:
    own = backend.get_glyphs_subset
    with pytest.raises(ZeroDivisionError), paper_settings():
        assert backend.get_glyphs_subset is not own
        raise ZeroDivisionError
    assert backend.get_glyphs_subset is own
