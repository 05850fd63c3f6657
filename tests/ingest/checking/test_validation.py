"""Rows in are accepted, folded or rejected; and validating whole columns is validating row by row."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from nec_core.errors import EmptyFileError
from nec_core.ingest.cells import conversion
from nec_core.ingest.cells.fast_lane import unsettled
from nec_core.ingest.checking import validation
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import ColumnMapping, Fold, Mapping
from nec_core.ingest.opening import open_table
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields
from tests.ingest.reference import errors_row_by_row
from tests.ingest.strategies import mapped_tables, messy_files

TODAY = dt.date(2026, 1, 1)
BEYOND_ONE_ROW = {"no_endpoint", "row_shape"}


@given(mapped_tables())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_validating_columns_equals_validating_row_by_row_error_for_error(case: tuple[RawTable, Mapping]) -> None:
    raw, mapping = case
    expected = errors_row_by_row(raw, mapping, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "open_questions", lambda raw, mapping: ())  # codes nobody explained are errors here
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
        fast = validate(raw, mapping, TODAY)
        patch.setattr(conversion, "settle", lambda texts, column, spec, missing: unsettled(len(texts), spec))
        slow = validate(raw, mapping, TODAY)
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
        cohort = validate(raw, Mapping(columns=columns, fold=Fold(rule="reject")), TODAY)
    assert cohort.source.rows_in == rows
    assert cohort.n + len(cohort.folded_rows) + len(cohort.rejected_rows) == rows
    places = np.concatenate([cohort.source_rows, cohort.folded_rows, cohort.rejected_rows])
    assert len(np.unique(places)) == rows
    assert set(cohort.problems.rejected_rows()) == set(cohort.rejected_rows)
