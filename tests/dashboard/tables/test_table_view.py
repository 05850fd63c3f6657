"""Every table of a page is drawn the same way, and its files hold what it shows and the same unrounded."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.tables import table_view
from dashboard.tables.table_html import Looks
from tests.pages.opened import tables

ROOT = Path(__file__).parent.parent.parent.parent


def test_it_is_shown_with_a_button_to_copy_it_and_its_files() -> None:
    def page() -> None:
        import pandas as pd

        from dashboard.tables.table_view import show_table

        show_table(pd.DataFrame({"Group": ["a"], "n": [3]}), "Groups", ("Groups", "groups"))
        show_table(pd.DataFrame({"Group": ["b"], "n": [4]}), "Rows")

    app = AppTest.from_function(page).run()
    assert not app.exception
    assert [t.to_numpy().tolist() for t in tables(app)] == [[["a", "3"]], [["b", "4"]]]
    assert [e.proto.body.count("copy-table") for e in app.get("html")] == [0, 1, 0, 1]
    assert [b.proto.label for b in app.get("download_button")] == ["Groups, CSV", "Groups, XLSX"]


def test_a_workbook_holds_the_table_and_what_it_was_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {}
    monkeypatch.setattr(table_view, "offer", lambda label, make, *_, **__: made.update({label: make}))
    shown = pd.DataFrame({"a": ["=1"], "b": ["33%"]})
    table_view.show_table(shown, "x", ("Shares", "x"), further=lambda: {"Unrounded": pd.DataFrame({"b": [1 / 3]})})
    book = openpyxl.load_workbook(io.BytesIO(made["Shares, XLSX"]()))
    assert {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book} == {
        "Shares": [["a", "b"], ["'=1", "33%"]],
        "Unrounded": [["b"], [1 / 3]],
    }
    assert made["Shares, CSV"]().decode("utf-8-sig") == '"a","b"\r\n"\'=1","33%"\r\n'


def test_the_files_of_a_table_carry_its_footnote(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {}
    monkeypatch.setattr(table_view, "offer", lambda label, make, *_, **__: made.update({label: make}))
    table_view.show_table(pd.DataFrame({"a": ["33%"]}), "x", ("Shares", "x"), Looks(note="NE: not estimable."))
    book = openpyxl.load_workbook(io.BytesIO(made["Shares, XLSX"]()))
    assert [[c.value for c in row] for row in book["Shares"].iter_rows()] == [
        ["a"], ["33%"], [None], ["NE: not estimable."],
    ]  # fmt: skip
    assert made["Shares, CSV"]().decode("utf-8-sig").splitlines() == ['"a"', '"33%"', "", '"NE: not estimable."']


def test_no_table_is_painted_but_where_people_edit() -> None:
    painted = [
        f"{path.name}: {node.attr}"
        for folder in ("dashboard", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st" and node.attr in ("dataframe", "table")
    ]
    assert painted == []
