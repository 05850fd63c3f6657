"""The fonts of the figure, and how wide and whether they can draw a text.

Liberation Sans (SIL Open Font License, shipped beside this file) has the metrics of Arial, which most
journals ask for, so a width measured here also holds for Arial or Helvetica in a browser. What it lacks
(Arabic, Hebrew, many symbols) is drawn with DejaVu Sans from matplotlib's own data folder. Both are the same
files on every machine, unlike whatever the system calls "Arial". What both lack (Chinese, Japanese, Korean) is
drawn with a font of the system (`system_font`).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nec_core.figures import plotting_library

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_FOLDER: Final = Path(__file__).parent / "fonts"
REGULAR: Final = _FOLDER / "LiberationSans-Regular.ttf"
BOLD: Final = _FOLDER / "LiberationSans-Bold.ttf"

# Names under which matplotlib finds exactly our files, never a system font that happens to share the name.
FAMILY: Final = "survival figure"
FALLBACK_FAMILY: Final = "survival figure fallback"
# On screen: fonts with the same metrics on Windows and macOS, on Linux, and on Android.
SCREEN_STACK: Final = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"

_MEASURED_AT: Final = 100


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line in the unit of `size` (the em), by the font's own advances."""
    return _width_at_100(text, bold) * size / _MEASURED_AT


@lru_cache(maxsize=4096)
def _width_at_100(text: str, bold: bool) -> float:
    drawn = "".join(char for char in text if _has_known_width(char))
    # Characters of other fonts: East Asian ones fill the em, the rest are as wide as DejaVu's average.
    others = sum(
        1.0 if unicodedata.east_asian_width(char) in "WF" else 0.65
        for char in text
        if not _has_known_width(char) and not unicodedata.combining(char)
    )
    return float(_face(bold).getlength(drawn)) + others * _MEASURED_AT


def forget_texts() -> None:
    """Forgets the texts measured so far."""
    _width_at_100.cache_clear()


def _has_known_width(char: str) -> bool:
    # Latin, Greek, Cyrillic, punctuation and mathematical signs. Asking the font itself would import
    # matplotlib, for which the first curve on the screen should not wait.
    return ord(char) < 0x0530 or 0x1E00 <= ord(char) < 0x2300


@lru_cache(maxsize=2)
def _face(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    # Basic layout: kerning aside the same widths, and no need for a shaping library.
    return ImageFont.truetype(str(BOLD if bold else REGULAR), _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4)
def characters(path: Path) -> frozenset[int]:
    """The code points a font file can draw."""
    plotting_library.load()
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(path)).get_charmap())


def not_shipped(text: str) -> tuple[str, ...]:
    """The characters of `text` that none of the shipped fonts can draw, each once, in order."""
    drawable = characters(REGULAR) | characters(fallback_file())
    return tuple(dict.fromkeys(char for char in text if ord(char) not in drawable and not _invisible(char)))


def drawable_text(text: str) -> str:
    """`text` without control codes."""
    return "".join(" " if char in "\n\r\t" else char for char in text if char in "\n\r\t" or not _invisible(char))


def fallback_file(*, bold: bool = False) -> Path:
    """DejaVu Sans as matplotlib ships it."""
    plotting_library.load()
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


def register_fonts() -> None:
    """Makes the four files known to matplotlib under our family names; a second call changes nothing."""
    plotting_library.load()
    from matplotlib.font_manager import FontEntry, fontManager

    if any(entry.name == FAMILY for entry in fontManager.ttflist):
        return
    files = (
        (REGULAR, FAMILY, 400),
        (BOLD, FAMILY, 700),
        (fallback_file(), FALLBACK_FAMILY, 400),
        (fallback_file(bold=True), FALLBACK_FAMILY, 700),
    )
    for path, name, weight in files:
        fontManager.ttflist.append(
            FontEntry(
                fname=str(path),
                name=name,
                style="normal",
                variant="normal",
                weight=weight,
                stretch="normal",
                size="scalable",
            )
        )


def _invisible(char: str) -> bool:
    # Control codes have no glyph. Format characters that guide Arabic and Hebrew (joiners, marks) are kept:
    # the shaping engine eats them.
    return unicodedata.category(char) == "Cc"
