"""What the browser is given arrives: Streamlit drops a script or sheet in which a tag seems to begin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "dashboard"
FILES = sorted([*FOLDER.rglob("*.js"), *FOLDER.rglob("*.css")])


def tags(text: str) -> list[str]:
    """What DOMPurify takes for the beginning of a tag inside a script or a sheet."""
    return re.findall(r"<[/\w!]", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_tag_begins_in_a_script_or_a_sheet(path: Path) -> None:
    assert tags(path.read_text(encoding="utf-8")) == []


def test_a_planted_tag_is_found() -> None:
    assert tags("return `<tr>${cells}</tr>`") == ["<t", "</"]
    assert tags("if (left < right && left <= 3) return;") == []
    assert len(FILES) > 5
