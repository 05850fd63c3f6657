from __future__ import annotations

import pytest

from nec_core.figures.palette import (
    DASHES,
    PALETTES,
    PaletteName,
    band_opacity,
    contrast,
    mix,
    palette_colour,
    palette_dash,
    readable_on,
)


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
    assert readable_on("#F0F0E0", "#0E1117") == "#F0F0E0"


def test_greys_stay_apart_on_a_dark_ground() -> None:
    assert readable_on("#000000", "#0E1117") == "#FFFFFF"
    assert readable_on("#404040", "#0E1117") == "#BFBFBF"
    first, second = (readable_on(grey, "#0E1117", at_least=4.5) for grey in PALETTES["greyscale"][:2])
    assert contrast(first, second) > 3


def test_the_journals_colours_are_those_collected_by_ggsci() -> None:
    # R/palettes.R of github.com/nanxstats/ggsci: NEJM, Lancet Oncology, JCO and JAMA.
    assert PALETTES["nejm"] == (
        "#BC3C29", "#0072B5", "#E18727", "#20854E", "#7876B1", "#6F99AD", "#FFDC91", "#EE4C97",
    )  # fmt: skip
    assert PALETTES["lancet"] == (
        "#00468B", "#ED0000", "#42B540", "#0099B4", "#925E9F", "#FDAF91", "#AD002A", "#ADB6B6",
    )  # fmt: skip
    assert PALETTES["jco"] == (
        "#0073C2", "#EFC000", "#868686", "#CD534C", "#7AA6DC", "#003C67", "#8F7700", "#3B3B3B",
    )  # fmt: skip
    assert PALETTES["jama"] == ("#374E55", "#DF8F44", "#00A1D5", "#B24745", "#79AF97", "#6A6599", "#80796B")


def test_mixing_goes_all_the_way() -> None:
    assert mix("#102030", "#FFFFFF", 0) == "#102030"
    assert mix("#102030", "#FFFFFF", 1) == "#FFFFFF"
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"


def test_bands_grow_fainter_when_many_lie_on_each_other() -> None:
    assert band_opacity(1) == band_opacity(3) == 0.16
    assert band_opacity(8) == pytest.approx(0.075)


@pytest.mark.parametrize("name", sorted(PALETTES))
def test_twelve_groups_have_twelve_looks(name: PaletteName) -> None:
    assert len({(palette_colour(name, g), palette_dash(name, g)) for g in range(12)}) == 12
    assert palette_dash(name, 0) == ()
