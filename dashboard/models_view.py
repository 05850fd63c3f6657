"""Cox models on the screen: the choices, the table, the checks."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import kept
from dashboard.asking import words
from dashboard.guard_view import show_guards
from dashboard.pictures.picture_view import show_beside_its_table
from dashboard.survival.controls import references
from dashboard.tables.table_html import Looks
from dashboard.tables.table_view import show_table
from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult
from nec_core.analysis.guards import Guard
from nec_core.export.pictures import KINDS, Subject
from nec_core.export.tables.model_tables import model_frame, model_numbers, model_sentence, proportionality_frame
from nec_core.ingest.admission import Admission
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.endpoints import available
from nec_core.patients.grouping import can_group, can_stratify

_KEY = "models:"
_FIRST_CHOICE = ("age_years", "stage")
_CHECKED = "Test of Grambsch and Therneau on scaled Schoenfeld residuals (R's cox.zph). A small P: they do not."


def plan(cohort: Cohort, chosen: CohortFilter) -> AnalysisPlan:
    """Draws the controls and returns what they ask for."""
    endpoints = {e.name: e for e in available(cohort)}
    variables = {v.name: v for v in cohort.variables.values() if can_group(v)}
    categories = [n for n, v in variables.items() if can_stratify(v)]
    first, second, third = st.columns([2, 4, 2], vertical_alignment="bottom")
    endpoint = first.selectbox(
        words("endpoint").label,
        list(endpoints),
        format_func=lambda n: endpoints[n].label,
        **kept.choice(f"{_KEY}endpoint"),
    )
    picked = second.multiselect(
        words("covariates").label,
        list(variables),
        [n for n in _FIRST_CHOICE if n in variables],
        format_func=lambda n: variables[n].label_with_unit,
        **kept.choice(f"{_KEY}covariates"),
    )
    strata = third.selectbox(
        "Stratify by",
        [None, *categories],
        format_func=lambda n: variables[n].label if n else words("strata").empty,
        **kept.choice(f"{_KEY}strata"),
        help="Each level has its own baseline hazard; the variable gets no hazard ratio.",
    )
    covariates = tuple(n for n in picked if n != strata)
    in_model = [variables[n] for n in covariates if variables[n].kind == "category"]
    compared: dict[str, str] = {}
    if in_model:
        with st.popover("Reference levels"):
            compared = references(in_model, f"{_KEY}reference")
    return AnalysisPlan(endpoint=endpoint, filter=chosen, covariates=covariates, references=compared, strata=strata)


def shown_guards(together: SurvivalResult) -> list[Guard]:
    """What to beware of in the model and in who was modelled; what is about curves stands beside the curves."""
    return [g for g in together.guards if g.about != "groups"]


def _meaning(together: SurvivalResult, penalised: bool) -> str:
    """What the numbers mean and how they were made."""
    tests = "P by Wald's test"
    if penalised:
        tests += "; where an estimate was infinite, Firth's penalised estimates with profile likelihood intervals and P"
    specific = (
        " Competing events count as censored: the hazard ratios are cause-specific." if together.n_competing else ""
    )
    e = together.endpoint
    return (
        "A hazard ratio above 1 means a higher risk of the event at any time. Alone: each variable by itself, on every "
        "patient who has it. Together: on the patients who have all; – marks a level nobody has among them. "
        f"Ties by Efron, {tests}.{specific} Endpoint: {e.label}, {e.event}."
    )


def show(alone: Sequence[SurvivalResult], together: SurvivalResult) -> None:
    """The warnings, the table and the checks."""
    fitted = together.regression
    singles = [r.regression for r in alone if r.regression is not None]
    if fitted is None:
        st.info("No patient is left. Loosen or reset the filters in the sidebar.")
        return
    if fitted.model.n_events == 0:
        st.info("Nobody had the event: there is nothing to model.")
        return
    show_guards(shown_guards(together), together.plan)
    table = model_frame(singles, fitted)
    meaning = _meaning(together, any(m.firth for m in (*singles, fitted)))
    show_table(
        table,
        "Hazard ratios, each variable alone and all together",
        ("Models", "models"),
        Looks(note=f"{model_sentence(fitted)} {meaning}", headings=2),
        lambda: {"Unrounded": model_numbers(singles, fitted)},
    )
    checks = proportionality_frame(fitted)
    if len(checks):
        with st.expander("Do the hazard ratios hold over time?"):
            show_table(checks, "Test of proportional hazards", ("Proportional hazards", "zph"), Looks(note=_CHECKED))


def pictures(admission: Admission, together: SurvivalResult) -> None:
    """The hazard ratios as a forest, and the residuals behind the check of proportional hazards."""
    if together.regression is None or together.regression.model.n_events == 0:
        return
    for name in ("forest", "residuals"):
        show_beside_its_table(KINDS[name], Subject(admission, together.plan, None, None))
