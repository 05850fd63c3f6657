"""The blocks of the cohort summary: each a table with its n, what is missing, and a download."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.pictures.picture_view import copied_words
from dashboard.tables.table_html import Looks
from dashboard.tables.table_view import show_table
from nec_core import formatting as fmt
from nec_core.export.summary.blocks import BLOCKS
from nec_core.export.summary_words import cohort_sentence
from nec_core.export.tables import cohort_tables as tables
from nec_core.ingest.admission import Admission
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import available
from nec_core.summary.cohort_follow_up import cohort_follow_up
from nec_core.summary.cohort_summary import CohortSummary
from nec_core.summary.flow import flow as count_flow
from nec_core.summary.headline import headline as count_headline
from nec_core.summary.progression import progression_summary
from nec_core.summary.treatments import treatment_summary

_BLOCKS = {block.id: block for block in BLOCKS}


def headline(selected: Cohort) -> bool:
    """The cohort in a sentence. False when the filter leaves nobody."""
    if selected.n == 0:
        st.info("No patient is left. Loosen or reset the filters in the sidebar.")
        return False
    sentence = cohort_sentence(count_headline(selected, cohort_follow_up(selected)))
    st.markdown(f"## {fmt.escape_markdown(sentence)}", anchors=False)
    return True


def characteristics() -> None:
    """The title over Table 1."""
    st.header("Table 1", anchor=False)


def words(block: str, summary: CohortSummary) -> None:
    """A block's sentence for the paper, to copy."""
    sentence = _BLOCKS[block].sentence(summary)
    if sentence:
        with copied_words(block):
            st.code(sentence, language=None, wrap_lines=True)


def whole(block: str, summary: CohortSummary) -> None:
    """A block under its title: its sentence and table, or what the file would have to bring for them."""
    found = _BLOCKS[block]
    st.header(found.title, anchor=False)
    if needs := found.needs(summary):
        st.caption(fmt.escape_markdown(needs))
        return
    words(block, summary)
    numbers(block, summary)


def titled(block: str, summary: CohortSummary) -> bool:
    """A block's title, where the file tells something of it."""
    told = bool(_BLOCKS[block].sentence(summary))
    if told:
        st.header(_BLOCKS[block].title, anchor=False)
    return told


def numbers(block: str, summary: CohortSummary) -> None:
    """A block's table."""
    found = _BLOCKS[block]
    frame = found.table(summary)
    if len(frame):
        show_table(frame, found.title, (found.title, found.id), Looks(note=found.note(summary)))


def treatments(cohort: Cohort) -> None:
    """Each treatment alone, and the sets patients had."""
    summary = treatment_summary(cohort)
    if not summary.counts:
        return
    st.header("Treatments", anchor=False)
    show_table(
        tables.treatment_table(summary),
        "How many were given each treatment",
        ("Treatments", "treatments"),
        Looks(note=f"{fmt.plural(summary.n, 'patient')}; a patient can have several treatments."),
    )
    nothing = f"Here each patient stands in one line only. Nothing recorded at all: {summary.nothing_recorded}."
    show_table(
        tables.combination_frame(summary),
        "Which treatments patients had together",
        ("Treatments together", "treatments_together"),
        Looks(note=nothing),
        lambda: {"Unrounded": tables.combination_table(summary), "Overlaps": tables.overlap_table(summary)},
    )


def progression(cohort: Cohort) -> None:
    """How many progressed, and where first, with both denominators."""
    summary = progression_summary(cohort)
    if summary.not_recorded == summary.n:
        return
    st.header("Progression", anchor=False)
    st.write(
        f"{fmt.n_percent(summary.progressed, summary.n)} of {fmt.plural(summary.n, 'patient')} progressed; "
        f"{summary.not_progressed} did not; unknown {summary.unknown}; not recorded {summary.not_recorded}."
    )
    show_table(
        tables.progression_frame(summary),
        "First site of progression, of all patients and of those who progressed",
        ("Progression", "progression"),
        Looks(note="The share of patients and the share of progressions differ: say which one you report."),
        lambda: {"Unrounded": tables.progression_table(summary)},
    )


def follow_up(cohort: Cohort) -> None:
    """How long the patients were followed."""
    summary = cohort_follow_up(cohort)
    if summary is None:
        return
    st.header("Follow-up", anchor=False)
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
    note = (
        f"{fmt.plural(f.n, 'patient')}. Reverse Kaplan-Meier: how long patients would have been followed had nobody "
        f"died. {fmt.NR_MEANS} {fmt.NE_MEANS}"
    )
    show_table(
        shown,
        "Follow-up by three definitions",
        ("Follow-up", "follow_up"),
        Looks(note=note),
        lambda: {"Unrounded": tables.follow_up_table(summary)},
    )


def recorded() -> None:
    """The title over what was examined, and what is not recorded."""
    st.header("Imaging, markers, and what is not recorded", anchor=False)


def flow(admission: Admission, selected: Cohort) -> None:
    """From rows of the file to patients on this screen."""
    st.header("From file to screen", anchor=False)
    counted = count_flow(admission, kept=selected.n)
    show_table(
        tables.flow_frame(counted),
        "Rows of the file, accepted, rejected and shown",
        ("Flow", "flow"),
        Looks(note=f"Endpoints in this cohort: {', '.join(e.label for e in available(admission.cohort))}."),
        lambda: {"All lines": tables.flow_table(counted)},
    )
