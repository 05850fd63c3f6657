"""A table whose columns are patients is turned; one that reads as it stands is not."""

from __future__ import annotations

import pytest

from nec_core.ingest.opening import open_table
from tests.ingest.layouts.opened import admitted, levels, times_and_events

PATIENTS = range(12)


def on_its_side(time: str = "overall_survival_days") -> str:
    rows = {
        "attrib_name": [f"P{i:02d}" for i in PATIENTS],
        "gender": ["female" if i % 2 else "male" for i in PATIENTS],
        time: [str(90 + 7 * i) for i in PATIENTS],
        "vital_status": ["dead" if i % 3 else "alive" for i in PATIENTS],
    }
    return "\n".join("\t".join([name, *cells]) for name, cells in rows.items())


def test_columns_become_patients_with_their_attributes() -> None:
    admission = admitted(on_its_side(), "x.tsv")
    assert admission.source.layout == "on_its_side"
    assert levels(admission.cohort, "patient_id") == [f"P{i:02d}" for i in PATIENTS]
    assert levels(admission.cohort, "sex") == ["female" if i % 2 else "male" for i in PATIENTS]
    assert times_and_events(admission.cohort, "os") == [(90.0 + 7 * i, int(i % 3 > 0)) for i in PATIENTS]
    assert admission.source.notes[-1].startswith(
        "The table lies on its side and was turned: its 12 columns are patients"
    )
    assert admission.cohort.source_rows.tolist() == list(range(2, 14))


def upright() -> str:
    return "\n".join(
        ",".join(cells) for cells in zip(*(r.split("\t") for r in on_its_side().splitlines()), strict=True)
    )


@pytest.mark.parametrize("text", [upright(), on_its_side("tumour size")], ids=["upright", "no time"])
def test_other_tables_stay(text: str) -> None:
    assert open_table(text.encode(), "x.tsv")[1].layout == "plain"
