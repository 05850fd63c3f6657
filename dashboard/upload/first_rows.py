"""Upload, step 2, last part: the first rows as they were read, each column tinted by what it is taken as.

Drawn as HTML, not on a canvas: a screen reader says the column's name, and what it is taken as, with each cell.
"""

from __future__ import annotations

import html
from typing import Literal

import streamlit as st

from dashboard.upload.mapping import words
from nec_core import formatting as fmt
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.row_places import row_text
from nec_core.patients.intervals import INTERVALS
from nec_core.record import fields

Taken = Literal["identifier", "outcome", "field", "extra", "out"]

LEGEND: dict[Taken, str] = {
    "identifier": "Identifier",
    "outcome": "Time, event or date",
    "field": "Field of the record",
    "extra": "Variable of its own",
    "out": "Left out",
}
"""The kinds of columns in words, in the order of the legend. The style sheet has a tint for each."""

_ROWS = 20
_MOST_COLUMNS = 100  # beyond, the page gets slow, and nobody scrolls so far
_WIDTH = 40  # characters of a cell
_KEY = "upload:first rows"


def show(raw: RawTable, mapping: Mapping, asked: bool) -> None:
    """Draws the rows, open where something is asked that they help to answer."""
    n = min(_ROWS, raw.table.num_rows)
    if not n:
        return
    label = f"{'First' if n < raw.table.num_rows else 'All'} {fmt.plural(n, 'row')} as read"
    # A key of its own for each: an expander keeps what it was told first.
    with st.expander(label, expanded=asked, key=f"{_KEY} {'asked' if asked else 'folded'}"):
        st.html(legend_html(mapping) + table_html(raw, mapping, n))
        if (more := len(mapping.columns) - _MOST_COLUMNS) > 0:
            st.caption(f"The file has {fmt.plural(more, 'further column')}; all of them stand in the table of columns.")


def taken(column: ColumnMapping) -> Taken:
    """The kind of column it is taken as."""
    if column.target == DROP:
        return "out"
    if column.target == EXTRA:
        return "extra"
    tells_outcome = column.endpoint is not None or any(column.target in one.fields for one in INTERVALS)
    if tells_outcome or fields()[column.target].kind == "date":
        return "outcome"
    return "identifier" if fields()[column.target].kind == "identifier" else "field"


def legend_html(mapping: Mapping) -> str:
    """What the tints mean, with how many columns have each; those that nothing is taken as are left out."""
    kinds = [taken(c) for c in mapping.columns]
    lines = [
        f'<li class="as-{kind}">{name} <span>({kinds.count(kind)})</span></li>'
        for kind, name in LEGEND.items()
        if kind in kinds
    ]
    return f'<ul class="first-rows-legend" aria-label="What the columns are taken as">{"".join(lines)}</ul>'


def table_html(raw: RawTable, mapping: Mapping, n: int) -> str:
    """The first n rows as an HTML table; every text of the file escaped, the cells of columns left out not shown."""
    columns = mapping.columns[:_MOST_COLUMNS]
    cells = [_cells(raw, c, n) for c in columns]
    names = [f'<th scope="col" class="as-{taken(c)}">{_text(c.column)}</th>' for c in columns]
    meanings = [f'<th scope="col" class="as-{taken(c)}">{_text(_meaning(c))}</th>' for c in columns]
    body = [
        f'<tr><th scope="row">{row_text(row)}</th>{"".join(line)}</tr>'
        for row, *line in zip(raw.row_numbers[:n].tolist(), *cells, strict=True)
    ]
    # It scrolls sideways in itself, by the keyboard too.
    return (
        '<div class="first-rows" role="region" tabindex="0" aria-label="First rows as read">'
        f'<table><thead><tr><th scope="col">Row</th>{"".join(names)}</tr>'
        f'<tr><th scope="row">Taken as</th>{"".join(meanings)}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _cells(raw: RawTable, column: ColumnMapping, n: int) -> list[str]:
    kind = taken(column)
    if kind == "out":  # they may tell who a patient is
        return ['<td class="as-out">left out</td>'] * n
    texts = raw.table.column(column.column).slice(0, n).to_pylist()
    return [f'<td class="as-{kind}">{_text(text)}</td>' for text in texts]


def _meaning(column: ColumnMapping) -> str:
    """What it is taken as, in a heading's words."""
    if column.target == DROP:
        return "left out"
    if column.target == EXTRA:
        return "variable of its own" + (", a number" if column.extra_kind == "number" else "")
    return words(column) + (f", in {column.unit}" if column.unit else "")


def _text(text: str) -> str:
    return html.escape(fmt.shorten(fmt.printable(text), _WIDTH))
