"""What a workbook's own XML tells beyond its cells' values: formulas that ended in an error or were never computed, and
from when it counts its days. Read with regular expressions: nothing in it is expanded, nothing fetched."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Container, Iterator
from dataclasses import dataclass

_CHUNK = 1 << 22
_OVERLAP = 1 << 16
_SMALL = 1 << 24  # more than the list of a workbook's sheets can be
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ERROR_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]{1,20})</v>'
)
_UNCOMPUTED_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
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


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days from 1904, as old Excel for Mac did."""
    return re.search(rb'<workbookPr[^>]*\bdate1904="(?:1|true)"', _small_part(archive, "xl/workbook.xml")) is not None


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
