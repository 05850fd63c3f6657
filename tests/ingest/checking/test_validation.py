"""Rows in are accepted, folded or rejected; and validating whole columns is validating row by row."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from nec_core.errors import EmptyFileError, MappingError
from nec_core.ingest.cells import conversion
from nec_core.ingest.cells.fast_lane import unsettled
from nec_core.ingest.checking import validation
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import ColumnMapping, Fold, Mapping
from nec_core.ingest.opening import admit, open_table
from nec_core.ingest.raw_table import RawTable
from nec_core.patients.endpoints import default_time_zero, endpoint_times, time_zeros
from nec_core.record import fields
from tests.ingest.reference import errors_row_by_row
from tests.ingest.strategies import mapped_tables, messy_files

TODAY = dt.date(2026, 1, 1)
BEYOND_ONE_ROW = {"no_endpoint", "row_shape", "outcome_conflict", "mixed_order"}


@given(mapped_tables())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_validating_columns_equals_validating_row_by_row_error_for_error(case: tuple[RawTable, Mapping]) -> None:
    raw, mapping = case
    expected = errors_row_by_row(raw, mapping, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "open_questions", lambda raw, mapping: ())  # codes nobody explained are errors here
        patch.setattr(validation, "_require_possible_times", lambda everybody: None)  # random times
        for lane in ("fast", "slow"):
            if lane == "slow":
                patch.setattr(conversion, "settle", lambda texts, column, spec, missing: unsettled(len(texts), spec))
            problems = validate(raw, mapping, TODAY).problems
            found = {
                (int(row), f.field or "", f.rule)
                for f in problems.findings if f.rule not in BEYOND_ONE_ROW for row in f.rows
            }  # fmt: skip
            assert found == expected, lane


@given(mapped_tables())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_both_lanes_make_the_same_records(case: tuple[RawTable, Mapping]) -> None:
    raw, mapping = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "open_questions", lambda raw, mapping: ())
        patch.setattr(validation, "_require_possible_times", lambda everybody: None)  # random times
        fast = validate(raw, mapping, TODAY).cohort
        patch.setattr(conversion, "settle", lambda texts, column, spec, missing: unsettled(len(texts), spec))
        slow = validate(raw, mapping, TODAY).cohort
    pd.testing.assert_frame_equal(fast.records, slow.records)
    assert fast.variables == slow.variables
    for name, precision in fast.date_precision.items():
        np.testing.assert_array_equal(precision, slow.date_precision[name])


@given(messy_files())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_row_of_a_messy_file_is_accepted_folded_or_rejected(file: tuple[bytes, int]) -> None:
    data, rows = file
    try:
        raw, _ = open_table(data, "messy.csv")
    except EmptyFileError:
        assert rows == 0
        return
    said = {"vital_status": {"1": "dead", "0": "alive"}}
    columns = tuple(
        ColumnMapping(
            column=c, target=c if c in fields() else "extra", values=said.get(c, {}),
            date_order="DMY" if c.endswith("_date") else None,
        )
        for c in raw.columns
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "open_questions", lambda raw, mapping: ())
        patch.setattr(validation, "_require_possible_times", lambda everybody: None)  # random times
        admission = validate(raw, Mapping(columns=columns, fold=Fold(rule="reject")), TODAY)
    assert admission.source.rows_in == rows
    assert admission.cohort.n + len(admission.folded_rows) + len(admission.rejected_rows) == rows
    places = np.concatenate([admission.cohort.source_rows, admission.folded_rows, admission.rejected_rows])
    assert len(np.unique(places)) == rows
    assert set(admission.problems.rejected_rows()) == set(admission.rejected_rows)


VISITED = "patient_id,first_visit_date,diagnosis_date,last_contact_date,vital_status\n" + "".join(
    f"{i},2019-01-{i:02},{'2018-12-01' if i < 3 else ''},2020-01-{i:02},alive\n" for i in range(1, 13)
)


def test_who_has_a_time_from_any_time_zero_is_accepted() -> None:
    admission = admit(VISITED.encode(), "x.csv", today=TODAY)
    cohort = admission.cohort
    assert (cohort.n, admission.problems.n) == (12, 0)
    assert time_zeros(cohort) == ("diagnosis", "first_visit")
    assert dict(endpoint_times(cohort, "os").excluded) == {"no date of diagnosis": 10}
    assert endpoint_times(cohort, "os", "first_visit").time.tolist() == [365] * 12


def test_the_start_of_a_treatment_alone_is_a_time_zero() -> None:
    data = (
        b"patient_id,radiation_date,last_contact_date,vital_status\n1,2019-01-01,2019-01-31,dead\n2,,2020-01-01,alive\n"
    )
    admission = admit(data, "x.csv", today=TODAY)
    cohort = admission.cohort
    assert cohort.source_rows.tolist() == [2]
    assert default_time_zero(cohort) == "first_treatment"
    assert endpoint_times(cohort, "os").time.tolist() == [30]
    (finding,) = admission.problems.findings
    assert (finding.rule, finding.column, finding.message, finding.next_step) == (
        "no_endpoint", "radiation_date", "No survival time can be computed: a date or the vital status is missing.",
        "Enter the date of start of the first treatment, the last contact or date of death and the vital status.",
    )  # fmt: skip


def test_a_treatment_without_its_date_and_a_column_without_dates_are_no_time_zero() -> None:
    data = (
        b"patient_id,diagnosis_date,first_visit_date,resection,last_contact_date,vital_status\n"
        b"1,,2019-01-01,yes,2019-01-31,dead\n2,,2019-01-01,no,2020-01-01,alive\n"
    )
    cohort = admit(data, "x.csv", today=TODAY).cohort
    assert time_zeros(cohort) == ("first_visit",)
    assert endpoint_times(cohort, "os").time.tolist() == [30, 365]


@pytest.mark.parametrize(
    ("columns", "row", "column", "message", "next_step"),
    [
        ("first_visit_date,death_date", ",2020-01-01", "first_visit_date", "a date is missing",
         "Enter the date of first visit or study entry and the last contact or date of death."),
        ("os_months,os_event", ",1", "os_months", "the time or the event is missing", "Enter the time with its event."),
        ("diagnosis_date,last_contact_date,os_months,os_event", "2019-01-01,,,1", "diagnosis_date",
         "a date, the time or the event is missing",
         "Enter the date of diagnosis and the last contact or date of death, or the time with its event."),
        ("first_visit_date,last_contact_date,vital_status", "2020-01-02,2020-01-01,dead", "first_visit_date",
         "a date or the vital status is missing, or the last date is before the first",
         "Enter the date of first visit or study entry, the last contact or date of death and the vital status."),
    ],
)  # fmt: skip
def test_who_has_no_time_is_told_in_the_words_of_what_the_file_has(
    columns: str, row: str, column: str, message: str, next_step: str
) -> None:
    good = {"os_months": "3", "os_event": "1", "vital_status": "dead"}
    usable = ",".join(good.get(c, "2020-06-01") for c in columns.split(","))
    also = f"{usable[:-1]}0" if "os_event" in columns else usable
    admission = admit(f"patient_id,{columns}\na,{usable}\nb,{also}\nc,{row}\n".encode(), "x.csv", today=TODAY)
    (finding,) = (f for f in admission.problems.findings if f.rule == "no_endpoint")
    assert (finding.rows.tolist(), finding.column) == ([4], column)
    assert finding.message == f"No survival time can be computed: {message}."
    assert finding.next_step == next_step


@pytest.mark.parametrize("more", ["", "unknown"])
def test_no_row_is_told_both_a_range_and_that_there_is_no_time(more: str) -> None:
    data = (
        "patient_id,diagnosis_date,first_visit_date,last_contact_date,vital_status\n"
        f"1,2019-01-01,,2020-01,{more}\n2,,2019-01-01,2020-01,dead\n3,2019-01-01,,2020-01-01,alive\n"
    )
    findings = admit(data.encode(), "x.csv", today=TODAY).problems.findings
    assert {f.rule: f.rows.tolist() for f in findings} == {"no_endpoint": [2], "partial_date": [3]}


def test_no_range_is_told_of_an_interval_the_file_does_not_offer() -> None:
    """A progression known to its month, and nobody's last contact: there is no progression-free survival here."""
    data = (
        "patient_id,resection_date,progression_date,os_months,os_event\n"
        "1,2019-05-17,2019-08-02,4,0\n2,2019-05-17,2019-08,,0\n"
    )
    findings = admit(data.encode(), "x.csv", today=TODAY).problems.findings
    assert {f.rule: f.rows.tolist() for f in findings} == {"no_endpoint": [3]}


@given(mapped_tables())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_range_of_a_time_is_told_only_of_who_has_one(case: tuple[RawTable, Mapping]) -> None:
    raw, mapping = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "open_questions", lambda raw, mapping: ())
        patch.setattr(validation, "_require_possible_times", lambda everybody: None)  # random times
        findings = validate(raw, mapping, TODAY).problems.findings
    ranged = {row for f in findings if f.rule == "partial_date" for row in f.rows.tolist()}
    assert not ranged & {row for f in findings if f.rule == "no_endpoint" for row in f.rows.tolist()}


def _timed(of_dead: str, of_living: str, header: str = "os_months") -> bytes:
    rows = "".join(f"P{i},{of_dead if i % 2 else of_living},{i % 2}\n".replace("#", str(i + 1)) for i in range(12))
    return f"patient_id,{header},os_event\n{rows}".encode()


@pytest.mark.parametrize(
    ("of_dead", "of_living", "told"),
    [("#", "", "Only those with the event have a time"), ("0", "#", "hardly anybody has a time above 0"),
     ("", "#", "hardly anybody has a time above 0"), ("1#00", "1#00", "longer than 90 years")],
)  # fmt: skip
def test_times_that_make_a_curve_of_nothing_are_refused(of_dead: str, of_living: str, told: str) -> None:
    mapping = Mapping(
        columns=(
            ColumnMapping(column="patient_id", target="patient_id"),
            ColumnMapping(column="os_months", target="time:os", unit="months"),
            ColumnMapping(column="os_event", target="event:os", values={"0": "0", "1": "1"}),
        )
    )
    with pytest.raises(MappingError, match=told):
        admit(_timed(of_dead, of_living), "x.csv", mapping)
    assert admit(_timed("#", "#"), "x.csv", mapping).cohort.n == 12
