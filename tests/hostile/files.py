"""Files made to stop, fill or hold up whoever reads them: kind -> name -> bytes, made when asked for.

The same bytes every time. What each is called says what is wrong with it.
"""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from tests.hostile.containers import (
    MAIN,
    biff,
    cell,
    compound,
    ods,
    ods_row,
    ods_table,
    packed,
    table_of,
    xls,
    xlsb,
    xlsx,
    zipped,
)

MB = 1 << 20
Make = Callable[[], bytes]


@dataclass(frozen=True)
class Hostile:
    """One file.

    Attributes:
        kind: what is tried.
        name: how.
        make: its bytes.
    """

    kind: str
    name: str
    make: Make

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def hostile_files() -> list[Hostile]:
    """All of them, kind by kind."""
    return [Hostile(kind, name, make) for kind, makes in _KINDS.items() for name, make in makes().items()]


HEADER = "patient_id,os_months,os_event"


def _rows(n: int, more: str = "") -> str:
    return "".join(f"P{i},{i % 90 + 1},{i % 2}{more}\n" for i in range(n))


def _csv(header: str, row: str, n: int = 30) -> bytes:
    """A table with a further column: its header, and its cell in every row."""
    return f"{HEADER},{header}\n{_rows(n, ',' + row)}".encode()


def _far_cells() -> dict[str, Make]:
    far = {
        "the last corner": cell("XFD1048576"),
        "in single quotes": cell("XFD1048576", quote="'"),
        "in small letters": cell("xfd1048576"),
        "a row of ten digits": cell("A4294967295"),
        "a row of twenty digits": cell("B18446744073709551616"),
        "a row no 32 bits hold": cell("A4294967299"),
        "seven letters": cell("AAAAAAA5"),
        "row 0": cell("XFD0"),
        "no row": cell("XFD"),
        "a character reference": b'<c r="&#88;FD1048576"><v>1</v></c>',
        "behind another attribute": b'<c a=">" s="0" r="XFD1048576"><v>1</v></c>',
        "after a tab": b'<c\tr="XFD1048576"><v>1</v></c>',
        "with a prefix": f'<x:c xmlns:x="{MAIN}" r="XFD1048576"><x:v>1</x:v></x:c>'.encode(),
        "spaces round the sign": b"<c r = 'XFD1048576'><v>1</v></c>",
    }
    makes: dict[str, Make] = {name: partial(_with, b'<row r="1048576">' + c + b"</row>") for name, c in far.items()}
    last = b'<row r="1048576">' + cell("XFD1048576") + b"</row>"
    makes["rows out of order"] = lambda: xlsx(b"<sheetData>" + last + table_of()[11:])
    makes["sheet in another folder"] = lambda: xlsx(table_of(last), part="elsewhere/s{}.xml")
    makes["sheet at the root, no XML by name"] = lambda: xlsx(table_of(last), part="/s{}.dat")
    makes["only the row far out"] = lambda: xlsx(
        table_of(b'<row r="1048576"><c><v>1</v></c><c r="XFD1048576"/><c><v>2</v></c></row>')
    )
    makes["a dimension that lies"] = lambda: xlsx(b'<dimension ref="A1:XFD1048576"/>' + table_of())
    return makes


def _cells_without_place() -> dict[str, Make]:
    return {
        "three million in a row": lambda: xlsx(
            b"<sheetData><row>" + b"<c><v>1</v></c>" * 3_000_000 + b"</row></sheetData>"
        ),
        "a row each": lambda: xlsx(
            b"<sheetData>" + b"<row><c><v>1</v></c></row>" * 1_500_000 + b"</sheetData>"
        ),
        "sixteen thousand columns": lambda: xlsx(
            b"<sheetData>" + (b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>") * 60 + b"</sheetData>"
        ),
        "rows without number, far columns": lambda: xlsx(
            b"<sheetData>" + b'<row><c r="XFD1"><v>1</v></c></row>' * 20_000 + b"</sheetData>"
        ),
        "a small table of them": lambda: xlsx(
            b"<sheetData>"
            + b"".join(b"<row>" + b"<c><v>%d</v></c>" % i * 3 + b"</row>" for i in range(30))
            + b"</sheetData>"
        ),
    }  # fmt: skip


def _many_sheets() -> dict[str, Make]:
    far = table_of(b'<row r="150000">' + cell("Z150000") + b"</row>")
    return {
        "101": lambda: xlsx(*[table_of()] * 101),
        "5,000": lambda: xlsx(*[table_of()] * 5000),
        "99, each reaching far": lambda: xlsx(*[far] * 99),
        "2, the first a little too far": lambda: xlsx(
            table_of(b'<row r="300000">' + cell("Z300000") + b"</row>"), table_of()
        ),
        "30 that tell who survived": lambda: xlsx(*[table_of()] * 30),
        "one part for 90 sheets": lambda: xlsx(*[far] * 90, part="worksheets/one.xml"),
    }


def _many_columns() -> dict[str, Make]:
    def wide(columns: int, rows: int = 3, header: Callable[[int], str] = lambda i: f"v{i}") -> bytes:
        lines = [",".join(header(i) for i in range(columns)), *([",".join("1" * columns)] * rows)]
        return "\n".join(lines).encode()

    def sheet(columns: int) -> bytes:
        return xlsx(
            b"<sheetData><row>" + b"".join(b"<c t='str'><v>v%d</v></c>" % i for i in range(columns)) + b"</row><row>"
            + b"<c><v>1</v></c>" * columns + b"</row></sheetData>"
        )  # fmt: skip

    return {
        "16,384 in a sheet": lambda: sheet(16_384),
        "2,001 in a sheet": lambda: sheet(2_001),
        "2,001": lambda: wide(2_001),
        "2,000 of 200 rows": lambda: wide(2_000, 200),
        "20,000 equal headers": lambda: wide(20_000, header=lambda _: "status"),
        "2,000 equal headers": lambda: wide(2_000, 20, lambda _: "status"),
        "2,000 dates and events": lambda: wide(2_000, 20, lambda i: f"os_{i}_{('months', 'event')[i % 2]}"),
        "a million delimiters": lambda: b"," * 1_000_000 + b"\n1,2\n",
        "a million bars, no header": lambda: b"|".join([b"1"] * 300_000) + b"\n" + b"|".join([b"2"] * 300_000),
        "300,000 rows of one cell under 2,000 headers": lambda: wide(2_000, 1).split(b"\n")[0] + b"\n1" * 300_000,
    }


def _with(row: bytes) -> bytes:
    return xlsx(table_of(row))


def _attributes() -> dict[str, Make]:
    n = 40_000
    inside = {
        "cells never closed": b'<c r="A1" ' * n,
        "errors never closed": b'<c r="A1"' + b' t="e"' * n,
        "one attribute of 2 MB": b'<c r="A1" s="' + b"a" * 2 * MB + b'"><v>1</v></c>',
        "rows never closed": b"<row r" * n,
        "formulas never closed": b'<c r="A1" t="e"><f' * n,
        "formulas inside each other": b'<c r="A1"><f>' * n,
        "a row's number never closed": b'<row r="' * n,
        "blanks in a tag": b"<row " + b" " * 2 * MB + b'r="9"/>',
        "opening signs": b"<" * 300_000,
        "references never closed": b" r='A" * n,
    }
    makes: dict[str, Make] = {name: partial(_with, x) for name, x in inside.items()}
    makes["sheets never closed"] = lambda: xlsx(table_of(), book=b"<sheet " * n)
    makes["settings never closed"] = lambda: xlsx(table_of(), book=b"<workbookPr date1904=" * n)
    makes["relations never closed"] = lambda: zipped(
        {"xl/workbook.xml": b"<workbook/>", "xl/_rels/workbook.xml.rels": b"<Relationship " * n}
    )
    makes["depth"] = lambda: xlsx(b"<sheetData>" + b"<row>" * 300_000)
    makes["entities"] = lambda: xlsx(
        b"<sheetData><row>" + b"<c t='str'><v>" + b"&amp;" * 300_000 + b"</v></c></row></sheetData>"
    )
    return makes


def _archives() -> dict[str, Make]:
    plain = xlsx(table_of())

    def lying(size: int) -> bytes:
        whole = xlsx(b"<sheetData>" + b" " * 5_000_000 + b"</sheetData>")
        start = whole.rindex(b"PK\x01\x02")
        return whole[: start + 24] + struct.pack("<I", size) + whole[start + 28 :]

    def overlapping() -> bytes:
        """The same packed megabytes under two hundred names."""
        once = zipped({"xl/a.xml": b"0" * 20 * MB})
        start, end = once.index(b"PK\x01\x02"), once.index(b"PK\x05\x06")
        entries = once[start:end] * 200
        return once[:start] + entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 200, 200, len(entries), start, 0)

    return {
        "900 MB of blanks": lambda: zipped({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b" " * 900 * MB}, 6),
        "200 MB beside the sheets": lambda: xlsx(table_of(), more={"xl/media/image1": b"\0" * 200 * MB}),
        "60 MB beside the sheets": lambda: xlsx(table_of(), more={"xl/media/image1": b"\0" * 60 * MB}),
        "a size that is too small": lambda: lying(100),
        "a size of 4 GB": lambda: lying(0xFFFFFFF0),
        "overlapping parts": overlapping,
        "30,000 parts": lambda: zipped({"xl/workbook.xml": b"", **{f"xl/{i}": b"" for i in range(30_000)}}),
        "cut": lambda: plain[:-60],
        "no end": lambda: plain[: plain.index(b"PK\x05\x06")],
        "a wrong checksum": lambda: plain.replace(plain[14:18], b"abcd"),
        "an unknown way of packing": lambda: plain[:8] + b"\x63\0" + plain[10:],
        "an archive in an archive": lambda: zipped({"xl/workbook.xml": plain}),
        "shared strings of 60 MB": lambda: xlsx(
            table_of(), more={"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 3_500_000 + b"</sst>"}
        ),
        "one shared string a million times": lambda: xlsx(
            b"<sheetData>" + b'<row><c t="s"><v>0</v></c></row>' * 300_000 + b"</sheetData>",
            more={"xl/sharedStrings.xml": b"<sst><si><t>" + b"a" * 32_000 + b"</t></si></sst>"},
        ),
        "styles of 60 MB": lambda: xlsx(
            table_of(),
            more={"xl/styles.xml": b"<styleSheet><cellXfs>" + b"<xf/>" * 12_000_000},
        ),
    }


def _binary_workbooks() -> dict[str, Make]:
    return {
        "a far cell": lambda: xlsb((0, 0), (1_048_575, 16_383)),
        "a row no sheet has": lambda: xlsb((0, 0), (0xFFFFFFF0, 5)),
        "a column no sheet has": lambda: xlsb((0, 0), (5, 0xFFFFFFF0)),
        "a dimension that lies": lambda: xlsb((0, 0), (1, 1), dimension=(0xFFFFFFF0, 0xFFFFFFF0)),
        "a small one": lambda: xlsb(*[(i, j) for i in range(20) for j in range(3)]),
        "rows backwards": lambda: xlsb(*[(500_000 - i, 20) for i in range(0, 500_000, 5000)]),
    }


def _old_workbooks() -> dict[str, Make]:
    string = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)
    return {
        "a far cell": lambda: compound(xls((0, 0), (65_535, 255))),
        "a column no sheet has": lambda: compound(xls((0, 0), (65_535, 65_535))),
        "a small one": lambda: compound(xls(*[(i, j) for i in range(20) for j in range(3)])),
        "four billion strings": lambda: compound(biff((0x0809, bytes(16)), (0x00FC, string), (0x000A, b""))),
        "a chain that ends in itself": lambda: compound(xls((0, 0)), fat={3: 2}),
        "a chain out of the file": lambda: compound(xls((0, 0)), fat={3: 99_999}),
        "no stream": lambda: compound(xls((0, 0)), name="Nothing"),
        "a record longer than the file": lambda: compound(biff((0x0809, bytes(16))) + b"\x03\x02\xff\xff"),
        "a header of ones": lambda: compound(xls((0, 0)))[:30] + b"\xff" * 482 + compound(xls((0, 0)))[512:],
    }


def _long_lines() -> dict[str, Make]:
    return {
        "100 MB of letters": lambda: b"a" * 100 * MB,
        "100 MB under a header": lambda: f"{HEADER}\nP1,".encode() + b"1" * 100 * MB + b",1\n",
        "40 MB of delimiters": lambda: b"," * 40 * MB,
        "a quotation mark never closed in 30 MB": lambda: f'{HEADER}\nP1,"'.encode() + _rows(1_500_000).encode(),
        "a cell of 2 MB": lambda: _csv("notes", "x") + b"P99,3,1," + b"y" * 2 * MB + b"\n",
        "a header of 300,000 characters": lambda: _csv("h" * 300_000, "1"),
        "a header of 301": lambda: _csv("h" * 301, "1"),
        "a header of 300": lambda: _csv("h" * 300, "1"),
        "a header of blanks": lambda: _csv("a" + " " * 500_000 + "b", "1"),
        "a title of 900,000": lambda: b"t" * 900_000 + f"\n{HEADER}\n{_rows(20)}".encode(),
        "line ends only": lambda: b"\n" * MB,
        "carriage returns only": lambda: b"\r" * MB,
    }


def _numbers() -> dict[str, Make]:
    blanks = " " * 30_000
    return {
        "blanks inside": lambda: f"{HEADER}\nP1,1{blanks}2,1\n{_rows(20)}".encode(),
        "blanks inside every cell": lambda: "".join(
            [HEADER, *(f"\nP{i},{i}{' ' * 15_000}x,{i % 2}" for i in range(30))]
        ).encode(),
        "blanks before the unit": lambda: _csv("Size", f"12{blanks}cm"),
        "tabs and blanks": lambda: _csv("Age", "1" + "\t " * 15_000 + "x"),
        "digits": lambda: _csv("Ki-67", "9" * 30_000),
        "groups of thousands": lambda: _csv("LDH", '"1' + ",000" * 8_000 + 'x"'),
        "an exponent": lambda: _csv("LDH", "1e999999999"),
        "digits of other scripts": lambda: _csv("Age", "٤" * 5_000),
        "a date of digits": lambda: _csv("Date of diagnosis", "1" * 20_000 + "-01-01"),
        "a date of blanks": lambda: _csv("Date of diagnosis", "1 " * 15_000),
        "telephone numbers": lambda: _csv("contact", "(0" * 10_000 + "x"),
        "e-mail addresses": lambda: _csv("contact", "a@" + "b." * 15_000),
        "coded cells": lambda: _csv("status", "1" + " " * 30_000 + "x (" + " " * 500 + "2)"),
    }


def _headers() -> dict[str, Make]:
    def redcap(header: str, n: int = 1) -> bytes:
        more = "".join(f",{header}{i if n > 1 else ''}" for i in range(n))
        cells = ",1" * n
        return (f"record_id,redcap_event_name{more}\n" + "".join(f"{i},e{cells}\n" for i in range(20))).encode()

    return {
        "check boxes of underscores": lambda: redcap("a" + "_" * 290 + "!"),
        "2,000 check boxes of underscores": lambda: redcap("a" + "_" * 280 + "!", 1_900),
        "check boxes of choices": lambda: redcap("a" + " (choice=" * 30),
        "1,900 check boxes of choices": lambda: redcap("a" + " (choice='x" * 25, 1_900),
        "complete without end": lambda: redcap("_complete" * 30 + "x", 1_900),
        "1,900 of digits and letters": lambda: _csv(",".join(f"{i}" + "1 a" * 90 for i in range(1_900)), "1"),
        "1,900 in camel case": lambda: _csv(",".join(f"{i}" + "aB" * 140 for i in range(1_900)), "1"),
        "rows of # only": lambda: b"#" * 300_000 + b"\n" + b"#,#,#\n" * 50_000,
        "angle brackets in a dictionary": lambda: (
            '"Variable / Field Name","Field Type","Field Label","Choices, Calculations, OR Slider Labels"\n'
            f'a,radio,"{"<" * 300_000}","1, x"\n'
        ).encode(),
    }  # fmt: skip


def _quotes() -> dict[str, Make]:
    return {
        "escaped without end": lambda: b'"' + b'\\"' * 200_000 + b"\nx y\n1 2\n3 4\n",
        "doubled without end": lambda: b'a b\n"' + b'""' * 200_000 + b" x\n" * 3,
        "opened in every word": lambda: b'a b c\n' + b'"x ' * 200_000 + b"\n1 2 3\n",
        "opened in every cell": lambda: f"{HEADER}\n".encode() + b'P1,"1,"0\n' * 40_000,
        "an odd one in every row": lambda: f"{HEADER},n\n".encode() + b'P1,1,0,5" x\n' * 40_000,
        "rows of R with marks": lambda: b'"a" "b"\n' + b"".join(b'"%d" "%d" "\\"\n' % (i, i) for i in range(20_000)),
    }  # fmt: skip


def _packed_files() -> dict[str, Make]:
    table = f"{HEADER}\n{_rows(40)}".encode()
    return {
        "1 GB of zeros": lambda: packed(b"\0" * 1024 * MB, 1),
        "1 GB of rows": lambda: packed(f"{HEADER}\n".encode() + b"P1,2,1\n" * (150 * MB), 1),
        "packed twice": lambda: packed(packed(table)),
        "cut": lambda: packed(table * 50)[:-9],
        "a wrong checksum": lambda: packed(table)[:-8] + b"abcdefgh",
        "20,000 members": lambda: b"".join([packed(table), *[packed(b"P,1,1\n")] * 20_000]),
        "a workbook": lambda: packed(xlsx(table_of())),
        "a name of 500 kB": lambda: b"\x1f\x8b\x08\x08" + bytes(6) + b"n" * 500_000,
    }


_NAACCR = '<NaaccrData xmlns="http://naaccr.org/naaccrxml" timeGenerated="2024-01-01T00:00:00">'


def _xml() -> dict[str, Make]:
    def data(inside: str) -> bytes:
        return f"{_NAACCR}{inside}</NaaccrData>".encode()

    patient = '<Patient><Item naaccrId="patientIdNumber">1</Item><Tumor>{}</Tumor></Patient>'
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return {
        "an item of 80 MB": lambda: data(patient.format(f'<Item naaccrId="text">{"x" * 80 * MB}</Item>')),
        "an item of entities": lambda: data(patient.format(f'<Item naaccrId="text">{"&amp;" * 2_000_000}</Item>')),
        "2,001 items": lambda: data(
            patient.format("".join(f'<Item naaccrId="i{i}">1</Item>' for i in range(2_001)))
        ),
        "an item's name of 1 MB": lambda: data(patient.format(f'<Item naaccrId="{"n" * MB}">1</Item>')),
        "40,000 patients of an item each": lambda: data(
            "".join(patient.format(f'<Item naaccrId="i{i % 1_999}">1</Item>') for i in range(20_000))
        ),
        "100,000 empty patients": lambda: data("<Patient/>" * 100_000),
        "depth": lambda: data("<Patient>" + "<x>" * 1_000_000),
        "a million laughs": lambda: f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><NaaccrData>&l9;</NaaccrData>'.encode(),
        "an entity of the disk": lambda: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><NaaccrData>&e;</NaaccrData>',
        "a comment without end": lambda: _NAACCR.encode() + b"<!--" + b"- " * 500_000,
        "30,000 attributes": lambda: data("<Patient " + " ".join(f'a{i}="1"' for i in range(30_000)) + "/>"),
        "an encoding nobody knows": lambda: b"<?xml version='1.0' encoding='x-no'?>" + data("<Patient/>"),
        "not NAACCR's": lambda: b"<html>" + b"<p>x</p>" * 100_000 + b"</html>",
        "a version of 1 MB": lambda: f'<NaaccrData baseDictionaryUri="{"1" * MB}"><Patient/></NaaccrData>'.encode(),
    }  # fmt: skip


def _open_documents() -> dict[str, Make]:
    head, row = ods_row("id", "os_months", "os_event"), ods_row("1", "2", "1")
    doctype = b'<!DOCTYPE x [<!ENTITY e "ha">]><office:document-content/>'
    return {
        "a row a billion times": lambda: ods(ods_table(head, ods_row("1", "2", "1", repeated=999_999_999))),
        "a cell a billion times": lambda: ods(ods_table(head, ods_row("1", each=999_999_999))),
        "40 sheets that repeat": lambda: ods(
            "".join(ods_table(head, ods_row("1", "2", "1", repeated=200_000), name=f"S{i}") for i in range(40))
        ),
        "repeated more digits than nine": lambda: ods(ods_table(head, ods_row("1", repeated=10**18))),
        "a table in a table": lambda: ods(ods_table(head, row, ods_table(row) * 2_000)),
        "an error's name of 2 MB": lambda: ods(
            ods_table(head, f'<table:table-row><table:table-cell table:formula="x" office:value-type="string"><text:p>'
                            f"{'#' * 2 * MB}</text:p></table:table-cell></table:table-row>")
        ),
        "a document type": lambda: zipped(
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": doctype}
        ),
        "a small one": lambda: ods(ods_table(head, row, row)),
    }  # fmt: skip


def _data_sets() -> dict[str, Make]:
    def stata() -> bytes:
        out = io.BytesIO()
        frame = pd.DataFrame({"id": np.arange(40), "months": np.arange(40) * 1.5, "dead": np.arange(40) % 2})
        frame.to_stata(out, write_index=False, time_stamp=pd.Timestamp("2024-01-01"), version=114)
        return out.getvalue()

    def bent(seed: int) -> bytes:
        rng, data = random.Random(seed), bytearray(stata())
        for _ in range(30):
            data[rng.randrange(4, len(data))] = rng.randrange(256)
        return bytes(data)

    sav = b"$FL2@(#) SPSS DATA FILE".ljust(64) + struct.pack("<iiiiid", 2, 0x7FFFFFFF, 0, 0, 0x7FFFFFFF, 100.0)
    sas = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
    return {
        **{f"Stata with thirty bytes changed ({i})": partial(bent, i) for i in range(4)},
        "Stata of two billion rows": lambda: stata()[:6] + struct.pack("<i", 0x7FFFFFFF) + stata()[10:],
        "Stata of 32,000 variables": lambda: stata()[:4] + struct.pack("<H", 32_000) + stata()[6:],
        "Stata's new form, cut": lambda: b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>",
        "SPSS of two billion variables": lambda: sav + bytes(2000),
        "SPSS's beginning": lambda: sav[:70],
        "SAS of zeros": lambda: sas + bytes(70_000),
        "SAS of ones": lambda: sas + b"\xff" * 70_000,
        "SAS's transport of blanks": lambda: b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!" + b" " * 50_000,
    }  # fmt: skip


def _encodings() -> dict[str, Make]:
    text = f"{HEADER}\n{_rows(30)}"
    return {
        "UTF-16 with half a character": lambda: text.encode("utf-16")[:-1],
        "UTF-16 of lone surrogates": lambda: b"\xff\xfe" + b"\x00\xd8" * 50_000,
        "UTF-32": lambda: text.encode("utf-32"),
        "a byte order mark alone": lambda: b"\xef\xbb\xbf",
        "zero bytes": lambda: bytes(MB),
        "random bytes": lambda: random.Random(5).randbytes(MB),
        "control characters": lambda: bytes(range(1, 32)) * 20_000,
        "broken UTF-8 far down": lambda: (text * 200).encode() + b"P\xff\xfe,1,1\n",
        "marks from right to left": lambda: _csv("n\u202eame", "\u202e" * 50),
        "combining marks": lambda: _csv("name", "a" + "\u0301" * 20_000),
    }


def _many_texts() -> dict[str, Make]:
    return {
        "250,000 rows of a letter": lambda: b"id\n" + b"a\n" * 250_000,
        "120,000 different cells": lambda: (
            f"{HEADER}\n".encode() + b"".join(b"%x,%d,1\n" % (i, i) for i in range(70_000))
        ),
        "60,000 rows of too many cells": lambda: f"{HEADER}\n".encode() + b"P1,1,1,9\n" * 60_000,
        "the same ID in every row": lambda: f"{HEADER}\n".encode() + b"P1,1,1\n" * 100_000,
        "60,000 short rows": lambda: f"{HEADER},a,b,c\n".encode() + b"P1\n" * 60_000,
        "20,000 unreadable dates": lambda: (
            b"patient_id,diagnosis_date,last_contact_date,vital_status\n"
            + b"".join(b"P%d,%d/%d/x,2020-01-01,dead\n" % (i, i, i) for i in range(20_000))
        ),
        "blank rows between": lambda: f"{HEADER}\n".encode() + (b",,\n" * 40 + b"P1,1,1\n") * 5_000,
    }


_KINDS: dict[str, Callable[[], dict[str, Make]]] = {
    "far cells": _far_cells,
    "cells without a place": _cells_without_place,
    "many sheets": _many_sheets,
    "many columns": _many_columns,
    "attributes": _attributes,
    "archives": _archives,
    "xlsb": _binary_workbooks,
    "xls": _old_workbooks,
    "long lines": _long_lines,
    "numbers": _numbers,
    "headers": _headers,
    "quotation marks": _quotes,
    "gzip": _packed_files,
    "XML": _xml,
    "OpenDocument": _open_documents,
    "data sets": _data_sets,
    "encodings": _encodings,
    "many texts": _many_texts,
}


def quick(files: list[Hostile], most: int) -> list[Hostile]:
    """A part of them with every kind in it and none that takes seconds: the first of each kind, the second of each, and
    so on."""
    by_kind = {kind: [f for f in files if f.kind == kind and f.name not in _HEAVY] for kind in _KINDS}
    turns = [f for i in range(len(files)) for group in by_kind.values() for f in group[i : i + 1]]
    return turns[:most]


_HEAVY = frozenset(
    ("100 MB of letters", "100 MB under a header", "40 MB of delimiters", "a quotation mark never closed in 30 MB",
     "900 MB of blanks", "200 MB beside the sheets", "1 GB of zeros", "1 GB of rows", "an item of 80 MB",
     "three million in a row", "a row each", "shared strings of 60 MB", "styles of 60 MB")
)  # fmt: skip
"""What takes seconds to make, or to refuse."""
