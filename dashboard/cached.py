"""What is kept between reruns: of this session only, keyed on the file's hash and on JSON, never on data frames.

A frame of 50,000 rows is hashed by a sample, so that a changed cell can go unnoticed; a hash of the bytes can't.
Arguments that start with an underscore are not part of a key.
"""

from __future__ import annotations

import hashlib

import streamlit as st

from dashboard import state
from dashboard.samples import SAMPLE
from nec_core.analysis import AnalysisPlan, SurvivalResult, analyse
from nec_core.cohort import Cohort
from nec_core.cohort_filter import CohortFilter
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import open_cohort, open_table
from nec_core.ingest.preparing import repaired
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading import ReadOptions
from nec_core.ingest.validation import validate
from nec_core.study_check import Recomputed, recompute


def table(upload: state.Upload, options: ReadOptions | None, layout: str | None = None) -> tuple[RawTable, Mapping]:
    """The file's cells and the suggested mapping; `layout` where a person decided it."""
    return _table(upload.sha256, upload.name, options.model_dump_json() if options else "", layout, upload.data)


@st.cache_resource(scope="session", max_entries=2, show_spinner="Reading the file …")
def _table(sha256: str, name: str, options: str, layout: str | None, _data: bytes) -> tuple[RawTable, Mapping]:
    return open_table(_data, name, ReadOptions.model_validate_json(options) if options else None, layout)


def cohort(upload: state.Upload, mapping: Mapping | None, edits: tuple[Edit, ...]) -> Cohort:
    """The validated cohort. Raises what `nec_core.ingest` raises."""
    return _cohort(upload.sha256, upload.name, mapping.model_dump_json() if mapping else "", edits, upload)


@st.cache_resource(scope="session", max_entries=2, show_spinner="Checking every record …")
def _cohort(sha256: str, name: str, mapping: str, edits: tuple[Edit, ...], _upload: state.Upload) -> Cohort:
    chosen = Mapping.model_validate_json(mapping) if mapping else None
    raw, suggested = table(_upload, chosen.read, chosen.layout) if chosen else table(_upload, None)
    taken = chosen or suggested
    return validate(repaired(raw, taken.layout, edits), taken)


def selection(cohort: Cohort, chosen: CohortFilter) -> Cohort:
    """The patients inside the filter."""
    return _selection(_key(cohort), chosen.model_dump_json(), cohort)


@st.cache_resource(scope="session", max_entries=3, show_spinner=False)
def _selection(key: str, chosen: str, _cohort: Cohort) -> Cohort:
    return CohortFilter.model_validate_json(chosen).apply(_cohort)


def result(cohort: Cohort, plan: AnalysisPlan) -> SurvivalResult:
    """A plan's result."""
    return _result(_key(cohort), plan.model_dump_json(), cohort)


@st.cache_resource(scope="session", max_entries=30, show_spinner=False)
def _result(key: str, plan: str, _cohort: Cohort) -> SurvivalResult:
    return analyse(_cohort, AnalysisPlan.model_validate_json(plan))


def mapping_of(upload: state.Upload) -> Mapping:
    """The mapping as corrected, else as suggested."""
    return state.mapping() or table(upload, None)[1]


def _key(cohort: Cohort) -> str:
    """A cohort is told by its file, its mapping and its repaired cells."""
    mapping = state.mapping()
    decided = (cohort.source.sha256, mapping.model_dump_json() if mapping else "", repr(state.edits()))
    return hashlib.sha256("|".join(decided).encode()).hexdigest()


def figures(cohort: Cohort) -> tuple[Recomputed, ...]:
    """The published study's figures, computed from this cohort."""
    return _figures(_key(cohort), cohort)


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _figures(key: str, _cohort: Cohort) -> tuple[Recomputed, ...]:
    return recompute(_cohort)


# The sample is nobody's data and the same for everybody: these two are shared between sessions.
@st.cache_resource(show_spinner=False)
def sample_cohort() -> Cohort:
    """The synthetic cohort of 38."""
    return open_cohort(SAMPLE.read_bytes(), SAMPLE.name)


@st.cache_resource(show_spinner=False)
def sample_figures() -> tuple[Recomputed, ...]:
    """The published study's figures, computed from the synthetic cohort."""
    return recompute(sample_cohort())


def clear() -> None:
    """Drops this session's entries."""
    for kept in (_table, _cohort, _selection, _result, _figures):
        kept.clear()
