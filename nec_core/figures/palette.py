"""Colours and line styles of the curves, and what a background does to them."""

from __future__ import annotations

from typing import Final, Literal

PaletteName = Literal["default", "greyscale", "nejm", "lancet", "jco", "jama"]

# "default" starts with Okabe and Ito's colours that reach 3:1 on white (their orange, sky blue and yellow do
# not) and goes on with darker hues that stay apart from them under the three colour blindnesses.
# The journals' colours are those of their figures as collected by Xiao N, R package ggsci (pal_nejm, pal_lancet,
# pal_jco, pal_jama), the first eight of each; some stay below 3:1 on white, which is the journal's choice and not ours.
PALETTES: Final[dict[PaletteName, tuple[str, ...]]] = {
    "default": ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#5B3A9B", "#8A6A00", "#222222", "#858585"),
    "greyscale": ("#000000", "#7A7A7A", "#404040", "#8C8C8C", "#000000", "#7A7A7A", "#404040", "#8C8C8C"),
    "nejm": ("#BC3C29", "#0072B5", "#E18727", "#20854E", "#7876B1", "#6F99AD", "#FFDC91", "#EE4C97"),
    "lancet": ("#00468B", "#ED0000", "#42B540", "#0099B4", "#925E9F", "#FDAF91", "#AD002A", "#ADB6B6"),
    "jco": ("#0073C2", "#EFC000", "#868686", "#CD534C", "#7AA6DC", "#003C67", "#8F7700", "#3B3B3B"),
    "jama": ("#374E55", "#DF8F44", "#00A1D5", "#B24745", "#79AF97", "#6A6599", "#80796B"),
}

Dash = tuple[float, ...]

# On and off lengths in line widths; () is a solid line. Even the shortest gap stays visible at 89 mm.
DASHES: Final[tuple[Dash, ...]] = (
    (),
    (5.0, 2.0),
    (1.2, 1.5),
    (7.0, 1.8, 1.2, 1.8),
    (10.0, 3.0),
    (3.0, 1.5),
    (7.0, 1.6, 1.2, 1.6, 1.2, 1.6),
    (12.0, 2.0, 3.0, 2.0),
)

GRAPHIC_CONTRAST: Final = 3.0  # WCAG 2.2, 1.4.11: lines that carry meaning


def palette_colour(name: PaletteName, index: int) -> str:
    """The colour of the group at `index`; palettes start again when they run out."""
    colours = PALETTES[name]
    return colours[index % len(colours)]


def palette_dash(name: PaletteName, index: int) -> Dash:
    """The line style of the group at `index`: each round of the palette's colours begins one style further on."""
    round_, place = divmod(index, len(PALETTES[name]))
    return DASHES[(place + round_) % len(DASHES)]


def band_opacity(groups: int) -> float:
    """Opacity of a confidence band: the more bands lie on each other, the fainter each is."""
    return min(0.16, 0.6 / groups)


def pale(colour: str, ground: str) -> str:
    """The colour of a curve's tail, where few are left at risk: still its group's, but not to be leant on."""
    return mix(colour, ground, 0.5)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two "#rrggbb" colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable_on(colour: str, background: str, *, at_least: float = GRAPHIC_CONTRAST) -> str:
    """`colour`, mixed with white just as far as it takes to stand out from a dark background.

    A grey is turned round first: what is blackest on white becomes whitest, or dark would make all greys alike.
    """
    red, green, blue = rgb(colour)
    if red == green == blue:
        colour = f"#{255 - red:02X}" + 2 * f"{255 - red:02X}"
    for share in range(0, 101, 5):
        mixed = mix(colour, "#FFFFFF", share / 100)
        if contrast(mixed, background) >= at_least:
            return mixed
    return "#FFFFFF"


def mix(colour: str, other: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from `colour` to `other`."""
    pairs = zip(rgb(colour), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def rgb(colour: str) -> tuple[int, int, int]:
    """The three channels, 0 to 255, of a "#rrggbb" colour."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
