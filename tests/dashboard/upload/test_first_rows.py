"""The first rows as an HTML table: what each column is taken as, and nothing of the file that could be markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboard.upload import first_rows
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import open_table
from nec_core.ingest.raw_table import RawTable

DATA = "id,phone,months,dead,sex,ward,size\n" + "".join(
    f"P{i},030 1234{i},{i},{i % 2},female,w{i % 3},{i}\n" for i in range(30)
)
TARGETS = ("patient_id", "drop", "time:os", "event:os", "sex", "extra", "extra")


class _Read(HTMLParser):
    """What a table says, as a screen reader has it: (tag, scope, class, text) of every cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str | None, str | None, str]]] = []
        self.others: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            found = dict(attrs)
            self.rows[-1].append((tag, found.get("scope"), found.get("class"), ""))
        else:
            self.others.add(tag)

    def handle_data(self, data: str) -> None:
        tag, scope, kind, text = self.rows[-1][-1]
        self.rows[-1][-1] = (tag, scope, kind, text + data)


def _made(data: str = DATA, targets: tuple[str, ...] = TARGETS) -> tuple[RawTable, Mapping]:
    raw = open_table(data.encode(), "x.csv")[0]
    columns = [ColumnMapping(column=c, target=t) for c, t in zip(raw.columns, targets, strict=True)]
    columns = [c.model_copy(update={"unit": "months"}) if c.is_time else c for c in columns]
    columns[-1] = columns[-1].model_copy(update={"extra_kind": "number"}) if targets[-1] == "extra" else columns[-1]
    return raw, Mapping(columns=tuple(columns))


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("patient_id", "identifier"), ("time:os", "outcome"), ("event:pfs", "outcome"), ("time_of_event:os", "outcome"),
        ("diagnosis_date", "outcome"), ("resection_date", "outcome"), ("vital_status", "outcome"),
        ("progression", "outcome"), ("sex", "field"), ("age_years", "field"), ("extra", "extra"), ("drop", "out"),
    ],
)  # fmt: skip
def test_a_column_is_of_one_of_five_kinds(target: str, kind: str) -> None:
    assert first_rows.taken(ColumnMapping(column="x", target=target)) == kind


def test_each_cell_stands_under_its_column_s_name_and_what_it_is_taken_as() -> None:
    table = _Read(first_rows.table_html(*_made(), 20))
    names, meanings, *rows = table.rows
    assert [text for *_, text in names] == ["Row", "id", "phone", "months", "dead", "sex", "ward", "size"]
    assert [text for *_, text in meanings] == [
        "Taken as", "Patient ID", "left out", "Overall survival: time, in months", "Overall survival: event", "Sex",
        "variable of its own", "variable of its own, a number",
    ]  # fmt: skip
    assert {scope for _, scope, *_ in names + meanings[1:]} == {"col"}
    assert {row[0][1] for row in rows} == {"row"}
    assert len(rows) == 20
    assert [text for *_, text in rows[3]] == ["5", "P3", "left out", "3", "1", "female", "w0", "3"]
    kinds = [None, "identifier", "out", "outcome", "outcome", "field", "extra", "extra"]
    for line in table.rows:
        assert [kind for _, _, kind, _ in line] == [k and f"as-{k}" for k in kinds]


def test_cells_of_a_column_left_out_are_not_shown() -> None:
    assert "030" not in first_rows.table_html(*_made(), 20)


def test_what_the_file_holds_is_text_and_no_markup() -> None:
    hostile = 'id,"<b>x</b>&"\n"<script>alert(1)</script>","""><img src=x onerror=alert(1)>\u202e"\n'
    made = _made(hostile, ("patient_id", "extra"))
    shown = first_rows.table_html(*made, 1)
    assert _Read(shown).others == {"div", "table", "thead", "tbody"}
    assert "&lt;b&gt;x&lt;/b&gt;&amp;" in shown
    assert "<script" not in shown
    assert "<img" not in shown
    assert "\u202e" not in shown


def test_long_cells_are_cut() -> None:
    shown = first_rows.table_html(*_made(f"id,note\nP1,{'a' * 90}\n", ("patient_id", "extra")), 1)
    assert "a" * 39 + "…</td>" in shown
    assert "a" * 40 not in shown


def test_the_legend_names_what_is_there_with_its_number() -> None:
    legend = re.sub("<[^>]+>", "|", first_rows.legend_html(_made()[1]))
    assert [part.strip() for part in legend.split("|") if part.strip()] == [
        "Identifier", "(1)", "Time, event or date", "(2)", "Field of the record", "(1)", "Variable of its own", "(2)",
        "Left out", "(1)",
    ]  # fmt: skip
    few = first_rows.legend_html(_made("id,sex\nP1,f\n", ("patient_id", "sex"))[1])
    assert "Left out" not in few


def test_every_kind_has_a_tint_in_the_style_sheet() -> None:
    text = (Path(first_rows.__file__).parent.parent / "style.css").read_text(encoding="utf-8")
    assert [kind for kind in first_rows.LEGEND if f".as-{kind} {{ --tint:" not in text] == []
