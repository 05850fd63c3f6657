"""Data sets of Stata, SPSS and SAS, with the labels they keep.

A damaged file can stop the parser, which is written in C, dead: what is not to die with it reads apart
(`nec_core.ingest.apart`). Missing codes that the file declares (Stata's .a to .z, SPSS's user-missing values) are blank
cells; dates are ISO.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from nec_core.errors import EmptyFileError, FileTooLargeError, InputError
from nec_core.ingest.column_labels import ColumnLabel
from nec_core.ingest.raw_table import unique_headers
from nec_core.ingest.reading.bounds import require_cells, require_columns
from nec_core.ingest.reading.cell_text import cell_text
from nec_core.ingest.reading.delimited import Laid

_SAS_MAGIC = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
_OLD_STATA = range(0x66, 0x74)  # releases 102 to 115, in the first byte


@dataclass(frozen=True)
class Foreign:
    """What a foreign file held.

    Attributes:
        laid: its cells; a labelled code stands as the code.
        program: "Stata", "SPSS", "SAS" or "SAS transport".
        labels: column -> what the file says of it.
    """

    laid: Laid
    program: str
    labels: Mapping[str, ColumnLabel]


def foreign_program(data: bytes) -> str | None:
    """Which program's format the bytes are, by the first of them; None for all else."""
    if data.startswith(b"<stata_dta>") or (
        len(data) > 4 and data[0] in _OLD_STATA and data[1] in (1, 2) and data[2:4] == b"\x01\x00"
    ):
        return "Stata"
    if data.startswith((b"$FL2", b"$FL3")):
        return "SPSS"
    if data.startswith(b"HEADER RECORD*******LIB"):
        return "SAS transport"
    return "SAS" if data.startswith(_SAS_MAGIC) else None


def read_foreign(data: bytes) -> Foreign:
    """Lays a data set's cells out under its variables.

    Raises:
        InputError: a damaged file. EmptyFileError: no rows. FileTooLargeError: more cells than can be held.
    """
    program = foreign_program(data) or ""
    table, said = _parsed(data, program)
    names = unique_headers([c["name"] for c in said])
    if not table.num_rows:
        raise EmptyFileError(f"The {program} file has no rows. Export it again with its records.")
    labels = {name: ColumnLabel(c["label"], c["values"]) for name, c in zip(names, said, strict=True)}
    laid = Laid(names, table.rename_columns(list(names)), np.arange(1, table.num_rows + 1, dtype=np.int64), 0)
    return Foreign(laid, program, {name: x for name, x in labels.items() if x.label or x.values})


def _parsed(data: bytes, program: str) -> tuple[pa.Table, list[dict[str, Any]]]:
    """The cells, and of each column its name, label and labelled values."""
    # Stata before 14 does not say its encoding: UTF-8 where the texts are that, else what the reader assumes
    unsaid = program == "Stata" and not data.startswith(b"<stata_dta>")
    for encoding in ("UTF-8", None) if unsaid else (None,):
        try:
            return _read(data, program, encoding)
        except (MemoryError, FileTooLargeError):
            raise
        except Exception:  # noqa: S112  # the parser's errors are of any kind; all mean a damaged file
            continue
    raise InputError(
        f"The {program} file is damaged or cut short. Open it in {program.split()[0]}, save it again, and retry."
    )


def _read(data: bytes, program: str, encoding: str | None) -> tuple[pa.Table, list[dict[str, Any]]]:
    import pyreadstat  # only where there is such a file: it takes time to load

    readers: dict[str, Any] = {
        "Stata": pyreadstat.read_dta,
        "SPSS": pyreadstat.read_sav,
        "SAS": pyreadstat.read_sas7bdat,
        "SAS transport": pyreadstat.read_xport,
    }
    read = readers[program]
    _, meta = read(io.BytesIO(data), metadataonly=True, encoding=encoding)
    require_columns(len(meta.column_names))
    require_cells(meta.number_rows or 0, len(meta.column_names), len(data))
    cells, meta = read(io.BytesIO(data), output_format="dict", encoding=encoding)
    kinds, formats = meta.readstat_variable_types, meta.original_variable_types
    columns = [_texts(cells[c], formats.get(c) or "", kinds.get(c) == "float") for c in meta.column_names]
    said = [
        {
            "name": str(c),
            "label": " ".join((meta.column_names_to_labels.get(c) or "").split()),
            "values": {_text(k, False): str(v) for k, v in meta.variable_value_labels.get(c, {}).items()},
        }
        for c in meta.column_names
    ]
    arrays = [pa.array(c, pa.string()) for c in columns]
    return pa.table(arrays, names=[str(i) for i in range(len(arrays))]), said


def _texts(cells: Sequence[Any], format_name: str, single: bool) -> list[str]:
    if format_name.startswith("%tm"):
        return ["" if _is_blank(c) else _month(int(c)) for c in cells]
    text_of: dict[Any, str] = {}
    return [text_of[c] if c in text_of else text_of.setdefault(c, _text(c, single)) for c in cells]


def _text(cell: Any, single: bool) -> str:
    if _is_blank(cell):
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dt.date | dt.time):
        return cell_text(cell)
    if isinstance(cell, np.datetime64):
        return cell_text(cell.astype("datetime64[s]").item())
    if single and not float(cell).is_integer():
        return str(np.float32(cell))  # 41.4 of four bytes is no 41.400001525878906
    return cell_text(float(cell))


def _is_blank(cell: Any) -> bool:
    return cell is None or bool(cell != cell)


def _month(months: int) -> str:
    """Stata's months since January 1960."""
    return f"{1960 + months // 12:04d}-{months % 12 + 1:02d}"
