"""Upload, step 2, first part: what the file does not tell by itself, and only a person can say."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import cached, state
from dashboard.upload.mapping import (
    BY_HAND,
    DATE_ORDERS,
    KEEP_CATEGORY,
    KEEP_NUMBER,
    LEAVE_OUT,
    levels,
    longest,
    retargeted,
)
from nec_core import formatting as fmt
from nec_core.ingest.answers import NOT_RECORDED, answered
from nec_core.ingest.cells.dates import iso
from nec_core.ingest.cells.field_units import in_own_unit
from nec_core.ingest.mapping import EXTRA, ColumnMapping, Fold, Mapping, Question
from nec_core.ingest.matching.endpoint_columns import vital_word
from nec_core.ingest.questions import optional_questions
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.rows.folding import RULE_LABELS
from nec_core.record import fields
from nec_core.time_units import UNITS, converted

_KEY = "upload:question"
_FEW = 2


def ask(raw: RawTable, mapping: Mapping, questions: Sequence[Question]) -> None:
    """Draws every question; the answers are taken over together."""
    st.markdown(f"**{fmt.plural(len(questions), 'question')}** before the records can be used.")
    answers = [_ask_one(raw, mapping, q) for q in questions]
    ready = [a for a in answers if a is not None]
    key = f"{_KEY} take"
    state.hold(key, ready)
    st.button(
        "Use these answers" if len(questions) > 1 else "Use this answer",
        type="primary",
        disabled=len(ready) < len(questions),
        on_click=_take,
        args=(key,),
        key=key,
    )


def offer(raw: RawTable, mapping: Mapping) -> None:
    """Draws the questions that need no answer: who a column may tell of, and what codes mean, under a header that names
    a field."""
    questions = optional_questions(raw, mapping)
    doubts = [q for q in questions if q.kind == "identifier"]
    told = fmt.plural(len(doubts), "column", "columns")
    label = f"{told} may tell who a patient is. They are left out, and their cells hidden, until you keep them."
    _offer_all(raw, mapping, doubts, label, "identifiers")
    codes = [q for q in questions if q.kind != "identifier"]
    held = fmt.plural(len(codes), "column holds", "columns hold")
    label = f"{held} codes that say nothing by themselves. They are kept as they are until you say what they mean."
    _offer_all(raw, mapping, codes, label, "codes")


def _offer_all(raw: RawTable, mapping: Mapping, questions: Sequence[Question], label: str, name: str) -> None:
    if not questions:
        return
    with st.expander(label, expanded=len(questions) <= _FEW, key=f"{_KEY} {name}"):
        for question in questions:
            _offer_one(raw, mapping, question)


def _offer_one(raw: RawTable, mapping: Mapping, question: Question) -> None:
    """One column: its answer is taken over by itself."""
    st.markdown(f"**{fmt.escape_markdown(question.text)}**")
    if question.kind == "identifier":
        ways = _identifier_or_not(mapping, question)
    elif question.kind == "missing":
        ways = _missing_or_not(mapping, question)
    else:
        ways = _as_field_or_not(raw, mapping, question)
    with st.container(horizontal=True):
        for label, way in ways.items():
            key = f"{_KEY} {label} {question.column}"
            state.hold(key, [way])
            st.button(label, disabled=way is None, on_click=_take, args=(key,), key=key)


def _as_field_or_not(raw: RawTable, mapping: Mapping, question: Question) -> dict[str, ColumnMapping | None]:
    column = ColumnMapping(column=question.column, target=question.field)
    said = _meanings(column, question)
    return {
        "Use this answer": None if said is None else answered(mapping, question, said).column(question.column),
        "Keep the codes": retargeted(raw, column, KEEP_CATEGORY),
        LEAVE_OUT: retargeted(raw, column, LEAVE_OUT),
    }


def _identifier_or_not(mapping: Mapping, question: Question) -> dict[str, ColumnMapping | None]:
    column = mapping.column(question.column)
    if question.values:
        examples = ", ".join(text for text, _ in question.values)
        st.caption(fmt.escape_markdown(f"Some of its cells, masked: {examples}."))
    kept = KEEP_NUMBER if column.extra_kind == "number" else KEEP_CATEGORY
    return {
        LEAVE_OUT: column.model_copy(update={"asks": None, **BY_HAND}),
        kept: column.model_copy(update={"target": EXTRA, "asks": None, **BY_HAND}),
    }


def _missing_or_not(mapping: Mapping, question: Question) -> dict[str, ColumnMapping | None]:
    st.caption(", ".join(f"{text} stands in {fmt.plural(n, 'row')}" for text, n in question.values) + ".")
    no, yes = (answered(mapping, question, said).column(question.column) for said in ("a value", NOT_RECORDED))
    return {"Yes, not recorded": yes, "No, it is a value": no}


def _take(key: str) -> None:
    """Takes over the answers that the button with this key stands for."""
    standing, answers = cached.standing(), state.held(key)
    if standing is None or answers is None:
        return
    _, mapping = standing
    for answer in answers:
        mapping = _answered(mapping, answer)
    state.set_mapping(mapping)


def _answered(mapping: Mapping, answer: ColumnMapping | Fold) -> Mapping:
    return mapping.model_copy(update={"fold": answer}) if isinstance(answer, Fold) else mapping.replaced(answer)


def _ask_one(raw: RawTable, mapping: Mapping, question: Question) -> ColumnMapping | Fold | None:
    column = mapping.column(question.column)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{fmt.escape_markdown(question.text)}**", width="stretch")
            if column.endpoint:
                _something_else(raw, column)
        if question.kind == "fold":
            rule = _fold(question)
            return None if rule is None else answered(mapping, question, rule).fold
        if question.kind == "unit":
            said: str | dict[str, str | None] | None = (
                _field_unit(raw, mapping, column, question) if question.field else _unit(raw, mapping, column)
            )
        elif question.kind == "date_order":
            said = _date_order(question)
        else:
            said = _meanings(column, question)
        return None if said is None else answered(mapping, question, said).column(question.column)


def _something_else(raw: RawTable, column: ColumnMapping) -> None:
    """A column taken for an outcome by mistake is let go with one click."""
    key = f"{_KEY} else {column.column}"
    state.hold(key, [retargeted(raw, column, KEEP_CATEGORY if column.is_event else KEEP_NUMBER)])
    st.button(
        f"No {'event' if column.is_event else 'time'} stands in this column",
        type="tertiary",
        icon=":material/close:",
        on_click=_take,
        args=(key,),
        key=key,
    )


def _unit(raw: RawTable, mapping: Mapping, column: ColumnMapping) -> str | None:
    most = longest(raw, mapping, column)
    if most is not None:
        years = {unit: fmt.number(converted(most, unit, "years")) for unit in UNITS}
        st.caption(
            f"The longest is {fmt.plain_number(most)}. In days that is {years['days']} years, "
            f"in weeks {years['weeks']}, in months {years['months']}, in years {years['years']}."
        )
    return st.segmented_control("Unit", UNITS, key=f"{_KEY} unit {column.column}", label_visibility="collapsed")


def _field_unit(raw: RawTable, mapping: Mapping, column: ColumnMapping, question: Question) -> str | None:
    """The units of a field; with any other the column is a variable of its own."""
    about, most = fields()[question.field].about, longest(raw, mapping, column)
    if most is not None:
        taken = (
            f"in {unit} that is {fmt.number(float(in_own_unit(str(most), about, unit)))} {about.unit}"
            for unit in question.options
            if about.other_unit(unit) is not None
        )
        text = f"The largest is {fmt.plain_number(most)}: {', '.join(taken)}."
        st.caption(fmt.escape_markdown(f"{text} With another unit the column is kept as a variable of its own."))
    return st.segmented_control(
        "Unit", question.options, key=f"{_KEY} unit {column.column}", label_visibility="collapsed"
    )


def _fold(question: Question) -> str | None:
    return st.radio(
        "Rule",
        question.options,
        None,
        format_func=RULE_LABELS.__getitem__,
        key=f"{_KEY} fold",
        label_visibility="collapsed",
    )


def _date_order(question: Question) -> str | None:
    example = next((t for t, _ in question.values if iso(t, "DMY") != iso(t, "MDY")), None)
    if example is not None:
        day_first, month_first = iso(example, "DMY"), iso(example, "MDY")
        text = f"{example} would be {day_first} with the day first, {month_first} with the month first."
        st.caption(fmt.escape_markdown(text))
    return st.segmented_control(
        "Order", question.options, format_func=lambda o: DATE_ORDERS[o].capitalize(), label_visibility="collapsed",
        key=f"{_KEY} order {question.column}",
    )  # fmt: skip


def _by_itself(column: ColumnMapping, text: str) -> str | None:
    """What a word such as "Died" means where others beside it must be asked."""
    word = vital_word(text.casefold())
    if word is None or not column.is_event:
        return word if column.target == "vital_status" else None
    return {"dead": "1", "alive": "0"}[word] if column.endpoint == "os" else None


def _meanings(column: ColumnMapping, question: Question) -> dict[str, str | None] | None:
    """One choice per value; what was chosen is counted back, so that a slip shows."""
    offered = levels(column)
    if column.is_event and len(question.values) <= 2:
        offered = {k: v for k, v in offered.items() if k != "2"}
    elif not column.is_event:
        offered = {k: v for k, v in offered.items() if not k or k in question.options}
    said: dict[str, str | None] = {}
    with st.container(horizontal=True, gap="medium"):
        for text, n in question.values:
            said[text] = st.segmented_control(
                f"**{fmt.escape_markdown(fmt.shorten(text, 60) or '(blank)')}** in {fmt.plural(n, 'row')}",
                list(offered),
                default=_by_itself(column, text),
                format_func=offered.__getitem__,
                key=f"{_KEY} value {column.column} {text}",
            )
    if any(meaning is None for meaning in said.values()):
        return None
    counted = {m: sum(n for t, n in question.values if said[t] == m) for m in offered}
    st.caption("That makes " + ", ".join(f"{n:,} {offered[m]}" for m, n in counted.items() if n) + ".")
    return said
