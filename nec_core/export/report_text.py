"""Results as plain text, for reading on a terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.export.guard_words import guard_words
from nec_core.export.sanity_words import sanity_lines
from nec_core.export.summary.blocks import BLOCKS
from nec_core.export.survival_words import definition_lines, test_sentence
from nec_core.export.tables.result_tables import ResultTable, tables
from nec_core.ingest.admission import Admission
from nec_core.ingest.layouts import layout_title
from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.reading.delimited import DELIMITERS
from nec_core.patients.knowing import asked_of
from nec_core.summary.cohort_summary import CohortSummary
from nec_core.summary.sanity import sanity


def of_check(admission: Admission) -> str:
    """How a file was read, the mapping, and what is wrong."""
    s = admission.source
    how = f"sheet “{s.sheet}”" if s.sheet else f"{s.encoding}, {DELIMITERS.get(s.delimiter or '', s.delimiter)}"
    how = f"{len(s.files)} files" if s.files else f"{how}, headers in row {s.header_row}"
    dead = admission.cohort.rejected.events.get("os")
    lines = [
        f"{s.file_name}: {layout_title(s.layout)}, {how}",
        f"{s.rows_in} rows in = {admission.cohort.n} accepted ({admission.n_with_warnings} with warnings)"
        f" + {len(admission.folded_rows)} folded + {len(admission.rejected_rows)} rejected"
        + (f" ({dead} recorded as dead)" if dead is not None else ""),
        *s.notes,
        *sanity_lines(sanity(admission)),
        "",
        *_table([("column", "taken as", "sure", "why"), *(_column_line(c) for c in admission.columns)]),
        *_unsaid(admission),
    ]
    if admission.problems.n:
        found = [(str(f.n), f.column, f.kind.title, f.message_with_cells) for f in admission.problems.findings]
        lines += ["", *_table([("rows", "column", "rule", "what is wrong"), *found])]
    return "\n".join(_one_line(line) for line in lines)


def _unsaid(admission: Admission) -> list[str]:
    """The variables of which nobody has said when they were known."""
    names = [v.name for v in asked_of(admission.cohort) if v.known == "unsaid"]
    if not names:
        return []
    example = json.dumps({"known": {names[0]: "at diagnosis"}}, ensure_ascii=False)
    return ["", f"Known at diagnosis, or settled later? Not said of: {', '.join(names)}. In the mapping: {example}"]


def _column_line(column: ColumnMapping) -> tuple[str, str, str, str]:
    unit = f" ({column.unit})" if column.unit else ""
    return column.column, column.target + unit, f"{column.confidence:.0%}", column.reason


def of_analysis(result: SurvivalResult) -> str:
    """A survival analysis as tables with its definitions; the warnings stand above all of them."""
    warnings = [f"! {guard_words(g)}" for g in result.guards]
    parts = [[*warnings, test_sentence(result)], *(_titled(*found, result) for found in tables("text", result))]
    lines = [line for part in parts for line in (*part, "")] + definition_lines(result)
    return "\n".join(_one_line(line) for line in lines)


def of_summary(summary: CohortSummary) -> str:
    """A cohort's results section, block by block: its sentence and its table."""
    lines: list[str] = []
    for block in BLOCKS:
        sentence, table = block.sentence(summary), block.table(summary)
        if sentence or len(table):
            shown = (
                []
                if table.empty
                else _table([tuple(table.columns), *(_cells(row) for row in table.itertuples(index=False, name=None))])
            )
            note = block.note(summary) if shown else ""
            lines += [block.title, *([sentence] if sentence else []), *shown, *([note] if note else []), ""]
    return "\n".join(_one_line(line) for line in lines).rstrip()


def _cells(row: Sequence[object]) -> tuple[str, ...]:
    """Cells of a table of numbers, to be read."""
    return tuple(
        ""
        if cell is None or cell != cell
        else fmt.plain_number(round(cell, 3))
        if isinstance(cell, float)
        else str(cell)
        for cell in row
    )


def _titled(table: ResultTable, frame: pd.DataFrame, result: SurvivalResult) -> list[str]:
    """A table's lines under its title, and what it means."""
    cells = [tuple(frame.columns), *frame.astype(str).itertuples(index=False, name=None)]
    caption = table.caption(result)
    return [table.heading_of(result), *_table(cells), *([caption] if caption else [])]


def _one_line(text: str) -> str:
    """Without line breaks and control codes: a name from a file must not move a terminal's cursor."""
    return "".join(c if c.isprintable() else " " for c in text)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
