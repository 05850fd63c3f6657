"""Own medians beside published ones: in months, with no P value and nothing pooled."""

from __future__ import annotations

from dataclasses import fields

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.published import COMPARATORS
from nec_core.summary.published_medians import MedianRow, PublishedMedians, published_medians
from tests.analysed import extract, sample


def of(**plan: object) -> PublishedMedians:
    return published_medians(analyse(sample(), AnalysisPlan.model_validate(plan)), plan.get("endpoint", "os"))


def test_own_groups_come_first_as_analysed() -> None:
    result = analyse(sample(), AnalysisPlan(by="stage"))
    lrd, met = (row for row in of(by="stage").rows if row.own)
    assert (lrd.group, lrd.n, lrd.median, lrd.lower, lrd.upper) == (
        "Locoregional (LRD)", 15, pytest.approx(result.groups[0].median.value),
        pytest.approx(result.groups[0].median.lower), pytest.approx(result.groups[0].median.upper),
    )  # fmt: skip
    assert (f"{lrd.median:.1f}", f"{met.median:.1f}", met.time_zero) == ("18.1", "13.8", "diagnosis")


def test_every_printed_median_of_the_endpoint_is_there_once_as_printed() -> None:
    for endpoint in ("os", "pfs"):
        printed = [(c.study, m.months) for c in COMPARATORS for m in c.medians if m.endpoint == endpoint]
        assert [(r.source, r.median) for r in of(endpoint=endpoint).published] == printed


def test_years_become_months_and_an_interval_is_there_only_where_it_was_printed() -> None:
    rows = {row.source: row for row in of().published if not row.group}
    assert rows["Rectal NEC NCDB 2021"].median == pytest.approx(9.96)
    assert (rows["Fields 2019"].lower, rows["Fields 2019"].upper) == pytest.approx((8.2, 9.8))
    assert [row.source for row in rows.values() if row.has_interval] == ["Fields 2019"]


def test_the_number_of_patients_is_the_study_s_only_where_the_median_is_of_everybody() -> None:
    numbers = {(row.source, row.group): row.n for row in of().published}
    assert numbers["Conte 2016", ""] == 100
    assert numbers["Conte 2016", "metastatic"] is None
    assert numbers["Yamaguchi 2014", "colorectal"] == 31


def test_a_median_not_reached_is_none_in_days_too() -> None:
    cohort = extract(("PatientID", "SurvivalDays", "Died"), [(i, 400 + i, int(i < 2)) for i in range(10)])
    found = published_medians(analyse(cohort, AnalysisPlan(unit="days")), "os")
    assert (found.rows[0].median, found.rows[0].n, found.rows[0].group) == (None, 10, "")
    dead = extract(("PatientID", "SurvivalDays", "Died"), [(1, 304.375, 1)])
    assert published_medians(analyse(dead, AnalysisPlan(unit="days")), "os").rows[0].median == pytest.approx(10)


def test_no_row_has_room_for_a_p_value() -> None:
    assert not {"p", "p_value", "chi2"} & {f.name for f in fields(MedianRow)}
