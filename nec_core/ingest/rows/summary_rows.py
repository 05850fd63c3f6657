"""Rows that are no patients: totals, means and notes that people leave under their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields

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


def summary_rows(raw: RawTable, mapping: Mapping) -> list[Finding]:
    """The rows whose first cell says they sum up or explain the table, as one finding."""
    column = next((c for c in mapping.columns if c.column == raw.columns[0]), None)
    if column is not None and column.target != "patient_id" and column.target in fields():
        return []  # "Median" is no label in a column of categories
    encoded = raw.encoded(raw.columns[0])
    says_so = are_summaries(encoded.texts)
    if not says_so.any():
        return []
    where = np.flatnonzero(says_so[encoded.codes])
    return [
        Finding(
            KINDS["summary_row"], raw.columns[0], None, raw.row_numbers[where], encoded.at(where),
        )
    ]  # fmt: skip


def are_summaries(texts: pa.StringArray | Sequence[str]) -> npt.NDArray[np.bool_]:
    """(k,) which texts are labels of rows that sum up or explain a table."""
    cells = pa.array(texts, pa.string())
    return np.asarray(pc.match_substring_regex(cells, _LABEL).to_numpy(zero_copy_only=False), bool)


def on_other_rows(findings: Sequence[Finding], summaries: Sequence[Finding]) -> list[Finding]:
    """Findings without those on summary rows, of which all there is to say is said."""
    if not summaries:
        return list(findings)
    rows = np.concatenate([s.rows for s in summaries])
    kept = []
    for finding in findings:
        keep = ~np.isin(finding.rows, rows)
        values = [v for v, k in zip(finding.values, keep, strict=True) if k]
        spans = None if finding.spans_months is None else finding.spans_months[keep]
        kept.append(replace(finding, rows=finding.rows[keep], values=values, spans_months=spans))
    return kept
