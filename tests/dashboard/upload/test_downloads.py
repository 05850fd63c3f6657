"""Of the files to take away, only those that would hold something are offered, under the uploaded file's name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard import state
from dashboard.upload import downloads
from nec_core.ingest.opening import admit, open_table
from nec_core.ingest.raw_table import Edit

GOOD = b"patient_id,diagnosis_date,last_contact_date,vital_status\nP1,2020-01-01,2021-01-01,alive\n"
BAD = GOOD + b"P2,2020-01-01,2019-01-01,alive\n"


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Label -> file name of what is offered."""
    found: dict[str, str] = {}

    def offer(label: str, make: Callable[[], bytes], file_name: str) -> None:
        found[label] = file_name

    monkeypatch.setattr(downloads, "offer", offer)
    return found


def show(
    monkeypatch: pytest.MonkeyPatch, data: bytes, edits: tuple[Edit, ...] = (), name: str = "my.extract.csv"
) -> None:
    monkeypatch.setattr(state.st, "session_state", {"edits": edits})
    admission = admit(data, name, None, edits)
    downloads.show(open_table(data, name)[0], admission)


def test_a_file_without_problems_offers_nothing(monkeypatch: pytest.MonkeyPatch, offered: dict[str, str]) -> None:
    show(monkeypatch, GOOD)
    assert offered == {}


def test_problems_and_rejected_rows_are_offered_where_there_are_some(
    monkeypatch: pytest.MonkeyPatch, offered: dict[str, str]
) -> None:
    show(monkeypatch, BAD)
    assert offered == {
        "Problems, CSV": "my.extract_problems.csv",
        "Rejected rows, CSV": "my.extract_rejected.csv",
    }


def test_what_was_repaired_is_offered_with_its_log(monkeypatch: pytest.MonkeyPatch, offered: dict[str, str]) -> None:
    show(monkeypatch, BAD, (Edit(3, "last_contact_date", "2019-01-01", "2022-01-01"),))
    assert offered == {"Corrected file": "my.extract_corrected.csv", "Change log, CSV": "my.extract_changes.csv"}
