"""What headers begin with and say nothing by is taken off; what says something stays."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.ingest.header_prefixes import without_prefixes
from nec_core.patients.endpoints import endpoint_times
from tests.ingest.layouts.opened import admitted


@pytest.mark.parametrize(
    ("headers", "bare"),
    [
        ("pt_id,pt_sex,pt_OS months,pt_dead", "id,sex,OS months,dead"),
        ("id,clinical.sex,clinical.age,clinical.stage", "id,sex,age,stage"),
        ("diagnoses.0.age,diagnoses.0.stage,diagnoses.0.site", "age,stage,site"),
        ("Form A › Sex,Form A › Age,Form A › OS (months)", "Sex,Age,OS (months)"),
        ("study:sex,study:age,study:site,study:T,other", "sex,age,site,T,other"),
        ("demographic.sex,diagnoses.age_at_dx,diagnoses.site,follow_up.status", "sex,age_at_dx,site,follow_up.status"),
    ],
)  # fmt: skip
def test_what_nearly_all_begin_with_is_taken_off(headers: str, bare: str) -> None:
    assert ",".join(without_prefixes(headers.split(",")).values()) == bare


@pytest.mark.parametrize(
    "headers",
    [
        "OS_months,OS_event,OS_cause",
        "PFS.time,PFS.status,PFS.date",
        "date_diagnosis,date_death,date_contact",
        "stage_t,stage_n,stage_m,id",
        "treatment_time,treatment_status,treatment_id",
        "sample_id,sample_type,sample_site",
        "Date.of.diagnosis,Date.of.death,Vital.status,Age.at.diagnosis",
        "pt_sex,pt_age,ki67,p53",
        "pt_sex,pt_age",
        "demographic.id,diagnoses.id,cases.id",
        "q_1,q_2,q_",
    ],
)
def test_what_says_something_or_is_not_shared_stays(headers: str) -> None:
    assert ",".join(without_prefixes(headers.split(",")).values()) == headers


def test_a_file_whose_headers_share_a_prefix_is_read_as_without() -> None:
    plain = "Patient ID,Age,Date of diagnosis,Last visit,Date of death,Vital status\n" + "".join(
        f"P{i},{50 + i},2013-02-{i + 1:02d},2016-0{1 + i % 9}-03,{f'2016-0{1 + i % 9}-03' if i % 3 else ''},"
        f"{'Dead' if i % 3 else 'Alive'}\n"
        for i in range(24)
    )
    head, _, body = plain.partition("\n")
    prefixed = ",".join(f"registry_{h}" for h in head.split(",")) + "\n" + body
    one, other = (admitted(text).cohort for text in (plain, prefixed))
    a, b = endpoint_times(one, "os"), endpoint_times(other, "os")
    assert np.array_equal(a.time, b.time)
    assert np.array_equal(a.event, b.event)
    assert other.records["age_years"].tolist() == list(range(50, 74))
