"""The app under test, with a file already taken in."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "sample_data" / "anorectal_nec_38.csv"
LATE_SURGERY = ROOT / "sample_data" / "late_surgery.csv"


def opened(page: str | None = None, file: Path | None = None, data: bytes | None = None) -> AppTest:
    """The app at a page ("survival_curves.py"), with a file or these bytes uploaded."""
    app = AppTest.from_file(str(ROOT / "pages" / "_router.py"), default_timeout=60)
    app.run()
    if file is not None or data is not None:
        content = data if data is not None else Path(str(file)).read_bytes()
        name = file.name if file else "made.csv"
        app.file_uploader[0].set_value((name, content, "text/csv")).run()
    if page:
        app.switch_page(page).run()
    assert not app.exception
    return app


def markdown(app: AppTest) -> str:
    """All text of the page, escapes taken out, but for its tables; their notes are text."""
    parts = [*app.markdown, *app.caption, *app.warning, *app.info, *app.error, *app.title, *app.header, *app.subheader]
    return "\n".join([_plain(parts), *(table.note for table in _read(app))])


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of the page, from top to bottom: what is seen of them, every cell as text."""
    return [pd.DataFrame(table.lines[1:], columns=table.lines[0], dtype=object) for table in _read(app)]


def summary(app: AppTest) -> pd.DataFrame:
    """The first table of the survival page, a line per group: the page has few groups beside each other."""
    found = next(t for t in tables(app) if t.columns[0] == "Group")
    return found if "n" in found else found.set_index("Group").T.rename_axis("Group").reset_index()


def rows_of_table_one(app: AppTest) -> Multiselect:
    """Where the rows of Table 1 are picked."""
    return next(box for box in app.multiselect if box.label == "Variables of Table 1")


class _Table(HTMLParser):
    """What is seen of a table in HTML: its lines, the head first, and its note."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines: list[list[str]] = []
        self.note = ""
        self._where = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.lines.append([])
        elif tag in ("th", "td"):
            self.lines[-1].append("")
        if tag in ("th", "td", "span", "style", "caption", "p", "button"):
            self._where = f"{tag} {dict(attrs).get('class') or ''}"

    def handle_endtag(self, tag: str) -> None:
        self._where = ""

    def handle_data(self, data: str) -> None:
        if self._where.startswith(("th", "td")):
            self.lines[-1][-1] += data
        elif "table-note" in self._where:
            self.note += data


def _read(app: AppTest) -> list[_Table]:
    bodies = [element.proto.body for element in app.get("html")]
    return [_Table(body) for body in bodies if '<table class="table' in body]


def in_order(app: AppTest) -> str:
    """The text of the page's main part from top to bottom, escapes taken out."""
    return _plain([e for e in app.main if e.type in ("markdown", "caption", "alert", "warning", "info", "error")])


def _plain(elements: list[Any]) -> str:
    return "\n".join(str(e.value) for e in elements).replace("\\", "").replace("\u2060", "")
