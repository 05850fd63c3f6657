"""The session's study: begun with the first analysis that is added, saved as a file, opened by dropping that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from dashboard import cached, state
from dashboard.downloads import offer, safe_stem
from nec_core.analysis.result import SurvivalResult
from nec_core.errors import MappingError, StudyError
from nec_core.export.study.study_words import analysis_title
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.ingest.several_files import File
from nec_core.study.kept_result import kept_results
from nec_core.study.study import ENDING, Extract, Study, StudyAnalysis
from nec_core.summary.characteristics.table_plan import TablePlan

_ADDED = "In the study"


def standing(admission: Admission) -> Study:
    """The session's study as it would be saved now: with the extract, the mapping and Table 1 that stand."""
    upload = state.upload()
    if upload is None:
        raise StudyError("There is no extract to make a study of.")
    begun = state.study()
    now = {
        "extract": Extract.of(admission, len(state.edits())),
        "mapping": cached.mapping_of(upload),
        "table": state.table_plan() or TablePlan(),
    }
    if begun is not None:
        return begun.model_copy(update=now)
    stem = upload.names[0].rpartition(".")[0] or upload.names[0]
    return Study.model_validate({"name": stem[:200], **now})


def offer_to_add(admission: Admission, result: SurvivalResult, style: FigureStyle) -> None:
    """Draws the button that adds an analysis to the study; one that is in it already says so."""
    study = state.study()
    inside = next((a for a in study.analyses if a.plan == result.plan), None) if study else None
    if inside is not None:
        st.button(_ADDED, key="study:add", icon=":material/bookmark_added:", disabled=True,
                  help="This analysis is kept there. Change anything, and the change can be added.")  # fmt: skip
        return
    key = "study:add"
    state.hold(key, (admission, result, style))
    st.button(
        "Add to study", key=key, icon=":material/bookmark_add:", on_click=_add, args=(key,),
        help="Keeps this analysis by name, to be found, ordered and reported on the Study page.",
    )  # fmt: skip


def _add(key: str) -> None:
    found = state.held(key)
    if found is None:
        return
    admission, result, style = found
    analysis = StudyAnalysis(
        title=analysis_title(result)[:200], plan=result.plan, added=dt.date.today(), style=style,
        found=kept_results(result),
    )  # fmt: skip
    state.study.set(standing(admission).with_analysis(analysis))


def name_field(study: Study) -> None:
    """The study's own name, to be changed."""
    key = f"study:name {study.name}"
    st.text_input("Name of the study", study.name, max_chars=200, key=key, on_change=_rename, args=(key,))


def _rename(key: str) -> None:
    study, name = state.study(), str(state.widget(key) or "").strip()
    if study is not None and name:
        state.study.set(study.model_copy(update={"name": name}))


def unsaved(admission: Admission) -> bool:
    """Whether the study has something that is in no file."""
    study = state.study()
    return study is not None and bool(study.analyses) and standing(admission).to_json() != state.study_saved()


def show_in_sidebar(admission: Admission) -> None:
    """How many analyses the study has, and the button that saves it; nothing before there is one."""
    study = state.study()
    if study is None:
        return
    text = standing(admission).to_json()
    is_saved = text == state.study_saved()
    n = len(study.analyses)
    key = "study:save"
    state.hold(key, (state.study_saved, text))
    offer(
        f"Save study ({n} {'analysis' if n == 1 else 'analyses'})",
        lambda: text,
        f"{safe_stem(study.name)}{ENDING}",
        key=key,
        icon=":material/check:" if is_saved else ":material/save:",
        explained="No patient is in it. Drop it together with the extract, and all is as it was.",
        noted=True,
    )
    st.html(f'<span id="unsaved-study" data-unsaved="{"" if is_saved else "yes"}"></span>')


def studies_apart(files: Sequence[File]) -> tuple[list[File], bytes | None]:
    """Of what was dropped, the files of patients, and the study among them."""
    studies = [data for data, name in files if name.lower().endswith(ENDING)]
    return [f for f in files if not f[1].lower().endswith(ENDING)], studies[-1] if studies else None


def open_study(data: bytes) -> None:
    """Takes a study over, for the extract that was just taken in; what is none is told on the page."""
    try:
        study = Study.from_json(data)
        state.set_mapping(study.mapping)
        state.names.set(study.mapping.names)
        state.table_plan.set(study.table)
        state.study.set(study)
        state.study_saved.set(study.to_json())
    except (StudyError, MappingError) as refusal:
        state.study_refused.set(str(refusal))


__all__ = ["name_field", "offer_to_add", "open_study", "show_in_sidebar", "standing", "studies_apart", "unsaved"]
