"""Whatever a file holds, reading takes as long as the text, not as its square: twice the input takes less than three
times as long."""

from __future__ import annotations

import gc
import importlib
import io
import pkgutil
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import nec_core.ingest
from nec_core.errors import NecCoreError
from nec_core.ingest.cells.dates import iso
from nec_core.ingest.cells.normalise import number_text
from nec_core.ingest.cells.unit_words import unit_said
from nec_core.ingest.layouts import redcap
from nec_core.ingest.matching.profile import header_words
from nec_core.ingest.raw_table import unique_headers
from nec_core.ingest.reading.bounds import HEADER_CHARACTERS
from nec_core.ingest.reading.header import find_header
from nec_core.ingest.reading.naaccr_document import read_naaccr
from nec_core.ingest.reading.spaced import is_spaced, with_tabs
from nec_core.ingest.reading.table import read_table
from nec_core.ingest.reading.workbook_parts import Reach, counts_from_1904, odd_cells, pieces_of
from tests.hostile.containers import xlsx

MOST = 3.0
_QUICK_S = 0.004
"""What takes less than this for so long a text takes no square of it."""
_SIZE = 4_000

PIECES = (
    "a", "A", "1", " ", "_", "-", ".", ",", "'", '"', "<", "(", "\\", "a.", "b@", "1 ", "a ", "1,", ",000", ".000",
    "\t ", "1 a", "12:", "___", " (choice=", " (choice='x", '\\"', '""', '"x ', "<a ", "<sheet ", "<row ", "<row r",
    '<c r="A1" ', '<c r="A1"><f>', '<c r="A1" t="e" ', ' t="e"', '<c r="A1" t="e"><f', "<workbookPr ", ' date1904="0',
    "<Relationship ", ' r="A', "'A", "cde_id:", "item", "stage ", "IV", "cpyra", "0", "0 ", "10 ", "unknown", "NA",
    "days to", "follow_up.", "cases.", "_complete", "a_", "TCGA-", "months ", "years", "birth ", "1-1-", "jan ",
)  # fmt: skip
ENDS = ("", "!", "\n", "(1)")


def _patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Every compiled pattern of every module of the reading, as they are found: a new one is tried too."""
    found = {}
    for module in pkgutil.walk_packages(nec_core.ingest.__path__, "nec_core.ingest."):
        for name, value in vars(importlib.import_module(module.name)).items():
            values = value.values() if isinstance(value, dict) else [value]
            for i, one in enumerate(values):
                if isinstance(one, re.Pattern):
                    found[f"{module.name.removeprefix('nec_core.ingest.')}.{name}{f' ({i})' if i else ''}"] = one
    return found


PATTERNS = _patterns()


def _ways(name: str) -> list[str]:
    """How a pattern is used: one that must match all of a text is not tried from every place in it."""
    own = name.partition(" (")[0].rpartition(".")[2]
    sources = [p.read_text() for p in Path(nec_core.ingest.__path__[0]).rglob("*.py")]
    used = {way for source in sources for way in re.findall(rf"\b{own}\.(\w+)", source)}
    module = Path(nec_core.ingest.__path__[0], *name.split(".")[:-1]).with_suffix(".py")
    by_turns = set(re.findall(r"\b\w+\.(\w+)\(", module.read_text())) if not used & set(WAYS) else set()
    return [WAYS[way] for way in sorted((used | by_turns) & WAYS.keys())]


WAYS = {"search": "search", "match": "match", "fullmatch": "fullmatch", "findall": "findall", "finditer": "findall",
        "sub": "findall", "split": "findall"}  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    """Of this thread, without the search for garbage, which takes as long as everything else that lives is large."""
    gc.disable()
    try:
        start = time.thread_time()
        work()
        return time.thread_time() - start
    finally:
        gc.enable()


def growth(work: Callable[[int], Callable[[], object]], size: int, quick_s: float = _QUICK_S) -> float:
    """How many times as long twice the input takes; 0 where it is too quick to tell. Of up to thirty tries the shortest
    of each: other programs only ever make it longer."""
    twice = work(2 * size)
    if _seconds(twice) < quick_s:
        return 0.0
    once, found = work(size), []
    while len(found) < 30 and (not found or _ratio(found) >= MOST):
        found.append((_seconds(twice), _seconds(once)))
    return _ratio(found)


def _ratio(found: list[tuple[float, float]]) -> float:
    return min(long for long, _ in found) / max(min(short for _, short in found), 1e-9)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_as_long_as_the_text(name: str) -> None:
    pattern, ways = PATTERNS[name], _ways(name)
    assert ways, "nobody uses it"
    for piece in PIECES:
        for end in ENDS:
            for way in ways:

                def work(n: int, way: str = way, piece: str = piece, end: str = end):  # type: ignore[no-untyped-def]  # a closure
                    text = piece * (n // len(piece)) + end
                    told = text.encode() if isinstance(pattern.pattern, bytes) else text
                    return lambda: getattr(pattern, way)(told)

                assert growth(work, _SIZE) < MOST, f"{way}: {piece!r} again and again, then {end!r}"


def test_the_patterns_are_found_and_a_quadratic_one_is_noticed() -> None:
    assert len(PATTERNS) > 40
    slow = re.compile(r"\s*\s*x$")
    assert growth(lambda n: lambda: slow.search(" " * n + "y"), _SIZE // 20) > MOST


def _columns(n: int) -> bytes:
    return b"\n".join([b",".join([b"status"] * n), *[b",".join([b"1"] * n)] * 3])


def _text(make: Callable[[int], bytes]) -> Callable[[int], Callable[[], object]]:
    """Reading such a file; a refusal is an ending as well."""

    def work(n: int) -> Callable[[], object]:
        data = make(n)

        def read() -> object:
            try:
                return read_table(data, "x.csv")
            except NecCoreError as refusal:
                return refusal

        return read

    return work


def _parts(inside: Callable[[int], bytes], book: Callable[[int], bytes] = lambda _: b"") -> Callable[..., object]:
    """What is looked for in a workbook's own XML."""

    def work(n: int) -> Callable[[], object]:
        data = xlsx(inside(n), book=book(n))

        def look() -> None:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                counts_from_1904(archive)
                odd_cells(archive, "S1", archive.namelist())
                reach = Reach()
                with archive.open("xl/worksheets/sheet1.xml") as part:
                    for piece in pieces_of(part):
                        reach.see(piece)

        return look

    return work


HEAD = b"id,os_months,os_event,n\n"
ENTRIES: dict[str, tuple[Callable[..., object], int]] = {
    "a number's blanks": (lambda n: lambda: number_text("1" + " " * n + "x", False), 40_000),
    "a number's groups": (lambda n: lambda: number_text("1" + ",000" * n + "x", False), 40_000),
    "a number's unit": (lambda n: lambda: unit_said("1 " * n + "x"), 20_000),
    "a date": (lambda n: lambda: iso("1 " * n, "DMY"), 100_000),
    "a header's words": (lambda n: lambda: header_words.__wrapped__("aB1_" * n), 40_000),
    "a check box": (lambda n: lambda: redcap._box("a" + "_" * n + "!"), 100_000),
    "a labelled check box": (lambda n: lambda: redcap._labelled_box("a" + " (choice=" * n), 50_000),
    "equal headers": (lambda n: lambda: unique_headers(["status"] * n), 20_000),
    "the header's row": (lambda n: lambda: find_header([["1," * n, "x"], ["1", "2"]]), 100_000),
    "spaced rows": (lambda n: lambda: is_spaced('a b "' + '\\"' * n + "\n1 2\n3 4\n", 60), 40_000),
    "quotation marks in spaced rows": (lambda n: lambda: with_tabs(b"a b\n" + b'"x ' * n), 20_000),
    "a line of letters": (_text(lambda n: b"a" * n), 1_000_000),
    "a line of delimiters": (_text(lambda n: b"," * n), 400_000),
    "quotation marks": (_text(lambda n: HEAD + b'P,1,1,"x' * n), 20_000),
    "rows of too many cells": (_text(lambda n: HEAD + b"P,1,1,1,1\n" * n), 20_000),
    "short rows": (_text(lambda n: HEAD + b"P\n" * n), 20_000),
    "line ends": (_text(lambda n: HEAD + b"\n" * n), 200_000),
    "columns": (_text(_columns), 900),
    "cells of a sheet never closed": (_parts(lambda n: b'<c r="A1" ' * n), 20_000),
    "errors of a cell never closed": (_parts(lambda n: b'<c r="A1"' + b' t="e"' * n), 40_000),
    "formulas never closed": (_parts(lambda n: b'<c r="A1" t="e"><f' * n + b"</f>"), 20_000),
    "formulas in formulas": (_parts(lambda n: b'<c r="A1"><f>' * n + b"</f>"), 20_000),
    "rows of a sheet never closed": (_parts(lambda n: b"<row r" * n), 50_000),
    "blanks in a row's tag": (_parts(lambda n: b"<row " + b" " * n), 400_000),
    "sheets never closed": (_parts(lambda _: b"", lambda n: b"<sheet " * n), 40_000),
    "settings never closed": (_parts(lambda _: b"", lambda n: b'<workbookPr date1904="0' * n), 20_000),
    "attributes of a setting": (_parts(lambda _: b"", lambda n: b"<workbookPr " + b' date1904="0"' * n), 20_000),
    "an item's text": (
        lambda n: lambda: read_naaccr([b"<NaaccrData><Patient><Item naaccrId='a'>", *[b"x&amp;" * 100] * n,
                                       b"</Item></Patient></NaaccrData>"]), 400,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENTRIES)
def test_reading_takes_as_long_as_the_file(name: str) -> None:
    work, size = ENTRIES[name]
    assert growth(work, size) < MOST  # type: ignore[arg-type]  # each takes a size and gives the work


def test_headers_are_as_short_as_names_are() -> None:
    assert HEADER_CHARACTERS == 300
