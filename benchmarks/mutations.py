"""Files spoilt as files get spoilt: bytes flipped, cut off, delimiters mixed, cells swapped, encodings wrong, XML
malformed."""

from __future__ import annotations

import csv
import gzip
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252", "latin-1", "mac-roman")
_NASTY = (
    b"\0", b'"', b'""', b"\r", b"\n\n\n", b"\t", b";", b",", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"9" * 400, b"=1+1",
    b"PK\x03\x04", b"<script>", b"\x1a", b"-", b"1e999", b"nan", b"31/02/2019", b"0000-00-00", b"\xc3", b"x" * 200_000,
)  # fmt: skip
Mutation = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The file, spoilt one to four times."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        data = rng.choice(MUTATIONS)(data, rng)
    return data


def _flip(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 30, 300))):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _cut(data: bytes, rng: random.Random) -> bytes:
    start = rng.choice((0, 0, rng.randrange(len(data) + 1)))
    return data[start : rng.randrange(start, len(data) + 1)]


def _insert(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 2, 10))):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(_NASTY) + data[at:]
    return data


def _mix_delimiters(data: bytes, rng: random.Random) -> bytes:
    old, new = rng.sample((b",", b";", b"\t", b"|", b"\n", b" ", b":"), 2)
    parts = data.split(old)
    return b"".join(
        p + (b"" if i == len(parts) - 1 else new if rng.random() < 0.3 else old) for i, p in enumerate(parts)
    )


def _swap_cells(data: bytes, rng: random.Random) -> bytes:
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return data
    for _ in range(rng.choice((1, 5, 50))):
        a, b = (rng.choice(rows) if rows else [] for _ in range(2))
        if a and b:
            i, j = rng.randrange(len(a)), rng.randrange(len(b))
            a[i], b[j] = b[j], a[i]
    if rng.random() < 0.1:
        rng.shuffle(rows)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _recode(data: bytes, rng: random.Random) -> bytes:
    text = data.decode(rng.choice(ENCODINGS), "replace")
    return text.encode(rng.choice(ENCODINGS), "replace")


def _repeat_lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    return b"\n".join(lines[:at] + lines[at : at + 1] * rng.choice((2, 5)) + lines[at:])


def _drop_lines(data: bytes, rng: random.Random) -> bytes:
    share = rng.random()
    return b"\n".join(line for line in data.split(b"\n") if rng.random() > share)


_XML_PIECES = (
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>", b"<!DOCTYPE x SYSTEM 'file:///dev/zero'>", b"&a;",
    b"&#0;", b"&#x41;", b"<![CDATA[<Item>]]>", b"<!-- -- -->", b"<?pi x?>", b"<Tumor>", b"</Tumor>", b"</Patient>",
    b"<Patient/>", b"<Item/>", b'<Item naaccrId="sex" naaccrId="sex">1</Item>', b"<x:y>", b"<a>" * 3000, b"]]>", b"<",
    b">", b"\xff\xfe", b'<Item naaccrNum="390">2019</Item>', b'<Item naaccrId="' + b"x" * 5000 + b'">1</Item>',
    b'<?xml version="1.0" encoding="EBCDIC-37"?>', b"</NaaccrData>", b"<NaaccrData>",
)  # fmt: skip


def _malform_xml(data: bytes, rng: random.Random) -> bytes:
    """Tags lost, doubled, swapped or cut, and what has no place in the document put into it."""
    tags = [m.span() for m in re.finditer(rb"<[^<>]*>", data[:200_000])]
    if not tags:
        return _insert(data, rng)
    for _ in range(rng.choice((1, 2, 8))):
        start, end = rng.choice(tags)
        other = rng.choice(tags)
        data = rng.choice((
            data[:start] + data[end:],
            data[:start] + data[start:end] * 2 + data[end:],
            data[:start] + data[other[0] : other[1]] + data[end:],
            data[: end - 1] + data[end:],
            data[:start] + rng.choice(_XML_PIECES) + data[start:],
            data[:end] + rng.choice(_XML_PIECES) + data[end:],
        ))  # fmt: skip
    return data


def _spoil_member(data: bytes, rng: random.Random) -> bytes:
    """A part of a workbook, or the text inside a gzip, spoilt and packed again: what is inside must be met as well."""
    if data.startswith(b"\x1f\x8b"):
        try:
            return gzip.compress(rng.choice(PLAIN)(gzip.decompress(data), rng))
        except (OSError, EOFError, ValueError, zlib.error):
            return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {m.filename: archive.read(m) for m in archive.infolist()}
    except Exception:  # any broken archive is as good as it is
        return data
    if parts:
        name = rng.choice(list(parts))
        parts[name] = rng.choice(PLAIN)(parts[name], rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


PLAIN: tuple[Mutation, ...] = (
    _flip, _cut, _insert, _mix_delimiters, _swap_cells, _recode, _repeat_lines, _drop_lines, _malform_xml,
)  # fmt: skip
MUTATIONS: tuple[Mutation, ...] = (*PLAIN, _spoil_member, _spoil_member)
