"""Rows in = accepted + folded + rejected, and patients in = analysed + everybody named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nec_core.errors import PlanError
from nec_core.summary.flow import Flow, flow
from tests.summary.cohorts import cohort_of

COHORT = cohort_of(n=6, rejected=[3, 5], folded=[4], warned=[2, 3, 9])


def test_every_row_is_followed_from_the_file_to_the_analysis() -> None:
    result = flow(COHORT, kept=5, left_out={"no date of diagnosis": 2, "no last contact": 0})
    assert result == Flow(
        rows_in=9,
        rejected=2,
        folded=1,
        accepted=6,
        accepted_with_warnings=2,
        filtered_out=1,
        kept=5,
        left_out=(("no date of diagnosis", 2),),
        analysed=3,
    )


def test_without_a_filter_everybody_accepted_is_analysed() -> None:
    result = flow(COHORT)
    assert (result.filtered_out, result.kept, result.left_out, result.analysed) == (0, 6, (), 6)


def test_a_filtered_cohort_is_refused_because_its_rows_do_not_add_up() -> None:
    with pytest.raises(PlanError) as error:
        flow(COHORT.subset(np.arange(6) < 4))
    assert str(error.value) == (
        "The rows do not add up: 9 in the file, but 4 accepted, 1 folded and 2 rejected. "
        "Pass the cohort as it was before filtering; otherwise report this."
    )


@pytest.mark.parametrize(("kept", "left_out"), [(7, {}), (-1, {}), (5, {"lost": 6}), (5, {"lost": -1})])
def test_more_patients_than_there_are_is_refused(kept: int, left_out: dict[str, int]) -> None:
    with pytest.raises(PlanError, match=r"^The patients do not add up: 6 accepted, .* otherwise report this\.$"):
        flow(COHORT, kept=kept, left_out=left_out)


def test_a_row_lost_in_the_file_is_noticed() -> None:
    with pytest.raises(PlanError, match="The rows do not add up: 10 in the file"):
        flow(replace(COHORT, source=replace(COHORT.source, rows_in=10)))
