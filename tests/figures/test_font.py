from __future__ import annotations

import pytest

from nec_core.figures.font import (
    BOLD,
    FALLBACK_FAMILY,
    FAMILY,
    REGULAR,
    drawable_text,
    fallback_file,
    not_shipped,
    register_fonts,
    text_width,
)


def test_the_shipped_fonts_are_there_with_their_licence() -> None:
    for path in (REGULAR, BOLD, fallback_file(), fallback_file(bold=True)):
        assert path.read_bytes()[:4] == b"\x00\x01\x00\x00"
    licence = (REGULAR.parent / "LICENSE-Liberation.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_a_width_is_that_of_the_fonts_own_advances() -> None:
    # Arial's metrics: H 1479, e 1139, l 455, o 1139 of 2048 units per em.
    assert text_width("Hello", 10) == pytest.approx(10 * (1479 + 1139 + 455 + 455 + 1139) / 2048, abs=0.15)
    assert text_width("Hello", 20) == pytest.approx(2 * text_width("Hello", 10))
    assert text_width("Hello", 10, bold=True) > text_width("Hello", 10)
    assert text_width("", 10) == 0


def test_characters_of_other_scripts_get_a_width_too() -> None:
    assert text_width("手術", 10) == pytest.approx(20)
    assert text_width("جراحة", 10) > 20


def test_greek_polish_arabic_and_signs_can_be_drawn() -> None:
    assert not_shipped("Łódź Ελλάδα الجراحة ≥ − – … <&$%> µ²") == ()


def test_characters_that_no_shipped_font_has_are_told_once() -> None:
    assert not_shipped("手術 and 手") == ("手", "術")


def test_control_codes_are_not_drawn() -> None:
    assert drawable_text("a\nb\x07c\td") == "a bc d"


def test_registering_twice_adds_nothing() -> None:
    from matplotlib.font_manager import FontProperties, findfont, fontManager

    register_fonts()
    count = len(fontManager.ttflist)
    register_fonts()
    assert len(fontManager.ttflist) == count
    assert findfont(FontProperties(family=[FAMILY])) == str(REGULAR)
    assert findfont(FontProperties(family=[FAMILY], weight="bold")) == str(BOLD)
    assert findfont(FontProperties(family=[FALLBACK_FAMILY])) == str(fallback_file())
    assert findfont(FontProperties(family=[FALLBACK_FAMILY], weight="bold")) == str(fallback_file(bold=True))
