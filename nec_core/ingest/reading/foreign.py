"""Data sets of Stata, SPSS and SAS, with the labels they keep.

They are parsed in a process of their own (`foreign_process`): a damaged file can stop the parser, which is written in
C, dead. Bytes go there and come back through pipes; nothing is written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from nec_core.errors import EmptyFileError, FileTooLargeError, InputError
from nec_core.ingest.column_labels import ColumnLabel
from nec_core.ingest.raw_table import unique_headers
from nec_core.ingest.reading.delimited import Laid
from nec_core.ingest.reading.workbook import CELL_LIMIT

_SAS_MAGIC = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
_OLD_STATA = range(0x66, 0x74)  # releases 102 to 115, in the first byte
_ROOT = Path(__file__).parents[3]
_PATIENCE_SECONDS = 300
TOO_LARGE = 4
"""Exit code of the process for more cells than allowed; 0 is success, all else a damaged file."""


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
    command = [sys.executable, "-m", "nec_core.ingest.reading.foreign_process", program, str(CELL_LIMIT)]
    paths = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(  # noqa: S603  # our own module; nothing of the file is in the command
            command, input=data, capture_output=True, timeout=_PATIENCE_SECONDS, env={**os.environ, "PYTHONPATH": paths}
        )
        if done.returncode == TOO_LARGE:
            raise FileTooLargeError(
                f"The {program} file holds more than {CELL_LIMIT // 10**6} million cells. Keep the variables that are "
                "needed and save it again."
            )
        if done.returncode == 0:
            table = pa.ipc.open_stream(done.stdout).read_all()
            return table.replace_schema_metadata(None), json.loads(table.schema.metadata[b"columns"])
    except subprocess.TimeoutExpired:
        pass
    raise InputError(
        f"The {program} file is damaged or cut short. Open it in {program.split()[0]}, save it again, and retry."
    )
