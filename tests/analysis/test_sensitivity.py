"""The main result in other selections of its patients: each the ordinary analysis of the patients that are left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.analysis.sensitivity import NOT_VERIFIED, Selection, Sensitivity
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.record import fields
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.curves.landmark import landmark_table
from tests.analysed import late_surgery, lung, lung_by_ecog, sample
from tests.summary.cohorts import cohort_of

BY_STAGE = AnalysisPlan(by="stage")


def asked(cohort: Cohort, plan: AnalysisPlan) -> Sensitivity:
    found = analyse(cohort, plan, sensitivity=True).sensitivity
    assert found is not None
    return found


def of(found: Sensitivity, name: str) -> Selection:
    return next(s for s in found.selections if s.name == name)


def same_numbers(selection: Selection, result: SurvivalResult) -> None:
    assert (selection.n, selection.events) == (result.n, result.n_events)
    assert [(g.name, g.n, g.events, g.median) for g in selection.groups] == [
        (g.name, g.n, g.n_events, g.median) for g in result.groups
    ]
    assert result.log_rank is not None and result.comparison is not None
    assert selection.p == pytest.approx(result.log_rank.p, rel=1e-12)
    ratios = [g.ratio for g in selection.groups if g.ratio is not None]
    assert ratios == list(result.comparison.hazard_ratios.coefficients)


def test_nobody_who_did_not_ask_waits_for_it() -> None:
    assert analyse(sample(), BY_STAGE).sensitivity is None


def test_the_main_result_is_the_page_s_own() -> None:
    result = analyse(sample(), BY_STAGE, sensitivity=True)
    assert result.sensitivity is not None
    same_numbers(result.sensitivity.main, result)
    assert (result.sensitivity.main.n_out, result.sensitivity.reference) == (0, "LRD")
    assert result.sensitivity.compared == ("metastatic",)


def test_verified_is_the_analysis_of_those_whose_histology_and_ki67_say_carcinoma() -> None:
    verified = of(asked(sample(), BY_STAGE), "verified")
    sure = [level for level in fields()["histology"].levels if level not in NOT_VERIFIED]
    condition = CohortFilter.model_validate({"levels": [{"variable": "histology", "levels": sure}]})
    same_numbers(verified, analyse(sample(), AnalysisPlan(by="stage", filter=condition)))
    assert [(r.reason, r.n) for r in verified.rules] == [
        ("histology NEC NOS", 11),
        ("histology NET G3", 0),
        ("histology MiNEN", 5),
        ("histology not recorded", 0),
        ("Ki-67 20% or less", 0),
    ]
    assert verified.n_out == 16
    histology = sample().records["histology"].to_numpy()
    assert verified.rules[2].rows == tuple(sample().source_rows[histology == "MiNEN"].tolist())


def made(ki67: Sequence[float | None], histology: Sequence[str | None]) -> Cohort:
    n = len(ki67)
    return cohort_of(
        {
            "diagnosis_date": ["2015-01-01"] * n,
            "last_contact_date": [f"2016-{1 + i % 12:02d}-01" for i in range(n)],
            "vital_status": ["dead" if i % 3 else "alive" for i in range(n)],
            "ki67_percent": list(ki67),
            "histology": list(histology),
        }
    )


def test_a_ki67_of_20_is_out_and_one_above_it_in_and_one_not_recorded_stays() -> None:
    verified = of(asked(made([20, 20.1, 19.9, None], ["small cell"] * 4), AnalysisPlan()), "verified")
    assert verified.rules[-1].rows == (2, 4)
    assert (verified.n, verified.n_out) == (2, 2)


def test_a_histology_told_by_its_code_alone_counts_as_the_written_one() -> None:
    cohort = cohort_of(
        {
            "diagnosis_date": ["2015-01-01"] * 6,
            "last_contact_date": ["2016-01-01"] * 6,
            "vital_status": ["dead"] * 6,
            "icdo3_histology": ["8041/3", "8246/3", "8154", "8140/3", None, "8246/3"],
            "histology": [None, None, None, None, None, "large cell"],
        }
    )
    verified = of(asked(cohort, AnalysisPlan()), "verified")
    assert [(r.reason, r.rows) for r in verified.rules if r.n] == [
        ("histology NEC NOS", (3,)),
        ("histology MiNEN", (4,)),
        ("another histology", (5,)),
        ("histology not recorded", (6,)),
    ]
    assert verified.n == 2  # a code of a small cell carcinoma, and what is written goes before a code


def test_who_falls_under_two_rules_is_counted_by_both_and_taken_out_once() -> None:
    verified = of(asked(made([5, 60, 60], ["NET G3", None, "large cell"]), AnalysisPlan()), "verified")
    assert [(r.n, r.rows) for r in verified.rules if r.n] == [(1, (2,)), (1, (3,)), (1, (2,))]
    assert (verified.n, verified.n_out) == (1, 2)


def test_a_rule_without_its_column_does_not_apply_and_says_why() -> None:
    found = asked(lung(), AnalysisPlan(by="who"))
    verified, complete = of(found, "verified"), of(found, "complete")
    assert verified.not_applied == "the file has neither histology nor Ki-67"
    assert {r.not_applied for r in verified.rules} == {
        "the file has no column “Histology”",
        "the file has no column “Ki-67”",
    }
    assert (verified.groups, verified.p, verified.n_out) == ((), None, 0)
    assert complete.not_applied == "the file has none of these columns"


def test_complete_cases_are_those_of_the_plan_s_own_variables() -> None:
    plan = AnalysisPlan(by="who", covariates=("score",), strata="level")
    complete = of(asked(lung_by_ecog_with_score(), plan), "complete")
    assert [(r.reason, r.n) for r in complete.rules] == [("score not recorded", 1), ("level not recorded", 1)]
    assert (complete.n, complete.n_out) == (227, 1)
    usual = of(asked(sample(), BY_STAGE), "complete")
    assert [(r.reason, r.n) for r in usual.rules if r.n] == [("Ki-67 not recorded", 9)]
    assert usual.n == 29


def lung_by_ecog_with_score() -> Cohort:
    """lung with ECOG as a category and as a number: one patient has neither."""
    cohort, other = lung_by_ecog(), lung()
    records = cohort.records.assign(score=other.records["score"])
    return Cohort(records, cohort.source_rows, {**cohort.variables, "score": other.variables["score"]}, {},
                  cohort.endpoints)  # fmt: skip


def test_an_early_loss_is_one_before_the_median_follow_up() -> None:
    result = analyse(sample(), BY_STAGE, sensitivity=True)
    assert result.sensitivity is not None and result.follow_up is not None
    followed = of(result.sensitivity, "followed")
    before = result.follow_up.reverse_km.value
    assert followed.at == before
    lost = result.table.censored.sum(axis=0)[result.table.times < before].sum()
    assert followed.n_out == lost == followed.rules[0].n == 12
    assert followed.events == result.n_events


def test_from_the_landmark_on_it_is_what_the_table_gives() -> None:
    result = analyse(sample(), AnalysisPlan(by="stage", landmark=4), sensitivity=True)
    assert result.sensitivity is not None
    found, kept = of(result.sensitivity, "landmark"), landmark_table(result.table, 4)
    assert found.at == 4
    assert [g.n for g in found.groups] == kept.table.n.tolist()
    assert [r.n for r in found.rules] == [kept.dropped_events.sum(), kept.dropped_censored.sum()]
    assert found.p == pytest.approx(log_rank(kept.table).p, rel=1e-12)


def test_a_landmark_with_delayed_entry_keeps_who_enters_later() -> None:
    result = analyse(lung_by_ecog(), AnalysisPlan(by="who", entry="seen", landmark=60), sensitivity=True)
    assert result.sensitivity is not None
    kept = landmark_table(result.table, 60)
    found = of(result.sensitivity, "landmark")
    assert [g.n for g in found.groups] == kept.table.n.tolist()
    assert found.p == pytest.approx(log_rank(kept.table).p, rel=1e-12)


def test_groups_settled_after_time_zero_have_no_ratio_and_no_p_in_any_selection() -> None:
    found = asked(late_surgery(), AnalysisPlan(by="resection"))
    assert found.naive and found.reference is None and found.compared == ()
    assert all(s.p is None and all(g.ratio is None for g in s.groups) for s in found.selections)


def test_a_chosen_reference_stands_in_every_selection() -> None:
    found = asked(sample(), AnalysisPlan(by="stage", references={"stage": "metastatic"}))
    assert (found.reference, found.compared) == ("metastatic", ("LRD",))
    ratios = [g.ratio for s in found.selections for g in s.groups if g.name == "LRD"]
    assert all(c is not None and c.reference == "metastatic" for c in ratios)


def test_a_selection_of_nobody_says_so_and_one_without_the_reference_group_has_no_ratio() -> None:
    nobody = of(asked(made([5, 5], ["NET G3", "MiNEN"]), AnalysisPlan()), "verified")
    assert (nobody.n, nobody.groups, nobody.not_applied) == (0, (), "nobody is left")
    cohort = made([60] * 8, ["NEC NOS"] * 4 + ["small cell"] * 4)
    one = of(asked(cohort, AnalysisPlan(by="histology", references={"histology": "NEC NOS"})), "verified")
    assert [(g.name, g.ratio) for g in one.groups] == [("small cell", None)]
    assert one.p is None
    three = made([60] * 12, ["NEC NOS"] * 4 + ["small cell"] * 4 + ["large cell"] * 4)
    two = of(asked(three, AnalysisPlan(by="histology", references={"histology": "NEC NOS"})), "verified")
    assert [(g.name, g.ratio) for g in two.groups] == [("small cell", None), ("large cell", None)]
    assert two.p is not None  # they can still be tested against each other


def test_the_records_are_not_changed() -> None:
    cohort = sample()
    before, rows = cohort.records.copy(deep=True), cohort.source_rows.copy()
    asked(cohort, BY_STAGE)
    assert before.equals(cohort.records)
    assert np.array_equal(rows, cohort.source_rows)
