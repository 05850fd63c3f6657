"""The one door to results, against R's numbers and naive recounts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.errors import PlanError
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter, LevelCondition, TreatmentCondition
from tests.analysed import answers, late_surgery, lung

SAMPLE = Path(__file__).parent.parent.parent / "sample_data" / "anorectal_nec_38.csv"


@pytest.fixture(scope="module")
def sample() -> Cohort:
    return admit(SAMPLE.read_bytes(), SAMPLE.name).cohort


def cohort_of(text: str) -> Cohort:
    return admit(text.encode(), "made.csv").cohort


# aml of R's package survival 3.5-3 (Miller 1997): times and status by maintenance chemotherapy.
# R: survfit(Surv(time, status) ~ x, conf.type = "log-log"), survdiff(Surv(time, status) ~ x).
AML = """PatientID,SurvivalWeeks,Died,Maintenance
1,9,1,maintained
2,13,1,maintained
3,13,0,maintained
4,18,1,maintained
5,23,1,maintained
6,28,0,maintained
7,31,1,maintained
8,34,1,maintained
9,45,0,maintained
10,48,1,maintained
11,161,0,maintained
12,5,1,nonmaintained
13,5,1,nonmaintained
14,8,1,nonmaintained
15,8,1,nonmaintained
16,12,1,nonmaintained
17,16,0,nonmaintained
18,23,1,nonmaintained
19,27,1,nonmaintained
20,30,1,nonmaintained
21,33,1,nonmaintained
22,43,1,nonmaintained
23,45,1,nonmaintained
"""


def test_aml_read_from_a_file_equals_r() -> None:
    result = analyse(cohort_of(AML), AnalysisPlan(by="Maintenance"))
    maintained, non = (g.median for g in result.groups)
    assert [c.name for c in result.curves] == ["maintained", "nonmaintained"]
    assert (maintained.value, maintained.lower, maintained.upper) == (31, 13, None)
    assert non.value == 23
    assert result.log_rank is not None
    assert result.log_rank.chi2 == pytest.approx(3.3963886989776, rel=1e-12)
    assert result.log_rank.p == pytest.approx(0.0653393220405051, rel=1e-12)
    assert (result.unit, result.n, result.n_events) == ("weeks", 23, 18)


def test_the_sample_prints_the_published_medians_and_p(sample: Cohort) -> None:
    result = analyse(sample, AnalysisPlan(endpoint="os", by="stage"))
    assert [round(g.median.value or 0, 1) for g in result.groups] == [18.1, 13.8]
    assert result.log_rank is not None
    assert f"{result.log_rank.p:.3f}" == "0.039"


def test_the_filter_is_applied_before_anything_is_counted(sample: Cohort) -> None:
    lrd = CohortFilter(levels=(LevelCondition(variable="stage", levels=("LRD",)),))
    result = analyse(sample, AnalysisPlan(filter=lrd))
    assert result.n == 15
    assert result.n_events == int(
        ((sample.records["stage"] == "LRD") & (sample.records["vital_status"] == "dead")).sum()
    )


def test_a_filter_that_leaves_nobody_is_an_answer_not_an_error(sample: Cohort) -> None:
    nobody = CohortFilter(treatments=TreatmentCondition(all_of=("resection", "best_supportive_care", "immunotherapy")))
    result = analyse(sample, AnalysisPlan(by="stage", filter=nobody))
    assert (result.n, result.n_events, result.curves, result.log_rank, result.follow_up) == (0, 0, (), None, None)


def test_patients_add_up_to_the_filtered_cohort(sample: Cohort) -> None:
    for by in (None, "stage", "ajcc_stage", "age_years"):
        if by and by not in sample.variables:
            continue
        result = analyse(sample, AnalysisPlan(by=by))
        assert result.n + sum(result.excluded.values()) == sample.n
        assert sum(c.n for c in result.curves) == result.n


def test_a_number_is_cut_at_its_median_unless_told_otherwise(sample: Cohort) -> None:
    result = analyse(sample, AnalysisPlan(by="age_years"))
    assert result.cut == 55.5
    assert [c.name for c in result.curves] == ["up to 55.5 years", "above 55.5 years"]
    young = int((sample.records["age_years"] <= 40).sum())
    assert analyse(sample, AnalysisPlan(by="age_years", cut=40)).curves[0].n == young


def test_units_change_the_times_and_nothing_else(sample: Cohort) -> None:
    months = analyse(sample, AnalysisPlan(by="stage"))
    days = analyse(sample, AnalysisPlan(by="stage", unit="days"))
    np.testing.assert_allclose(days.curves[0].time / 30.4375, months.curves[0].time, rtol=1e-14)
    np.testing.assert_array_equal(days.curves[0].survival, months.curves[0].survival)
    assert days.log_rank is not None and months.log_rank is not None
    assert days.log_rank.p == months.log_rank.p


def test_grouping_by_a_treatment_carries_the_immortal_time_guard(sample: Cohort) -> None:
    result = analyse(sample, AnalysisPlan(by="resection"))
    guard = result.guards[0]
    assert (guard.kind, guard.severity) == ("immortal_time", "serious")
    assert guard.what == (
        "“Resection of the primary” is settled only after diagnosis, but the groups are followed from diagnosis."
    )


def test_grouping_by_stage_carries_no_immortal_time_guard(sample: Cohort) -> None:
    kinds = {g.kind for g in analyse(sample, AnalysisPlan(by="stage")).guards}
    assert not kinds & {"immortal_time", "maybe_immortal_time", "immortal_filter"}


def test_filtering_on_a_treatment_carries_a_guard_too(sample: Cohort) -> None:
    operated = CohortFilter(treatments=TreatmentCondition(any_of=("resection",)))
    assert analyse(sample, AnalysisPlan(filter=operated)).guards[0].kind == "immortal_filter"


def test_an_extra_variable_is_asked_about_since_nobody_knows_when_it_was_settled() -> None:
    kinds = [g.kind for g in analyse(cohort_of(AML), AnalysisPlan(by="Maintenance")).guards]
    assert "maybe_immortal_time" in kinds


def test_an_unknown_endpoint_names_those_there_are(sample: Cohort) -> None:
    with pytest.raises(PlanError, match=r"^This cohort has no endpoint “dfs”\. It has: os, pfs\.$"):
        analyse(sample, AnalysisPlan(endpoint="dfs"))


def test_a_bad_plan_is_a_sentence() -> None:
    with pytest.raises(PlanError, match=r"^conf_level: Input should be less than or equal to 0\.9999"):
        AnalysisPlan.checked(conf_level=1.5)


def test_cumulative_hazards_at_the_chosen_times_equal_r() -> None:
    found, r = analyse(lung(), AnalysisPlan(by="who", times=(365,))), answers()["lung"]["year"]
    assert [h.value for g in found.groups for h in g.hazard_rates] == pytest.approx(r["hazard"], rel=1e-9)
    assert [h.std_error for g in found.groups for h in g.hazard_rates] == pytest.approx(r["hazard_se"], rel=1e-9)
    assert [g.hazard.name for g in found.groups] == ["1 male", "2 female"]


def test_the_outlook_of_those_who_have_already_lived_equals_r() -> None:
    found, r = analyse(lung(), AnalysisPlan(by="who", times=(180, 365), survived=180)), answers()["lung"]["lived_180"]
    assert [g.conditional.n for g in found.groups if g.conditional] == r["n"]
    rates = [rate for g in found.groups if g.conditional for rate in g.conditional.rates]
    for field in ("survival", "lower", "upper"):
        assert [getattr(x, field) for x in rates] == pytest.approx(r[field], rel=1e-9)
    assert [g.conditional for g in analyse(lung(), AnalysisPlan(by="who")).groups] == [None, None]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"conf_level": 0.9999999999999999}, "conf_level: Input should be less than or equal to 0.9999."),
        ({"times": (-1,)}, "times.0: Input should be greater than or equal to 0."),
        ({"times": (12, float("nan"))}, "times.1: Input should be a finite number."),
        ({"horizon": float("inf")}, "horizon: Input should be a finite number."),
    ],
)
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(PlanError) as refused:
        AnalysisPlan.checked(**wrong)
    assert str(refused.value) == message


def test_a_plan_survives_json(sample: Cohort) -> None:
    plan = AnalysisPlan(
        endpoint="pfs", by="sex", times=(6, 12), conf_type="plain", survived=6, strata="stage", entry="systemic_date",
        fleming_harrington=(1, 0),
        filter=CohortFilter(levels=(LevelCondition(variable="stage", levels=("LRD",)),)),
    )  # fmt: skip
    assert AnalysisPlan.model_validate_json(plan.model_dump_json()) == plan


def test_the_cohort_is_not_changed(sample: Cohort) -> None:
    before = sample.records.copy(deep=True)
    analyse(sample, AnalysisPlan(by="resection", unit="days"))
    assert sample.records.equals(before)


@pytest.mark.parametrize("event", ["0", "1"])
def test_all_events_and_no_events_have_an_answer(event: str) -> None:
    rows = "".join(f"{i},{i * 7},{event}\n" for i in range(1, 9))
    result = analyse(cohort_of("PatientID,SurvivalDays,Died\n" + rows), AnalysisPlan())
    assert result.n_events == (8 if event == "1" else 0)
    assert result.groups[0].median.value == (31.5 if event == "1" else None)


def test_one_patient_has_an_answer() -> None:
    result = analyse(cohort_of("PatientID,SurvivalDays,Died\na,30,1\n"), AnalysisPlan())
    assert (result.n, result.groups[0].median.value, result.log_rank) == (1, 30, None)
    assert [g.kind for g in result.guards] == ["small_group"]


def test_one_group_of_a_later_treatment_is_compared_with_nobody_and_so_not_naive() -> None:
    operated = CohortFilter(levels=(LevelCondition(variable="resection", levels=("yes",)),))
    alone = analyse(late_surgery(), AnalysisPlan(by="resection", filter=operated))
    assert (len(alone.groups), alone.naive) == (1, False)
    both = analyse(late_surgery(), AnalysisPlan(by="resection"))
    assert (both.naive, both.comparable, both.comparison is None) == (True, None, False)
