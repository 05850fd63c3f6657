"""The reasons on the way from file to analysis add up, and those of nobody are told too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.problems import Finding, Problems
from nec_core.summary.flow_losses import FlowLosses, flow_losses
from tests.admitted import admitted
from tests.analysed import admission_of
from tests.summary.cohorts import cohort_of

COHORT = cohort_of(
    {
        "diagnosis_date": ["2010-01-01", None, "2010-03-01", "2011-01-01"],
        "last_contact_date": ["2012-01-01", "2012-01-01", None, "2013-01-01"],
        "vital_status": ["alive", "alive", "alive", "dead"],
        "death_date": [None, None, None, "2013-01-01"],
        "stage": ["LRD", "LRD", "LRD", None],
    }
)


def losses(**plan: object) -> FlowLosses:
    admission = admitted(COHORT, rejected=[8], folded=[9])
    return flow_losses(admission, PlanPatients(COHORT, AnalysisPlan.checked(**plan)))


def test_every_reason_is_told_with_its_zero() -> None:
    found = losses(by="stage")
    assert found.left_out == (
        ("no date of diagnosis", 1),
        ("no last contact or date of death", 1),
        ("vital status not recorded", 0),
        ("a date is known only to the month or year", 0),
        ("before diagnosis", 0),
        ("Stage at diagnosis not recorded", 1),
    )
    assert found.flow.analysed == found.flow.kept - sum(n for _, n in found.left_out) == 1
    assert found.endpoint == "Overall survival"


def test_without_the_endpoint_the_way_ends_inside_the_filter() -> None:
    found = losses(endpoint="dfs")
    assert (found.endpoint, found.left_out, found.flow.analysed) == ("", (), 4)


def test_a_row_with_several_faults_counts_once() -> None:
    rows = {"duplicate_id": [8, 9], "death_before_diagnosis": [9, 10], "required": [8, 9]}
    findings = [Finding(KINDS[kind], "x", None, np.array(at), [""] * len(at)) for kind, at in rows.items()]
    admission = replace(admitted(COHORT, rejected=[8, 9, 10]), problems=Problems.of(findings))
    found = flow_losses(admission, PlanPatients(COHORT, AnalysisPlan()))
    assert sum(n for _, n in found.rejected_by) == found.flow.rejected == 3
    assert dict(found.rejected_by) == {"Death before diagnosis": 2, "Patient ID used twice": 1}


def test_the_messy_sample_s_rejected_rows_each_have_a_reason() -> None:
    admission = admission_of("messy_extract.csv")
    found = flow_losses(admission, PlanPatients(admission.cohort, AnalysisPlan()))
    assert sum(n for _, n in found.rejected_by) == found.flow.rejected > 0
