"""SEER*Stat case listings, synthetic, in the headers and labels SEER*Stat writes."""

# ruff: noqa: E501  # rows of registry files are as long as they are

from __future__ import annotations

import csv
import io
import re

from nec_core.ingest.layouts.registries import eras, seer
from nec_core.ingest.opening import admit, open_table
from nec_core.ingest.questions import optional_questions
from nec_core.ingest.raw_table import Edit
from nec_core.patients.endpoints import available, endpoint_times
from tests.ingest.layouts.opened import TODAY, admitted, levels, numbers, times_and_events

LISTING = """"Patient ID","Age recode with single ages and 85+","Sex","Year of diagnosis","Primary Site - labeled","ICD-O-3 Hist/behav","Sequence number","Combined Summary Stage (2004+)","SEER historic stage A (1973-2015)","Derived AJCC Stage Group, 6th ed (2004-2015)","Derived EOD 2018 Stage Group Recode (2018+)","RX Summ--Surg Prim Site (1998-2022)","RX Summ--Surg Prim Site 2023 (2023+)","Chemotherapy recode (yes, no/unk)","Radiation recode","Tumor Size Summary (2016+)","Survival months","Survival months flag","Vital status recode (study cutoff used)","SEER cause-specific death classification","SEER other cause of death classification"
"00000001","77 years","Female","2010","C20.9-Rectum, NOS","8246/3: Neuroendocrine carcinoma, NOS","One primary only","Localized","Localized","IIA","Blank(s)","30","Blank(s)","Yes","Beam radiation","045","0016","Complete dates","Dead","Dead (attributable to this cancer dx)","Alive or dead due to cancer"
"00000002","85+ years","Male","1999","C21.1-Anal canal","8041/3: Small cell carcinoma, NOS","One primary only","Blank(s)","Distant","Blank(s)","Blank(s)","00","Blank(s)","No/Unknown","None/Unknown","999","0000","Complete dates","Dead","Alive or dead of other cause","Dead (attributable to causes other than this cancer dx)"
"00000003","60 years","Male","2019","C21.8-Overlapping lesion","8013/3: Large cell neuroendocrine carcinoma","2nd of 2 or more primaries","Regional","Blank(s)","Blank(s)","4","15","Blank(s)","Yes","Refused (1988+)","020","0030","Complete dates","Alive","N/A not first tumor","N/A not first tumor"
"00000003","58 years","Male","2017","C18.7-Sigmoid colon","8140/3: Adenocarcinoma, NOS","1st of 2 or more primaries","Unknown/unstaged","Unstaged","Blank(s)","Blank(s)","99","Blank(s)","No/Unknown","Recommended, unknown if administered","030","0054","Complete dates","Alive","Alive or dead of other cause","Alive or dead due to cancer"
"00000004","70 years","Female","2023","C20.9-Rectum, NOS","8244/3: MANEC","One primary only","Distant","Blank(s)","Blank(s)","4B","Blank(s)","A300","Yes","None/Unknown","Blank(s)","Unknown","Not calculated","Dead","Dead (missing/unknown COD)","Dead (missing/unknown COD)"
"00000005","50 years","Female","2005","C20.9-Rectum, NOS","8246/3: Neuroendocrine carcinoma, NOS","One primary only","Regional","Regional","IIIB","Blank(s)","80","Blank(s)","No/Unknown","None/Unknown","010","0100","Complete dates","Dead","Dead (missing/unknown COD)","Dead (missing/unknown COD)"
"""


def test_a_listing_is_known_by_its_months_and_recodes_with_any_delimiter_and_line_ending() -> None:
    windows = LISTING.replace("\n", "\r\n")
    tab = LISTING.replace('","', '"\t"')
    assert [admitted(t).source.layout for t in (LISTING, windows, tab)] == ["seer"] * 3


def test_rows_are_patients_first_primary_first_and_unknown_months_are_rejected() -> None:
    admission = admitted(LISTING)
    cohort = admission.cohort
    assert (admission.source.rows_in, cohort.n) == (6, 4)
    assert cohort.source_rows.tolist() == [2, 3, 5, 7]
    assert admission.folded_rows.tolist() == [4]  # the second primary of 00000003
    assert admission.rejected_rows.tolist() == [6]  # "Unknown" months
    assert levels(cohort, "patient_id") == ["00000001", "00000002", "00000003", "00000005"]


def test_months_are_padded_numbers_and_zero_is_a_time() -> None:
    assert times_and_events(admitted(LISTING).cohort, "os") == [(16.0, 1), (0.0, 1), (54.0, 0), (100.0, 1)]


def test_deaths_of_other_causes_compete_and_deaths_without_a_cause_are_left_out() -> None:
    cohort = admitted(LISTING).cohort
    assert times_and_events(cohort, "css") == [(16.0, 1), (0.0, 2), (54.0, 0), (None, -1)]
    assert endpoint_times(cohort, "css").excluded == {"no event status": 1}
    css = next(e for e in available(cohort) if e.name == "css")
    assert css.competing
    assert css.event.startswith("death from this cancer, with death from another cause competing")
    assert css.time_zero.startswith("diagnosis")


def test_the_cause_of_death_is_read_from_both_classifications() -> None:
    assert levels(admitted(LISTING).cohort, "cause_of_death") == ["cancer", "other cause", None, "unknown"]


ERAS_CODED = """Patient ID,Sex,SEER historic stage A (1973-2015),Derived AJCC Stage Group 6th ed (2004-2015),Radiation recode,Survival months,Vital status recode (study cutoff used)
1,1,4,50,2,0016,4
2,2,2,70,0,0030,1
3,2,8,10,7,0040,0
4,1,9,88,8,0041,1
5,9,Localized/regional (Prostate cases),,Something new,0042,1
"""


def test_codes_are_read_where_a_dictionary_explains_them_and_asked_where_none_does() -> None:
    text = ERAS_CODED.replace("Derived AJCC Stage Group 6th", '"Derived AJCC Stage Group, 6th').replace(
        "(2004-2015)", '(2004-2015)"'
    )
    raw, mapping = open_table(text.encode(), "made.csv")
    cohort = admitted(text).cohort
    assert times_and_events(cohort, "os") == [(16.0, 1), (30.0, 0), (40.0, 1), (41.0, 0), (42.0, 0)]
    assert levels(cohort, "sex") == ["male", "female", "female", "male", None]
    assert levels(cohort, "seer_stage") == ["distant", "regional", None, "unstaged", None]
    assert levels(cohort, "radiation") == ["yes", "unknown", "no", "unknown", None]
    column = mapping.column("Derived AJCC Stage Group, 6th ed (2004-2015)")
    assert (column.target, column.asks) == ("extra", "ajcc_stage")
    asked = optional_questions(raw, mapping)[0]
    assert (asked.text, asked.options) == (
        "What do the codes in column “Derived AJCC Stage Group, 6th ed (2004-2015)” mean (ajcc stage)?", ("I", "II", "III", "IV"),
    )  # fmt: skip


def test_codes_of_one_era_that_nothing_explains_are_told_beside_the_others() -> None:
    head, *rows = ERAS_CODED.strip().splitlines()
    text = "\n".join([head.replace("Derived AJCC Stage Group 6th ed (2004-2015)", '"Derived AJCC Stage Group, 6th ed (2004-2015)",7th edition stage group recode (2016-2017)'),
                      *(",".join([*(c := r.split(","))[:4], "IIA", *c[4:]]) for r in rows)])  # fmt: skip
    admission = admitted(text)
    assert levels(admission.cohort, "ajcc_stage") == ["II"] * 5
    assert admission.source.notes[1] == (
        "“Derived AJCC Stage Group, 6th ed (2004-2015)” holds codes nothing here explains (10, 50, 70): it is kept as a variable."
    )


def test_headers_as_r_writes_them_are_known_too() -> None:
    rows = list(csv.reader(io.StringIO(LISTING)))
    out = io.StringIO()
    csv.writer(out).writerows([[re.sub(r"[^A-Za-z0-9]", ".", h) for h in rows[0]], *rows[1:]])
    as_r, native = admitted(out.getvalue()), admitted(LISTING)
    assert as_r.source.layout == "seer"
    for name in ("sex", "age_years", "primary_site", "histology", "seer_stage", "ajcc_stage", "stage", "resection", "systemic",
                 "radiation", "cause_of_death"):  # fmt: skip
        assert levels(as_r.cohort, name) == levels(native.cohort, name), name
    assert times_and_events(as_r.cohort, "css") == times_and_events(native.cohort, "css")


def test_stage_columns_of_several_eras_become_one_and_a_note_says_from_where() -> None:
    admission = admitted(LISTING)
    cohort = admission.cohort
    assert levels(cohort, "seer_stage") == ["localized", "distant", "unstaged", "regional"]
    assert levels(cohort, "stage") == ["LRD", "metastatic", None, "LRD"]
    assert levels(cohort, "ajcc_stage") == ["II", None, None, "III"]
    assert (
        "SEER summary stage: 5 rows from “Combined Summary Stage (2004+)” and 1 row from "
        "“SEER historic stage A (1973-2015)”."
    ) in admission.source.notes
    assert (
        "AJCC stage group: 2 rows from “Derived EOD 2018 Stage Group Recode (2018+)”, 2 rows from "
        "“Derived AJCC Stage Group, 6th ed (2004-2015)” and 2 not recorded."
    ) in admission.source.notes


def test_no_or_unknown_treatment_is_never_no() -> None:
    admission = admitted(LISTING)
    cohort = admission.cohort
    assert levels(cohort, "systemic") == ["yes", "unknown", "unknown", "unknown"]
    assert levels(cohort, "radiation") == ["yes", "unknown", "unknown", "unknown"]
    assert levels(cohort, "resection") == ["yes", "no", "unknown", "yes"]
    assert (
        "“Chemotherapy recode (yes, no/unk)” does not tell no from unknown: 3 rows unknown, none of them no."
    ) in admission.source.notes


def test_ages_sites_and_histologies_are_read_from_their_labels() -> None:
    admission = admitted(LISTING)
    cohort = admission.cohort
    assert numbers(cohort, "age_years") == [77, 85, 58, 50]
    assert levels(cohort, "primary_site") == ["rectum", "anal canal", "colon", "rectum"]
    assert levels(cohort, "histology") == ["NEC NOS", "small cell", None, "NEC NOS"]
    assert levels(cohort, "icdo3_histology") == ["8246/3", "8041/3", "8140/3", "8246/3"]
    assert "1 row with the age “85+ years”, which counts as 85." in admission.source.notes


def test_codes_for_unknown_sizes_are_blank_in_their_own_column_only() -> None:
    assert numbers(admitted(LISTING).cohort, "Tumor Size Summary (2016+)") == [45, None, 30, 10]


CODED = """Patient ID,Age recode with single ages and 90+,Sex,Year of diagnosis,Primary Site,Histologic Type ICD-O-3,SEER historic stage A (1973-2015),Radiation recode,Survival months,Vital status recode (study cutoff used),SEER cause-specific death classification,SEER other cause of death classification
1,77,2,2010,209,8246,4,1,0016,4,1,0
2,90,1,2011,211,8041,1,0,0020,1,0,0
3,55,1,2012,212,8041,2,7,9999,0,0,1
"""


def test_a_listing_of_codes_reads_as_one_of_labels() -> None:
    admission = admitted(CODED)
    cohort = admission.cohort
    assert admission.source.layout == "seer"
    assert times_and_events(cohort, "css") == [(16.0, 1), (20.0, 0)]
    assert times_and_events(cohort, "os") == [(16.0, 1), (20.0, 0)]
    assert admission.rejected_rows.tolist() == [4]
    assert levels(cohort, "sex") == ["female", "male"]
    assert levels(cohort, "seer_stage") == ["distant", "localized"]
    assert levels(cohort, "radiation") == ["yes", "unknown"]
    assert levels(cohort, "primary_site") == ["rectum", "anal canal"]
    assert levels(cohort, "histology") == ["NEC NOS", "small cell"]


def test_the_mapping_can_be_saved_and_opened_again() -> None:
    raw, mapping = open_table(LISTING.encode(), "made.csv")
    again = type(mapping).from_json(mapping.model_dump_json())
    assert again == mapping
    assert mapping.layout == seer.NAME
    assert raw.before is not None
    assert raw.before.columns == raw.columns[: len(raw.before.columns)]


def test_a_repaired_cell_of_the_file_reaches_what_was_derived_from_it() -> None:
    stage = "Combined Summary Stage (2004+)"
    edits = [Edit(2, stage, "Localized", "Distant"), Edit(7, eras.STAGE, "LRD", "metastatic")]
    cohort = admit(LISTING.encode(), "made.csv", edits=edits, today=TODAY).cohort
    assert levels(cohort, "seer_stage") == ["distant", "distant", "unstaged", "regional"]
    assert levels(cohort, "stage") == ["metastatic", "metastatic", None, "metastatic"]
