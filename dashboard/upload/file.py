"""Upload, step 1: which file, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import cached, frame, state
from dashboard.downloads import offer
from dashboard.samples import LATE_SURGERY
from dashboard.study import keeping
from nec_core.errors import FileTooLargeError, InputError, NecCoreError, StudyError
from nec_core.export.spreadsheet import safe_csv
from nec_core.export.template import data_dictionary, template_csv, template_xlsx
from nec_core.formatting import escape_markdown, plural
from nec_core.ingest.layouts import LAYOUTS, layout_title
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.bounds import SIZE_LIMIT_BYTES
from nec_core.ingest.reading.delimited import DELIMITERS
from nec_core.ingest.reading.encoding import CHOICES
from nec_core.ingest.reading.options import ReadOptions

_READ = "upload:read"
_DECIMALS = {"found": "as found in each column", "comma": "comma: 3,5", "point": "point: 3.5"}
_ENCODING_NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "windows-1252": "Windows-1252", "latin-1": "Latin-1",
}  # fmt: skip


def step() -> tuple[RawTable, Mapping] | None:
    """Draws the step; returns the cells and their mapping as it stands, None while there is nothing to go on with."""
    st.header("1 · File", anchor=False)
    if refused := state.study_refused.take():
        frame.error(StudyError(refused))
    upload = state.upload()
    if upload is None:
        st.write("One row per patient, headers in one row. The file is read on this computer and goes nowhere else.")
        _drop_zone()
        _samples()
        _templates()
        return None
    return _opened(upload)


def _drop_zone() -> None:
    dropped = st.file_uploader(
        "Drop a file here, or several that belong together: CSV, TSV, XLSX, ODS, Stata, SPSS, SAS or NAACCR XML, up to "
        "200 MB in all",
        accept_multiple_files=True,
        key=state.uploader_key(),
    )
    st.caption(
        "Several at once: files of one layout, as from several centres, become one cohort with the file as the centre; "
        "a cBioPortal sample file or a REDCap data dictionary is joined to its patients. Files dropped later do not "
        "join those here: they take their place."
    )
    if not dropped:
        return
    if sum(file.size for file in dropped) > SIZE_LIMIT_BYTES:
        larger = "The file is" if len(dropped) == 1 else "Together the files are"
        frame.error(FileTooLargeError(f"{larger} larger than 200 MB. Leave out columns that are not needed."))
        return
    files, study = keeping.studies_apart([(file.getvalue(), file.name) for file in dropped])
    let_go(dropped)
    if not files:
        frame.error(StudyError("A study holds no patient. Drop it together with its extract, or next year's."))
        return
    frame.take(files)
    if study is not None:
        keeping.open_study(study)
    st.rerun()


def let_go(dropped: Sequence[UploadedFile]) -> None:
    """Takes the files out of Streamlit's store, which would hold them until the session ends: what is cleared must be
    gone. (Its chat input does the same.)"""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in dropped:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def _samples() -> None:
    with st.container(horizontal=True):
        st.button("Try the sample cohort (38 synthetic patients)", on_click=frame.take_sample, key="sample")
        st.button(
            "Try the late-surgery sample",
            on_click=frame.take_sample,
            args=(LATE_SURGERY,),
            key="late surgery sample",
            help="150 synthetic patients of three centres in which surgery comes late: the naive curve misleads.",
        )


def _templates() -> None:
    st.caption("Starting from nothing? Fill in the template; every column is optional but an id and one outcome.")
    with st.container(horizontal=True):
        offer("Template, XLSX", template_xlsx, "template.xlsx", look="tertiary")
        offer("Template, CSV", template_csv, "template.csv", look="tertiary")
        offer("Data dictionary, CSV", lambda: safe_csv(data_dictionary()), "data_dictionary.csv", look="tertiary")


def _opened(upload: state.Upload) -> tuple[RawTable, Mapping] | None:
    """The line that says how the file was read, with the ways to change it."""
    _read_as_asked(upload)
    chosen = state.mapping()
    try:
        how = (chosen.read, chosen.layout, chosen.kept_identifiers) if chosen else (None,)
        raw, suggested = cached.table(upload, *how)
    except NecCoreError as refusal:
        frame.error(refusal)
        with st.container(horizontal=True):
            _another_file()
            _change(upload, None, None)
        return None
    mapping = chosen or suggested
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/check: **{escape_markdown(raw.file_name)}** · {escape_markdown(_how_read(raw, mapping))}",
            width="stretch",
        )
        _change(upload, raw, mapping.layout)
        _another_file()
    for note in raw.notes:
        st.caption(escape_markdown(note))
    if refused := state.read_refused.take():
        frame.error(InputError(refused))
    return raw, mapping


def _how_read(raw: RawTable, mapping: Mapping) -> str:
    parts = [layout_title(mapping.layout), plural(raw.n_rows, "row")]
    if raw.files:
        parts.append(plural(len(raw.files), "file"))
    elif raw.sheet is not None:
        others = len(raw.sheets) - 1
        parts.append(f"sheet “{raw.sheet}”" + (f" ({plural(others, 'other sheet')})" if others else ""))
    else:
        encoding, delimiter = raw.encoding or "", raw.delimiter or ""
        parts += [_ENCODING_NAMES.get(encoding, encoding), DELIMITERS.get(delimiter, delimiter)]
    with_comma = sum(c.decimal_comma for c in mapping.columns)
    if with_comma:
        parts.append(f"decimal comma in {plural(with_comma, 'column')}")
    if not raw.files:
        parts.append(f"headers in row {raw.header_row}" if raw.header_row else "no header row")
    return ", ".join(parts)


def _another_file() -> None:
    with st.popover("Another file", icon=":material/upload_file:", key=f"another file {state.uploader_key()}"):
        st.write("Takes the place of what is here; what was decided about columns and repaired is forgotten.")
        if not _is_unsaved() or st.checkbox("My study is not saved. Take another file all the same.", key="unsaved"):
            _drop_zone()
            _samples()


def _is_unsaved() -> bool:
    """Whether another file would take a study with it."""
    admission = frame.current_admission()
    return admission is not None and keeping.unsaved(admission)


def _change(upload: state.Upload, raw: RawTable | None, layout: str | None) -> None:
    with st.popover("Change", icon=":material/tune:"), st.form(f"{_READ} form", border=False):
        st.write("How the file is read. Columns are matched anew afterwards, and repairs are forgotten.")
        names = [None, *(x.name for x in LAYOUTS)]
        st.selectbox(
            "Layout",
            names,
            names.index(layout) if layout in names else 0,
            format_func=lambda name: layout_title(name) if name else "recognise it",
            key=f"{_READ} layout",
        )
        if len(upload.files) > 1:
            st.caption(
                "Several files are each read by what they are. To choose encoding, delimiter, sheet or header row of "
                "one, upload it alone."
            )
        else:
            _how_to_read(raw)
        st.selectbox("Decimal mark", list(_DECIMALS), format_func=_DECIMALS.__getitem__, key=f"{_READ} decimal")
        st.form_submit_button("Read again", on_click=_ask_to_read_again)


def _how_to_read(raw: RawTable | None) -> None:
    """What can be chosen for a file alone; `raw` as it is read now."""
    if raw is not None and raw.sheet is not None:
        st.selectbox("Sheet", raw.sheets, raw.sheets.index(raw.sheet), key=f"{_READ} sheet")
    else:
        found = raw.encoding if raw is not None else None
        encodings = list(dict.fromkeys([*([found] if found else []), *CHOICES]))
        st.selectbox("Encoding", encodings, key=f"{_READ} encoding")
        delimiters = list(DELIMITERS)
        now = delimiters.index(raw.delimiter) if raw is not None and raw.delimiter in delimiters else 0
        st.selectbox("Delimiter", delimiters, now, format_func=DELIMITERS.__getitem__, key=f"{_READ} delimiter")
    st.number_input(
        "Headers in row (0: no headers)", 0, 60, raw.header_row if raw is not None else 1, key=f"{_READ} header row"
    )


def _ask_to_read_again() -> None:
    """Notes what was asked for: the file is read while the page is drawn, where its progress can be shown."""
    said = {part: state.widget(f"{_READ} {part}") for part in ("encoding", "delimiter", "sheet", "header row")}
    options = ReadOptions(**{part.replace(" ", "_"): value for part, value in said.items()})
    layout, decimal = (state.widget(f"{_READ} {part}") for part in ("layout", "decimal"))
    state.read_asked.set((options, layout, decimal or "found"))


def _read_as_asked(upload: state.Upload) -> None:
    """Takes the options over if the file can be read with them; otherwise all stays as it was, and says why."""
    asked = state.read_asked()
    if asked is None:
        return
    options, layout, decimal = asked
    try:
        _, suggested = cached.table(upload, options if len(upload.files) == 1 else None, layout)
    except NecCoreError as refusal:
        state.read_refused.set(str(refusal))
        state.read_asked.take()
        return
    state.set_mapping(suggested if decimal == "found" else suggested.with_decimal_comma(decimal == "comma"))
    state.edits.set(())
    state.read_asked.take()
    st.rerun()
