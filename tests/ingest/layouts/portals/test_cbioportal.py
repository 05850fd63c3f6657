"""cBioPortal patient and sample files, synthetic, as "File Formats" in its documentation describes them."""

# ruff: noqa: E501  # rows of registry files are as long as they are

from __future__ import annotations

from nec_core.ingest.checking.validation import validate
from nec_core.ingest.several_files import open_tables
from nec_core.patients.endpoints import available
from tests.ingest.layouts.opened import TODAY, admitted, levels, times_and_events

COMMENTS = "".join(f"#{line}\n" for line in ("Patient\tAge", "About\tAbout", "STRING\tNUMBER", "1\t1"))
PATIENTS = (
    "PATIENT_ID\tAGE\tSEX\tDAYS_TO_BIRTH\tAJCC_PATHOLOGIC_TUMOR_STAGE\tPATH_T_STAGE\tPATH_N_STAGE\tICD_O_3_SITE"
    "\tRADIATION_THERAPY\tOS_STATUS\tOS_MONTHS\tPFS_STATUS\tPFS_MONTHS\tDSS_STATUS\tDSS_MONTHS\n"
    "P-1\t60\tMale\t-22000\tSTAGE IIIB\tT2A\tN1\tC20.9\tYes\t1:DECEASED\t10.5\t1:PROGRESSION\t5.0\t1:DEAD WITH TUMOR\t10.5\n"
    "P-2\t>89\tFemale\t-33000\t[Not Available]\tTX\t \tC21.1\tNo\t0:LIVING\t20.25\t0:CENSORED\t20.25\t0:ALIVE OR DEAD TUMOR FREE\t20.25\n"
    "P-3\t\tFemale\t\tStage I\tT3\tN0\t[Discrepancy]\t\t0:LIVING\t30\t1:PROGRESSION\t12.0\t\t30\n"
)
SAMPLES = (
    "#Sample\tPatient\tType\n#About\tAbout\tAbout\n#STRING\tSTRING\tSTRING\n#1\t1\t1\n"
    "SAMPLE_ID\tPATIENT_ID\tSAMPLE_TYPE\tONCOTREE_CODE\n"
    "P-1-M\tP-1\tMetastasis\tLUNG\nP-1-P\tP-1\tPrimary\tREC\nP-3-P\tP-3\tPrimary\tCOAD\nP-9-P\tP-9\tPrimary\tCOAD\n"
)


def test_a_patient_file_is_known_with_and_without_its_comment_rows() -> None:
    with_comments, without = admitted(COMMENTS + PATIENTS, "data_clinical_patient.txt"), admitted(PATIENTS)
    assert with_comments.source.layout == without.source.layout == "cbioportal"
    assert with_comments.cohort.source_rows.tolist() == [6, 7, 8]
    assert without.cohort.source_rows.tolist() == [2, 3, 4]


def test_every_pair_of_status_and_months_is_an_endpoint() -> None:
    cohort = admitted(PATIENTS).cohort
    assert [e.name for e in available(cohort)] == ["os", "pfs", "dss"]
    assert times_and_events(cohort, "os") == [(10.5, 1), (20.25, 0), (30.0, 0)]
    assert times_and_events(cohort, "pfs") == [(5.0, 1), (20.25, 0), (12.0, 1)]
    assert times_and_events(cohort, "dss") == [(10.5, 1), (20.25, 0), (None, -1)]
    assert available(cohort)[1].event == "progression"
    assert available(cohort)[1].coded == "event as coded in “PFS_STATUS”, times as in “PFS_MONTHS”"
    assert {e.unit for e in available(cohort)} == {"months"}


def test_files_of_before_2020_have_the_words_without_codes() -> None:
    old = PATIENTS
    for code in ("0:", "1:"):
        old = old.replace(code, "")
    assert times_and_events(admitted(old).cohort, "os") == [(10.5, 1), (20.25, 0), (30.0, 0)]
    assert times_and_events(admitted(old).cohort, "dss") == [(10.5, 1), (20.25, 0), (None, -1)]


def test_the_code_before_the_colon_counts_whatever_the_words() -> None:
    strange = PATIENTS.replace("0:CENSORED", "0:STILL WELL").replace("1:PROGRESSION", "1:PROGRESSION")
    assert times_and_events(admitted(strange).cohort, "pfs") == [(5.0, 1), (20.25, 0), (12.0, 1)]


def test_fixed_columns_become_fields_and_bracketed_codes_are_blank() -> None:
    cohort = admitted(PATIENTS).cohort
    assert levels(cohort, "ajcc_stage") == ["III", None, "I"]
    assert levels(cohort, "t_category") == ["T2", "TX", "T3"]
    assert levels(cohort, "n_category") == ["N1", None, "N0"]
    assert levels(cohort, "primary_site") == ["rectum", "anal canal", None]
    assert levels(cohort, "radiation") == ["yes", "no", None]
    assert cohort.records["age_years"].tolist()[:2] == [60, 90]
    assert "DAYS_TO_BIRTH" not in cohort.variables


def test_a_sample_file_is_joined_one_sample_a_patient_and_every_row_is_accounted_for() -> None:
    raw, mapping = open_tables([(SAMPLES.encode(), "data_clinical_sample.txt"), (PATIENTS.encode(), "patient.txt")])
    admission = validate(raw, mapping, TODAY)
    cohort = admission.cohort
    assert levels(cohort, "ONCOTREE_CODE") == ["REC", None, "COAD"]  # the primary of P-1, not its metastasis
    assert admission.source.rows_in == 7 == cohort.n + len(admission.folded_rows) + len(admission.rejected_rows)
    assert cohort.source_rows.tolist() == [2, 3, 4]
    finding = next(f for f in admission.problems.findings if f.rule == "no_patient")
    assert (finding.rows.tolist(), list(finding.values)) == ([1_000_000_009], ["P-9"])
    assert finding.message == "The sample belongs to no patient of the patient file."
    assert (
        "data_clinical_sample.txt: 3 samples joined to 2 patients; of 1 further samples of the same patients nothing is used."
    ) in admission.source.notes
