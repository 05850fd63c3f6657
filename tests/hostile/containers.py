"""Hostile files are put together by hand here: what no library would write."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(parts: Mapping[str, bytes], level: int = 9) -> bytes:
    """An archive of these parts, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED, level)
    return out.getvalue()


def xlsx(
    *sheets: bytes, part: str = "worksheets/sheet{}.xml", book: bytes = b"", more: Mapping[str, bytes] | None = None
) -> bytes:
    """A workbook of the smallest kind.

    Args:
        sheets: the XML inside `<worksheet>` of each.
        part: where sheets stand, as their relation says; from xl/ unless it begins with /.
        book: what stands before the list of sheets.
        more: further parts.
    """
    names = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="r{i}"/>' for i in range(1, len(sheets) + 1))
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" Target="{part.format(i)}"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts = {
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'.encode() + book
        + f"<sheets>{names}</sheets></workbook>".encode(),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        **(more or {}),
    }  # fmt: skip
    for i, sheet in enumerate(sheets, start=1):
        place = part.format(i)
        name = place.lstrip("/") if place.startswith("/") else f"xl/{place}"
        parts[name] = f'<worksheet xmlns="{MAIN}">'.encode() + sheet + b"</worksheet>"
    return zipped(parts)


def _relations(inside: str) -> bytes:
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{name}">{inside}</Relationships>'.encode()


def cell(place: str, text: str = "x", quote: str = '"') -> bytes:
    return f"<c r={quote}{place}{quote} t={quote}str{quote}><v>{text}</v></c>".encode()


def table_of(*more: bytes) -> bytes:
    """A small table of patients as sheet data, and what is added to its rows."""
    rows = [b'<row r="1">' + cell("A1", "id") + cell("B1", "os_months") + cell("C1", "os_event") + b"</row>"]
    rows += [
        f'<row r="{i}">'.encode() + cell(f"A{i}", f"P{i}") + f'<c r="B{i}"><v>{i}</v></c>'.encode()
        + f'<c r="C{i}"><v>{i % 2}</v></c></row>'.encode()
        for i in range(2, 12)
    ]  # fmt: skip
    return b"<sheetData>" + b"".join(rows) + b"".join(more) + b"</sheetData>"


def compound(stream: bytes, name: str = "Workbook", fat: Mapping[int, int] | None = None) -> bytes:
    """An OLE compound file with one stream; `fat` puts other entries into its table of sectors."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    entries = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    for place, value in (fat or {}).items():
        entries[place] = value
    entries += [0xFFFFFFFF] * (128 - len(entries))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, 2, len(stream)) + bytes(256)
    return head + struct.pack("<128I", *entries[:128]) + directory + stream.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, none, none, child) + bytes(36)
        + struct.pack("<IQ", start, size)
    )  # fmt: skip


def biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def xls(*cells: tuple[int, int], more: Sequence[tuple[int, bytes]] = ()) -> bytes:
    """A stream of BIFF8 with one sheet and a number in each of these places (row, column)."""
    book = [(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))]
    sheet = biff(
        (0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)),
        *((0x0203, struct.pack("<HHHd", row, column, 0, 1.5)) for row, column in cells),
        *more,
        (0x000A, b""),
    )
    name = b"\x02\0S1"
    offset = len(biff(*book)) + 4 + 6 + len(name) + 4
    return biff(*book, (0x0085, struct.pack("<IBB", offset, 0, 0) + name), (0x000A, b"")) + sheet


def _record(kind: int, body: bytes = b"") -> bytes:
    """One record of BIFF12: kind and size in seven bits a byte."""
    head = bytes([kind]) if kind < 128 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
    size = len(body)
    sizes = bytearray()
    while True:
        sizes.append((size & 0x7F) | (0x80 if size >> 7 else 0))
        size >>= 7
        if not size:
            return head + bytes(sizes) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(*cells: tuple[int, int], dimension: tuple[int, int] = (1, 1)) -> bytes:
    """A binary workbook with a number in each of these places."""
    sheet = _record(0x81) + _record(0x94, struct.pack("<IIII", 0, dimension[0], 0, dimension[1])) + _record(0x91)
    for row, column in cells:
        sheet += _record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0)) + _record(
            5, struct.pack("<IId", column, 0, 1.5)
        )
    sheet += _record(0x92) + _record(0x82)
    book = (
        _record(0x83) + _record(0x8F) + _record(0x9C, struct.pack("<II", 0, 1) + _wide("r1") + _wide("S1"))
        + _record(0x90) + _record(0x84)
    )  # fmt: skip
    relation = f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f"<Relationships>{relation}</Relationships>".encode(),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def ods(content: str) -> bytes:
    """An OpenDocument sheet; `content` stands inside its spreadsheet."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    xml = (
        f"<office:document-content{names}><office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest><manifest:file-entry manifest:media-type="{kind}"/></manifest:manifest>'
    parts = {"mimetype": kind.encode(), "content.xml": xml.encode(), "META-INF/manifest.xml": manifest.encode()}
    return zipped(parts)


def ods_table(*rows: str, name: str = "S1") -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def ods_row(*cells: str, repeated: int = 1, each: int = 1) -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{each}"><text:p>{c}</text:p>'
        "</table:table-cell>"
        for c in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def packed(data: bytes, level: int = 9) -> bytes:
    return gzip.compress(data, level, mtime=0)
