"""The README tells of every layout, by its title, and of none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

from nec_core.ingest.layouts import LAYOUTS

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_every_layout_has_a_row_in_the_readme() -> None:
    table = README[README.index("| Layout | Known by |") :]
    rows = re.findall(r"^\| ([^|]+?) \|", table[: table.index("\n\n")], re.MULTILINE)[1:]
    assert sorted(rows) == sorted(layout.title for layout in LAYOUTS)
