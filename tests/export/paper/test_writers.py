"""One document, written for Word and for the browser: the same parts in the same order, and nothing that acts."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pandas as pd
import pytest

from nec_core.export.paper.document import Document, Heading, Paragraph, Pictured, Points, Tabled, told
from nec_core.export.paper.web import web_bytes
from nec_core.export.paper.word import word_bytes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
HOSTILE = "<img src=http://x.test onerror=alert(1)> & \x07 “q”"


def document(name: str = "Rare tumours") -> Document:
    frame = pd.DataFrame({"Group": ["LRD", name], "n": [15, 23]})
    return Document(
        name,
        (
            Heading("Results"),
            Paragraph("Thirty-eight patients."),
            Paragraph("Groups were settled later.", "beware"),
            Tabled(f"Patients of {name}", frame, "LRD: locoregional."),
            Pictured(name, "flow", PNG, SVG, b"%PDF", 170.0, f"alt {name}"),
            Tabled("More", frame),
            Points(("one", name)),
            Paragraph("Who approved it? [author]", "gap"),
        ),
    )


def body(data: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = ElementTree.fromstring(package.read("word/document.xml")).find(f"{W}body")  # our own file
    assert found is not None
    return found


def words(element: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


class Seen(HTMLParser):
    """The text of a page, and every tag with what it names."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f"{data}\n"


def test_word_has_headings_captions_and_tables_that_can_be_edited() -> None:
    found = body(word_bytes(document()))
    lines = [words(p) for p in found.findall(f"{W}p")]
    assert lines[:4] == ["Rare tumours", "Results", "Thirty-eight patients.", "Beware: Groups were settled later."]
    assert "Table 1. Patients of Rare tumours" in lines
    assert "Figure 1. Rare tumours" in lines
    assert "Table 2. More" in lines
    first, _ = found.findall(f"{W}tbl")
    cells = [[words(c) for c in row.findall(f"{W}tc")] for row in first.findall(f"{W}tr")]
    assert cells == [["Group", "n"], ["LRD", "15"], ["Rare tumours", "23"]]
    assert first.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    assert [d.get("descr") for d in found.iter(DRAWN)] == ["alt Rare tumours"]
    assert [words(r) for r in found.iter(f"{W}r") if r.find(f"{W}rPr/{W}highlight") is not None] == [
        "Who approved it? [author]"
    ]


def test_the_page_has_the_same_parts_and_asks_for_nothing() -> None:
    seen = Seen(web_bytes(document()))
    for said in ("Thirty-eight patients.", "Table 1.", "Patients of Rare tumours", "LRD: locoregional.", "Figure 1."):
        assert said in seen.text
    assert [t for t, _ in seen.tags if t in ("h1", "h2", "table", "figure")] == ["h1", "h2", "table", "figure", "table"]
    named = [v for _, attributes in seen.tags for k, v in attributes.items() if k in ("src", "href") and v]
    assert named
    assert all(v.startswith("data:") for v in named)
    policy = next(a["content"] for t, a in seen.tags if t == "meta" and "http-equiv" in a)
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_a_name_that_would_act_is_text_in_both() -> None:
    plain = " ".join(HOSTILE.replace("\x07", "").split())
    found = body(word_bytes(document(HOSTILE)))
    assert words(found.findall(f"{W}p")[0]) == plain
    data = web_bytes(document(HOSTILE))
    assert b"<img src=http" not in data
    assert "onerror" in Seen(data).text


@pytest.mark.parametrize("write", [word_bytes, web_bytes])
def test_the_same_document_gives_the_same_bytes(write: type) -> None:
    assert write(document()) == write(document())


def test_word_s_file_tells_nobody_and_no_day() -> None:
    with zipfile.ZipFile(io.BytesIO(word_bytes(document()))) as package:
        core = package.read("docProps/core.xml").decode()
        assert {i.date_time for i in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert re.search(r"<dc:creator>[^<]", core) is None
    assert "2000-01-01" in core
    assert "python-docx" not in core


def test_what_says_nothing_is_left_out() -> None:
    empty = [Paragraph(" "), Points(()), Tabled("x", pd.DataFrame({"a": []})), None]
    assert told(empty) == ()
    assert len(told([*empty, Heading("x")])) == 1
