"""Between which days a date lies."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from nec_core.ingest.opening import admit
from nec_core.partial_date import PartialDate
from nec_core.patients.date_spans import date_span, end_span, last_days
from nec_core.patients.intervals import interval


@pytest.mark.parametrize("text", ["2019-05-17", "2019-05", "2019-12", "2020-02", "2019", "2020"])
def test_the_last_day_a_date_can_be_is_the_partial_date_s(text: str) -> None:
    head = "patient_id,diagnosis_date,last_contact_date,vital_status\n"
    cohort = admit(f"{head}a,{text},2021-01-01,alive\n".encode(), "made.csv", today=dt.date(2024, 1, 1)).cohort
    latest = (PartialDate.parse(text).latest - dt.date(1970, 1, 1)).days
    assert last_days(cohort, "diagnosis_date").tolist() == [latest]


def test_a_span_is_the_shortest_and_the_longest_time_there_can_be() -> None:
    head = "patient_id,diagnosis_date,last_contact_date,vital_status,resection,resection_date\n"
    rows = "a,2019-05,2020-05-10,alive,yes,2019-05\nb,2019-05-01,2020-05,alive,no,\n"
    cohort = admit((head + rows).encode(), "made.csv", today=dt.date(2024, 1, 1)).cohort
    resection, end = date_span(cohort, "resection_date", "diagnosis"), end_span(cohort, interval("os"), "diagnosis")
    assert (resection.first[0], resection.last[0]) == (0, 30)  # never before the diagnosis by doubt alone
    assert np.isnan([resection.first[1], resection.last[1]]).all()
    assert list(zip(end.first, end.last, strict=True)) == [(345, 375), (366, 396)]
    assert end.exact.tolist() == [False, False]
