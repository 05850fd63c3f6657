"""What a P value is worth: the sample's own, and what is not computed says why."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.comparison import compare
from nec_core.analysis.worth import BY_PATIENT, ON_REQUEST, Worth, worth_of
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.analysed import extract, late_surgery, lung, lung_by_ecog, sample


def worth(n: int, told: bool = False) -> Worth:
    random = np.random.default_rng(n)
    table = event_table(np.ceil(random.exponential(50, n)), random.random(n) < 0.6, np.arange(n) % 2, ("a", "b"))
    compared = compare(table, 0.95)
    assert compared is not None
    return worth_of(table, kaplan_meier(table), compared, None, None, (lambda *_: None) if told else None)


def test_the_sample_hangs_on_single_patients() -> None:
    found = analyse(sample(), AnalysisPlan(by="stage")).worth
    assert found is not None
    one, censored = found.leave_one_out, found.death_censored
    assert one is not None
    assert censored is not None
    assert (one.n, one.over_05, one.not_estimable) == (38, 19, 0)
    assert (one.p_min, one.p_max) == (pytest.approx(0.0096, abs=5e-5), pytest.approx(0.0906, abs=5e-5))
    assert (censored.n, censored.over_05) == (24, 14)
    assert found.permutation is not None
    assert (found.permutation.p, found.permutation.exact) == (pytest.approx(0.0387, abs=5e-5), True)
    assert found.significant
    assert [t.name for t in found.tests if t.planned] == ["log-rank"]
    assert {t.name: round(t.p or 9, 3) for t in found.tests[2:]} == {
        "peto-peto": 0.050, "gehan-breslow": 0.066, "tarone-ware": 0.047, "fleming-harrington": 0.101,
        "Cox likelihood ratio": 0.041, "Cox Wald": 0.044, "Cox score": 0.039,
    }  # fmt: skip
    assert found.not_computed == {}


def test_the_rows_that_cross_are_those_of_the_file_and_as_many_as_cross() -> None:
    result = analyse(sample(), AnalysisPlan(by="stage"))
    assert result.worth is not None
    one = result.worth.leave_one_out
    assert one is not None
    assert len(one.crossing_rows) == 19
    assert sorted(row for cell in one.patients for row in cell.rows) == sorted(sample().source_rows.tolist())
    for cell in one.patients:
        assert len(cell.rows) == cell.n
        across = (cell.p or 0) >= 0.05
        assert all((row in one.crossing_rows) is across for row in cell.rows)
    row = one.crossing_rows[0]
    others = analyse(sample().subset(sample().source_rows != row), AnalysisPlan(by="stage"))
    assert others.log_rank is not None
    assert (others.log_rank.p or 0) >= 0.05


def test_ranges_of_ratio_and_median_hold_those_of_all_patients() -> None:
    result = analyse(sample(), AnalysisPlan(by="stage"))
    assert result.worth is not None
    assert result.comparison is not None
    one = result.worth.leave_one_out
    assert one is not None
    (ratio,), (whole,) = one.hazard_ratios, result.comparison.hazard_ratios.coefficients
    assert (ratio.lowest or 9) < (whole.hazard_ratio or 0) < (ratio.highest or 0)
    for group, middle in zip(result.groups, one.medians, strict=True):
        assert (middle.lowest or 99) <= (group.median.value or 0) <= (middle.highest or 0)


@pytest.mark.parametrize(("n", "told", "computed"), [(200, False, True), (201, False, False), (201, True, True)])
def test_a_large_cohort_is_looked_at_when_somebody_asks(n: int, told: bool, computed: bool) -> None:
    found = worth(n, told)
    assert (found.leave_one_out is not None) is computed
    assert set(found.not_computed) == (set() if computed else set(BY_PATIENT))
    if not computed:
        assert found.not_computed["bootstrap"].startswith("201 patients: beyond 200 it takes more than a moment")
    assert len(found.medians) == len(found.detectable) == 2


def test_a_million_patients_are_not_looked_at_one_by_one_and_it_says_why() -> None:
    found = worth(1_000_000, told=True)
    assert found.leave_one_out is None
    assert f"1,000,000 patients: beyond {ON_REQUEST:,} it takes too long" in found.not_computed["leave_one_out"]
    assert found.p is not None


def test_whoever_waits_hears_of_it_and_can_end_it() -> None:
    heard: list[float] = []

    def told(stage: str, done: float) -> None:
        heard.append(done)
        if stage == "Leaving out each patient":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse(lung(), AnalysisPlan(by="who"), told)
    assert heard == sorted(heard)
    assert heard[-1] == 0.5


def test_asked_for_it_stands_in_the_result() -> None:
    plan = AnalysisPlan(by="who")
    assert (analyse(lung(), plan).worth or worth(9)).leave_one_out is None
    asked = analyse(lung(), plan, lambda *_: None)
    assert asked.worth is asked.worth_on_request
    assert asked.worth is not None
    assert asked.worth.leave_one_out is not None
    assert asked.worth.leave_one_out.over_05 == 0
    assert asked.permutation == asked.worth.permutation


def test_no_p_to_be_read_has_no_worth() -> None:
    assert analyse(sample(), AnalysisPlan()).worth is None
    naive = analyse(late_surgery(), AnalysisPlan(by="resection"))
    assert naive.naive
    assert naive.worth is None


def test_delayed_entry_and_no_events_say_why_there_is_nothing() -> None:
    late = analyse(lung_by_ecog(), AnalysisPlan(by="who", entry="seen")).worth
    assert late is not None
    assert "who entered when" in late.not_computed["leave_one_out"]
    rows: list[tuple[object, ...]] = [(i, i + 1, 0, "ab"[i % 2]) for i in range(8)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    none = analyse(cohort, AnalysisPlan(by="arm")).worth
    assert none is not None
    assert "no log-rank P" in none.not_computed["leave_one_out"]
