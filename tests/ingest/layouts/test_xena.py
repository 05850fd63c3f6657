"""UCSC Xena's survival tables, synthetic."""

from __future__ import annotations

from tests.ingest.layouts.opened import cohort_of, levels, times_and_events

TABLE = """\
sample\tOS\tOS.time\tDFI\tDFI.time\tRedaction
TCGA-QA-0001-01\t1\t410\t\t\t
TCGA-QA-0001-11\t1\t410\t\t\t
TCGA-QA-0002-01\t0\t905\t1\t300\t
"""


def test_samples_of_a_patient_count_once_and_times_are_days() -> None:
    cohort = cohort_of(TABLE, "survival.tsv")
    assert cohort.source.layout == "xena"
    assert levels(cohort, "patient_id") == ["TCGA-QA-0001", "TCGA-QA-0002"]
    assert times_and_events(cohort, "os") == [(410, 1), (905, 0)]
    assert times_and_events(cohort, "dfi") == [(None, -1), (300, 1)]
    assert ({e.unit for e in cohort.endpoints}, cohort.folded_rows.tolist()) == ({"days"}, [3])


def test_a_column_of_patients_goes_before_the_barcodes() -> None:
    lines = TABLE.splitlines()
    named = [f"{line}\t{name}" for line, name in zip(lines, ["_PATIENT", "P1", "P2", "P3"], strict=True)]
    assert levels(cohort_of("\n".join(named), "survival.tsv"), "patient_id") == ["P1", "P2", "P3"]
