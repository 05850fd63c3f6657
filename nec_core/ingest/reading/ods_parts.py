"""What an OpenDocument sheet's own XML tells beyond its cells' values: how far the cells reach, which formulas ended in
an error, and whether there is a password. Read with expat, piece by piece; a document type declaration is refused."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from nec_core.ingest.reading.workbook_parts import OddCell

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_CHUNK = 1 << 20
_LONGEST_ERROR = 40  # more is no error's name
_ERROR = re.compile(r"#(?:DIV/0!|REF!|NAME\?|NUM!|VALUE!|NULL!)|Err:\d{3}")


@dataclass
class SheetParts:
    """One sheet, counted as its cells come.

    Attributes:
        name: the sheet's.
        rows, columns: how far cells with something in them reach.
        odd: the cells whose formulas gave an error.
    """

    name: str
    rows: int = 0
    columns: int = 0
    odd: list[OddCell] = field(default_factory=list)


def is_ods(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    if "mimetype" not in names or CONTENT not in names:
        return False
    with archive.open("mimetype") as part:
        return part.read(200).startswith(_MIME)


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether the manifest says that the parts are encrypted."""
    if MANIFEST not in archive.namelist():
        return False
    with archive.open(MANIFEST) as part:
        return b"encryption-data" in part.read(_CHUNK)


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, SheetParts]:
    """Raises ValueError for what is no XML, or declares a document type."""
    seen = _Seen()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = seen.start, seen.end
    parser.CharacterDataHandler = seen.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with archive.open(CONTENT) as part:
            while piece := part.read(_CHUNK):
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError("no XML") from error
    return seen.sheets


def _refuse(*_: Any) -> None:
    raise ValueError("a document type declaration")


@dataclass
class _Seen:
    """Where the parser stands. State, because expat calls back."""

    sheets: dict[str, SheetParts] = field(default_factory=dict)
    sheet: SheetParts | None = None
    row: int = 0
    row_repeated: int = 1
    column: int = 0
    cell_repeated: int = 1
    filled: bool = False
    cell_text: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.sheet = self.sheets.setdefault(name := attributes.get("table:name", ""), SheetParts(name))
            self.row = 0
        elif tag == "table:table-row":
            self.row_repeated = _count(attributes.get("table:number-rows-repeated"))
            self.column = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.cell_repeated = _count(attributes.get("table:number-columns-repeated"))
            self.filled = "office:value-type" in attributes
            self.cell_text = "" if "table:formula" in attributes else None

    def text(self, text: str) -> None:
        if self.cell_text is not None and len(self.cell_text) < _LONGEST_ERROR:
            self.cell_text += text

    def end(self, tag: str) -> None:
        if self.sheet is None:
            return
        if tag == "table:table":
            self.sheet = None
        elif tag == "table:table-row":
            self.row += self.row_repeated
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            if self.filled:
                self.sheet.rows = max(self.sheet.rows, self.row + self.row_repeated)
                self.sheet.columns = max(self.sheet.columns, self.column + self.cell_repeated)
            said = (self.cell_text or "").strip()
            if _ERROR.fullmatch(said):
                self.sheet.odd.append(OddCell(self.row + 1, self.column, said))
            self.column += self.cell_repeated
            self.cell_text = None


def _count(text: str | None) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else 1
