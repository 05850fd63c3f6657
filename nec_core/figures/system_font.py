"""Fonts of the computer, for names in scripts that the shipped fonts lack: Chinese, Japanese and Korean.

They take many megabytes and are not shipped. Only files of known names in the system's own folders of fonts are opened,
nothing is asked of another program, and nothing is written. Another computer may have another font and then draws other
bytes: the font's name and digest stand in the figure's metadata. Arabic and Hebrew need none of it: DejaVu Sans has
them, and matplotlib shapes and orders them.
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from nec_core.errors import PlanError
from nec_core.figures import plotting_library
from nec_core.figures.font import not_shipped

Language = Literal["zh", "ja", "ko"]

# Files by their names, the best first; a Han character looks different in each language. Fonts with TrueType outlines
# stand before those with PostScript's, which a PDF can hold as Type 3 only.
_OF_LANGUAGE: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "msyh.ttc", "msyh.ttf", "simhei.ttf", "simsun.ttc", "STHeiti Light.ttc", "NotoSansSC-Regular.ttf",
        "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "PingFang.ttc",
        "Hiragino Sans GB.ttc", "NotoSansSC-Regular.otf", "NotoSansCJKsc-Regular.otf", "SourceHanSansSC-Regular.otf",
    ),
    "ja": (
        "YuGothR.ttc", "meiryo.ttc", "msgothic.ttc", "NotoSansJP-Regular.ttf", "ipaexg.ttf", "ipag.ttf",
        "TakaoGothic.ttf", "VL-Gothic-Regular.ttf", "ヒラギノ角ゴシック W3.ttc", "NotoSansJP-Regular.otf",
        "NotoSansCJKjp-Regular.otf", "SourceHanSans-Regular.otf",
    ),
    "ko": (
        "malgun.ttf", "gulim.ttc", "NotoSansKR-Regular.ttf", "NanumGothic.ttf", "AppleSDGothicNeo.ttc",
        "NotoSansKR-Regular.otf", "NotoSansCJKkr-Regular.otf", "SourceHanSansK-Regular.otf",
    ),
}  # fmt: skip
_OF_ALL: Final = ("Arial Unicode.ttf", "NotoSansCJK-Regular.ttc", "NotoSansCJK.ttc", "SourceHanSans.ttc")
_FACES: Final[dict[Language, int]] = {"ja": 0, "ko": 1, "zh": 2}  # in the collections of all three
_MOST_TOLD: Final = 20
_LETTERS: Final[tuple[tuple[str, Language], ...]] = (("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("HANGUL", "ko"))


@dataclass(frozen=True)
class SystemFont:
    """A font of the computer.

    Attributes:
        path, face: the file, and which of the fonts in it.
        name: as it calls itself.
        sha256: of the file's bytes.
        characters: the code points it can draw.
        truetype: its outlines are TrueType's; else PostScript's.
    """

    path: Path
    face: int
    name: str
    sha256: str
    characters: frozenset[int]
    truetype: bool

    @property
    def family(self) -> str:
        """The name under which matplotlib finds exactly this file."""
        return f"survival figure {self.sha256[:16]} {self.face}"

    @property
    def told(self) -> str:
        """For a figure's metadata."""
        return f"{self.name}, SHA-256 {self.sha256}"


def fonts_for(text: str) -> tuple[SystemFont, ...]:
    """The fonts of this computer that draw what the shipped ones lack of `text`; as few as it takes.

    Raises:
        PlanError: none can draw some character; it names the characters, and what to install.
    """
    found, missing = _chosen(text)
    if missing:
        raise PlanError(no_font(missing))
    return found


def no_font(missing: Sequence[str]) -> str:
    """Why these characters keep a picture from paper, and what to do."""
    more = " and others" if len(missing) > _MOST_TOLD else ""
    return (
        f"No font on this computer can draw {' '.join(missing[:_MOST_TOLD])}{more} on paper. Install one that can and "
        "start the program again (Chinese, Japanese and Korean: Noto Sans CJK or WenQuanYi; on Debian and Ubuntu "
        "fonts-wqy-microhei), or give what is called so another name."
    )


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters of `text` that neither the shipped fonts nor this computer's can draw, each once, in order."""
    return _chosen(text)[1]


def register(fonts: Sequence[SystemFont]) -> None:
    """Makes them known to matplotlib under their families; a second call changes nothing."""
    from matplotlib.font_manager import FontEntry, fontManager

    known = {entry.name for entry in fontManager.ttflist}
    for font in fonts:
        # One file for both weights: a bold one is a second file of as many megabytes, and often missing.
        for weight in (400, 700) if font.family not in known else ():
            fontManager.ttflist.append(
                FontEntry(
                    fname=str(font.path), index=font.face, name=font.family, style="normal", variant="normal",
                    weight=weight, stretch="normal", size="scalable",
                )
            )  # fmt: skip


def _chosen(text: str) -> tuple[tuple[SystemFont, ...], tuple[str, ...]]:
    missing = not_shipped(text)
    found = []
    for font in _candidates(text) if missing else ():
        drawn = {char for char in missing if ord(char) in font.characters}
        if drawn:
            found.append(font)
            missing = tuple(char for char in missing if char not in drawn)
        if not missing:
            break
    return tuple(found), missing


def _candidates(text: str) -> Iterator[SystemFont]:
    """The computer's fonts, the best for this text first; a file is opened when its turn comes."""
    language = _language(text)
    files = _files()
    others = [name for of in _OF_LANGUAGE if of != language for name in _OF_LANGUAGE[of]]
    for name in (*_OF_LANGUAGE[language], *_OF_ALL, *others):
        path = files.get(name.lower())
        found = _opened(path, _FACES[language] if name in _OF_ALL else 0) if path else None
        if found is not None:
            yield found


def _language(text: str) -> Language:
    """By letters that one language alone has; Chinese where there are none."""
    names = [unicodedata.name(char, "") for char in text if ord(char) >= 0x1100]
    return next((language for letter, language in _LETTERS if any(n.startswith(letter) for n in names)), "zh")


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """Files in the folders of fonts by their names in small letters; the first of a name counts."""
    found: dict[str, Path] = {}
    for folder in _folders():
        for inside, _, names in sorted(os.walk(folder)):
            for name in names:
                # macOS takes accents apart in the names of its files.
                found.setdefault(unicodedata.normalize("NFC", name).lower(), Path(inside) / name)
    return found


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", local / "Microsoft" / "Windows" / "Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"
    shared = Path("/usr/share/fonts"), Path("/usr/local/share/fonts")
    return *shared, home / ".local" / "share" / "fonts", home / ".fonts"


@lru_cache(maxsize=64)
def _opened(path: Path, face: int) -> SystemFont | None:
    """One font of a file; None where it is none."""
    plotting_library.load()
    from matplotlib.ft2font import FT2Font

    try:
        content = path.read_bytes()
        font = FT2Font(str(path), face_index=face)
    except (OSError, RuntimeError, ValueError):  # unreadable, no font, or not as many in it
        return None
    name, digest = font.family_name, hashlib.sha256(content).hexdigest()
    return SystemFont(path, face, name, digest, frozenset(font.get_charmap()), _is_truetype(content, face))


def _is_truetype(content: bytes, face: int) -> bool:
    """By the four bytes with which the font begins; a collection says where each of its fonts begins."""
    start = struct.unpack_from(">I", content, 12 + 4 * face)[0] if content[:4] == b"ttcf" else 0
    return content[start : start + 4] != b"OTTO"
