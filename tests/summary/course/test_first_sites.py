"""First sites by group, counted and as incidences: every patient once; all causes and those still free make one."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times
from nec_core.summary.course.first_sites import CAUSES, first_sites, site_incidence
from nec_core.summary.progression import progression_summary
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.analysed import lung, sample
from tests.summary.cohorts import cohort_of


def dated(site: list[str], stage: list[str | None] | None = None) -> Cohort:
    """Progressed on day 30 + i, seen until day 300 + i; a site of "died" is a death without progression."""
    n = len(site)
    day = lambda i: str(np.datetime64("2019-01-01") + i)  # noqa: E731  # a date in words
    died = [s == "died" for s in site]
    return cohort_of(
        {
            "diagnosis_date": [day(0)] * n,
            "last_contact_date": [day(300 + i) for i in range(n)],
            "death_date": [day(300 + i) if died[i] else None for i in range(n)],
            "vital_status": ["dead" if d else "alive" for d in died],
            "progression": ["no" if died[i] or site[i] == "free" else "yes" for i in range(n)],
            "progression_date": [None if died[i] or site[i] == "free" else day(30 + i) for i in range(n)],
            "progression_site": [None if s in ("died", "free", "?") else s for s in site],
            "stage": stage or ["LRD"] * n,
        }
    )


def test_groups_are_the_summaries_of_their_patients_and_add_up() -> None:
    found = first_sites(sample(), "stage")
    assert found.overall == progression_summary(sample())
    lrd, met = found.groups["LRD"], found.groups["metastatic"]
    assert (lrd.n, lrd.progressed, lrd.any_distant.n, met.n, met.progressed) == (15, 13, 11, 23, 16)
    for name in ("n", "progressed", "site_not_recorded", "not_progressed"):
        assert getattr(lrd, name) + getattr(met, name) == getattr(found.overall, name)
    assert first_sites(sample()).groups == {}


def test_a_blank_group_comes_last() -> None:
    found = first_sites(dated(["distant", "local"], ["LRD", None]), "stage")
    assert list(found.groups) == ["LRD", "not recorded"]
    assert found.groups["not recorded"].sites[0].n == 1


def test_incidences_of_all_causes_and_those_still_free_add_up_to_one() -> None:
    found = site_incidence(sample(), "stage")
    assert found is not None
    times = endpoint_times(sample(), "pfs")
    codes = sample().codes("stage")[0].astype(np.int64)
    free = kaplan_meier(
        event_table(times.time / 30.4375, times.event == 1, codes, ("LRD", "metastatic"), "months"), "log-log"
    )
    for curves, survival in zip(found.curves, free, strict=True):
        assert sum(c.incidence for c in curves) == pytest.approx(1 - survival.survival)
    assert found.groups == ("LRD", "metastatic")


def test_each_event_is_of_its_site_and_a_death_competes() -> None:
    sites = ["distant", "distant and locoregional", "local", "regional", "locoregional", "?", "died", "free"]
    found = site_incidence(dated(sites), unit="days")
    assert found is not None
    assert found.causes == CAUSES
    assert [c.n_events for c in found.curves[0]] == [2, 3, 1, 1]
    distant = found.curves[0][0]
    assert distant.time[:2].tolist() == [30, 31]
    assert distant.incidence[1] == pytest.approx(2 / 8)
    assert found.gray == (None, None, None, None)
    assert found.groups == ("All patients",)


def test_a_progression_on_the_day_of_death_is_a_progression() -> None:
    cohort = cohort_of(
        {
            "diagnosis_date": ["2019-01-01"], "last_contact_date": ["2019-03-01"], "death_date": ["2019-03-01"],
            "vital_status": ["dead"], "progression": ["yes"], "progression_date": ["2019-03-01"],
            "progression_site": ["distant"],
        }
    )  # fmt: skip
    found = site_incidence(cohort)
    assert found is not None
    assert [c.n_events for c in found.curves[0]] == [1, 0, 0, 0]


def test_gray_s_test_is_there_for_groups_and_the_left_out_are_counted() -> None:
    cohort = dated(
        ["distant", "local", "died", "free"] * 4, ["LRD", "metastatic", "LRD", "metastatic"] * 3 + [None] * 4
    )
    found = site_incidence(cohort, "stage")
    assert found is not None
    assert found.excluded == {"Stage at diagnosis not recorded": 4}
    assert found.gray[0] is not None
    assert [c.n for c in (curves[0] for curves in found.curves)] == [6, 6]


def test_without_events_axis_and_counts_stay() -> None:
    found = site_incidence(dated(["free", "free", "free"]))
    assert found is not None
    assert [c.n_events for c in found.curves[0]] == [0, 0, 0, 0]
    assert all((c.incidence == 0).all() for c in found.curves[0])


def test_without_dates_or_patients_there_is_none() -> None:
    assert site_incidence(lung(), "who") is None
    assert site_incidence(sample().subset(np.zeros(38, bool)), "stage") is None
