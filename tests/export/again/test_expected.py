"""Every table of the register is in the numbers to find again, or says why not; and they are the result's own."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export.again.expected import NOT_PRINTED, PRINTED, at_text, expected_numbers
from nec_core.export.tables.result_tables import RESULT_TABLES
from tests.analysed import late_surgery, lung, sample


def told(result: SurvivalResult) -> dict[tuple[str, str, str], float | None]:
    found = expected_numbers(result)
    numbers = {(n.quantity, n.key, n.at): n.value for n in found}
    assert len(numbers) == len(found)  # nothing stands twice
    return numbers


def test_every_table_of_the_register_is_there_or_says_why_not() -> None:
    assert {t.id for t in RESULT_TABLES} == set(PRINTED) | set(NOT_PRINTED)
    assert not set(PRINTED) & set(NOT_PRINTED)


def test_what_stands_there_is_what_the_result_holds() -> None:
    result = analyse(sample(), AnalysisPlan(by="stage"))
    numbers = told(result)
    assert result.comparable is not None
    for i, group in enumerate(result.groups, start=1):
        assert numbers["n", f"{i}", ""] == group.n
        assert numbers["events", f"{i}", ""] == group.n_events
        middle = group.median
        names = ("median", "median, lower", "median, upper")
        assert [numbers[name, f"{i}", ""] for name in names] == [middle.value, middle.lower, middle.upper]
        for rate in group.rates:
            if not rate.beyond_follow_up:
                assert numbers["survival", f"{i}", at_text(rate.time)] == rate.survival
                assert numbers["at risk", f"{i}", at_text(rate.time)] == rate.at_risk
    assert numbers["log-rank, P", "", ""] == result.comparable.log_rank.p
    assert numbers["hazard ratio", "2", ""] == result.comparable.hazard_ratios.coefficients[0].hazard_ratio


def test_how_far_p_hangs_on_single_patients_is_there() -> None:
    result = analyse(sample(), AnalysisPlan(by="stage"))
    numbers = told(result)
    assert result.worth is not None
    assert result.worth.leave_one_out is not None
    assert numbers["one patient left out, highest P", "", ""] == result.worth.leave_one_out.p_max
    assert numbers["one patient left out, how often P is .05 or more", "", ""] == result.worth.leave_one_out.over_05
    assert numbers["detectable hazard ratio", "", ""] == result.worth.detectable[0].hazard_ratio


def test_a_time_not_reached_has_a_line_without_a_number() -> None:
    assert told(analyse(sample(), AnalysisPlan(by="stage")))["reverse Kaplan-Meier median, upper", "", ""] is None


def test_groups_that_must_not_be_compared_have_the_one_test_that_is_told_and_the_tests_without_immortal_time() -> None:
    result = analyse(late_surgery(), AnalysisPlan(by="resection"))
    numbers = told(result)
    assert result.timed is not None
    assert result.log_rank is not None
    assert numbers["log-rank, P", "", ""] == result.log_rank.p
    assert numbers["Mantel-Byar, P", "", ""] == result.timed.mantel_byar.p
    assert numbers["time-dependent hazard ratio", "", ""] == result.timed.hazard_ratio.hazard_ratio
    assert not [q for q, _, _ in numbers if q.startswith(("peto", "hazard ratio", "difference"))]


def test_coefficients_go_by_column_and_level() -> None:
    result = analyse(lung(), AnalysisPlan(covariates=("years", "who")))
    numbers = told(result)
    assert result.regression is not None
    years, who = result.regression.model.coefficients
    assert numbers["hazard ratio in the model", "x1", ""] == years.hazard_ratio
    assert numbers["hazard ratio in the model", "x2:2", ""] == who.hazard_ratio


@pytest.mark.parametrize(("time", "text"), [(12.0, "12"), (365.25, "365.25"), (0.1 + 0.2, "0.30000000000000004")])
def test_a_time_is_written_in_full(time: float, text: str) -> None:
    assert at_text(time) == text
