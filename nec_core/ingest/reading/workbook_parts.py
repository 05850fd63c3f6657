"""What a workbook's own XML tells beyond its cells' values: formulas that ended in an error or were never computed, and
from when it counts its days. Read with regular expressions: nothing in it is expanded, nothing fetched."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import IO

_CHUNK = 1 << 22
_OVERLAP = 1 << 16
_SMALL = 1 << 24  # more than the list of a workbook's sheets can be
# Every pattern ends at the next < or within so many bytes: what nobody closes is not looked through again and again.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*>")
_RELATION = re.compile(rb"<Relationship\b[^<>]*>")
_FROM_1904 = re.compile(rb'<workbookPr[^<>]*\bdate1904="(?:1|true)"')
_ERROR_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?=[^<>]{0,300}>)[^<>]*\bt="e"[^<>]*>'
    rb"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]{1,20})</v>"
)
_UNCOMPUTED_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
_ROW = re.compile(
    rb"row [^<>]{0,300}?\br=[\"']([0-9]{1,20})[\"'][^<>]{0,300}>\s{0,9}<(?:\w{1,20}:)?c[\s>]"  # rows with a cell
)
_FAR_CELL = re.compile(rb" r=[\"'](?:([A-Za-z]{2,9})([0-9]{1,20})|([A-Za-z])([0-9]{6,20}))[\"']")
"""Cells beyond column Z or row 99,999: others don't reach far, and few tables have many of them."""
_ENDS_WITHOUT_VALUE = (b"</f></c>", b"<v/></c>", b"<v /></c>", b"<v></v></c>")
_NOT_AVAILABLE = "#N/A"  # what #N/A means: not recorded
UNCOMPUTED = ""


@dataclass(frozen=True)
class OddCell:
    """A cell whose formula gave no value.

    Attributes:
        row: as the spreadsheet shows it.
        column: counted from 0.
        error: "#REF!", "#DIV/0!", ...; `UNCOMPUTED` where no result is stored.
    """

    row: int
    column: int
    error: str


@dataclass
class Reach:
    """How far the cells of a sheet reach, and whether some may have formulas that gave no value. State: pieces come one
    by one.

    Attributes:
        rows, columns: of the farthest cells; at least as many as there are cells without a place.
        may_be_odd: sure only where it says no.
    """

    rows: int = 0
    columns: int = 0
    may_be_odd: bool = False
    _met_rows: int = 0
    _met_cells: int = 0

    def see(self, xml: bytes) -> None:
        """Takes the next piece in."""
        self._met_rows += xml.count(b"<row>") + xml.count(b":row>")
        self._met_cells += sum(xml.count(start) for start in (b"<c ", b"<c>", b":c ", b":c>"))
        if not self._met_cells:
            return
        rows = [int(row) for row in _ROW.findall(xml)]
        for wide, row, narrow, far_row in _FAR_CELL.findall(xml):
            rows.append(int(row or far_row))
            self.columns = max(self.columns, column_number((wide or narrow).upper()))
        self.rows = max(self.rows, self._met_rows, *rows)
        self.columns = max(self.columns, min(26, self._met_cells), self._met_cells // max(1, self.rows))
        self.may_be_odd = self.may_be_odd or may_be_odd(xml)


def pieces_of(part: IO[bytes]) -> Iterator[bytes]:
    """A part piece by piece, each with the element that the one before broke off in, so that none is cut in two."""
    before = b""
    while chunk := part.read(_CHUNK):
        yield before + chunk
        last = chunk.rfind(b"<", -_OVERLAP)
        before = chunk[last:] if last >= 0 else b""


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days from 1904, as old Excel for Mac did."""
    return _FROM_1904.search(_small_part(archive, "xl/workbook.xml")) is not None


def may_be_odd(xml: bytes) -> bool:
    """Whether a piece of a sheet can hold such cells: quick, and sure only where it says no."""
    return b't="e"' in xml or (b"<f" in xml and any(end in xml for end in _ENDS_WITHOUT_VALUE))


def odd_cells(archive: zipfile.ZipFile, sheet: str, parts: Container[str]) -> list[OddCell]:
    """The cells of a sheet whose formulas gave no value, #N/A apart.

    Args:
        archive, sheet: the workbook, and the sheet's name.
        parts: the parts worth a look, see `may_be_odd`.
    """
    part = _part_of(archive, sheet)
    if part is None or part not in parts:
        return []
    found: dict[tuple[int, int], OddCell] = {}
    for text in _pieces(archive, part):
        if b't="e"' in text:
            for letters, row, error in _ERROR_CELL.findall(text):
                cell = OddCell(int(row), column_number(letters) - 1, html.unescape(error.decode("utf-8", "replace")))
                if cell.error != _NOT_AVAILABLE:
                    found[cell.row, cell.column] = cell
        if b"<f" in text:
            for letters, row in _UNCOMPUTED_CELL.findall(text):
                cell = OddCell(int(row), column_number(letters) - 1, UNCOMPUTED)
                found[cell.row, cell.column] = cell
    return list(found.values())


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part that holds a sheet, by way of the workbook's list of sheets and its relations."""
    ids = {_attribute(tag, b"name"): _attribute(tag, b"r:id") for tag in
           _SHEET.findall(_small_part(archive, "xl/workbook.xml"))}  # fmt: skip
    targets = {_attribute(tag, b"Id"): _attribute(tag, b"Target") for tag in
               _RELATION.findall(_small_part(archive, "xl/_rels/workbook.xml.rels"))}  # fmt: skip
    target = targets.get(ids.get(sheet, ""), "")
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
    return path if target and path in archive.namelist() else None


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"[\s]" + name + rb"=[\"']([^\"']*)[\"']", tag)
    return html.unescape(match[1].decode("utf-8", "replace")) if match else ""


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(_SMALL)


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part piece by piece, each with the end of the one before, so that no cell is cut in two."""
    before = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            yield before + chunk
            before = chunk[-_OVERLAP:]
