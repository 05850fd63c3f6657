"""The cohort as tables: unrounded numbers under plain names, and Table 1 as a paper prints it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nec_core.analysis.plan import AnalysisPlan
from nec_core.export.tables import cohort_tables as tables
from nec_core.patients.cohort import Variable
from nec_core.record import fields
from nec_core.summary.course.first_sites import FirstSites
from nec_core.summary.first_events import first_events
from nec_core.summary.flow import Flow
from nec_core.summary.follow_up import follow_up_summary
from nec_core.summary.progression import ProgressionSummary, SiteCount
from nec_core.summary.treatments import TreatmentCombination, TreatmentCount, TreatmentSummary, treatment_summary
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.competing_risks import incidences_at
from tests.analysed import sample

AGE, STAGE, SEX, RESECTION, SYSTEMIC = (
    Variable.of_field(fields()[name]) for name in ("age_years", "stage", "sex", "resection", "systemic")
)
COUNTS = event_table([1, 2, 2, 3, 4], [True, True, False, False, True], [0, 0, 1, 1, 1], ("A", "B"))


def _lines(frame: pd.DataFrame) -> list[list[object]]:
    return frame.to_numpy().tolist()


def test_follow_up_has_a_line_for_everybody_and_one_per_group() -> None:
    frame = tables.follow_up_table(follow_up_summary(COUNTS))
    assert frame["group"].tolist() == ["All patients", "A", "B"]
    assert frame[["n", "events"]].to_numpy().tolist() == [[5, 3], [2, 2], [3, 1]]
    assert frame["event_free_only_median"].tolist()[0] == 2.5
    assert np.isnan(frame["event_free_only_median"].tolist()[1])
    assert frame[["minimum", "maximum"]].to_numpy().tolist() == [[1, 4], [1, 2], [2, 4]]


def test_treatments_are_listed_alone_together_and_pairwise() -> None:
    summary = TreatmentSummary(
        n=9,
        counts=(TreatmentCount(RESECTION, 4, 3, 1, 1), TreatmentCount(SYSTEMIC, 6, 2, 0, 1)),
        combinations=(
            TreatmentCombination((RESECTION, SYSTEMIC), 4),
            TreatmentCombination((SYSTEMIC,), 2, open=1),
            TreatmentCombination((), 2, "none"),
            TreatmentCombination((), 1, "not recorded"),
        ),
        overlap=((4, 4), (4, 6)),
        none_given=2,
        nothing_recorded=1,
    )
    assert _lines(tables.treatment_table(summary)) == [
        ["Resection of the primary", 4, 3, 1, 1],
        ["Systemic therapy", 6, 2, 0, 1],
    ]
    assert _lines(tables.combination_table(summary)) == [
        ["Resection of the primary + Systemic therapy", 4, 4 / 9, 0],
        ["Systemic therapy", 2, 2 / 9, 1],
        ["None", 2, 2 / 9, 0],
        ["Not recorded", 1, 1 / 9, 0],
    ]
    overlap = tables.overlap_table(summary)
    assert list(overlap.columns) == ["Given both", "Resection of the primary", "Systemic therapy"]
    assert _lines(overlap) == [["Resection of the primary", 4, 4], ["Systemic therapy", 4, 6]]


def test_progression_shows_both_denominators() -> None:
    distant = SiteCount("distant", 11, 11 / 15, 11 / 13)
    any_distant = SiteCount("any distant", 11, 11 / 15, 11 / 13)
    any_local = SiteCount("any locoregional", 0, 0.0, 0.0)
    summary = ProgressionSummary(15, 13, 2, 0, 0, (distant,), any_distant, any_local, 2, 2, 0)
    assert _lines(tables.site_frame(FirstSites(STAGE, summary, {"LRD": summary}))) == [
        [group if k == 0 else "", *line]
        for group in ("All patients (n = 15)", "Locoregional (LRD) (n = 15)")
        for k, line in enumerate(
            [
                ["distant", 11, "73.3%", "84.6%"], ["any distant", 11, "73.3%", "84.6%"],
                ["site not recorded", 2, "", ""], ["not progressed", 2, "", ""],
            ]
        )
    ]  # fmt: skip
    nothing = ProgressionSummary(3, 0, 0, 0, 3, (), any_local, any_local, 0, 0, 0)
    assert tables.site_frame(FirstSites(None, nothing, {})).empty


def test_what_came_first_is_told_at_one_and_two_years_by_cause_and_group() -> None:
    found = first_events(sample(), AnalysisPlan(endpoint="pfs", by="stage", unit="months"))
    frame = tables.first_event_frame(found)
    assert list(frame.columns) == ["First", "Group", "n", "By 1 year (95% CI)", "By 2 years (95% CI)"]
    assert [name for name in frame["First"] if name] == list(found.table.causes)
    assert frame["Group"].tolist() == ["Locoregional (LRD)", "Metastatic"] * len(found.table.causes)
    (rate,) = incidences_at(found.curves[0][0], [24.0])
    assert frame.iloc[0, -1] == f"{rate.incidence:.1%} ({100 * rate.lower:.1f}–{100 * rate.upper:.1f})"


def test_the_flow_is_told_stage_by_stage() -> None:
    frame = tables.flow_table(Flow(9, 2, 1, 1, 6, 2, 1, 5, (("no date of diagnosis", 2),), 3))
    assert _lines(frame) == [
        ["Rows in the file", 9],
        ["Rejected", 2],
        ["Rejected, recorded as dead", 1],
        ["Rows of a patient counted already", 1],
        ["Accepted", 6],
        ["Accepted, with a warning", 2],
        ["Outside the filter", 1],
        ["Inside the filter", 5],
        ["Left out: no date of diagnosis", 2],
        ["Analysed", 3],
    ]


def test_every_patient_of_the_sample_stands_in_one_set_of_treatments_the_most_frequent_first() -> None:
    cohort = sample()
    sets = tables.combination_table(treatment_summary(cohort))
    given = (cohort.records[[v.name for v in cohort.treatments]] == "yes").to_numpy()
    labels = [v.label for v in cohort.treatments]
    together = [" + ".join(label for label, got in zip(labels, row, strict=True) if got) for row in given]
    assert dict(zip(sets["Exactly these"], sets["Patients"], strict=True)) == {s: together.count(s) for s in together}
    assert sets["Patients"].is_monotonic_decreasing
