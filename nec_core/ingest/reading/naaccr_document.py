"""NAACCR XML as rows: one per tumour, the patient's items repeated on each.

Read in one pass with expat, element by element; nothing outside the file is ever fetched, and a file with a document
type declaration, the only place entities can be defined in, is refused. Format: NAACCR XML Data Exchange Standard 1.x
(NaaccrData > Patient > Tumor > Item, naaccrId or naaccrNum).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from nec_core.errors import EmptyFileError, InputError
from nec_core.ingest.reading.bounds import (
    CELL_CHARACTERS,
    MOST_TEXTS,
    require_cells,
    require_columns,
    require_headers,
    too_long_a_cell,
)
from nec_core.ingest.reading.delimited import Laid

NAMESPACE = "http://naaccr.org/naaccrxml"
DELIMITER = "XML"
_ROOTS = ("NaaccrData", "NaaccrDataExchange")
_TAGS = {f"{uri}{tag}": tag for tag in (*_ROOTS, "Patient", "Tumor", "Item") for uri in ("", f"{NAMESPACE} ")}
"""Names as expat gives them, without a namespace or with NAACCR's."""


@dataclass
class _Rows:
    """Cells as they come: item -> positions of rows and their texts. State, because expat calls back."""

    size_bytes: int = 0
    n: int = 0
    cells: dict[str, tuple[list[int], list[str]]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # number -> id, where an item gave both
    patients: int = 0
    without_tumour: int = 0

    def add(self, *parts: dict[str, str]) -> None:
        n = self.n
        for items in parts:
            for item, text in items.items():
                known = self.cells.get(item)
                if known is None:
                    require_columns(len(self.cells) + 1)
                    known = self.cells[item] = ([], [])
                rows, texts = known
                if not rows or rows[-1] != n:  # an item of patient and tumour both counts once, the patient's
                    rows.append(n)
                    texts.append(text)
        self.n += 1
        if self.n % 1000 == 0:
            self.require_room()

    def require_room(self) -> None:
        require_cells(self.n, len(self.cells), self.size_bytes, MOST_TEXTS)


def is_xml(start: bytes) -> bool:
    """Whether a file's first bytes open an element, in UTF-8 or UTF-16."""
    text = start.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return re.match(rb"\s*<[?!A-Za-z]", text) is not None


def read_naaccr(pieces: Iterable[bytes]) -> tuple[Laid, str, tuple[str, ...]]:
    """Lays a NAACCR XML document out, one row per tumour, numbered in the order of the file.

    Args:
        pieces: the document's bytes, piece by piece.

    Returns:
        the cells under their items' ids, the encoding the document names, and notes.

    Raises:
        InputError: not NAACCR's, damaged, or with a document type declaration.
        EmptyFileError: no patients in it.
        FileTooLargeError: more cells than can be held.
    """
    rows = _Rows()
    reader = _Reader(rows)
    parser = reader.parser
    try:
        for piece in pieces:
            rows.size_bytes += len(piece)
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        what = expat.errors.messages.get(error.code, "")
        raise InputError(f"The XML is damaged in line {error.lineno} ({what}). Export it again.") from None
    except (LookupError, ValueError):
        raise InputError("The XML names an encoding that can't be read. Export it again as UTF-8.") from None
    if rows.n == 0:
        raise EmptyFileError("The XML holds no patients. Export it again with its records.")
    rows.require_room()
    return _laid(rows), reader.encoding, _notes(rows, reader)


class _Reader:
    """What expat calls back; holds where in the document it is. Items come by the million, so each does little."""

    def __init__(self, rows: _Rows) -> None:
        self.rows = rows
        self.encoding = "utf-8"
        self.version = ""
        self.depth = 0
        self.strange = 0  # depth inside an element that is not NAACCR's: extensions are passed over
        self.patient: dict[str, str] = {}
        self.tumours: list[dict[str, str]] = []
        self.holder: dict[str, str] | None = None  # whose items are met: the patient's or a tumour's
        self.item: str | None = None
        self.text: list[str] = []
        self.characters_met = 0
        self.same: dict[str, str] = {}
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse
        parser.XmlDeclHandler = self.declared
        parser.buffer_text = True
        self.parser = parser

    def refuse(self, *_: object) -> None:
        raise InputError("The XML has a document type declaration, which NAACCR XML never has. Export it without one.")

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:  # noqa: ARG002  # expat's signature
        self.encoding = (encoding or "utf-8").lower()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TAGS.get(name)
        self.depth += 1
        if self.strange:
            return
        if tag == "Item" and self.item is None and self.holder is not None:
            self.item = self._name_of(attributes)
            self.text, self.characters_met = [], 0
        elif tag == "Tumor" and self.depth == 3:
            self.holder = {}
            self.tumours.append(self.holder)
        elif tag == "Patient" and self.depth == 2:
            self.patient, self.tumours = {}, []
            self.holder = self.patient
        elif self.depth == 1:
            if tag not in _ROOTS:
                raise InputError("This is XML, but not NAACCR's. Upload NAACCR XML, or save the table as XLSX or CSV.")
            self.version = attributes.get("baseDictionaryUri", attributes.get("naaccrVersion", ""))
        else:
            self.strange = self.depth

    def end(self, name: str) -> None:  # noqa: ARG002  # expat's signature
        depth = self.depth
        self.depth = depth - 1
        if self.strange:
            if self.strange == depth:
                self.strange = 0
        elif self.item is not None:
            holder, text = self.holder, "".join(self.text)
            if holder is not None and self.item and self.item not in holder:  # given twice, the first counts
                holder[self.item] = self.same.setdefault(text, text) if len(text) < 40 else text
            self.item = None
        elif depth == 3:
            self.holder = self.patient
        elif depth == 2:
            self.holder = None
            self._finish_patient()

    def characters(self, text: str) -> None:
        if self.item is not None and not self.strange:
            self.text.append(text)
            self.characters_met += len(text)
            if self.characters_met > CELL_CHARACTERS:
                raise too_long_a_cell(
                    self.characters_met, f"of item {self.item[:40]} in patient {self.rows.patients + 1}"
                )

    def _name_of(self, attributes: dict[str, str]) -> str:
        """The item's id; its number where it has no id and none was met with it before; "" for neither."""
        name, number = attributes.get("naaccrId", ""), attributes.get("naaccrNum", "")
        require_headers((name, number))
        if name and number:
            self.rows.ids[number] = name
        return name or self.rows.ids.get(number, number)

    def _finish_patient(self) -> None:
        self.rows.patients += 1
        if not self.tumours:
            self.rows.without_tumour += 1
        for tumour in self.tumours or [{}]:
            self.rows.add(self.patient, tumour)


def _laid(rows: _Rows) -> Laid:
    names = []
    columns = []
    for item, (positions, texts) in rows.cells.items():
        place = np.zeros(rows.n, np.int32)
        place[positions] = np.arange(1, len(positions) + 1)
        names.append(item)
        columns.append(pa.array(["", *texts], pa.string()).take(pa.array(place)))
    numbers = np.arange(1, rows.n + 1, dtype=np.int64)
    return Laid(tuple(names), pa.table(columns, names=names), numbers, 0)


def _notes(rows: _Rows, reader: _Reader) -> tuple[str, ...]:
    version = re.search(r"(\d{2})\d(?:\.xml)?$", reader.version)
    kind = f"NAACCR version {version[1]}, " if version else ""
    tumours = rows.n - rows.without_tumour
    notes = [
        f"{kind}{_counted(rows.patients, 'patient')} with {_counted(tumours, 'tumour')}; rows are the tumours, counted "
        "from 1."
    ]
    if rows.without_tumour:
        notes.append(f"{_counted(rows.without_tumour, 'patient')} without a tumour; each is a row of its own.")
    return tuple(notes)


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'s' * (n != 1)}"
