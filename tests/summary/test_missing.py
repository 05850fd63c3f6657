"""What is blank, unknown, or does not apply, of whom, in order of diagnosis."""

from __future__ import annotations

import numpy as np

from nec_core.summary.missing import BLANK, DOES_NOT_APPLY, RECORDED, UNKNOWN, missing_values
from tests.analysed import sample
from tests.summary.cohorts import cohort_of


def test_blank_unknown_and_does_not_apply_are_three_states() -> None:
    cohort = cohort_of(
        {
            "resection": ["yes", "no", None, "yes"],
            "resection_margin": [None, None, None, "R0"],
            "p16": ["unknown", "positive", "negative", None],
            "sex": ["male", "male", "female", "female"],
        }
    )
    found = missing_values(cohort)
    assert [v.name for v in found.variables] == ["resection_margin", "p16", "resection"]
    assert found.states.tolist() == [
        # Without a resection there is no margin; where the resection is blank, nobody can say.
        [BLANK, DOES_NOT_APPLY, BLANK, RECORDED],
        [UNKNOWN, RECORDED, RECORDED, BLANK],
        [RECORDED, RECORDED, BLANK, RECORDED],
    ]
    assert (found.complete, found.n) == (1, 4)
    assert found.counts(BLANK) == (2, 1, 1)
    assert found.applies == (3, 4, 4)


def test_the_cause_of_death_is_asked_of_the_dead() -> None:
    cohort = cohort_of({"vital_status": ["alive", "dead", None], "cause_of_death": [None, None, None]})
    found = missing_values(cohort)
    assert found.states[0].tolist() == [DOES_NOT_APPLY, BLANK, BLANK]


def test_patients_stand_in_order_of_diagnosis_and_undated_ones_last() -> None:
    dates = ["2012-05-01", None, "2010-03-01", "2011-01-01"]
    found = missing_values(cohort_of({"diagnosis_date": dates, "p16": ["unknown", None, "positive", "negative"]}))
    row = [v.name for v in found.variables].index("p16")
    assert found.states[row].tolist() == [RECORDED, RECORDED, UNKNOWN, BLANK]
    assert found.years.tolist()[:3] == [2010, 2011, 2012]
    assert np.isnan(found.years[3])


def test_nobody_s_values_are_nobody_s_gaps() -> None:
    found = missing_values(cohort_of({"p16": []}))
    assert (found.n, found.variables, found.states.shape) == (0, (), (0, 0))


def test_the_sample_s_gaps_are_those_of_its_file() -> None:
    found = missing_values(sample())
    counted = dict(
        zip(
            [v.name for v in found.variables], zip(found.counts(BLANK), found.counts(UNKNOWN), strict=True), strict=True
        )
    )
    assert counted["ki67_percent"] == (9, 0)
    assert counted["p16"] == (0, 13)
    assert found.applies[[v.name for v in found.variables].index("cause_of_death")] == 24
