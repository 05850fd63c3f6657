"""The blocks of a results section on a page: each its words for the paper, its table, and its pictures."""

from __future__ import annotations

import contextlib

import pandas as pd
import streamlit as st

from dashboard.pictures import picture_view
from dashboard.pictures.picture_view import copied_words
from dashboard.tables import table_one_view
from dashboard.tables.table_html import Looks
from dashboard.tables.table_view import show_table
from nec_core import formatting as fmt
from nec_core.analysis.plan import AnalysisPlan
from nec_core.errors import PlanError
from nec_core.export import pictures as register
from nec_core.export.pictures import KINDS, Kind, Shown, Subject
from nec_core.export.summary.blocks import BLOCKS, Block, Drawn
from nec_core.export.summary_words import cohort_sentence
from nec_core.ingest.admission import Admission
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.summary.cohort_follow_up import cohort_follow_up
from nec_core.summary.cohort_summary import CohortSummary, cohort_summary
from nec_core.summary.headline import headline as count_headline

_WITH_CHOICES = "characteristics"
"""Table 1: what is asked of it is chosen over it, and its groups are those of every block."""


def headline(selected: Cohort) -> bool:
    """The cohort in a sentence. False when the filter leaves nobody."""
    if selected.n == 0:
        st.info("No patient is left. Loosen or reset the filters in the sidebar.")
        return False
    sentence = cohort_sentence(count_headline(selected, cohort_follow_up(selected)))
    st.markdown(f"## {fmt.escape_markdown(sentence)}", anchors=False)
    return True


def show(admission: Admission, chosen: CohortFilter) -> None:
    """Every block of which the file tells something, in the register's order."""
    places = {block.id: st.container() for block in BLOCKS}
    with places[_WITH_CHOICES]:
        st.header(next(block.title for block in BLOCKS if block.id == _WITH_CHOICES), anchor=False)
        asked = table_one_view.controls(admission.cohort)
    summary = cohort_summary(admission, asked, chosen)
    for block in BLOCKS:
        with places[block.id]:
            _show(block, summary, pictures(block, admission, chosen, summary), chosen, admission.cohort)


_Made = tuple[Kind, Subject, Shown]


def pictures(block: Block, admission: Admission, chosen: CohortFilter, summary: CohortSummary) -> list[_Made]:
    """The block's own, and those that stand in its section, in the units of its tables; without what the file does not
    have."""
    own = [(KINDS[drawn.kind], drawn) for drawn in block.draws]
    if block.section is not None:
        own += [(kind, Drawn(kind.name)) for kind in register.standing(block.section)]
    units = {"os": summary.overall, "pfs": summary.progression_free}
    found = []
    for kind, drawn in own:
        result = units.get(drawn.endpoint)
        plan = AnalysisPlan(
            endpoint=drawn.endpoint, filter=chosen, by=summary.by.name if summary.by and drawn.by_group else None,
            unit=None if result is None else result.plan.unit,
        )  # fmt: skip
        subject = Subject(admission, plan, drawn.variable)
        with contextlib.suppress(PlanError):
            found.append((kind, subject, kind.picture(subject)))
    return found


def _show(block: Block, summary: CohortSummary, made: list[_Made], chosen: CohortFilter, cohort: Cohort) -> None:
    sentence, with_choices = block.sentence(summary), block.id == _WITH_CHOICES
    frame = block.table(summary) if sentence else pd.DataFrame()
    needs = block.needs(summary)
    if not (len(frame) or made or with_choices or needs):
        return
    if with_choices:
        table_one_view.show(cohort, chosen, summary.table_one.plan)
    else:
        st.header(block.title, anchor=False)
    if needs:
        st.caption(fmt.escape_markdown(needs))
        return
    if any(sentence in picture.sentence for _, _, picture in made):
        sentence = ""  # a picture says it
    if sentence:
        with copied_words(f"block-{block.id}"):
            st.code(sentence, language=None, wrap_lines=True)
    for kind, subject, picture in made:
        picture_view.show_made(picture, subject, kind, said=sentence)
    if len(frame) and not with_choices:
        looks = Looks(note=block.note(summary), headings=block.headings, shares=block.shares(summary))
        numbers = block.numbers
        further = None if numbers is None else lambda: numbers(summary)
        show_table(frame, block.shows or block.title, (block.title, block.id), looks, further)


__all__ = ["headline", "pictures", "show"]
