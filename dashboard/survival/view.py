"""A survival result on the screen: the answer, its warnings, the curve, the table."""

from __future__ import annotations

import streamlit as st

from dashboard.guard_view import show_guards
from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.export.survival_tables import incidence_frame, summary_frame, timed_frame
from nec_core.export.survival_words import answer_sentence, definition_lines, test_sentence


def answer(result: SurvivalResult) -> None:
    """The answer in a sentence."""
    st.markdown(f"#### {fmt.escape_markdown(answer_sentence(result))}")


def warnings(result: SurvivalResult) -> None:
    """What to beware of, the most serious first; then the test, never without the warnings above it."""
    show_guards(result.guards)
    if len(result.curves) > 1:
        st.markdown(fmt.escape_markdown(test_sentence(result)))


def numbers(result: SurvivalResult) -> None:
    """n, events, medians and rates with their intervals."""
    if result.n == 0:
        return
    st.dataframe(
        summary_frame(result), hide_index=True, height="content", alt="Patients, events, medians and rates per group"
    )
    st.caption(f"{fmt.NR_MEANS} {fmt.NE_MEANS}")


def without_immortal_time(result: SurvivalResult) -> None:
    """For a treatment: the same question asked so that nobody is immortal."""
    timed = result.timed
    if timed is None:
        if result.entry is not None and result.variable is not None and result.variable.is_treatment:
            st.caption("With delayed entry, the comparisons from a landmark and over time are not given.")
        return
    st.subheader("The same comparison without immortal time", anchor=False)
    st.dataframe(
        timed_frame(timed, result.log_rank), hide_index=True, height="content",
        alt="The comparison as grouped, from a landmark, and time-dependent",
    )  # fmt: skip
    missing = (
        f" {fmt.plural(timed.n_without_date, 'treated patient')} without a date left out."
        if timed.n_without_date
        else ""
    )
    if timed.n_partial_date:
        treated = fmt.plural(timed.n_partial_date, "treated patient")
        missing += f" {treated} whose start is known only to the month or year left out."
    st.caption(
        f"{timed.n_treated} of {fmt.plural(timed.n, 'patient')} began {fmt.escape_markdown(timed.treatment.label)} "
        f"during follow-up, median start {fmt.duration(timed.median_start, timed.unit)}.{missing} Groups that were not "
        "randomised can differ in other ways too. The landmark is chosen under More."
    )


def competing(result: SurvivalResult) -> None:
    """Cumulative incidences, where a patient can have one of two kinds of event first."""
    if not result.competing:
        return
    st.subheader("Cumulative incidence", anchor=False)
    st.dataframe(
        incidence_frame(result), hide_index=True, height="content", alt="Cumulative incidence of both kinds of event"
    )
    st.caption(
        "How many had each event first by that time (Aalen-Johansen). The two add up with those still free of both; "
        "1 minus the Kaplan-Meier curve would be too high."
    )


def definitions(result: SurvivalResult) -> None:
    """What the figure rests on, in small print."""
    st.caption("  \n".join(fmt.escape_markdown(line) for line in definition_lines(result)))
