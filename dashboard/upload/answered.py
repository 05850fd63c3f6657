"""Upload, step 2: what was asked and is answered, a line each, with the way back to the question."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dashboard import cached, state
from dashboard.upload.mapping import DATE_ORDERS, levels, words
from nec_core import formatting as fmt
from nec_core.ingest.mapping import ColumnMapping, Fold, Mapping, Question
from nec_core.ingest.questions import open_questions
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.rows.folding import RULE_LABELS

_KEY = "upload:answered"


def show(raw: RawTable, mapping: Mapping, suggested: Mapping) -> None:
    """Draws a line for each question that the file's suggested mapping leaves open and that is answered now."""
    if mapping == suggested:
        return
    still = {(q.column, q.kind) for q in open_questions(raw, mapping)}
    for question in cached.asked_at_first(raw, suggested):
        if (question.column, question.kind) not in still and question.column in raw.columns:
            _line(mapping, suggested, question)


def _line(mapping: Mapping, suggested: Mapping, question: Question) -> None:
    key = f"{_KEY} {question.kind} {question.column}"
    said = _in_words(mapping, question)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        text = fmt.escape_markdown(f"{fmt.shorten(question.column, 60)}: {said}")
        st.markdown(f":material/check: {text}", width="content")
        state.hold(key, (suggested, question))
        st.button("Change", key=key, type="tertiary", on_click=_ask_again, args=(key,), help=question.text)


def _in_words(mapping: Mapping, question: Question) -> str:
    if question.kind == "fold":
        fold = mapping.fold or Fold(rule="reject")
        return f"of several rows, {RULE_LABELS[fold.rule].format(by=fold.by)}"
    column = mapping.column(question.column)
    return "; ".join(_parts(column, question)) or words(column).lower()


def _parts(column: ColumnMapping, question: Question) -> Iterator[str]:
    if question.kind == "unit" and column.unit:
        yield f"in {column.unit}"
    if question.kind == "date_order" and column.date_order:
        yield DATE_ORDERS[column.date_order]
    if question.kind in ("event", "values"):
        meant, offered = column.values, levels(column)  # a mapping's, not pandas'
        told = {text: meant[text.strip().casefold()] for text, _ in question.values if text.strip().casefold() in meant}
        if told:
            shown = {fmt.shorten(text, 24) or "(blank)": offered.get(value, value) for text, value in told.items()}
            yield ", ".join(f"{text} = {value}" for text, value in shown.items())


def _ask_again(key: str) -> None:
    """Puts the column back to what the file suggested, so that it is asked anew."""
    standing, needed = cached.standing(), state.held(key)
    if standing is None or needed is None:
        return
    (_, mapping), (suggested, question) = standing, needed
    if question.kind == "fold":
        state.set_mapping(mapping.model_copy(update={"fold": None}))
    else:
        state.set_mapping(mapping.replaced(suggested.column(question.column)))
