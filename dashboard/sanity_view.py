"""The records for the eye: one line who knows the cohort can check, and what is unusual about it."""

from __future__ import annotations

import streamlit as st

from nec_core.export.sanity_words import further_lines, mark_words, sanity_line
from nec_core.formatting import escape_markdown
from nec_core.summary.sanity import Sanity


def show_sanity(found: Sanity) -> None:
    """The line, the further endpoints in small print, and a box for each mark."""
    st.markdown(f"**{escape_markdown(sanity_line(found))}**")
    if further := further_lines(found):
        st.caption("  \n".join(escape_markdown(line) for line in further))
    for mark in found.marks:
        words = mark_words(mark)
        what, why, do = (escape_markdown(t) for t in (words.what, words.why, words.do))
        st.warning(f"**{what}** {why} {do}", icon=":material/visibility:")
