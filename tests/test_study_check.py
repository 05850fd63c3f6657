"""The published figures from a cohort's rows, and what agrees: as printed, so rounded as on paper."""

from __future__ import annotations

import pytest

from nec_core.patients.cohort import Cohort
from nec_core.published import FIGURES
from nec_core.study_check import Recomputed, recompute
from tests.analysed import late_surgery, mgus2, sample


def values(cohort: Cohort) -> dict[str, float | None]:
    return {r.figure.id: r.value for r in recompute(cohort)}


def test_the_sample_reproduces_every_printed_figure() -> None:
    found = recompute(sample())
    assert [r.figure for r in found] == list(FIGURES)
    assert {r.figure.id: r.agrees for r in found} == {f.id: True for f in FIGURES}


def test_the_values_are_unrounded() -> None:
    found = values(sample())
    assert (found["n"], found["lrd"], found["met"], found["crt"], found["resected"]) == (38, 15, 23, 11, 10)
    assert (found["prog"], found["distant"], found["age"]) == (13, 11, 55.5)
    assert found["pfs12"] == pytest.approx(100 * 4 / 15, rel=1e-12)
    assert found["os_p"] == pytest.approx(0.039, abs=5e-4)
    assert found["os_p"] != 0.039


def test_another_cohort_disagrees_where_it_differs() -> None:
    found = {r.figure.id: r for r in recompute(late_surgery())}
    assert (found["n"].value, found["n"].agrees) == (150, False)


def test_what_a_cohort_can_t_tell_is_none_and_neither_agrees_nor_not() -> None:
    found = {r.figure.id: r for r in recompute(mgus2())}
    assert {i for i, r in found.items() if r.value is not None} == {"n", "fu"}
    assert found["os_lrd"].agrees is None


def test_rounding_is_that_of_paper_so_what_prints_the_same_agrees() -> None:
    p = next(f for f in FIGURES if f.id == "os_p")
    # Both floats lie below the half they are written as: round() would carry them down.
    assert Recomputed(p, 0.0385).agrees is True
    assert Recomputed(p, 0.03849).agrees is False
    months = next(f for f in FIGURES if f.id == "os_lrd")
    assert Recomputed(months, 18.05).agrees is True
    assert Recomputed(months, 18.15).agrees is False
