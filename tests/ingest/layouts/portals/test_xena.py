"""UCSC Xena's survival tables, synthetic."""

from __future__ import annotations

from tests.ingest.layouts.opened import admitted, levels, times_and_events

TABLE = """\
sample\tOS\tOS.time\tDFI\tDFI.time\tRedaction
TCGA-QA-0001-01\t1\t410\t\t\t
TCGA-QA-0001-11\t1\t410\t\t\t
TCGA-QA-0002-01\t0\t905\t1\t300\t
"""


def test_samples_of_a_patient_count_once_and_times_are_days() -> None:
    found = admitted(TABLE, "survival.tsv")
    assert found.source.layout == "xena"
    assert levels(found.cohort, "patient_id") == ["TCGA-QA-0001", "TCGA-QA-0002"]
    assert times_and_events(found.cohort, "os") == [(410, 1), (905, 0)]
    assert times_and_events(found.cohort, "dfi") == [(None, -1), (300, 1)]
    assert ({e.unit for e in found.cohort.endpoints}, found.folded_rows.tolist()) == ({"days"}, [3])


def test_a_column_of_patients_goes_before_the_barcodes() -> None:
    lines = TABLE.splitlines()
    named = [f"{line}\t{name}" for line, name in zip(lines, ["_PATIENT", "P1", "P2", "P3"], strict=True)]
    assert levels(admitted("\n".join(named), "survival.tsv").cohort, "patient_id") == ["P1", "P2", "P3"]
