"""matplotlib leaves nothing on the computer, wherever it is first asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FIRST = {
    "drawing": "from nec_core.export import image; image._open_everything()",
    "asking what a font can draw": "from nec_core.figures import font; assert font.not_shipped('手') == ('手',)",
}


def left_behind(code: str, home: Path, **environment: str) -> list[str]:
    """What stands in home and in the folder for temporary files after a program that has neither used before."""
    temporary = home / "tmp"
    temporary.mkdir()
    own = {k: v for k, v in os.environ.items() if not k.startswith(("MPL", "XDG_"))}
    places = {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home), "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, env=own | places | environment)
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path != temporary)


@pytest.mark.parametrize("code", FIRST.values(), ids=FIRST)
def test_nothing_is_left_in_the_home_of_who_never_used_it(code: str, tmp_path: Path) -> None:
    assert left_behind(code, tmp_path) == []


def test_who_said_where_its_files_belong_is_obeyed(tmp_path: Path) -> None:
    there = tmp_path / "there"
    left = left_behind(FIRST["asking what a font can draw"], tmp_path, MPLCONFIGDIR=str(there))
    assert "there" in left
