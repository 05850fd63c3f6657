"""Upload, step 2, last part: what the values of a column mean, open for correction."""

from __future__ import annotations

import hashlib

import pandas as pd
import streamlit as st

from dashboard import cached, state
from dashboard.upload.mapping import levels, with_values, words
from nec_core import formatting as fmt
from nec_core.ingest.cells.normalise import missing_texts, value_table
from nec_core.ingest.mapping import EXTRA, ColumnMapping, Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.patients.cohort import NOT_RECORDED
from nec_core.record import fields

_KEY = "upload:values"
_MOST = 200
_LOOKED_AT = 2000  # distinct texts; a column with more has no list of values
_NOT_KNOWN = "not a known value"


def show(raw: RawTable, mapping: Mapping) -> None:
    """Draws a choice of column and the table of its values."""
    offered = {c.column: c for c in mapping.columns if _has_values(raw, c)}
    if not offered:
        return
    unknown = {name: n for name, c in offered.items() if (n := _unknown(raw, c, mapping))}
    chosen = st.selectbox(
        "What the values mean, in column",
        sorted(offered, key=lambda name: name not in unknown),
        format_func=lambda name: fmt.shorten(name, 80) + (f" ({unknown[name]} not known)" if name in unknown else ""),
        key=f"{_KEY} column {len(unknown)} {raw.sha256[:12]}",  # a choice made in one file is none in the next
    )
    editor(raw, mapping, offered[chosen], "panel")


def editor(raw: RawTable, mapping: Mapping, column: ColumnMapping, place: str) -> None:
    """Draws a column's values with their counts and meanings. `place` tells two tables of one column apart."""
    meanings = _meanings(raw, column, mapping)
    counts = raw.counts(column.column)
    table = pd.DataFrame(
        [(text, counts[text], meaning) for text, meaning in list(meanings.items())[:_MOST]],
        columns=["value", "rows", "means"],
    )
    offered = levels(column)
    means = (
        st.column_config.SelectboxColumn("Taken as", options=[*offered.values(), _NOT_KNOWN], required=True)
        if offered
        else st.column_config.TextColumn("Taken as", help="Type another name, for the filters and the figure.")
    )
    key = f"{_KEY} {place} {hashlib.sha256(f'{column.column} {column.model_dump_json()}'.encode()).hexdigest()[:12]}"
    state.hold(key, (column, list(table["value"])))
    st.data_editor(
        table,
        key=key,
        hide_index=True,
        width=620,
        height="content" if len(table) <= 8 else 320,
        disabled=["value", "rows"],
        column_config={
            "value": st.column_config.TextColumn("In the file", width="medium"),
            "rows": st.column_config.NumberColumn("Rows", width="small"),
            "means": means,
        },
        on_change=_take,
        args=(key,),
        alt="What each value of the column means",
    )
    if column.target == EXTRA:
        st.caption(f"{words(column)}. Names you type stand in the filters and the figure.")


def _take(key: str) -> None:
    """Takes over what the values of a column were said to mean."""
    standing, needed = cached.standing(), state.held(key)
    if standing is None or needed is None:
        return
    (_, mapping), (column, texts) = standing, needed
    canonical = {shown: value for value, shown in levels(column).items()}
    said: dict[str, str | None] = {}
    for index, cells in state.edited_rows(key).items():
        text = texts[index]
        meaning = cells.get("means")
        if canonical:
            said[text] = canonical.get(meaning or "")
        else:
            name = " ".join(str(meaning or "").split())
            said[text] = "" if name == NOT_RECORDED else name
    state.set_mapping(mapping.replaced(with_values(column, said)))


def _has_values(raw: RawTable, column: ColumnMapping) -> bool:
    if column.is_event:
        return bool(column.values)
    spec = fields().get(column.target)
    if spec is not None:
        return spec.kind == "category"
    return column.target == EXTRA and column.extra_kind == "category" and raw.n_distinct(column.column) <= _MOST


def _meanings(raw: RawTable, column: ColumnMapping, mapping: Mapping) -> dict[str, str]:
    """Distinct text -> what it is taken as; those not known first, then the most frequent."""
    missing = missing_texts(mapping)
    spec = fields().get(column.target)
    table = value_table(spec) if spec is not None else {}
    meant = column.values  # noqa: PD011  # a mapping's, not pandas'
    offered = levels(column)
    found: dict[str, str] = {}
    for text in raw.counts(column.column, _LOOKED_AT):
        low = text.casefold()
        canonical = meant.get(low, table.get(low, "" if low in missing else None))
        if not offered:
            found[text] = text if canonical is None else canonical or NOT_RECORDED
        else:
            found[text] = offered.get(canonical, _NOT_KNOWN) if canonical is not None else _NOT_KNOWN
    return dict(sorted(found.items(), key=lambda item: item[1] != _NOT_KNOWN))


def _unknown(raw: RawTable, column: ColumnMapping, mapping: Mapping) -> int:
    return sum(meaning == _NOT_KNOWN for meaning in _meanings(raw, column, mapping).values())
