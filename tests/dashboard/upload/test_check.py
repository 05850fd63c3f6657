"""A problem in a sentence, with the value in it where all its rows hold the same."""

from __future__ import annotations

from dashboard.upload.check import _SOME, _message
from nec_core.ingest.opening import admit
from nec_core.ingest.problems import Finding


def finding(*ages: str) -> Finding:
    """Of ages that are no age."""
    known = ["50"] * 300
    rows = "".join(f"P{i},2020-01-01,2021-01-01,alive,{age}\n" for i, age in enumerate([*known, *ages]))
    header = "patient_id,diagnosis_date,last_contact_date,vital_status,age_years\n"
    found = admit((header + rows).encode(), "x.csv").problems.findings
    (one,) = [f for f in found if f.column == "age_years"]
    return one


def test_one_value_is_named_and_several_are_not() -> None:
    assert "abc" in _message(finding("abc", "abc"))
    assert _message(finding("abc", "xyz")) == finding("abc", "xyz").general_message


def test_so_many_rows_are_looked_at_for_a_value_they_share() -> None:
    assert "abc" in _message(finding(*["abc"] * _SOME))
    assert "abc" not in _message(finding(*["abc"] * (_SOME + 1)))
