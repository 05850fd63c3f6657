"""The blocks of the cohort summary: each a table with its n, what is missing, and a download."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard import kept
from dashboard.downloads import offer
from nec_core import formatting as fmt
from nec_core.export.spreadsheet import safe_csv
from nec_core.export.summary_words import cohort_sentence
from nec_core.export.tables import cohort_tables as tables
from nec_core.ingest.admission import Admission
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import available
from nec_core.patients.grouping import can_stratify, usual_group
from nec_core.summary.cohort_follow_up import cohort_follow_up
from nec_core.summary.flow import flow as count_flow
from nec_core.summary.headline import headline as count_headline
from nec_core.summary.progression import progression_summary
from nec_core.summary.table_one import table_one as count_table_one
from nec_core.summary.treatments import treatment_summary

_SHOWN_WHOLE = 30  # lines; a longer table scrolls in itself
_TALLEST_PX = 900


def headline(selected: Cohort) -> bool:
    """The cohort in a sentence. False when the filter leaves nobody."""
    if selected.n == 0:
        st.info("No patient is left. Loosen or reset the filters in the sidebar.")
        return False
    sentence = cohort_sentence(count_headline(selected, cohort_follow_up(selected)))
    st.markdown(f"#### {fmt.escape_markdown(sentence)}", anchors=False)
    return True


def table_one(cohort: Cohort) -> None:
    """Table 1, by stage or any category."""
    st.subheader("Table 1", anchor=False)
    groups = {v.name: v for v in cohort.variables.values() if can_stratify(v)}
    options = [None, *groups]
    by = st.selectbox(
        "Compare by",
        options,
        index=options.index(usual_group(groups)),
        format_func=lambda n: groups[n].label if n else "All patients together",
        **kept.choice("summary:compare by"),
    )
    table = count_table_one(cohort, by)
    shown = tables.table_one_frame(table)
    _show(shown, "Characteristics of the patients, overall and by group")
    st.caption(f"{tables.TABLE_ONE_NOTE} Numbers: median [interquartile range] and mean (standard deviation).")
    with st.container(horizontal=True):
        _download("Table 1", shown, "table_1")
        _download("Table 1, unrounded", tables.table_one_numbers(table), "table_1_numbers")


def treatments(cohort: Cohort) -> None:
    """Each treatment alone, and the sets patients had."""
    summary = treatment_summary(cohort)
    if not summary.counts:
        return
    st.subheader("Treatments", anchor=False)
    given = tables.treatment_table(summary)
    _show(given, "How many were given each treatment")
    st.caption(f"{fmt.plural(summary.n, 'patient')}; a patient can have several treatments.")
    _show(
        tables.combination_table(summary),
        "Which treatments patients had together",
        columns={"Share": st.column_config.NumberColumn(format="percent")},
    )
    st.caption(f"Here each patient stands in one line only. Nothing recorded at all: {summary.nothing_recorded}.")
    with st.container(horizontal=True):
        _download("Treatments", given, "treatments")
        _download("Overlaps", tables.overlap_table(summary), "treatment_overlaps")


def progression(cohort: Cohort) -> None:
    """How many progressed, and where first, with both denominators."""
    summary = progression_summary(cohort)
    if summary.not_recorded == summary.n:
        return
    st.subheader("Progression", anchor=False)
    st.write(
        f"{fmt.n_percent(summary.progressed, summary.n)} of {fmt.plural(summary.n, 'patient')} progressed; "
        f"{summary.not_progressed} did not; unknown {summary.unknown}; not recorded {summary.not_recorded}."
    )
    shown = tables.progression_table(summary)
    _show(
        shown,
        "First site of progression, of all patients and of those who progressed",
        columns={
            "Share of patients": st.column_config.NumberColumn(format="percent"),
            "Share of progressions": st.column_config.NumberColumn(format="percent"),
        },
    )
    st.caption("The share of patients and the share of progressions differ: say which one you report.")
    _download("Progression", shown, "progression")


def follow_up(cohort: Cohort) -> None:
    """How long the patients were followed."""
    summary = cohort_follow_up(cohort)
    if summary is None:
        return
    st.subheader("Follow-up", anchor=False)
    f, unit = summary.overall, summary.unit
    reverse = f.reverse_km
    shown = pd.DataFrame(
        [
            (
                "Median, reverse Kaplan-Meier",
                fmt.median_ci(reverse.value, reverse.lower, reverse.upper, unit),
            ),
            ("Median of patients alive", fmt.duration(f.alive_only_median, unit) + f" (n = {f.n_alive})"),
            ("Shortest and longest", f"{fmt.duration(f.minimum, unit)} to {fmt.duration(f.maximum, unit)}"),
        ],
        columns=["Follow-up", "Value"],
    )
    _show(shown, "Follow-up by three definitions")
    st.caption(
        f"{fmt.plural(f.n, 'patient')}. Reverse Kaplan-Meier: how long patients would have been followed had nobody "
        f"died. {fmt.NR_MEANS} {fmt.NE_MEANS}"
    )
    _download("Follow-up", tables.follow_up_table(summary), "follow_up")


def flow(admission: Admission, selected: Cohort) -> None:
    """From rows of the file to patients on this screen."""
    st.subheader("From file to screen", anchor=False)
    counted = count_flow(admission, kept=selected.n)
    shown = tables.flow_table(counted)
    _show(shown, "Rows of the file, accepted, rejected and shown")
    st.caption(
        f"Endpoints in this cohort: {', '.join(fmt.escape_markdown(e.label) for e in available(admission.cohort))}."
    )
    _download("Flow", shown, "flow")


def _show(frame: pd.DataFrame, alt: str, columns: Mapping[str, ColumnConfig] | None = None) -> None:
    st.dataframe(
        frame,
        hide_index=True,
        alt=alt,
        height="content" if len(frame) <= _SHOWN_WHOLE else _TALLEST_PX,
        column_config=columns,
        placeholder="–",
    )


def _download(label: str, frame: pd.DataFrame, stem: str) -> None:
    offer(f"{label}, CSV", partial(safe_csv, frame), f"{stem}.csv", key=f"summary:download {stem}", look="tertiary")
