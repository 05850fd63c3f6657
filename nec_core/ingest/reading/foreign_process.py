"""The process that parses a data set: bytes on standard input, an Arrow stream of texts on standard output.

Missing codes that the file declares (Stata's .a to .z, SPSS's user-missing values) are blank cells; dates are ISO. What
the file says of its columns stands in the schema's metadata.

    python -m nec_core.ingest.reading.foreign_process PROGRAM CELL_LIMIT
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyreadstat

from nec_core.ingest.reading.cell_text import cell_text

_TOO_LARGE, _DAMAGED = 4, 3
_READERS: dict[str, Any] = {
    "Stata": pyreadstat.read_dta,
    "SPSS": pyreadstat.read_sav,
    "SAS": pyreadstat.read_sas7bdat,
    "SAS transport": pyreadstat.read_xport,
}


def main(program: str, cell_limit: int) -> int:
    """Returns the exit code."""
    _without_core_dump()
    data = sys.stdin.buffer.read()
    # Stata before 14 does not say its encoding: UTF-8 where the texts are that, else what the reader assumes
    unsaid = program == "Stata" and not data.startswith(b"<stata_dta>")
    for encoding in ("UTF-8", None) if unsaid else (None,):
        try:
            table = parsed(data, program, encoding, cell_limit)
        except Exception:  # noqa: S112  # the parser's errors are of any kind; all mean a damaged file
            continue
        if table is None:
            return _TOO_LARGE
        with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
            stream.write_table(table)
        return 0
    return _DAMAGED


def parsed(data: bytes, program: str, encoding: str | None, cell_limit: int) -> pa.Table | None:
    """One column of texts per variable; None for more cells than allowed."""
    read = _READERS[program]
    _, meta = read(io.BytesIO(data), metadataonly=True, encoding=encoding)
    if (meta.number_rows or 0) * len(meta.column_names) > cell_limit:
        return None
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
    names = [str(i) for i in range(len(arrays))]
    return pa.table(arrays, names=names).replace_schema_metadata({"columns": json.dumps(said)})


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


def _without_core_dump() -> None:
    """A parser that dies must leave nothing of the file on the disk."""
    with contextlib.suppress(ImportError):  # there is no such module on Windows, nor are there core dumps
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
