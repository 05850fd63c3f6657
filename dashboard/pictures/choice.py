"""One of the cohort's pictures, as chosen: its kind, its form, and what it is about."""

from __future__ import annotations

import streamlit as st

from dashboard import kept
from dashboard.pictures import picture_view
from nec_core.analysis.plan import AnalysisPlan
from nec_core.export.pictures import KINDS, OF_RESULTS, Kind, Subject
from nec_core.ingest.admission import Admission
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.grouping import can_stratify

_OWN_PAGE = "survival"  # it has a page of its own


def others(admission: Admission, chosen: CohortFilter) -> None:
    """The controls of the others, and the picture under them."""
    st.header("More pictures", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Picture",
            _offered(),
            format_func=lambda n: f"{KINDS[n].title}: {KINDS[n].question}",
            **kept.choice("picture"),
        )
        kind = KINDS[name]
        form = _form(kind)
        variable = _variable(kind, admission.cohort)
        by = _groups(admission.cohort)
    plan = AnalysisPlan(filter=chosen, by=by)
    picture_view.show(kind, Subject(admission, plan, variable, form))


def _offered() -> list[str]:
    """The names of those that do not stand on this page already."""
    return [n for n, kind in KINDS.items() if kind.section in (None, *OF_RESULTS) and n != _OWN_PAGE]


def _form(kind: Kind) -> str | None:
    if not kind.forms:
        return None
    return st.segmented_control(
        "Form", kind.forms, default=kind.forms[0], required=True, format_func=str.capitalize,
        **kept.choice(f"picture form {kind.name}"),
    )  # fmt: skip


def _variable(kind: Kind, cohort: Cohort) -> str | None:
    numbers = {v.name: v.label for v in cohort.variables.values() if v.kind == "number"}
    if not kind.about or not numbers:
        return None
    return st.selectbox(
        "Number", [None, *numbers], format_func=lambda n: numbers[n] if n else "Usual", **kept.choice("picture number")
    )


def _groups(cohort: Cohort) -> str | None:
    groups = {v.name: v.label for v in cohort.variables.values() if can_stratify(v)}
    return st.selectbox(
        "Groups", [None, *groups], format_func=lambda n: groups[n] if n else "All patients together",
        **kept.choice("picture groups"),
    )  # fmt: skip
