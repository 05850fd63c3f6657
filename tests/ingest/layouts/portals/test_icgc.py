"""ICGC's donor table, synthetic."""

from __future__ import annotations

from tests.ingest.layouts.opened import admitted, levels, numbers, times_and_events

DONORS = """\
icgc_donor_id\tproject_code\tsubmitted_donor_id\tdonor_sex\tdonor_vital_status\tdonor_age_at_diagnosis\t\
donor_survival_time\tdonor_interval_of_last_followup
DO91\tX-AU\tS-1\tmale\tdeceased\t61\t540\t301
DO92\tX-AU\tS-2\tfemale\talive\t48\t\t988
DO93\tX-AU\tS-3\tfemale\talive\t70\t412\t
DO94\tX-AU\tS-4\tmale\tdeceased\t66\t\t150
"""


def test_the_dead_survived_for_a_time_and_the_living_were_followed() -> None:
    found = admitted(DONORS, "donor.tsv")
    assert found.source.layout == "icgc"
    assert times_and_events(found.cohort, "os") == [(540, 1), (988, 0), (412, 0)]
    assert levels(found.cohort, "patient_id") == ["DO91", "DO92", "DO93"]
    assert (levels(found.cohort, "sex"), numbers(found.cohort, "age_years")) == (
        ["male", "female", "female"],
        [61, 48, 70],
    )
    assert any("1 row of the living have only “donor_survival_time”" in n for n in found.source.notes)


def test_a_dead_donor_without_the_time_survived_is_told_and_left_out() -> None:
    found = admitted(DONORS, "donor.tsv")
    assert [(f.rule, f.rows.tolist()) for f in found.problems.findings] == [
        ("no_endpoint", [5]),
        ("dead_without_time", [5]),
    ]
