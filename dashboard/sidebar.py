"""The sidebar on every screen: which file, how many patients, the filters, and the way out."""

from __future__ import annotations

import streamlit as st

from dashboard import cached, frame, kept, state
from dashboard.asking import words
from dashboard.study import keeping
from nec_core.formatting import escape_markdown
from nec_core.ingest.admission import Admission
from nec_core.ingest.layouts import layout_title
from nec_core.patients.cohort import NOT_RECORDED, Cohort, Variable
from nec_core.patients.cohort_filter import CohortFilter, LevelCondition, RangeCondition, TreatmentCondition
from nec_core.patients.filter_words import OF_TREATMENTS
from nec_core.patients.grouping import STAGES

BASICS = ("primary_site", "histology", "sex", "age_years", "diagnosis_year")
MOST_LEVELS = 60
_MORE = " more"
"""The name of a filter that is no variable's: no header begins so."""


def show(*, filters: bool) -> None:
    """Draws the sidebar; with filters, where they act, it sets the filter of this run."""
    admission = frame.current_admission()
    with st.sidebar:
        if admission is None:
            state.current_filter.set(CohortFilter())
            st.caption("No cohort yet.")
        else:
            _status(admission)
            if filters:
                chosen = _filters(admission.cohort)
                state.current_filter.set(chosen)
                _shown(admission.cohort, chosen)
            keeping.show_in_sidebar(admission)
        if state.upload() is not None:
            st.button(
                "Clear my data",
                on_click=cached.forget,
                icon=":material/delete:",
                help="Forgets the file, every choice and all that was computed from them.",
            )
        st.caption(
            ":material/lock: Stays on this computer. Nothing is sent anywhere. Clear it, reload or close the page, and "
            "within a minute it is gone from memory."
        )


def _status(admission: Admission) -> None:
    source = admission.source
    known_by = f"Layout: {escape_markdown(layout_title(source.layout))}  \nSHA-256: {source.sha256}"
    st.markdown(f"**{escape_markdown(source.file_name)}**", help=known_by)
    st.caption(
        f"{admission.cohort.n:,} of {source.rows_in:,} rows accepted"
        + (f", {len(admission.rejected_rows):,} rejected" if len(admission.rejected_rows) else "")
    )


def _shown(cohort: Cohort, chosen: CohortFilter) -> None:
    n = int(chosen.mask(cohort).sum())
    st.markdown(f"Showing **{n:,} of {cohort.n:,} patients**")
    st.button("Reset filters", on_click=state.reset_filters, disabled=chosen.is_empty, icon=":material/filter_alt_off:")


def _filters(cohort: Cohort) -> CohortFilter:
    st.header(words("filter").label, anchor=False)
    filterable = {n: v for n, v in cohort.variables.items() if _can_filter(cohort, v)}
    found = [_condition(cohort, filterable[n]) for n in STAGES if n in filterable]
    treatments = _treatment_filter(cohort)
    found += [_condition(cohort, filterable[n]) for n in BASICS if n in filterable]
    found += [_condition(cohort, variable) for variable in _further(filterable)]
    return CohortFilter(
        levels=tuple(c for c in found if isinstance(c, LevelCondition)),
        ranges=tuple(c for c in found if isinstance(c, RangeCondition)),
        treatments=treatments,
    )


def open_filter(cohort: Cohort, chosen: CohortFilter) -> None:
    """Sets the filters as an analysis has them, in place of those that stand."""
    state.reset_filters()
    values: dict[str, object] = {c.variable: list(c.levels) for c in chosen.levels}
    values |= {r.variable: _span(cohort, r.variable, r.minimum, r.maximum) for r in chosen.ranges}
    for name, value in values.items():
        state.choose_filter(name, value)
    further = [name for name in values if name not in (*STAGES, *BASICS)]
    if further:
        state.choose_filter(_MORE, further)
    for how in ("any_of", "all_of", "none_of"):
        if names := getattr(chosen.treatments, how):
            state.choose_filter(f"{OF_TREATMENTS}{how}", list(names))


def _span(cohort: Cohort, name: str, low: float | None, high: float | None) -> tuple[float, float] | None:
    """A range within what the cohort has, as the slider takes it."""
    known = cohort.number_range(name)
    if known is None:
        return None
    ends = (known.lowest if low is None else low, known.highest if high is None else high)
    kept_within = tuple(min(max(x, known.lowest), known.highest) for x in ends)
    return tuple(int(x) for x in kept_within) if known.whole else kept_within  # type: ignore[return-value]  # two of them


def _further(filterable: dict[str, Variable]) -> list[Variable]:
    """Any other variable, once it is asked for: a sidebar with forty filters helps nobody."""
    others = {n: v for n, v in filterable.items() if n not in STAGES + BASICS and not v.is_treatment}
    if not others:
        return []
    picked = st.multiselect(
        "Any other variable",
        list(others),
        format_func=lambda n: others[n].label,
        **kept.filter_choice(_MORE),
        placeholder="Add a filter",
    )
    return [others[n] for n in picked]


def _condition(cohort: Cohort, variable: Variable) -> LevelCondition | RangeCondition | None:
    return _level_filter(cohort, variable) if variable.kind == "category" else _range_filter(cohort, variable)


def _can_filter(cohort: Cohort, variable: Variable) -> bool:
    if variable.kind == "category":
        return 1 < len(variable.levels) <= MOST_LEVELS
    if variable.kind != "number":
        return False
    span = cohort.number_range(variable.name)
    return span is not None and span.lowest < span.highest


def _treatment_filter(cohort: Cohort) -> TreatmentCondition:
    treatments = cohort.treatments
    if not treatments:
        return TreatmentCondition()
    labels = {v.name: v.label for v in treatments}
    chosen = {}
    with st.expander("Treatment", key="treatment panel"):
        for how, text in (("any_of", "Had any of"), ("all_of", "Had all of"), ("none_of", "Had none of")):
            chosen[how] = tuple(
                st.multiselect(
                    text,
                    list(labels),
                    format_func=labels.__getitem__,
                    **kept.filter_choice(f"{OF_TREATMENTS}{how}"),
                    placeholder="Any",
                )
            )
    return TreatmentCondition(**chosen)


def _level_filter(cohort: Cohort, variable: Variable) -> LevelCondition | None:
    options = list(variable.levels)
    if bool(cohort.records[variable.name].isna().any()):
        options.append(NOT_RECORDED)
    picked = st.multiselect(
        escape_markdown(variable.label),
        options,
        format_func=lambda level: variable.words(variable.shown(level)),
        **kept.filter_choice(variable.name),
        placeholder="All",
    )
    return LevelCondition(variable=variable.name, levels=tuple(picked)) if picked else None


def _range_filter(cohort: Cohort, variable: Variable) -> RangeCondition | None:
    span = cohort.number_range(variable.name)
    if span is None:
        return None
    lowest, highest = (int(span.lowest), int(span.highest)) if span.whole else (span.lowest, span.highest)
    low, high = st.slider(
        escape_markdown(variable.label_with_unit),
        lowest,
        highest,
        (lowest, highest),
        **kept.filter_choice(variable.name),
        help="Patients without a value are left out once the range is narrowed.",
    )
    if (low, high) == (lowest, highest):
        return None
    return RangeCondition(variable=variable.name, minimum=low, maximum=high)
