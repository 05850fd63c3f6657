"""First sites by group: every patient once."""

from __future__ import annotations

from nec_core.summary.course.first_sites import first_sites
from nec_core.summary.progression import progression_summary
from tests.analysed import sample
from tests.summary.cohorts import cohort_of


def test_groups_are_the_summaries_of_their_patients_and_add_up() -> None:
    found = first_sites(sample(), "stage")
    assert found.overall == progression_summary(sample())
    lrd, met = found.groups["LRD"], found.groups["metastatic"]
    assert (lrd.n, lrd.progressed, lrd.any_distant.n, met.n, met.progressed) == (15, 13, 11, 23, 16)
    for name in ("n", "progressed", "site_not_recorded", "not_progressed"):
        assert getattr(lrd, name) + getattr(met, name) == getattr(found.overall, name)
    assert first_sites(sample()).groups == {}


def test_a_blank_group_comes_last() -> None:
    cohort = cohort_of(
        {"progression": ["yes", "yes"], "progression_site": ["distant", "local"], "stage": ["LRD", None]}
    )
    found = first_sites(cohort, "stage")
    assert list(found.groups) == ["LRD", "not recorded"]
    assert found.groups["not recorded"].sites[0].n == 1
