"""The NCDB participant user file, synthetic, coded by the value labels of its own SAS program."""

# ruff: noqa: E501  # rows of registry files are as long as they are

from __future__ import annotations

import pytest

from tests.ingest.layouts.opened import admitted, levels, numbers, times_and_events

PUF = """PUF_CASE_ID,PUF_FACILITY_ID,FACILITY_TYPE_CD,AGE,SEX,YEAR_OF_DIAGNOSIS,PRIMARY_SITE,HISTOLOGY,BEHAVIOR,ANALYTIC_STAGE_GROUP,TNM_PATH_T,TNM_CLIN_T,TNM_CLIN_M,RX_SUMM_SURG_PRIM_SITE,RX_SUMM_CHEMO,RX_SUMM_IMMUNOTHERAPY,REASON_FOR_NO_RADIATION,RX_SUMM_SURGICAL_MARGINS,REGIONAL_NODES_POSITIVE,METS_AT_DX_LIVER,DX_LASTCONTACT_DEATH_MONTHS,PUF_VITAL_STATUS
A1,F1,3,064,1,2018,C209,8246,3,4,p3A,c3,c1B,00,03,00,1,8,98,1,0012.55,0
A2,F1,3,090,2,2019,C211,8041,3,3,pX,c2,c0,30,00,01,0,0,02,0,60.12,1
A3,F2,1,999,2,2019,C180,8013,3,9,,88,,99,99,99,9,9,99,9,0,0
A4,F2,1,050,1,2021,C218,8244,3,0,,,,12,88,86,8,2,00,8,,
A5,F2,1,051,1,2021,C218,8244,3,1,,,,20,86,00,7,3,00,8,,
"""


@pytest.mark.parametrize("text", [PUF, PUF.replace(PUF.splitlines()[0], PUF.splitlines()[0].lower())])
def test_the_file_is_known_in_either_case_and_nought_is_dead(text: str) -> None:
    admission = admitted(text)
    assert admission.source.layout == "ncdb"
    assert times_and_events(admission.cohort, "os") == [(12.55, 1), (60.12, 0), (0.0, 1)]
    assert levels(admission.cohort, "vital_status") == ["dead", "alive", "dead"]


def test_unknown_is_coded_otherwise_in_every_column() -> None:
    text = "PUF_CASE_ID,GRADE,RACE,CDCC_TOTAL_BEST,TUMOR_SIZE,REGIONAL_NODES_POSITIVE,DX_LASTCONTACT_DEATH_MONTHS,PUF_VITAL_STATUS\n"
    cohort = admitted(text + "1,9,99,0,999,99,12,0\n2,3,09,3,099,09,13,1\n").cohort
    assert levels(cohort, "GRADE") == [None, "3"]
    assert levels(cohort, "RACE") == [None, "09"]
    assert numbers(cohort, "TUMOR_SIZE") == [None, 99]
    assert numbers(cohort, "REGIONAL_NODES_POSITIVE") == [None, 9]


def test_months_that_r_wrote_as_na_are_counted_too() -> None:
    text = "PUF_CASE_ID,YEAR_OF_DIAGNOSIS,DX_LASTCONTACT_DEATH_MONTHS,PUF_VITAL_STATUS\n1,2020,12,0\n2,2021,NA,NA\n3,2021,,\n"
    assert admitted(text).source.notes == (
        "2 rows without months of follow-up. All rows of 2021 are among them: NCDB does not release the newest follow-up.",
    )


def test_rows_of_the_newest_year_have_no_follow_up_and_are_counted_and_told() -> None:
    admission = admitted(PUF)
    assert admission.rejected_rows.tolist() == [5, 6]
    assert (
        "2 rows without months of follow-up. All rows of 2021 are among them: NCDB does not release the newest follow-up."
    ) in admission.source.notes
    assert "1 row with the age 90, which stands for 90 and older." in admission.source.notes


def test_a_year_with_some_follow_up_is_not_called_the_newest() -> None:
    partly = PUF.replace("A5,F2,1,051,1,2021", "A5,F2,1,051,1,2019")
    assert any("All rows of 2021 are among them" in note for note in admitted(partly).source.notes)
    assert not any("2019" in note for note in admitted(partly).source.notes)


def test_missing_codes_belong_to_their_own_column() -> None:
    admission = admitted(PUF)
    cohort = admission.cohort
    assert numbers(cohort, "age_years") == [64, 90, None]
    assert "AGE" not in {f.column for f in admission.problems.findings}
    assert numbers(cohort, "REGIONAL_NODES_POSITIVE") == [None, 2, None]
    assert levels(cohort, "ajcc_stage") == ["IV", "III", None]
    assert levels(cohort, "ANALYTIC_STAGE_GROUP") == ["stage IV", "stage III", "unknown"]
    assert levels(cohort, "stage") == ["metastatic", "LRD", None]


def test_treatments_tell_not_given_from_unknown() -> None:
    cohort = admitted(PUF).cohort
    assert levels(cohort, "systemic") == ["yes", "no", "unknown"]
    assert levels(cohort, "immunotherapy") == ["no", "yes", "unknown"]
    assert levels(cohort, "radiation") == ["no", "yes", "unknown"]
    assert levels(cohort, "resection") == ["no", "yes", "unknown"]
    assert levels(cohort, "resection_margin") == [None, "R0", "RX"]


def test_categories_take_the_pathological_before_the_clinical() -> None:
    cohort = admitted(PUF).cohort
    assert levels(cohort, "t_category") == ["T3", "TX", None]
    assert levels(cohort, "m_category") == ["M1", "M0", None]
    assert levels(cohort, "met_liver") == ["yes", "no", "unknown"]
    assert levels(cohort, "histology") == ["NEC NOS", "small cell", "large cell"]
    assert levels(cohort, "FACILITY_TYPE_CD") == ["academic or research", "academic or research", "community"]
