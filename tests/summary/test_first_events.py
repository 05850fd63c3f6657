"""What came first, by site or as a file states it; four causes at most; each patient once."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis.plan import AnalysisPlan
from nec_core.errors import PlanError
from nec_core.summary.first_events import BOTH, DEATH, DISTANT, LOCOREGIONAL, NO_SITE, OTHER, first_events
from tests.analysed import late_surgery, lung, mgus2, sample
from tests.summary.cohorts import cohort_of

ENDS = {
    "diagnosis_date": ["2010-01-01"] * 7,
    "last_contact_date": ["2012-01-01"] * 7,
    "vital_status": ["alive"] * 5 + ["dead", "alive"],
    "death_date": [None] * 5 + ["2012-01-01", None],
    "progression": ["yes"] * 5 + ["no", "no"],
    "progression_date": ["2010-02-01", "2010-03-01", "2010-04-01", "2010-05-01", "2010-06-01", None, None],
    "progression_site": ["local", "distant and locoregional", "distant", "distant", None, None, None],
}


def test_the_rarest_sites_are_put_together_so_that_four_causes_are_left() -> None:
    found = first_events(cohort_of(ENDS), AnalysisPlan())
    assert found.table.causes == (DISTANT, NO_SITE, DEATH, OTHER)
    assert found.merged == (LOCOREGIONAL, BOTH)
    assert found.table.events.sum(axis=2)[0].tolist() == [2, 1, 1, 2]
    assert found.table.censored.sum() == 1


def test_a_site_that_nobody_had_alone_is_no_cause() -> None:
    sites = ["distant and locoregional"] * 5 + [None, None]
    assert first_events(cohort_of({**ENDS, "progression_site": sites}), AnalysisPlan()).table.causes == (BOTH, DEATH)


def test_in_the_sample_each_patient_is_counted_once_under_the_site_of_the_file() -> None:
    found = first_events(sample(), AnalysisPlan(by="stage"))
    sites = sample().records["progression_site"].value_counts()
    counted = dict(zip(found.table.causes, found.table.events.sum(axis=(0, 2)).tolist(), strict=True))
    assert counted[DISTANT] == sites["distant"]
    assert counted[BOTH] == sites["distant and locoregional"]
    assert counted[LOCOREGIONAL] == sites["local"] + sites["regional"] + sites["locoregional"]
    assert found.n == 38
    assert all(test is not None and test.p is not None for test in found.gray)
    last = sum(curves[1].incidence[-1] for curves in found.curves)
    assert last == pytest.approx(1.0, abs=1e-9) or last < 1


def test_an_endpoint_with_two_kinds_of_event_is_taken_as_the_file_states_it() -> None:
    found = first_events(mgus2(), AnalysisPlan(by="who"))
    assert found.table.causes == ("The event", "Competing event")
    assert int(found.table.events[:, 0].sum()) == int((mgus2().records["os_event"] == 1).sum())
    assert found.gray[0] is not None


def test_without_competing_events_or_with_delayed_entry_it_is_refused() -> None:
    with pytest.raises(PlanError, match="needs dates of progression, or an endpoint with competing events"):
        first_events(lung(), AnalysisPlan())
    with pytest.raises(PlanError, match="not given with delayed entry"):
        first_events(late_surgery(), AnalysisPlan(entry="resection_date"))


def test_who_has_no_group_is_counted_as_left_out() -> None:
    stage = ["LRD", "LRD", "metastatic", "metastatic", "LRD", "LRD", None]
    found = first_events(cohort_of({**ENDS, "stage": stage}), AnalysisPlan(by="stage"))
    assert found.excluded == {"Stage at diagnosis not recorded": 1}
    assert np.array_equal(found.table.n, [4, 2])
