"""Which cells repair a problem, what they hold, and how repairs add up."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.upload.cells import cells_now, columns_of, merged
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading.table import read_table

TEXT = b"id,dx,seen,died,status,m,tnm\nP1,2019-01-01, 2018-01-01 ,,alive,M0,IV\nP2,2019-01-02,2020-01-02,,dead,M1,I\n"
TARGETS = {
    "id": "patient_id", "dx": "diagnosis_date", "seen": "last_contact_date", "died": "death_date",
    "status": "vital_status", "m": "m_category", "tnm": "ajcc_stage",
}  # fmt: skip
MAPPING = Mapping(columns=tuple(ColumnMapping(column=c, target=t) for c, t in TARGETS.items()))


@pytest.fixture
def raw() -> RawTable:
    return read_table(TEXT, "x.csv")


def _finding(rule: str, column: str, field: str | None) -> Finding:
    kind = next(k for k in KINDS.values() if k.id == rule)
    return Finding(kind, column, field, np.array([2]), [""])


@pytest.mark.parametrize(
    ("rule", "column", "field", "expected"),
    [
        ("type", "dx", "diagnosis_date", ("dx",)),
        ("duplicate_id", "id", "patient_id", ("id",)),
        ("contact_before_diagnosis", "seen and dx", "last_contact_date", ("seen", "dx")),
        ("stage_against_m", "m", "stage", ("m", "tnm")),
        ("death_date_but_alive", "status and died", "vital_status", ("status", "died")),
        ("no_endpoint", "dx", None, ("dx", "seen", "died", "status")),
        ("row_shape", "(whole row)", None, ()),
    ],
)
def test_a_problem_offers_every_cell_that_can_be_the_wrong_one(
    raw: RawTable, rule: str, column: str, field: str | None, expected: tuple[str, ...]
) -> None:
    assert columns_of(_finding(rule, column, field), MAPPING, raw) == expected


def test_where_the_time_counts_from_a_treatment_its_start_is_offered() -> None:
    raw = read_table(b"id,rt,seen\nP1,,2020-01-02\n", "x.csv")
    targets = {"id": "patient_id", "rt": "radiation_date", "seen": "last_contact_date"}
    mapping = Mapping(columns=tuple(ColumnMapping(column=c, target=t) for c, t in targets.items()))
    assert columns_of(_finding("no_endpoint", "rt", None), mapping, raw) == ("rt", "seen")


def test_cells_are_shown_with_repairs_put_in(raw: RawTable) -> None:
    edits = (Edit(3, "seen", "2020-01-02", "2021-01-02"),)
    assert cells_now(raw, [2, 3], ("id", "seen"), edits) == {
        "id": ["P1", "P2"],
        "seen": ["2018-01-01", "2021-01-02"],
    }


def test_repairs_of_one_cell_become_one_and_vanish_when_taken_back() -> None:
    first = (Edit(2, "m", "M0", "M1"), Edit(3, "m", "M1", "MX"))
    again = merged(first, (Edit(2, "m", "M1", "MX"),))
    assert again == (Edit(3, "m", "M1", "MX"), Edit(2, "m", "M0", "MX"))
    assert merged(again, (Edit(2, "m", "MX", "M0"),)) == (Edit(3, "m", "M1", "MX"),)
    assert first == (Edit(2, "m", "M0", "M1"), Edit(3, "m", "M1", "MX"))
