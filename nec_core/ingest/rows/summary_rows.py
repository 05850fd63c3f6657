"""Rows that are no patients: totals, means and notes that people leave under their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable

_SUMS = "totals?|totales?|totaux|totali|totaal|totais|gesamt|gesamtzahl|insgesamt|summe|suma|somme|somma|soma|łącznie"
_AVERAGES = (
    "sum|mean|average|median|minimum|maximum|min|max|sd|mittelwert|mittel|durchschnitt|medianwert|standardabweichung"
    "|moyenne|médiane|mediane|écart[- ]type|media|mediana|promedio|mínimo|máximo|média|médio|desvio padrão"
    "|desviación (estándar|típica)|deviazione standard|gemiddelde|mediaan|średnia"
)
_LABEL = (
    rf"(?i)^((grand |sub-?|zwischen)?({_SUMS})( |:|$)|({_AVERAGES})\.?:?$|n ?= ?[0-9]+$"
    r"|(foot)?notes?( ?[0-9]+)?[:.] |(source|legend|abbreviations?|remarks?|comments?|last updated?|as of)[: ]|[*†‡§])"
)
"""Labels in English, German, French, Spanish, Italian, Portuguese, Dutch and Polish."""
_MOST, _MOST_SHARE = 12, 0.1  # rows, of all: more are a column of a table that holds such words
_MOST_TIMES = 2  # one label; a kind of operation called "total" stands more often


def without_summary_rows(raw: RawTable) -> RawTable:
    """The table without the rows whose first cell says they sum up or explain it; a finding names them.

    They are set aside before anything is understood: a total under a column of codes would be asked for its meaning. A
    label is taken for one where it is rare, since a column of operations can hold "total", too.
    """
    if not raw.columns or not raw.table.num_rows:
        return raw
    encoded = raw.encoded(raw.columns[0])
    says_so = are_summaries(encoded.texts)
    if not says_so.any():
        return raw
    here = says_so[encoded.codes]
    where = np.flatnonzero(here)
    times = np.bincount(encoded.codes[where])
    if len(where) > max(_MOST, _MOST_SHARE * len(here)) or times.max() > _MOST_TIMES:
        return raw
    rows = raw.row_numbers[where]
    finding = Finding(KINDS["summary_row"], raw.columns[0], None, rows, encoded.at(where))
    kept = np.flatnonzero(~here)
    return replace(
        raw,
        table=raw.table.take(pa.array(kept)),
        row_numbers=raw.row_numbers[kept],
        findings=(*(_elsewhere(f, rows) for f in raw.findings), finding),
    )


def _elsewhere(finding: Finding, rows: npt.NDArray[np.int64]) -> Finding:
    """A finding without these rows, of which all there is to say is said."""
    keep = ~np.isin(finding.rows, rows)
    values = [v for v, k in zip(finding.values, keep, strict=True) if k]
    spans = None if finding.spans_months is None else finding.spans_months[keep]
    return replace(finding, rows=finding.rows[keep], values=values, spans_months=spans)


def are_summaries(texts: pa.StringArray | Sequence[str]) -> npt.NDArray[np.bool_]:
    """(k,) which texts are labels of rows that sum up or explain a table."""
    cells = pa.array(texts, pa.string())
    return np.asarray(pc.match_substring_regex(cells, _LABEL).to_numpy(zero_copy_only=False), bool)
