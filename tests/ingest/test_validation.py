"""Rows in are accepted, folded or rejected; and validating whole columns is validating row by row."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from nec_core.errors import MappingError, NecCoreError
from nec_core.ingest import conversion, validation
from nec_core.ingest.fast_lane import unsettled
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import open_cohort
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.validation import validate
from tests.ingest.reference import errors_row_by_row
from tests.ingest.strategies import mapped_tables, messy_files

TODAY = dt.date(2026, 1, 1)
BEYOND_ONE_ROW = {"no_endpoint", "row_shape"}


@given(mapped_tables())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
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
