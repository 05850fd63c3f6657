"""REDCap exports, synthetic: raw and labels, flat and longitudinal, with and without the data dictionary."""

# ruff: noqa: E501  # rows of registry files are as long as they are

from __future__ import annotations

from nec_core.ingest.checking.validation import validate
from nec_core.ingest.several_files import open_tables
from tests.ingest.layouts.opened import TODAY, admitted, levels, numbers, times_and_events

RAW = """record_id,redcap_data_access_group,age,gender,features___1,features___2,baseline_complete,os_months,death,followup_complete
1,north,60,1,1,0,2,10.5,1,2
2,south,70,2,0,0,2,20,0,1
"""
DICTIONARY = """"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Identifier?"
record_id,baseline,,text,"Record ID",,,
age,baseline,,text,"Age (years)",,,
gender,baseline,,radio,"Sex at <b>birth</b>","1, Female | 2, Male",,
features,baseline,,checkbox,"Features","1, Vascular invasion | 2, Several tumours",,
insurance,baseline,,text,"Insurance",,,y
death,followup,,radio,"Vital status","0, Alive | 1, Dead",,
"""
LABELS = """Record ID,Data Access Group,Age (years),Sex,Features (choice=Vascular invasion),Features (choice='Several tumours'),Complete?,Overall survival (months),Vital status,Complete?
1,north,60,Female,Checked,Unchecked,Complete,10.5,Dead,Complete
2,south,70,Male,Unchecked,Unchecked,Complete,20,Alive,Unverified
"""
VISITS = """record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,sex,diagnosis_date,systemic,progression,features___1,last_contact_date,vital_status,baseline_complete
1,baseline_arm_1,,,female,2019-01-01,,,0,,,2
1,visit_arm_1,,,,,no,no,,2019-06-01,alive,
1,visit_arm_1,lines,1,,,yes,,1,,,
1,visit_arm_1,lines,2,,,no,,0,,,
1,end_arm_1,,,male,,,no,,2020-03-01,dead,
2,baseline_arm_1,,,male,2020-01-01,unknown,,0,,,2
2,visit_arm_1,,,,,,yes,,2020-09-01,alive,
2,end_arm_1,,,,,,no,,2021-01-01,alive,
"""


def test_a_raw_export_is_known_by_what_redcap_adds() -> None:
    admission = admitted(RAW)
    cohort = admission.cohort
    assert admission.source.layout == "redcap"
    assert times_and_events(cohort, "os") == [(10.5, 1), (20.0, 0)]
    assert levels(cohort, "centre") == ["north", "south"]
    assert levels(cohort, "features___1") == ["checked", "unchecked"]
    assert {c.column for c in admission.columns if c.target == "drop"} == {"baseline_complete", "followup_complete"}


def test_the_first_field_is_the_record_s_id_whatever_its_name() -> None:
    admission = admitted(VISITS.replace("record_id", "hkey"))
    assert levels(admission.cohort, "patient_id") == ["1", "2"]
    assert (admission.source.rows_in, admission.cohort.n, len(admission.folded_rows)) == (8, 2, 6)


def test_a_labels_export_reads_the_same() -> None:
    admission = admitted(LABELS)
    cohort = admission.cohort
    assert admission.source.layout == "redcap"
    assert times_and_events(cohort, "os") == [(10.5, 1), (20.0, 0)]
    assert levels(cohort, "centre") == ["north", "south"]
    box = cohort.variables["Features (choice=Vascular invasion)"]
    assert (box.label, box.levels) == ("Features: Vascular invasion", ("Checked", "Unchecked"))
    assert {c.column for c in admission.columns if c.target == "drop"} == {"Complete?", "Complete? (2)"}


def test_the_dictionary_turns_codes_into_labels_and_drops_identifiers() -> None:
    with_insurance = (
        RAW.replace("age,", "insurance,age,", 1).replace("north,", "north,XX1,").replace("south,", "south,XX2,")
    )
    raw, mapping = open_tables([(DICTIONARY.encode(), "dictionary.csv"), (with_insurance.encode(), "data.csv")])
    admission = validate(raw, mapping, TODAY)
    cohort = admission.cohort
    assert cohort.source_rows.tolist() == [2, 3]
    assert levels(cohort, "sex") == ["female", "male"]
    assert levels(cohort, "vital_status") == ["dead", "alive"]
    assert times_and_events(cohort, "os") == [(10.5, 1), (20.0, 0)]
    assert cohort.variables["features___1"].label == "Features: Vascular invasion"
    assert mapping.column("insurance").reason == "the data dictionary marks it as an identifier"
    assert "insurance" not in cohort.variables
    assert "The data dictionary names 6 fields; the codes of 2 columns became labels." in admission.source.notes


CODED = """record_id,age,gender,ldh,dx,features___1,features___2,features____999,baseline_complete,os_months,death
1,NASK,1,-999,2019-01-01,0,0,1,2,10.5,1
2,70,ASKU,INV,NAVU,1,0,0,2,20,0
3,-99,2,250,UNK,1,0,0,2,-999,0
"""


def test_missing_data_codes_are_not_recorded_where_they_are_redcap_s_or_the_dictionary_says_so() -> None:
    dictionary = DICTIONARY.replace(
        'age,baseline,,text,"Age (years)",,,', 'age,baseline,,text,"Age (years)",,"-99 = unknown",'
    )
    raw, mapping = open_tables([(dictionary.encode(), "dictionary.csv"), (CODED.encode(), "data.csv")])
    admission = validate(raw, mapping, TODAY)
    cohort = admission.cohort
    assert numbers(cohort, "age_years") == [None, 70]
    assert levels(cohort, "sex") == ["female", None]
    assert numbers(cohort, "ldh_u_per_l") == [None, None]  # -999: as a checkbox column has it
    assert admission.rejected_rows.tolist() == [4]  # its survival is not recorded
    assert [f.rule for f in admission.problems.findings] == ["no_endpoint"]
    assert (
        "Missing-data codes of the project, read as not recorded: NASK (1), -99 (1), ASKU (1), -999 (2), INV (1) and "
        "NAVU (1)."
    ) in admission.source.notes


def test_the_dictionary_as_the_api_exports_it_is_read_too() -> None:
    head, _, rest = DICTIONARY.partition("\n")
    names = "field_name,form_name,section_header,field_type,field_label,select_choices_or_calculations,field_note,identifier"
    assert len(head.split('","')) == len(names.split(","))
    raw, mapping = open_tables([(f"{names}\n{rest}".encode(), "dictionary.csv"), (RAW.encode(), "data.csv")])
    assert levels(validate(raw, mapping, TODAY).cohort, "sex") == ["female", "male"]


def test_a_code_that_is_a_choice_of_its_field_is_no_missing_data_code() -> None:
    dictionary = DICTIONARY.replace('"1, Female | 2, Male"', '"1, Female | 2, Male | MSK, Other"')
    text = RAW.replace("2,south,70,2", "2,south,70,MSK")
    raw, mapping = open_tables([(dictionary.encode(), "dictionary.csv"), (text.encode(), "data.csv")])
    assert levels(validate(raw, mapping, TODAY).cohort, "sex") == ["female", "other"]
    without = admitted(text.replace(",60,1,", ",60,female,")).cohort
    assert levels(without, "sex") == ["female", None]


def test_short_codes_are_categories_where_a_column_has_words() -> None:
    cohort = admitted(
        RAW.replace("gender", "outcome_local").replace(",60,1,", ",60,NI,").replace(",70,2,", ",70,ok,")
    ).cohort
    assert levels(cohort, "outcome_local") == ["NI", "ok"]


def test_events_and_repeating_instruments_become_one_row_a_patient() -> None:
    admission = admitted(VISITS)
    cohort = admission.cohort
    assert (admission.source.rows_in, cohort.n) == (8, 2)
    assert cohort.source_rows.tolist() == [2, 7]
    assert admission.folded_rows.tolist() == [3, 4, 5, 6, 8, 9]
    assert levels(cohort, "vital_status") == ["dead", "alive"]  # the last word
    assert times_and_events(cohort, "os") == [(425.0, 1), (366.0, 0)]
    assert levels(cohort, "systemic") == ["yes", "unknown"]  # a yes counts before a no
    assert levels(cohort, "progression") == ["no", "yes"]
    assert levels(cohort, "features___1") == ["checked", "unchecked"]
    assert "Rows by events: visit_arm_1 (4), baseline_arm_1 (2) and end_arm_1 (2)." in admission.source.notes
    assert "Rows by repeating instruments: lines (2)." in admission.source.notes


def test_rows_that_disagree_on_what_is_settled_at_diagnosis_are_told() -> None:
    admission = admitted(VISITS)
    assert levels(admission.cohort, "sex") == ["female", "male"]
    finding = next(f for f in admission.problems.findings if f.rule == "fold_conflict")
    assert (finding.column, finding.rows.tolist(), finding.sentences()) == (
        "sex", [2], ["The rows of this patient disagree; “female” is taken."],
    )  # fmt: skip
