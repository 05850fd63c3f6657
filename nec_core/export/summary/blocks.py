"""The blocks of a paper's results section, declared once: words, table and pictures of each, for every outlet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.export.summary import response_words as words
from nec_core.export.summary import sentences as say
from nec_core.export.tables import cohort_tables, picture_tables, table_one_tables
from nec_core.export.tables.survival_tables import summary_frame
from nec_core.figures.drawing.kind import Section
from nec_core.summary.cohort_summary import CohortSummary

Sentence = Callable[[CohortSummary], str]
Table = Callable[[CohortSummary], pd.DataFrame]


@dataclass(frozen=True)
class Drawn:
    """A picture of a block that stands in no section: there is one of its kind in several blocks.

    Attributes:
        kind: its name.
        variable: what it is about, for kinds that are about one.
        endpoint: what is waited for, for kinds that have one.
        by_group: whether the groups of Table 1 are drawn apart.
    """

    kind: str
    variable: str | None = None
    endpoint: str = "os"
    by_group: bool = True


@dataclass(frozen=True)
class Block:
    """One block.

    Attributes:
        id: its name in code and JSON.
        title: above it.
        sentence: for the paper; "" where the file tells nothing of it.
        table: its numbers, to read; empty where there are none.
        note: under the table; "" for none.
        shows: what the table shows, where the title does not say it; for who can't see it, and for the copy.
        headings: how many columns from the left name a line of the table.
        shares: of each cell after these the share that it tells, for a bar; None for a table without.
        numbers: the same unrounded, by the names of the sheets that the table's workbook holds besides; None for none.
        section: whose pictures stand in it.
        draws: its pictures besides.
        needs: what the file would have to bring for it to be told; "" where it does, or where nothing need be said.
    """

    id: str
    title: str
    sentence: Sentence
    table: Table
    note: Sentence = lambda _: ""
    shows: str = ""
    headings: int = 1
    shares: Callable[[CohortSummary], Sequence[Sequence[float | None]] | None] = lambda _: None
    numbers: Callable[[CohortSummary], Mapping[str, pd.DataFrame]] | None = None
    section: Section | None = None
    draws: tuple[Drawn, ...] = ()
    needs: Sentence = lambda _: ""


def _of(
    result: Callable[[CohortSummary], SurvivalResult | None], frame: Callable[[SurvivalResult], pd.DataFrame]
) -> Table:
    def table(summary: CohortSummary) -> pd.DataFrame:
        found = result(summary)
        return pd.DataFrame() if found is None else frame(found)

    return table


BLOCKS: tuple[Block, ...] = (
    Block(
        "flow", "Flow", lambda s: say.flow_sentence(s.flow), lambda s: cohort_tables.flow_frame(s.flow),
        shows="From the rows of the file to the patients analysed",
        numbers=lambda s: {"All lines": cohort_tables.flow_table(s.flow)}, section="flow",
    ),
    Block(
        "characteristics", "Patient characteristics", say.characteristics_sentence,
        lambda s: table_one_tables.table_one_frame(s.table_one), lambda s: table_one_tables.told(s.table_one),
        headings=2, shares=lambda s: table_one_tables.table_one_shares(s.table_one),
        numbers=lambda s: table_one_tables.table_one_sheets(s.table_one),
        draws=(Drawn("histogram", "age_years", by_group=False),),
    ),
    Block(
        "pathology", "Pathology", lambda s: say.pathology_sentence(s.pathology, s.markers),
        lambda s: table_one_tables.table_one_frame(s.pathology), lambda s: table_one_tables.told(s.pathology),
        shows="Pathology, overall and by group",
        headings=2, shares=lambda s: table_one_tables.table_one_shares(s.pathology),
        numbers=lambda s: {"Unrounded": table_one_tables.table_one_numbers(s.pathology)},
        draws=(Drawn("histogram", "ki67_percent", by_group=False),),
    ),
    Block(
        "markers", "Immunoprofile", lambda s: say.done_sentence(s.markers),
        lambda s: picture_tables.done_table(s.markers),
    ),
    Block(
        "imaging", "Imaging", lambda s: say.done_sentence(s.imaging), lambda s: picture_tables.done_table(s.imaging),
        section="imaging",
    ),
    Block(
        "given", "Treatments", lambda s: say.given_sentence(s.treatments),
        lambda s: cohort_tables.treatment_table(s.treatments),
        lambda s: f"{fmt.plural(s.treatments.n, 'patient')}; a patient can have several treatments.",
        shows="How many were given each treatment",
    ),
    Block(
        "treatments", "Treatments, together and in time", lambda s: say.sets_sentence(s.treatments),
        lambda s: cohort_tables.combination_frame(s.treatments),
        lambda s: "Here each patient stands in one line only. Nothing recorded at all: "
                  f"{s.treatments.nothing_recorded}.",
        shows="Which treatments patients had together",
        numbers=lambda s: {"Unrounded": cohort_tables.combination_table(s.treatments),
                           "Overlaps": cohort_tables.overlap_table(s.treatments)},
        section="treatments",
    ),
    Block(
        "response", "Response", lambda s: words.response_sentence(s.response),
        lambda s: words.response_table(s.response), lambda _: words.RESPONSE_NOTE,
        needs=lambda s: words.response_needs(s.response),
    ),
    Block(
        "next_treatment", "Time to next treatment", lambda s: words.next_treatment_sentence(s.next_treatment),
        lambda s: words.next_treatment_table(s.next_treatment), lambda _: words.NEXT_NOTE,
        needs=lambda s: words.next_treatment_needs(s.next_treatment),
    ),
    Block(
        "overall", "Overall survival", lambda s: say.survival_sentence(s.overall) if s.overall else "",
        _of(lambda s: s.overall, summary_frame), draws=(Drawn("survival"),),
    ),
    Block(
        "progression_free", "Progression-free survival",
        lambda s: say.survival_sentence(s.progression_free) if s.progression_free else "",
        _of(lambda s: s.progression_free, summary_frame), draws=(Drawn("survival", endpoint="pfs"),),
    ),
    Block(
        "one_year", "Progression-free at one year",
        lambda s: say.rate_sentence(s.progression_free) if s.progression_free else "",
        _of(lambda s: s.progression_free, lambda result: cohort_tables.rate_frame(result, say.MONTHS_TOLD)),
    ),
    Block(
        "progression", "Progression", lambda s: say.progression_sentence(s.sites),
        lambda s: cohort_tables.site_frame(s.sites),
        lambda _: "The share of patients and the share of progressions differ: say which one you report.",
        shows="First site of progression, of all patients and of those who progressed",
        numbers=lambda s: {"Unrounded": picture_tables.site_table(s.sites)}, section="progression",
    ),
    Block(
        "first_events", "What came first", lambda s: say.incidence_sentence(s.incidence) if s.incidence else "",
        lambda s: cohort_tables.first_event_frame(s.incidence) if s.incidence else pd.DataFrame(),
        lambda _: "Aalen-Johansen estimates: each cause competes with the others.",
        shows="Cumulative incidence of what came first",
        numbers=lambda s: {"Curves": picture_tables.first_event_table(s.incidence)} if s.incidence else {},
        draws=(Drawn("cumulative-incidence", endpoint="pfs"),),
    ),
    Block(
        "follow_up", "Follow-up", lambda s: say.follow_up_sentence(s.follow_up) if s.follow_up else "",
        lambda s: cohort_tables.follow_up_frame(s.follow_up) if s.follow_up else pd.DataFrame(),
        lambda _: cohort_tables.FOLLOW_UP_NOTE, shows="Follow-up by three definitions",
        numbers=lambda s: {"Unrounded": cohort_tables.follow_up_table(s.follow_up)} if s.follow_up else {},
        section="follow-up",
    ),
    Block(
        "missing", "Missing values", lambda s: say.missing_sentence(s.missing),
        lambda s: picture_tables.missing_table(s.missing), section="missing",
    ),
)  # fmt: skip
"""In the order in which a paper has them."""
