"""Every row and patient is followed: patients in = analysed + everybody named."""

from __future__ import annotations

import pytest

from nec_core.errors import PlanError
from nec_core.summary.flow import Flow, flow
from tests.admitted import admitted
from tests.summary.cohorts import cohort_of

ADMISSION = admitted(cohort_of(n=6), rejected=[8, 10], folded=[9], warned=[2, 8, 7])


def test_every_row_is_followed_from_the_file_to_the_analysis() -> None:
    result = flow(ADMISSION, kept=5, left_out={"no date of diagnosis": 2, "no last contact": 0})
    assert result == Flow(
        rows_in=9,
        rejected=2,
        rejected_dead=None,
        folded=1,
        accepted=6,
        accepted_with_warnings=2,
        filtered_out=1,
        kept=5,
        left_out=(("no date of diagnosis", 2),),
        analysed=3,
    )


def test_without_a_filter_everybody_accepted_is_analysed() -> None:
    result = flow(ADMISSION)
    assert (result.filtered_out, result.kept, result.left_out, result.analysed) == (0, 6, (), 6)


@pytest.mark.parametrize(("kept", "left_out"), [(7, {}), (-1, {}), (5, {"lost": 6}), (5, {"lost": -1})])
def test_more_patients_than_there_are_is_refused(kept: int, left_out: dict[str, int]) -> None:
    with pytest.raises(PlanError, match=r"^The patients do not add up: 6 accepted, .* otherwise report this\.$"):
        flow(ADMISSION, kept=kept, left_out=left_out)
