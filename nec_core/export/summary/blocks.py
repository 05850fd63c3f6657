"""The blocks of a paper's results section, declared once: each has a sentence and a table, for every outlet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from nec_core.export.summary import response_words as words
from nec_core.export.summary import sentences as say
from nec_core.export.tables import cohort_tables, picture_tables, table_one_tables
from nec_core.export.tables.survival_tables import summary_frame
from nec_core.summary.cohort_summary import CohortSummary

Sentence = Callable[[CohortSummary], str]
Table = Callable[[CohortSummary], pd.DataFrame]


@dataclass(frozen=True)
class Block:
    """One block.

    Attributes:
        id: its name in code and JSON.
        title: above it.
        sentence: for the paper; "" where the file tells nothing of it.
        table: its numbers; empty where there are none.
        note: under the table; "" for none.
        needs: what the file would have to bring for it to be told; "" where it does, or where nothing need be said.
    """

    id: str
    title: str
    sentence: Sentence
    table: Table
    note: Sentence = lambda _: ""
    needs: Sentence = lambda _: ""


def _incidence(s: CohortSummary) -> str:
    return f" {say.incidence_sentence(s.incidence)}" if s.incidence else ""


BLOCKS: tuple[Block, ...] = (
    Block("flow", "Flow", lambda s: say.flow_sentence(s.flow), lambda s: cohort_tables.flow_table(s.flow)),
    Block("characteristics", "Patient characteristics", say.characteristics_sentence,
          lambda s: table_one_tables.table_one_frame(s.table_one), lambda s: table_one_tables.told(s.table_one)),
    Block("pathology", "Pathology", lambda s: say.pathology_sentence(s.pathology, s.markers),
          lambda s: table_one_tables.table_one_frame(s.pathology),
          lambda s: table_one_tables.told(s.pathology)),
    Block("markers", "Immunoprofile", lambda s: say.done_sentence(s.markers),
          lambda s: picture_tables.done_table(s.markers)),
    Block("imaging", "Imaging", lambda s: say.done_sentence(s.imaging),
          lambda s: picture_tables.done_table(s.imaging)),
    Block("treatments", "Treatments", lambda s: say.treatments_sentence(s.treatments),
          lambda s: cohort_tables.combination_table(s.treatments)),
    Block("response", "Response", lambda s: words.response_sentence(s.response),
          lambda s: words.response_table(s.response), lambda _: words.RESPONSE_NOTE,
          lambda s: words.response_needs(s.response)),
    Block("next_treatment", "Time to next treatment", lambda s: words.next_treatment_sentence(s.next_treatment),
          lambda s: words.next_treatment_table(s.next_treatment), lambda _: words.NEXT_NOTE,
          lambda s: words.next_treatment_needs(s.next_treatment)),
    Block("overall", "Overall survival", lambda s: say.survival_sentence(s.overall) if s.overall else "",
          lambda s: summary_frame(s.overall) if s.overall else pd.DataFrame()),
    Block("progression_free", "Progression-free survival",
          lambda s: say.survival_sentence(s.progression_free) if s.progression_free else "",
          lambda s: summary_frame(s.progression_free) if s.progression_free else pd.DataFrame()),
    Block("one_year", "Progression-free at one year",
          lambda s: say.rate_sentence(s.progression_free) if s.progression_free else "",
          lambda s: summary_frame(s.progression_free) if s.progression_free else pd.DataFrame()),
    Block("progression", "Progression", lambda s: say.progression_sentence(s.sites) + _incidence(s),
          lambda s: picture_tables.site_table(s.sites)),
    Block("follow_up", "Follow-up", lambda s: say.follow_up_sentence(s.follow_up) if s.follow_up else "",
          lambda s: cohort_tables.follow_up_table(s.follow_up) if s.follow_up else pd.DataFrame()),
    Block("missing", "Missing values", lambda s: say.missing_sentence(s.missing),
          lambda s: picture_tables.missing_table(s.missing)),
)  # fmt: skip
"""In the order in which a paper has them."""
