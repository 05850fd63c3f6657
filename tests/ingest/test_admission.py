"""An admission: rows in = accepted + folded + rejected, whatever the file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from nec_core.ingest.opening import admit
from tests.admitted import admitted
from tests.small_cohort import CSV, six


def test_every_row_is_a_patient_or_folded_or_rejected() -> None:
    admission = admitted(six(), rejected=[8, 10], folded=[9])
    assert admission.source.rows_in == 9


@pytest.mark.parametrize("rows_in", [8, 10])
def test_a_row_lost_or_counted_twice_is_noticed(rows_in: int) -> None:
    admission = admitted(six(), rejected=[8, 10], folded=[9])
    with pytest.raises(ValueError, match=f"{rows_in} in the file, but 6 accepted, 1 folded and 2 rejected"):
        replace(admission, source=replace(admission.source, rows_in=rows_in))


def test_part_of_the_patients_is_no_admission_of_the_file() -> None:
    admission = admitted(six())
    with pytest.raises(ValueError, match="6 in the file, but 2 accepted"):
        replace(admission, cohort=six().subset(six().source_rows < 4))


def test_patients_with_warnings_are_counted_once_and_rejected_rows_not_at_all() -> None:
    admission = admit(CSV.encode(), "six.csv", today=dt.date(2024, 1, 1))
    assert admission.n_with_warnings == 2  # P3 progressed on an unknown day, P4 was diagnosed some day in May
    assert admitted(six(), rejected=[8], warned=[2, 2, 8]).n_with_warnings == 1
