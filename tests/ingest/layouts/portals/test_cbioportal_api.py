"""cBioPortal's web service, synthetic: one row an attribute, turned wide."""

from __future__ import annotations

from tests.ingest.layouts.opened import admitted, levels, numbers, times_and_events

LONG = """\
uniquePatientKey,patientId,studyId,clinicalAttributeId,value
a1,PT-7,made_2020,OS_STATUS,1:DECEASED
a1,PT-7,made_2020,AGE,66
a1,PT-7,made_2020,OS_MONTHS,7.75
a2,PT-8,made_2020,OS_MONTHS,40
a2,PT-8,made_2020,OS_STATUS,0:LIVING
a3,PT-9,made_2020,AGE,51
a3,PT-9,made_2020,PFS_STATUS,1:PROGRESSION
a3,PT-9,made_2020,PFS_MONTHS,3
"""


def test_attributes_become_columns_and_are_taken_as_in_the_files() -> None:
    found = admitted(LONG)
    assert found.source.layout == "cbioportal_api"
    assert levels(found.cohort, "patient_id") == ["PT-7", "PT-8", "PT-9"]
    assert times_and_events(found.cohort, "os") == [(7.75, 1), (40, 0), (None, -1)]
    assert times_and_events(found.cohort, "pfs") == [(None, -1), (None, -1), (3, 1)]
    assert numbers(found.cohort, "age_years") == [66, None, 51]
    assert not {"value", "clinicalAttributeId", "uniquePatientKey"} & set(found.cohort.records)


def test_rows_are_folded_and_counted() -> None:
    found = admitted(LONG)
    assert (found.source.rows_in, len(found.folded_rows)) == (8, 5)
    assert any("8 rows, one for each “clinicalAttributeId”" in n for n in found.source.notes)
