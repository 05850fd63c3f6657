"""What every screen has: its title, how many patients it shows, and what to do when there is no file yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import cached, state
from dashboard.samples import SAMPLE
from nec_core.errors import NecCoreError
from nec_core.formatting import escape_markdown, plural, shorten
from nec_core.ingest.admission import Admission
from nec_core.ingest.several_files import File
from nec_core.patients.filter_words import filter_words

_LONGEST_CHIP = 60


def current_admission() -> Admission | None:
    """The admission of the upload, None while there is no file or it can't be used yet."""
    upload = state.upload()
    if upload is None:
        return None
    try:
        return cached.named_admission(cached.admission(upload, state.mapping(), state.edits()))
    except NecCoreError:
        return None  # the Upload page says what is wrong and what to do


def take(files: Sequence[File]) -> None:
    """Takes files in, in place of those before and of all that was computed from them."""
    cached.clear()
    state.set_upload(files)


def take_sample(path: Path = SAMPLE) -> None:
    take([(path.read_bytes(), path.name)])


def title(text: str) -> None:
    st.title(text, anchor=False)


def require_admission(heading: str, promise: str) -> Admission:
    """The admission a screen works on; without one, an empty state that tells what to do next, and nothing below it."""
    title(heading)
    admission = current_admission()
    if admission is None:
        _empty_state(promise)
        st.stop()
    _shown_line(admission)
    return admission


def _empty_state(promise: str) -> None:
    started = state.upload() is not None
    st.write(promise)
    if started:
        st.info("Your file needs an answer or a correction first: go to **Upload**.")
    with st.container(horizontal=True):
        st.page_link("upload.py", label="Go to Upload", icon=":material/upload_file:")
        if not started:
            st.button(
                "Try the sample cohort (38 synthetic patients)", on_click=take_sample, key="sample from empty state"
            )


def _shown_line(admission: Admission) -> None:
    """How many patients stand behind this screen, and by which filters: on a phone the sidebar is folded away."""
    cohort, chosen = admission.cohort, state.current_filter()
    name = escape_markdown(admission.source.file_name)
    if chosen.is_empty:
        st.caption(f"{plural(cohort.n, 'patient')} from {name}, no filter")
        return
    n = int(chosen.mask(cohort).sum())
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        st.caption(f"**{n:,} of {plural(cohort.n, 'patient')}** from {name}", width="content")
        for key, words in filter_words(cohort, chosen):
            st.button(
                escape_markdown(shorten(words, _LONGEST_CHIP)),
                key=f"chip {key}",
                on_click=state.reset_filter,
                args=(key,),
                icon=":material/close:",
                icon_position="right",
                help=f"Show all again: {escape_markdown(words)}",
            )


def error(problem: NecCoreError) -> None:
    """A refusal in plain words; file and column names in it are not markdown."""
    st.error(escape_markdown(str(problem)), icon=":material/error:")
