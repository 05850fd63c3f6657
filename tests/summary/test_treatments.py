"""Treatments are a set: counted alone, together, and apart from what nobody wrote down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nec_core.summary.treatments import treatment_summary
from tests.summary.cohorts import cohort_of

CELLS = st.sampled_from(["yes", "no", "unknown", None])


def test_each_treatment_is_given_not_given_unknown_or_not_recorded() -> None:
    summary = treatment_summary(cohort_of({"resection": ["yes", "yes", "no", "unknown", None, None]}))
    (count,) = summary.counts
    assert count.treatment.label == "Resection of the primary"
    assert (count.given, count.not_given, count.unknown, count.not_recorded) == (2, 1, 1, 2)


def test_eleven_and_ten_of_fifteen_are_at_least_six_with_both() -> None:
    resection = ["yes"] * 10 + ["no"] * 5
    chemoradiation = ["no"] * 4 + ["yes"] * 11
    summary = treatment_summary(cohort_of({"resection": resection, "chemoradiation": chemoradiation}))
    assert summary.overlap == ((10, 6), (6, 11))
    together = [([t.name for t in c.treatments], c.n) for c in summary.combinations]
    assert together == [(["resection", "chemoradiation"], 6), (["chemoradiation"], 5), (["resection"], 4)]


def test_no_treatment_given_is_not_the_same_as_none_recorded() -> None:
    summary = treatment_summary(
        cohort_of({"resection": ["no", "no", None, "unknown"], "systemic": ["no", None, None, "unknown"]})
    )
    assert [(c.treatments, c.kind, c.n) for c in summary.combinations] == [((), "none", 1), ((), "not recorded", 3)]
    assert (summary.none_given, summary.nothing_recorded) == (1, 2)


def test_a_cohort_without_treatments_or_patients_is_told_as_such() -> None:
    without = treatment_summary(cohort_of({"age_years": [50.0, 60.0]}))
    assert (without.n, without.counts, without.overlap) == (2, (), ())
    assert [(c.treatments, c.kind, c.n) for c in without.combinations] == [((), "not recorded", 2)]
    assert (without.none_given, without.nothing_recorded) == (0, 2)
    nobody = treatment_summary(cohort_of({"resection": []}))
    assert (nobody.n, nobody.combinations, nobody.overlap) == (0, (), ((0,),))


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=30))
def test_every_patient_is_in_exactly_one_combination(rows: list[tuple[str | None, ...]]) -> None:
    names = ("resection", "chemoradiation", "systemic")
    summary = treatment_summary(cohort_of({name: [row[i] for row in rows] for i, name in enumerate(names)}))
    assert sum(c.n for c in summary.combinations) == len(rows)
    given_any = [c for c in summary.combinations if c.kind == "given"]
    assert given_any == sorted(given_any, key=lambda c: (-c.n, len(c.treatments)))
    assert [c.kind for c in summary.combinations[len(given_any) :]] in (
        [], ["none"], ["not recorded"], ["none", "not recorded"],
    )  # fmt: skip
    for combination in summary.combinations:
        members = {t.name for t in combination.treatments}
        alike = [row for row in rows if {n for n, cell in zip(names, row, strict=True) if cell == "yes"} == members]
        unsure = [row for row in alike if {"unknown", None} & set(row)]
        if combination.kind == "given":
            assert (combination.n, combination.open) == (len(alike), len(unsure))
        else:
            expected = len(unsure) if combination.kind == "not recorded" else len(alike) - len(unsure)
            assert (combination.n, members) == (expected, set())
    for i, count in enumerate(summary.counts):
        assert count.given + count.not_given + count.unknown + count.not_recorded == len(rows)
        assert summary.overlap[i][i] == count.given
        for j in range(3):
            assert summary.overlap[i][j] == sum(row[i] == row[j] == "yes" for row in rows)
    assert summary.none_given == sum(row == ("no", "no", "no") for row in rows)
    assert summary.nothing_recorded == sum(not {"yes", "no"} & set(row) for row in rows)
