"""cBioPortal's web table, synthetic."""

from __future__ import annotations

from tests.ingest.layouts.opened import admitted, levels, numbers, times_and_events

TABLE = """\
Study ID\tPatient ID\tSample ID\tAge at Diagnosis\tER Status\tOverall Survival (Months)\tOverall Survival Status\t\
Relapse Free Status (Months)\tRelapse Free Status\tSex\tPatient's Vital Status
made\tW-1\tW-1-a\t70.5\tPositive\t14.25\t1:DECEASED\t9\t1:Recurred\tFemale\tDied of Disease
made\tW-1\tW-1-b\t70.5\tNegative\t14.25\t1:DECEASED\t9\t1:Recurred\tFemale\tDied of Disease
made\tW-2\tW-2-a\t44\tPositive\t80\t0:LIVING\t80\t0:Not Recurred\tFemale\tLiving
made\tW-3\tW-3-a\t51\tNegative\t33\t1:DECEASED\t33\t0:Not Recurred\tMale\tDied of Other Causes
"""


def test_names_for_people_are_known_and_each_pair_is_an_endpoint() -> None:
    found = admitted(TABLE, "x_clinical_data.tsv")
    assert found.source.layout == "cbioportal_web"
    assert times_and_events(found.cohort, "os") == [(14.25, 1), (80, 0), (33, 1)]
    assert times_and_events(found.cohort, "rfs") == [(9, 1), (80, 0), (33, 0)]
    assert {e.unit for e in found.cohort.endpoints} == {"months"}
    assert (numbers(found.cohort, "age_years"), levels(found.cohort, "sex")) == (
        [70.5, 44, 51],
        ["female", "female", "male"],
    )
    assert levels(found.cohort, "cause_of_death") == ["cancer", None, "other cause"]


def test_a_receptor_is_a_variable_and_samples_fold() -> None:
    found = admitted(TABLE, "x_clinical_data.tsv")
    assert levels(found.cohort, "ER Status") == ["Positive", "Positive", "Negative"]
    assert (levels(found.cohort, "patient_id"), found.folded_rows.tolist()) == (["W-1", "W-2", "W-3"], [3])
