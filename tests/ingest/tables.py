"""Small tables for tests."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from nec_core.ingest.raw_table import RawTable


def table(columns: Mapping[str, list[str]], delimiter: str | None = ",") -> RawTable:
    """Columns of texts as a RawTable with its header in row 1."""
    n = len(next(iter(columns.values())))
    cells = pa.table([pa.array(c, pa.string()) for c in columns.values()], names=list(columns))
    return RawTable("x.csv", "0" * 64, tuple(columns), cells, np.arange(2, n + 2), 1, delimiter=delimiter)
