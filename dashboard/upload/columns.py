"""Upload, step 2: how each column is taken, open for correction; and the mapping as a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import cached, frame, state
from dashboard.downloads import offer
from dashboard.upload import answered, first_rows, questions, values
from dashboard.upload.mapping import (
    BY_HAND,
    DATE_ORDERS,
    choices,
    fitted,
    is_date,
    retargeted,
    unit_choices,
    unit_shown,
    units,
    words,
)
from nec_core import formatting as fmt
from nec_core.errors import InputError, MappingError, NecCoreError, QuestionsOpenError
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Mapping
from nec_core.ingest.matching.profile import profile
from nec_core.ingest.raw_table import RawTable
from nec_core.patients.naming import Names

_KEY = "upload:columns"
_EXAMPLES = 4
_NEARLY_ALL = 0.9


def step(raw: RawTable, mapping: Mapping, refusal: NecCoreError | None) -> None:
    """Draws the step: open questions first, then lines that unfold to all columns, and to the first rows."""
    _take_loaded()
    st.header("2 · Columns", anchor=False)
    if isinstance(refusal, QuestionsOpenError):
        questions.ask(raw, mapping, refusal.questions)
    elif refusal is not None:
        frame.error(refusal)
    upload = state.upload()
    if upload is not None and state.mapping() is not None:
        answered.show(raw, mapping, cached.suggested_for(upload, mapping))
    questions.offer(raw, mapping)
    _dropped(mapping)
    stuck = refusal is not None and not isinstance(refusal, QuestionsOpenError)
    # A key of its own for each: an expander keeps what it was told first, and after a refusal it must stand open.
    with st.expander(_summary(mapping), expanded=stuck, key=f"{_KEY} {'stuck' if stuck else 'panel'}"):
        st.caption(
            "Double-click a cell under “Taken as”, “Unit” or “Day, month” to change it. “Sure”: how sure the match is."
            + (" Dates stand first." if stuck else "")
        )
        _table(raw, mapping, _dates_first(raw, mapping) if stuck else mapping.columns)
        values.show(raw, mapping)
        _files(mapping)
    first_rows.show(raw, mapping, asked=refusal is not None)
    if refused := state.mapping_refused.take():
        frame.error(MappingError(refused))


def _summary(mapping: Mapping) -> str:
    kept = sum(c.target == EXTRA for c in mapping.columns)
    out = sum(c.target == DROP for c in mapping.columns)
    matched = len(mapping.columns) - kept - out
    parts = ((matched, "matched"), (kept, "kept as variables of their own"), (out, "left out"))
    return f"{fmt.plural(len(mapping.columns), 'column')}: {', '.join(f'{n} {what}' for n, what in parts if n)}"


def _dropped(mapping: Mapping) -> None:
    """Columns that look like identifiers are named, for nobody should have to find out."""
    names = [c.column for c in mapping.columns if c.target == DROP and c.identifier and not c.asks]
    if names:
        shown = ", ".join(f"**{fmt.escape_markdown(fmt.shorten(n, 60))}**" for n in names[:20])
        more = f" and {len(names) - 20} more" if len(names) > 20 else ""
        st.markdown(f":material/visibility_off: Left out because they look like identifiers: {shown}{more}.")


def _dates_first(raw: RawTable, mapping: Mapping) -> tuple[ColumnMapping, ...]:
    """The columns in the order a missing survival time is looked for: those that hold dates stand first."""
    return tuple(sorted(mapping.columns, key=lambda c: not (is_date(c) or _holds_dates(raw, c.column))))


def _holds_dates(raw: RawTable, column: str) -> bool:
    """Whether nearly all its texts can be read as dates; numbers alone can be anything."""
    found = profile(raw, column)
    return found.n_filled > 0 and found.dates.share >= _NEARLY_ALL and found.number_share < 1 - _NEARLY_ALL


def _table(raw: RawTable, mapping: Mapping, shown: Sequence[ColumnMapping]) -> None:
    frame_ = pd.DataFrame(
        [
            (
                c.column,
                words(c),
                unit_shown(c),
                DATE_ORDERS[c.date_order] if c.date_order and c.target != DROP else None,
                "" if c.hides else _examples(raw, c.column),
                None if c.target in (EXTRA, DROP) else round(100 * c.confidence),
                c.reason,
            )
            for c in shown
        ],
        columns=["column", "taken", "unit", "order", "examples", "sure", "why"],
    )
    offered = list(dict.fromkeys([*choices(), *frame_["taken"]]))
    decided = f"{mapping.model_dump_json()}{[c.column for c in shown]}"
    key = f"{_KEY} table {hashlib.sha256(decided.encode()).hexdigest()[:12]}"
    state.hold(key, tuple(c.column for c in shown))
    st.data_editor(
        frame_,
        key=key,
        hide_index=True,
        height="content" if len(frame_) <= 14 else 540,
        placeholder="",
        disabled=["column", "examples", "sure", "why"],
        column_config={
            "column": st.column_config.TextColumn("Column in the file", width=150),
            "taken": st.column_config.SelectboxColumn("Taken as", options=offered, required=True, width=190),
            "unit": st.column_config.SelectboxColumn("Unit", options=list(unit_choices()), width=75),
            "order": st.column_config.SelectboxColumn("Day, month", options=list(DATE_ORDERS.values()), width=95),
            "examples": st.column_config.TextColumn("Examples", width=180),
            "sure": st.column_config.NumberColumn("Sure", format="%d%%", width=50),
            "why": st.column_config.TextColumn("Why", width=240),
        },
        on_change=_take,
        args=(key,),
        alt="How each column of the file is taken",
    )


def _examples(raw: RawTable, column: str) -> str:
    filled = [t for t in raw.counts(column, _EXAMPLES + 1) if t]
    return " · ".join(fmt.shorten(t, 24) for t in filled[:_EXAMPLES])


def _take(key: str) -> None:
    """Takes the edited cells over as a new mapping."""
    standing = cached.standing()
    shown: tuple[str, ...] | None = state.held(key)
    if standing is None or shown is None:
        return
    raw, mapping = standing
    orders = {text: order for order, text in DATE_ORDERS.items()}
    for index, cells in state.edited_rows(key).items():
        column = mapping.column(shown[index])
        if "taken" in cells:
            column = retargeted(raw, column, cells["taken"])
        if "unit" in cells and cells["unit"] in (None, *units(column)):
            column = column.model_copy(update={"unit": cells["unit"]})
        if "order" in cells and is_date(column):
            column = column.model_copy(update={"date_order": orders.get(cells["order"])})
        if column != mapping.column(shown[index]):
            mapping = mapping.replaced(column.model_copy(update=BY_HAND))
    state.set_mapping(mapping)


def _files(mapping: Mapping) -> None:
    whole = cached.with_said(mapping)
    with st.container(horizontal=True):
        offer(
            "Save mapping",
            lambda: whole.model_dump_json(indent=2),
            "mapping.json",
            explained="For the next extract of the same kind, and for the command line.",
        )
        with st.popover("Load mapping", icon=":material/upload:"):
            key = state.mapping_key(f"{_KEY} load")
            st.file_uploader("A mapping saved here", key=key, on_change=_note_loaded, args=(key,))


def _note_loaded(key: str) -> None:
    """Notes the file of a mapping: it is tried while the page is drawn, where progress can be shown."""
    loaded = state.widget(key)
    if loaded is not None:
        state.note_mapping(loaded.getvalue())


def _take_loaded() -> None:
    """Takes a saved mapping over, if it fits the file."""
    loaded, upload = state.mapping_loaded(), state.upload()
    if loaded is None or upload is None:
        return
    current = state.mapping()
    try:
        mapping = Mapping.from_json(loaded)
        try:
            raw, suggested = cached.table(upload, mapping.read, mapping.layout)
            mapping.require_columns(raw.columns)
        except (InputError, MappingError):  # another encoding or sheet this time
            raw, suggested = cached.table(upload, current.read if current else None, mapping.layout)
            mapping.require_columns(raw.columns)
    except NecCoreError as refusal:
        state.mapping_refused.set(str(refusal))
        state.mapping_loaded.take()
        return
    state.names.set(mapping.names)
    state.known.set(mapping.known)
    state.set_mapping(fitted(mapping, suggested).model_copy(update={"names": Names(), "known": {}}))
    state.mapping_loaded.take()
    st.rerun()
