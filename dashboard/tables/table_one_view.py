"""Table 1 on a page: what is asked of it, and the table under it."""

from __future__ import annotations

import hashlib
from typing import get_args

import streamlit as st

from dashboard import cached, kept, state
from dashboard.asking import table_words
from dashboard.guard_view import show_guards
from dashboard.tables.table_html import Looks
from dashboard.tables.table_view import show_table
from nec_core.export.tables.table_one_tables import (
    table_one_frame,
    table_one_note,
    table_one_shares,
    table_one_sheets,
)
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.grouping import can_stratify, usual_group
from nec_core.summary.characteristics.table_one import TableOne, filled
from nec_core.summary.characteristics.table_plan import Numbers, TablePlan, asked

_KEY = "summary:"


def asked_of(cohort: Cohort) -> TablePlan:
    """What was last asked of Table 1; before anything was, the usual rows by the usual groups.

    Args:
        cohort: all patients, before any filter.
    """
    usual = TablePlan(by=usual_group(v.name for v in cohort.variables.values() if can_stratify(v)))
    return filled(state.table_plan() or usual, cohort)


def controls(cohort: Cohort) -> TablePlan:
    """The choices above the table. The report takes the same."""
    groups = {v.name: v for v in cohort.variables.values() if can_stratify(v)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="table-one-choices"):
        by = _by(groups)
        numbers = _numbers()
        variables = _variables(cohort)
        p = _flag("p", disabled=by is None)
        differences = _flag("differences", disabled=by is None)
    plan = TablePlan(by=by, variables=variables, numbers=numbers, p=p, differences=differences)
    state.table_plan.set(plan)
    return plan


def _by(groups: dict[str, Variable]) -> str | None:
    said = table_words("by")
    options = [None, *groups]
    return st.selectbox(
        said.label,
        options,
        index=options.index(usual_group(groups)),
        format_func=lambda n: groups[n].label if n else said.empty,
        **kept.choice(f"{_KEY}compare by"),
    )


def _numbers() -> Numbers:
    said, how = table_words("numbers"), asked()["numbers"].asked
    return (
        st.segmented_control(
            said.label,
            get_args(Numbers),
            default=asked()["numbers"].default,
            required=True,
            format_func=lambda n: how.words[n],
            help=said.help,
            **kept.choice(f"{_KEY}numbers"),
        )
        or "median"
    )


def _variables(cohort: Cohort) -> tuple[str, ...]:
    """Those picked, in the cohort's order. Of other variables, as after another mapping, it is another choice."""
    offered = {v.name: v for v in cohort.variables.values() if v.kind in ("category", "number")}
    of_these = hashlib.sha256(repr(list(offered)).encode()).hexdigest()[:8]
    with st.popover("Variables", icon=":material/list:"):
        said = table_words("variables")
        picked = st.multiselect(
            said.label,
            list(offered),
            [n for n in filled(TablePlan(), cohort).variables or () if n in offered],
            format_func=lambda n: offered[n].label_with_unit,
            help=said.help,
            **kept.choice(f"{_KEY}variables {of_these}"),
        )
        st.caption(f"Offered at first: {said.empty}.")
    return tuple(n for n in offered if n in picked)


def _flag(field: str, disabled: bool) -> bool:
    said = table_words(field)
    ticked = st.checkbox(said.label, help=said.help, disabled=disabled, **kept.choice(f"{_KEY}{field}"))
    return ticked and not disabled


def show(cohort: Cohort, chosen: CohortFilter, plan: TablePlan) -> TableOne:
    """The table of the patients inside the filter, its footnote and its warnings."""
    table = cached.table_one(cohort, chosen, plan)
    show_guards(table.guards)
    if not table.rows:
        st.info("No variable is picked: choose some under Variables.")
        return table
    show_table(
        table_one_frame(table),
        "Characteristics of the patients, overall and by group",
        ("Table 1", "table_1"),
        Looks(note=table_one_note(table), headings=2, shares=table_one_shares(table)),
        lambda: table_one_sheets(table),
    )
    return table
