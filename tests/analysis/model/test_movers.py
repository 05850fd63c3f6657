"""Who moves a coefficient most, by the row of the file."""

from __future__ import annotations

import math

import pytest

from nec_core.analysis.model.movers import MOST, movers
from tests.analysed import extract, lung, sample
from tests.analysis.model.data_sets import rows_of
from tests.survival.goldens import ITERATIVE, cases

R = cases("model_checks")["dfbeta"]["lung_many"]["dfbeta"]


def test_the_furthest_are_r_s_furthest_under_their_rows_of_the_file() -> None:
    cohort = lung()
    age, sex, _ = movers(rows_of(cohort, "years", "who", "score"))
    known = cohort.source_rows[cohort.records["score"].notna().to_numpy()]
    theirs = sorted(zip(known.tolist(), R["column1"], strict=True), key=lambda pair: -abs(pair[1]))[:MOST]
    assert [(one.row, one.dfbeta) for one in age.movers] == [
        (row, pytest.approx(d, rel=ITERATIVE)) for row, d in theirs
    ]
    # R's factor is of sex 2 against 1, ours of women against men: the same.
    theirs = sorted(zip(known.tolist(), R["column2"], strict=True), key=lambda pair: -abs(pair[1]))[:MOST]
    assert [one.row for one in sex.movers] == [row for row, _ in theirs]
    first = age.movers[0]
    assert first.ratio_without == pytest.approx(age.hazard_ratio * math.exp(-first.dfbeta))


def test_each_column_of_the_model_is_told_and_nobody_by_name() -> None:
    found = movers(rows_of(sample(), "stage", "age_years"))
    assert [(m.variable.name, m.level, m.reference) for m in found] == [
        ("stage", "metastatic", "LRD"),
        ("age_years", None, None),
    ]
    assert all(one.row in sample().source_rows for m in found for one in m.movers)


def test_where_an_estimate_is_infinite_nobody_moves_it() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, int(i % 2 == 0), "ab"[i % 2]) for i in range(20)]
    assert movers(rows_of(extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",)), "arm")) == ()
