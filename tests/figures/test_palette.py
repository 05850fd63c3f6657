from __future__ import annotations

import pytest

from nec_core.figures.palette import DASHES, PALETTES, band_opacity, contrast, mix, palette_colour, readable_on


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == 1.0
    # WebAIM's contrast checker: 4.48 for #777777 on white.
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("name", ["default", "greyscale"])
def test_our_own_palettes_stand_out_from_white(name: str) -> None:
    assert all(contrast(colour, "#FFFFFF") >= 3.0 for colour in PALETTES[name])  # type: ignore[index]


def test_eight_groups_have_eight_looks() -> None:
    assert len(set(PALETTES["default"])) == 8
    assert len(set(DASHES)) == 8
    # Grey repeats; with its dashes it does not.
    assert len({(PALETTES["greyscale"][i], DASHES[i]) for i in range(8)}) == 8


def test_the_ninth_group_starts_the_palette_again() -> None:
    assert palette_colour("default", 8) == palette_colour("default", 0)


@pytest.mark.parametrize("colour", sorted({colour for palette in PALETTES.values() for colour in palette}))
def test_every_colour_becomes_readable_on_a_dark_ground(colour: str) -> None:
    assert contrast(readable_on(colour, "#0E1117", at_least=4.5), "#0E1117") >= 4.5


def test_a_colour_that_is_readable_already_stays_itself() -> None:
    assert readable_on("#F0F0F0", "#0E1117") == "#F0F0F0"


def test_mixing_goes_all_the_way() -> None:
    assert mix("#102030", "#FFFFFF", 0) == "#102030"
    assert mix("#102030", "#FFFFFF", 1) == "#FFFFFF"
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"


def test_bands_grow_fainter_when_many_lie_on_each_other() -> None:
    assert band_opacity(1) == band_opacity(3) == 0.16
    assert band_opacity(8) == pytest.approx(0.075)
