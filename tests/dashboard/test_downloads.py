"""Files to take away: one button everywhere, names every system takes, and the kind of file by its ending."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.downloads import FIGURE_FILES, mime, safe_stem

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("numbers.csv", "text/csv"),
        ("Figure.PDF", "application/pdf"),
        ("a.b.zip", "application/zip"),
        ("extract_corrected.dat", "application/octet-stream"),
    ],
)
def test_the_ending_tells_the_kind_of_file(name: str, kind: str) -> None:
    assert mime(name) == kind


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("os_by_stage", "os_by_stage"),
        ("dfs_by_../../Überleben <b>", "dfs_by________berleben__b_"),
        ("a\nb\u202e\x00.csv", "a_b___csv"),
        ("x" * 61, "x" * 60),
    ],
)
def test_a_stem_holds_only_what_every_system_takes_and_is_short(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


def test_a_file_is_not_made_before_its_button_is_pressed() -> None:
    def page() -> None:
        from dashboard.downloads import offer

        def make() -> bytes:
            raise AssertionError("made too early")

        offer("Numbers, CSV", make, "numbers.csv")

    app = AppTest.from_function(page).run()
    assert not app.exception
    (button,) = app.get("download_button")
    assert (button.proto.label, button.proto.ignore_rerun) == ("Numbers, CSV", True)
    assert button.proto.id.endswith("-download Numbers, CSV")


def test_every_file_is_offered_by_the_one_button() -> None:
    spelled = [
        path.name
        for folder in ("dashboard", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "download_button"
    ]
    assert spelled == ["downloads.py"]


def test_every_ending_that_is_offered_is_known() -> None:
    endings = {
        str(part.value).rpartition(".")[2]
        for folder in ("dashboard", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "offer"
        for part in ast.walk(call.args[2])
        if isinstance(part, ast.Constant) and "." in str(part.value)[:-1]
    }
    assert endings >= {"csv", "json", "xlsx", "zip"}
    endings |= {format_name for _, format_name, _ in FIGURE_FILES}
    assert all(mime(f"x.{ending}") != "application/octet-stream" for ending in endings)
