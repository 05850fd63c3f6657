"""GDC's clinical tables and TCGA's biotab files, synthetic: one time of two, and what contradicts is told."""

from __future__ import annotations

from nec_core.ingest.admission import Admission
from tests.ingest.layouts.opened import admitted, levels, numbers, times_and_events

DOTTED = """\
cases.case_id\tcases.submitter_id\tdemographic.gender\tdemographic.vital_status\tdemographic.days_to_death\t\
demographic.days_to_birth\tdiagnoses.age_at_diagnosis\tdiagnoses.days_to_last_follow_up\tdiagnoses.morphology\t\
diagnoses.ajcc_pathologic_stage\tdiagnoses.tumor_grade\ttreatments.treatment_type
u1\tCASE-1\tfemale\tDead\t310\t-20000\t20089\t'--\t8246/3\tStage IIIB\tG3\tRadiation
u1\tCASE-1\tfemale\tDead\t310\t-20000\t20089\t'--\t8246/3\tStage IIIB\tG3\tChemotherapy
u2\tCASE-2\tmale\tAlive\t'--\t-25000\t25567.5\t1204\t8041/3\t'--\tNot Reported\tnot reported
u3\tCASE-3\tmale\tAlive\t77\t-24000\t'--\t650\t8013/3\tStage IV\t'--\t'--
u4\tCASE-4\tfemale\tDead\t'--\t-24000\t'--\t420\t8013/3\tStage I\tG1\t'--
u5\tCASE-5\tfemale\tNot Reported\t'--\t-24000\t'--\t99\t8013/3\tStage I\tG1\t'--
u6\tCASE-6\tfemale\tDead\t8\t-24000\t'--\t2\t8013/3\tStage I\tG1\t'--
"""
BIOTAB = """\
bcr_patient_barcode\tgender\tvital_status\tlast_contact_days_to\tdeath_days_to\tbirth_days_to
bcr_patient_barcode\tgender\tvital_status\tdays_to_last_followup\tdays_to_death\tdays_to_birth
CDE_ID:2673\tCDE_ID:2200604\tCDE_ID:5\tCDE_ID:3008273\tCDE_ID:3165475\tCDE_ID:3008233
T-01\tMALE\tAlive\t733\t[Not Applicable]\t-19000
T-02\tFEMALE\tDead\t[Not Available]\t95\t-19000
"""


def told(found: Admission, rule: str) -> list[int]:
    return [r for f in found.problems.findings if f.rule == rule for r in f.rows.tolist()]


def test_the_dead_have_their_time_of_death_and_the_living_their_last_follow_up() -> None:
    found = admitted(DOTTED, "clinical.tsv")
    assert found.source.layout == "gdc"
    assert levels(found.cohort, "patient_id") == ["CASE-1", "CASE-2", "CASE-3", "CASE-6"]
    assert times_and_events(found.cohort, "os") == [(310, 1), (1204, 0), (650, 0), (8, 1)]
    assert [(e.unit, e.time_zero) for e in found.cohort.endpoints] == [("days", "diagnosis")]
    assert any("“demographic.days_to_death” for the dead (3 rows)" in n for n in found.source.notes)


def test_alive_with_a_time_of_death_and_dead_without_one_are_told_with_their_rows() -> None:
    found = admitted(DOTTED, "clinical.tsv")
    assert (told(found, "death_time_but_alive"), told(found, "dead_without_time")) == ([5], [6])
    assert [f.values for f in found.problems.findings if f.rule == "death_time_but_alive"] == [["77"]]
    assert found.rejected_rows.tolist() == [6, 7]  # when they died is not known; nor whether they did


def test_a_time_in_another_row_of_the_case_is_a_time() -> None:
    text = DOTTED.replace("u1\tCASE-1\tfemale\tDead\t310", "u1\tCASE-1\tfemale\tDead\t'--", 1)
    found = admitted(text, "clinical.tsv")
    assert times_and_events(found.cohort, "os")[0] == (310, 1)
    assert told(found, "dead_without_time") == [6]


def test_rows_of_treatments_fold_and_marks_are_blank_and_ages_are_years() -> None:
    found = admitted(DOTTED, "clinical.tsv")
    assert (found.cohort.n, found.folded_rows.tolist()) == (4, [3])
    assert levels(found.cohort, "ajcc_stage") == ["III", None, "IV", "I"]
    assert numbers(found.cohort, "age_years") == [55.0, 70.0, None, None]
    assert found.cohort.variables["diagnoses.tumor_grade"].levels == ("G1", "G3")
    assert not {"demographic.days_to_birth", "demographic.days_to_death", "cases.case_id"} & set(found.cohort.records)


def test_biotab_has_three_header_rows() -> None:
    found = admitted(BIOTAB, "nationwidechildrens.org_clinical_patient_x.txt")
    assert (found.source.layout, found.cohort.source_rows.tolist()) == ("gdc", [4, 5])
    assert times_and_events(found.cohort, "os") == [(733, 0), (95, 1)]
    assert levels(found.cohort, "sex") == ["male", "female"]
    assert "birth_days_to" not in found.cohort.records
