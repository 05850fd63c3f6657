"""The document for Word: headings, captions and tables that can be edited. The same document gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import nec_core
from nec_core.export.paper.document import Document, Heading, Paragraph, Part, Pictured, Points, Tabled

_MADE = dt.datetime(2000, 1, 1)  # fixed: the same document makes the same file
_ZIP_MADE = (2000, 1, 1, 0, 0, 0)
_PAGE_MM, _MARGIN_MM = (210.0, 297.0), 20.0
_TEXT_MM = _PAGE_MM[0] - 2 * _MARGIN_MM
_WIDE = 6
"""Columns from which a table is written smaller."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def word_bytes(document: Document) -> bytes:
    """The document as a DOCX file."""
    word = docx.Document()
    _set_up(word, document.title)
    word.add_heading(_text(document.title), level=0)
    for part, number in document.numbered():
        _write(word, part, number)
    buffer = io.BytesIO()
    word.save(buffer)
    return _same_bytes(buffer.getvalue())


def _set_up(word: Any, title: str) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.last_modified_by = _text(title), "", ""
    properties.comments = f"nec_core {nec_core.__version__}"
    properties.created = properties.modified = _MADE
    section = word.sections[0]
    section.page_width, section.page_height = (Mm(x) for x in _PAGE_MM)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN_MM))
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(6)
    for level in (1, 2, 3):
        word.styles[f"Heading {level}"].font.name = "Arial"
    word.styles["Title"].font.name = "Arial"


def _write(word: Any, part: Part, number: str) -> None:
    if isinstance(part, Heading):
        word.add_heading(_text(part.text), level=part.level)
    elif isinstance(part, Paragraph):
        _paragraph(word, part)
    elif isinstance(part, Points):
        for text in part.texts:
            word.add_paragraph(_text(text), style="List Bullet")
    elif isinstance(part, Tabled):
        _table(word, part, number)
    else:
        _picture(word, part, number)


def _paragraph(word: Any, part: Paragraph) -> None:
    written = word.add_paragraph()
    if part.tone == "beware":
        written.add_run("Beware: ").bold = True
    run = written.add_run(_text(part.text))
    if part.tone == "gap":
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if part.tone == "small":
        run.font.size = Pt(8)


def _caption(word: Any, number: str, title: str) -> Any:
    written = word.add_paragraph()
    written.add_run(f"{number} ").bold = True
    written.add_run(_text(title))
    return written


def _table(word: Any, part: Tabled, number: str) -> None:
    _caption(word, number, part.title).paragraph_format.keep_with_next = True
    lines = [[str(c) for c in part.frame.columns], *(list(map(str, row)) for row in part.frame.itertuples(index=False))]
    table = word.add_table(rows=len(lines), cols=len(lines[0]))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    size = Pt(7.5 if len(lines[0]) >= _WIDE else 8.5)
    for row, cells in zip(table.rows, lines, strict=True):
        _keep_whole(row)
        for cell, text in zip(row.cells, cells, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(_text(text))
            run.font.size, run.bold = size, row is table.rows[0] or cells is lines[0]
    _rules(table)
    _repeat(table.rows[0])
    if part.note:
        note = word.add_paragraph()
        note.add_run(_text(part.note)).font.size = Pt(8)
        note.paragraph_format.space_before = Pt(3)


def _rules(table: Any) -> None:
    """Three lines, as journals have them: above and below the head, and at the end."""
    for row, edges in ((table.rows[0], ("top", "bottom")), (table.rows[-1], ("bottom",))):
        for cell in row.cells:
            properties = cell._tc.get_or_add_tcPr()
            borders = properties.find(qn("w:tcBorders"))
            if borders is None:
                borders = OxmlElement("w:tcBorders")
                properties.append(borders)
            for edge in edges:
                line = OxmlElement(f"w:{edge}")
                for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
                    line.set(qn(f"w:{name}"), value)
                borders.append(line)


def _repeat(row: Any) -> None:
    """The head stands on each page the table goes over."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _picture(word: Any, part: Pictured, number: str) -> None:
    shown = word.add_picture(io.BytesIO(part.png), width=Mm(min(part.width_mm, _TEXT_MM)))
    described = shown._inline.docPr
    described.set("descr", _text(part.alt))
    described.set("name", f"{number} {part.stem}")
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    _caption(word, number, part.title)


def _text(text: str) -> str:
    """Text on one line, of characters XML can hold."""
    return " ".join(_NO_XML.sub("", text).split())


def _same_bytes(data: bytes) -> bytes:
    """The package with fixed times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_MADE), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


__all__ = ["word_bytes"]
