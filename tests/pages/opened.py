"""The app under test, with a file already taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

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
    """All text of the page, escapes taken out."""
    parts = [*app.markdown, *app.caption, *app.warning, *app.info, *app.error, *app.title, *app.subheader]
    return _plain(parts)


def in_order(app: AppTest) -> str:
    """The text of the page's main part from top to bottom, escapes taken out."""
    return _plain([e for e in app.main if e.type in ("markdown", "caption", "alert", "warning", "info", "error")])


def _plain(elements: list[Any]) -> str:
    return "\n".join(str(e.value) for e in elements).replace("\\", "").replace("\u2060", "")
