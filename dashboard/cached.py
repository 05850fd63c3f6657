"""What is kept between reruns: of this session only, keyed on the file's hash and on JSON, never on data frames.

A frame of 50,000 rows is hashed by a sample, so that a changed cell can go unnoticed; a hash of the bytes can't.
Arguments that start with an underscore are not part of a key.

Tables and admissions take time: they are made by `work`, in a process that reads, and kept in the session's state,
where "Clear my data" drops them. Of a million rows there are never more than a few copies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from dashboard import state, work
from dashboard.samples import SAMPLE
from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.errors import NecCoreError
from nec_core.ingest.admission import Admission
from nec_core.ingest.apart import opening as apart
from nec_core.ingest.mapping import Mapping, Question
from nec_core.ingest.opening import Table, admit
from nec_core.ingest.progress import Progress
from nec_core.ingest.questions import open_questions
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.several_files import File
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.knowing import with_known
from nec_core.patients.naming import named
from nec_core.study_check import Recomputed, recompute
from nec_core.summary.characteristics.table_one import TableOne
from nec_core.summary.characteristics.table_one import table_one as count_table_one
from nec_core.summary.characteristics.table_plan import TablePlan
from nec_core.summary.sanity import Sanity, sanity

T = TypeVar("T")

_MOST = 2
"""So many tables, and admissions, are kept: what stands, and what stood before, for the way back."""
_KEYS = 10
"""Keys under which they, and refusals, are found."""


def table(
    upload: state.Upload,
    options: ReadOptions | None,
    layout: str | None = None,
    revealed: frozenset[str] = frozenset(),
) -> Table:
    """The files' cells and the suggested mapping; `layout` where a person decided it. Columns that tell who a patient
    is hold running numbers, but for those in `revealed`: for them the files are read again. Raises NecCoreError."""
    key = _table_key(upload, options, layout, revealed)
    found: Table | NecCoreError | None = _kept("table", key)
    if found is None:
        found = work.done(("table", key), partial(_open, upload.files, options, layout, revealed), forget)
        _keep_table(upload, key, found, revealed)
    return _value(found)


def admission(upload: state.Upload, mapping: Mapping | None, edits: tuple[Edit, ...]) -> Admission:
    """The admission of the files. Raises what `nec_core.ingest` raises."""
    key = (upload.sha256, upload.names, mapping.model_dump_json() if mapping else "", edits)
    found: Admission | NecCoreError | None = _kept("admission", key)
    if found is None:
        how = (mapping.read, mapping.layout, mapping.kept_identifiers) if mapping else (None, None, frozenset[str]())
        table_key = _table_key(upload, *how)
        opened = _kept("table", table_key)
        check = partial(_check, upload.files, how, mapping, edits, opened)
        opened, found = work.done(("admission", key), check, forget)
        _keep_table(upload, table_key, opened, how[2])
        _keep("admission", key, found)
    return _value(found)


def _open(
    files: Sequence[File],
    options: ReadOptions | None,
    layout: str | None,
    revealed: frozenset[str],
    progress: Progress,
) -> Table | NecCoreError:
    """The opened table, or why it can't be had: that is kept too, for it takes as long to find out."""
    try:
        return apart.open_tables(files, options, layout, revealed, progress)
    except NecCoreError as refusal:
        return _bare(refusal)


def _check(
    files: Sequence[File],
    how: tuple[ReadOptions | None, str | None, frozenset[str]],
    mapping: Mapping | None,
    edits: tuple[Edit, ...],
    opened: Table | NecCoreError | None,
    progress: Progress,
) -> tuple[Table | NecCoreError, Admission | NecCoreError]:
    """The opened table, and its admission."""
    try:
        if opened is None:
            opened, found = apart.open_and_check(files, how, mapping, edits, progress)
            return opened, _bare(found) if isinstance(found, NecCoreError) else found
        raw, suggested = _value(opened)
        return opened, apart.checked(raw, mapping or suggested, edits, progress)
    except NecCoreError as refusal:
        found = _bare(refusal)
        return (found if opened is None else opened), found


def _bare(refusal: NecCoreError) -> NecCoreError:
    """Without the frames it came through, which hold the file's cells."""
    refusal.__context__ = refusal.__cause__ = None
    return refusal.with_traceback(None)


def _value(found: T | NecCoreError) -> T:
    if isinstance(found, NecCoreError):
        raise _bare(found)
    return found


def _table_key(
    upload: state.Upload, options: ReadOptions | None, layout: str | None, revealed: frozenset[str]
) -> tuple[object, ...]:
    return (upload.sha256, upload.names, options.model_dump_json() if options else "", layout, revealed)


def _keep_table(upload: state.Upload, key: Hashable, found: Table | NecCoreError, revealed: frozenset[str]) -> None:
    """Keeps a table, also under the way of reading it that its suggested mapping names: it would be read the same."""
    _keep("table", key, found)
    if not isinstance(found, NecCoreError):
        _keep("table", _table_key(upload, found[1].read, found[1].layout, revealed), found)


def _kept(kind: str, key: Hashable) -> Any:
    entries = state.kept(kind)
    if key in entries:
        entries.move_to_end(key)
    return entries.get(key)


def _keep(kind: str, key: Hashable, value: object) -> None:
    entries = state.kept(kind)
    entries[key] = value
    entries.move_to_end(key)
    while len({id(v) for v in entries.values() if not isinstance(v, NecCoreError)}) > _MOST or len(entries) > _KEYS:
        entries.popitem(last=False)


def named_admission(admission: Admission) -> Admission:
    """The session's admission with its variables called as its person calls them, and known when that person says."""
    if not state.names().variables and not state.known():
        return admission
    return _named_admission(_key(), admission)


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _named_admission(key: str, _admission: Admission) -> Admission:
    return replace(_admission, cohort=with_known(named(_admission.cohort, state.names()), state.known()))


def selection(cohort: Cohort, chosen: CohortFilter) -> Cohort:
    """The patients of the session's cohort inside the filter."""
    return _selection(_key(), chosen.model_dump_json(), cohort)


@st.cache_resource(scope="session", max_entries=3, show_spinner=False)
def _selection(key: str, chosen: str, _cohort: Cohort) -> Cohort:
    return CohortFilter.model_validate_json(chosen).apply(_cohort)


def result(cohort: Cohort, plan: AnalysisPlan) -> SurvivalResult:
    """A plan's result in the session's cohort."""
    return _result(_key(), plan.model_dump_json(), cohort)


@st.cache_resource(scope="session", max_entries=30, show_spinner=False)
def _result(key: str, plan: str, _cohort: Cohort) -> SurvivalResult:
    return analyse(_cohort, AnalysisPlan.model_validate_json(plan))


def looked_into(cohort: Cohort, plan: AnalysisPlan) -> SurvivalResult:
    """The plan's result with what its P is worth, for a cohort so large that it takes up to a minute or two."""
    key = ("worth", _key(), plan.model_dump_json())
    found: SurvivalResult | None = _kept("worth", key)
    if found is None:
        found = work.done(key, partial(_looked_into, cohort, plan), leave_off, "Leave it")
        _keep("worth", key, found)
    return found


def _looked_into(cohort: Cohort, plan: AnalysisPlan, progress: Progress) -> SurvivalResult:
    return analyse(cohort, plan, progress)


def leave_off() -> None:
    """Ends the look into what a P is worth; the file and all else stays."""
    state.worth_asked.set("")
    state.end_job()


def table_one(cohort: Cohort, chosen: CohortFilter, plan: TablePlan) -> TableOne:
    """Table 1 of the patients of the session's cohort inside the filter."""
    return _table_one(_key(), chosen.model_dump_json(), plan.model_dump_json(), selection(cohort, chosen))


@st.cache_resource(scope="session", max_entries=10, show_spinner=False)
def _table_one(key: str, chosen: str, plan: str, _selected: Cohort) -> TableOne:
    return count_table_one(_selected, TablePlan.model_validate_json(plan))


def standing() -> Table | None:
    """The table as the file is read now, and the mapping that stands; None without a file. Raises NecCoreError."""
    upload, chosen = state.upload(), state.mapping()
    if upload is None:
        return None
    if chosen is None:
        return table(upload, None)
    raw, _ = table(upload, chosen.read, chosen.layout, chosen.kept_identifiers)
    return raw, chosen


def sanity_of(admission: Admission) -> Sanity:
    """The session's records for the eye, and what is unusual about them."""
    return _sanity(_key(), admission)


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _sanity(key: str, _admission: Admission) -> Sanity:
    return sanity(_admission)


def asked_at_first(raw: RawTable, suggested: Mapping) -> tuple[Question, ...]:
    """The questions that a file's suggested mapping leaves open."""
    return _asked_at_first(raw.sha256, suggested.model_dump_json(), raw)


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _asked_at_first(sha256: str, suggested: str, _raw: RawTable) -> tuple[Question, ...]:
    return open_questions(_raw, Mapping.from_json(suggested))


def suggested_for(upload: state.Upload, mapping: Mapping) -> Mapping:
    """What the file suggested by itself, read as it is read now."""
    return table(upload, mapping.read, mapping.layout, mapping.kept_identifiers)[1]


def mapping_of(upload: state.Upload) -> Mapping:
    """The mapping as corrected, else as suggested, with what a person said of the variables."""
    return with_said(state.mapping() or table(upload, None)[1])


def with_said(mapping: Mapping) -> Mapping:
    """The mapping with what variables are called and when they were known: in a session both stand beside it, so that
    no word of theirs has the file checked again."""
    return mapping.model_copy(update={"names": state.names(), "known": dict(state.known())})


def _key() -> str:
    """The session's cohort is told by its file, its mapping, its repaired cells, and what is said of its variables."""
    upload, mapping = state.upload(), state.mapping()
    decided = (
        upload.sha256 if upload else "",
        repr(upload.names) if upload else "",
        mapping.model_dump_json() if mapping else "",
        repr(state.edits()),
        state.names().model_dump_json(),
        repr(sorted(state.known().items())),
    )
    return hashlib.sha256("|".join(decided).encode()).hexdigest()


def figures(cohort: Cohort) -> tuple[Recomputed, ...]:
    """The published study's figures, computed from the session's cohort."""
    return _figures(_key(), cohort)


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _figures(key: str, _cohort: Cohort) -> tuple[Recomputed, ...]:
    return recompute(_cohort)


# The sample is nobody's data and the same for everybody: these two are shared between sessions.
@st.cache_resource(show_spinner=False)
def sample() -> Admission:
    """The synthetic cohort of 38, admitted."""
    return admit(SAMPLE.read_bytes(), SAMPLE.name)


@st.cache_resource(show_spinner=False)
def sample_figures() -> tuple[Recomputed, ...]:
    """The published study's figures, computed from the synthetic cohort."""
    return recompute(sample().cohort)


def clear() -> None:
    """Drops this session's results."""
    for kept in (_named_admission, _asked_at_first, _selection, _result, _table_one, _sanity, _figures):
        kept.clear()


def forget() -> None:
    """Forgets the upload, every choice and all that was computed from them; ends the work under way."""
    clear()
    state.clear()
