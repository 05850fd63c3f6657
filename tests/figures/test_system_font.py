"""Fonts of the computer: found by their files' names, the best for the language first, and nothing else opened."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import pytest

from nec_core.errors import PlanError
from nec_core.figures import system_font
from nec_core.figures.system_font import fonts_for, missing_characters, no_font
from tests.figures.tiny_font import only_fonts_of, tiny_font


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    only_fonts_of(monkeypatch, tmp_path)
    return tmp_path


def test_a_text_the_shipped_fonts_can_draw_needs_no_other(folder: Path) -> None:
    tiny_font(folder / "msyh.ttf", "手術A")
    assert fonts_for("Łódź الجراحة A ≥ 2") == ()


def test_a_font_of_the_computer_stands_with_its_name_and_the_digest_of_its_file(folder: Path) -> None:
    path = tiny_font(folder / "simhei.ttf", "手術", name="Tiny Hei")
    (font,) = fonts_for("手術 and 手")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (font.path, font.name, font.sha256, font.truetype) == (path, "Tiny Hei", digest, True)
    assert font.told == f"Tiny Hei, SHA-256 {digest}"
    assert missing_characters("手術 and 手") == ()


def test_what_no_font_can_draw_is_refused_with_the_characters_and_what_to_install(folder: Path) -> None:
    assert missing_characters("手術 and 手") == ("手", "術")
    tiny_font(folder / "simhei.ttf", "手")
    assert missing_characters("手術 and 手") == ("術",)
    with pytest.raises(
        PlanError, match=r"No font on this computer can draw 術 on paper\. Install .*fonts-wqy-microhei"
    ):
        fonts_for("手術 and 手")
    assert " and others on paper" in no_font(["x"] * 21)
    assert " and others" not in no_font(["x"] * 20)


@pytest.mark.parametrize(
    ("text", "file"), [("手", "msyh.ttc"), ("手かな", "meiryo.ttc"), ("手カナ", "meiryo.ttc"), ("手술", "malgun.ttf")]
)
def test_a_han_character_takes_the_font_of_the_language_beside_it(folder: Path, text: str, file: str) -> None:
    for name in ("msyh.ttc", "meiryo.ttc", "malgun.ttf"):
        tiny_font(folder / name, "手かなカナ술")
    (font,) = fonts_for(text)
    assert font.path.name == file


def test_several_fonts_are_taken_where_one_does_not_do_and_no_more(folder: Path) -> None:
    for name, characters in (("msyh.ttc", "手"), ("simsun.ttc", "手"), ("malgun.ttf", "手術한")):
        tiny_font(folder / name, characters)
    assert [f.path.name for f in fonts_for("手術")] == ["msyh.ttc", "malgun.ttf"]


def test_outlines_of_postscript_are_told_from_truetype_s(folder: Path) -> None:
    tiny_font(folder / "NotoSansSC-Regular.otf", "手", truetype=False)
    assert [f.truetype for f in fonts_for("手")] == [False]


def test_a_file_that_is_no_font_is_passed_over(folder: Path) -> None:
    (folder / "msyh.ttc").write_bytes(b"no font")
    (folder / "inside").mkdir()
    tiny_font(folder / "inside" / "SimHei.TTF", "手")
    assert [f.path.name for f in fonts_for("手")] == ["SimHei.TTF"]


def test_only_known_names_are_opened_and_nothing_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_font(folder / "simhei.ttf", "手")
    tiny_font(folder / "somebody's.ttf", "手術")
    before = sorted(folder.iterdir())
    opened: list[str] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    assert missing_characters("手術") == ("術",)
    assert opened == ["simhei.ttf"]
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("platform", "place"),
    [("win32", r"Fonts$"), ("darwin", "^/System/Library/Fonts$"), ("linux", "^/usr/share/fonts$")],
)
def test_each_system_has_its_folders(monkeypatch: pytest.MonkeyPatch, platform: str, place: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert [folder for folder in system_font._folders() if re.search(place, str(folder))]
