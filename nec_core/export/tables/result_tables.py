"""The register of result tables: every table of a survival analysis, declared once, for every outlet.

Page, text, report and workbook loop over it, and JSON holds the same numbers under keys named here. A new number costs
three files: its estimator, the result that holds it, and this one. Where a table is not in an outlet, it says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.group_result import GroupResult
from nec_core.analysis.regression import Regression
from nec_core.analysis.result import SurvivalResult
from nec_core.export.summary.sensitivity_words import TITLE, sensitivity_caption
from nec_core.export.tables.comparison_tables import log_rank_frame, milestone_frame, pairs_frame, restricted_mean_frame
from nec_core.export.tables.model_check_tables import (
    HETEROGENEITY_NOTE,
    LINEARITY_NOTE,
    MOVERS_NOTE,
    heterogeneity_frame,
    heterogeneity_numbers,
    linearity_frame,
    linearity_numbers,
    movers_frame,
    movers_numbers,
)
from nec_core.export.tables.model_tables import (
    fine_gray_frame,
    fine_gray_numbers,
    model_numbers,
    model_sentence,
    proportionality_frame,
    together_frame,
)
from nec_core.export.tables.sensitivity_tables import (
    rules_frame,
    rules_numbers,
    sensitivity_frame,
    sensitivity_numbers,
)
from nec_core.export.tables.survival_numbers import (
    at_risk_numbers,
    conditional_numbers,
    curve_numbers,
    follow_up_numbers,
    hazard_numbers,
    incidence_numbers,
    milestone_numbers,
    pair_numbers,
    per_group_numbers,
    restricted_mean_numbers,
    summary_numbers,
    test_numbers,
    timed_numbers,
)
from nec_core.export.tables.survival_tables import (
    conditional_frame,
    hazard_frame,
    in_columns,
    incidence_frame,
    per_group,
    summary_frame,
    timed_caption,
    timed_frame,
)
from nec_core.export.tables.worth_tables import worth_frame, worth_numbers
from nec_core.export.worth_words import worth_sentence

Outlet = Literal["page", "text", "report", "workbook"]
OUTLETS: tuple[Outlet, ...] = ("page", "text", "report", "workbook")
Frame = Callable[[SurvivalResult], pd.DataFrame]
Words = Callable[[SurvivalResult], str]


@dataclass(frozen=True)
class ResultTable:
    """One table of a survival analysis.

    Attributes:
        id: its name in code.
        title: above it; its sheet in the workbook.
        json: where JSON holds its numbers, keys with points between.
        frame: the table to read, cells as text; empty where there is nothing to tell. None for one that nobody reads.
        numbers: the same unrounded, for the workbook; None where it has none.
        caption: what it means, under it.
        heading: the title where it depends on the result.
        in_columns: on the page a few groups have a column each.
        folded: on the page it stands behind "Tests, pairs, differences and means".
        not_in: outlet -> why it is not there.
        of_group: what of a group's result JSON holds under the last of the keys, its fields by name.
    """

    id: str
    title: str
    json: str
    frame: Frame | None
    numbers: Frame | None
    caption: Words = lambda _: ""
    heading: Words | None = None
    in_columns: bool = False
    folded: bool = False
    not_in: Mapping[Outlet, str] = field(default_factory=dict)
    of_group: Callable[[GroupResult], Any] | None = None

    def heading_of(self, result: SurvivalResult) -> str:
        """What stands above it."""
        return self.title if self.heading is None else self.heading(result)


def tables(
    outlet: Outlet, result: SurvivalResult, *, folded: bool | None = None
) -> Iterator[tuple[ResultTable, pd.DataFrame]]:
    """The tables that have something to tell of a result, in order: to read, or for the workbook unrounded; with
    `folded` those alone that stand behind the panel, or in the open. What is not asked for is not computed."""
    for table in RESULT_TABLES:
        make = table.numbers if outlet == "workbook" else table.frame
        if outlet in table.not_in or make is None or folded not in (None, table.folded):
            continue
        frame = make(result)
        if len(frame):
            yield table, in_columns(frame) if table.in_columns and outlet == "page" else frame


def _said(text: str) -> Words:
    return lambda _: text


def _of_model(make: Callable[[Regression], pd.DataFrame]) -> Frame:
    return lambda result: pd.DataFrame() if result.regression is None else make(result.regression)


def _lived(result: SurvivalResult) -> str:
    return fmt.point_in_time(result.plan.survived or 0.0, result.unit)


_DRAWN: dict[Outlet, str] = dict.fromkeys(("page", "text", "report"), "the figure draws it; a line for each step")
_IN_ITS_PANEL: dict[Outlet, str] = {"page": "in a panel of its own under the answer, with its picture"}
_OF_MODELS: dict[Outlet, str] = {"page": "on the page Models, beside each variable by itself"}

RESULT_TABLES: tuple[ResultTable, ...] = (
    ResultTable(
        "summary", "Summary", "groups.median", summary_frame, summary_numbers,
        _said(f"{fmt.NR_MEANS} {fmt.NE_MEANS}"), in_columns=True,
    ),
    ResultTable(
        "timed", "Without immortal time", "time_dependent", timed_frame, timed_numbers, timed_caption,
        _said("The same comparison without immortal time"),
    ),
    ResultTable(
        "incidence", "Cumulative incidence", "competing", incidence_frame, incidence_numbers,
        _said("How many had each event first by that time (Aalen-Johansen). The two add up with those still free of "
              "both; 1 minus the Kaplan-Meier curve would be too high."),
    ),
    ResultTable(
        "conditional", "Conditional survival", "conditional", conditional_frame, conditional_numbers,
        lambda result: f"Survival from {_lived(result)} on, of those still followed then.",
        lambda result: f"Those who have already lived {_lived(result)}",
    ),
    ResultTable(
        "tests", "Tests", "log_rank", log_rank_frame, test_numbers,
        _said("One test is enough, chosen before looking: the smallest of several P values misleads."),
        _said("Tests of equal survival"), folded=True,
    ),
    ResultTable(
        "worth", "What this P is worth", "worth.leave_one_out", worth_frame, worth_numbers, worth_sentence,
        not_in=_IN_ITS_PANEL,
    ),
    ResultTable(
        "sensitivity", TITLE, "sensitivity.selections", sensitivity_frame, sensitivity_numbers, sensitivity_caption,
        not_in=_IN_ITS_PANEL,
    ),
    ResultTable(
        "sensitivity_rules", "Taken out", "sensitivity.rules", rules_frame, rules_numbers,
        _said("A patient can fall under several rules. Who they are is told by the row of the file, never by name."),
        _said("Taken out, and why"), not_in=_IN_ITS_PANEL,
    ),
    ResultTable(
        "pairs", "Pairs of groups", "comparison.pairwise", pairs_frame, pair_numbers,
        _said("Report an adjusted P: with many pairs one of them is small by chance."), folded=True,
    ),
    ResultTable(
        "milestones", "Differences at fixed times", "comparison.milestone_differences", milestone_frame,
        milestone_numbers,
        _said("Choose the times before looking at the curves. The log(−log) scale is truer in small cohorts."),
        _said("Difference of survival at fixed times"), folded=True,
    ),
    ResultTable(
        "restricted_means", "Restricted means", "groups.restricted_mean", restricted_mean_frame,
        restricted_mean_numbers,
        _said("The average time lived within a fixed period: the area under the curve. It needs no proportional "
              "hazards."),
        _said("Restricted mean survival time"), folded=True, of_group=lambda g: g.restricted_mean,
    ),
    ResultTable(
        "hazards", "Cumulative hazard at times", "groups.cumulative_hazard", hazard_frame, None,
        _said("How much risk has added up by then. It can pass 1 and is no probability."),
        _said("Cumulative hazard (Nelson-Aalen)"), folded=True,
        not_in={"workbook": "the sheet of the whole cumulative hazard holds these times too"},
        of_group=lambda g: g.hazard_rates,
    ),
    ResultTable(
        "event_rates", "Event rates", "groups.event_rate",
        per_group(lambda g: {
            "Events": g.n_events,
            "Person-years": fmt.number(g.event_rate.person_years, 1),
            f"Events per 100 person-years ({fmt.confidence_label(g.event_rate.conf_level)})":
                fmt.with_interval(g.event_rate.rate, g.event_rate.lower, g.event_rate.upper),
        }),
        per_group_numbers(lambda g: g.event_rate),
        _said("Events divided by all time under observation, with exact Poisson limits. One rate for the whole "
              "follow-up, whatever the curve does within it."),
        _said("Events per 100 person-years"), folded=True, of_group=lambda g: g.event_rate,
    ),
    ResultTable(
        "model", "Cox model", "cox.coefficients", _of_model(together_frame), _of_model(lambda r: model_numbers([], r)),
        lambda result: model_sentence(result.regression) if result.regression else "",
        not_in=_OF_MODELS,
    ),
    ResultTable(
        "proportional_hazards", "Proportional hazards", "cox.proportional_hazards_km",
        _of_model(proportionality_frame), None,
        _said("Test of Grambsch and Therneau on scaled Schoenfeld residuals (R's cox.zph). A small P: the hazard ratio "
              "changes over time."),
        not_in=_OF_MODELS | {"workbook": "no estimate of its own, and JSON holds it"},
    ),
    ResultTable(
        "linearity", "Straight lines", "cox.checks.linearity", _of_model(linearity_frame), _of_model(linearity_numbers),
        _said(LINEARITY_NOTE), _said("Do the numbers act along straight lines?"), not_in=_OF_MODELS,
    ),
    ResultTable(
        "heterogeneity", "Between strata", "cox.checks.heterogeneity", _of_model(heterogeneity_frame),
        _of_model(heterogeneity_numbers), _said(HETEROGENEITY_NOTE),
        _said("Do the hazard ratios differ between the strata?"), not_in=_OF_MODELS,
    ),
    ResultTable(
        "movers", "Who moves the model", "cox.checks.movers", _of_model(movers_frame), _of_model(movers_numbers),
        _said(MOVERS_NOTE), _said("Which patients move the hazard ratios most?"), not_in=_OF_MODELS,
    ),
    ResultTable(
        "fine_gray", "Fine-Gray model", "fine_gray.coefficients", _of_model(fine_gray_frame),
        _of_model(fine_gray_numbers),
        _said("Subdistribution hazards (Fine and Gray) tell who will have the event; cause-specific hazards, the other "
              "event censored, what drives it among those still at risk. Read them together."),
        not_in=_OF_MODELS,
    ),
    ResultTable("curves", "Curves", "groups", None, curve_numbers, not_in=_DRAWN),
    ResultTable("hazard_curves", "Cumulative hazard", "groups.cumulative_hazard", None, hazard_numbers, not_in=_DRAWN),
    ResultTable("at_risk", "At risk", "groups.at_times", None, at_risk_numbers, not_in=_DRAWN),
    ResultTable(
        "follow_up", "Follow-up", "follow_up", None, follow_up_numbers,
        not_in=dict.fromkeys(("page", "text", "report"), "a line of the definitions"),
    ),
)  # fmt: skip
"""In the order in which they are read."""


__all__ = ["OUTLETS", "RESULT_TABLES", "Outlet", "ResultTable", "tables"]
