"""The register of result tables: each in every outlet, or it says why not."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import openpyxl
import pandas as pd
import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export import report_json, report_text
from nec_core.export.report_words import report_markdown
from nec_core.export.survival_export import numbers_xlsx
from nec_core.export.tables import sensitivity_tables, survival_numbers, survival_tables, worth_tables
from nec_core.export.tables.result_tables import OUTLETS, RESULT_TABLES, Outlet, ResultTable, tables
from nec_core.patients.cohort import Cohort
from tests.admitted import admitted
from tests.analysed import late_surgery, lung_by_ecog, mgus2, sample

IDS = [table.id for table in RESULT_TABLES]


@cache
def rich() -> tuple[tuple[Cohort, SurvivalResult], ...]:
    """Results that together have something to tell in every table."""
    plans = (
        (lung_by_ecog(), AnalysisPlan(by="level", survived=100, strata="who", covariates=("years", "who"))),
        (late_surgery(), AnalysisPlan(by="resection")),
        (mgus2(), AnalysisPlan(by="who", covariates=("who",))),
        (sample(), AnalysisPlan(by="stage")),
    )
    return tuple((cohort, analyse(cohort, plan, sensitivity=cohort is sample())) for cohort, plan in plans)


def told(outlet: Outlet) -> set[str]:
    return {table.id for _, result in rich() for table, _ in tables(outlet, result)}


@pytest.mark.parametrize("outlet", OUTLETS)
def test_each_table_is_in_each_outlet_or_says_why_not(outlet: Outlet) -> None:
    reasons = {table.id: table.not_in[outlet] for table in RESULT_TABLES if outlet in table.not_in}
    assert told(outlet) | reasons.keys() == set(IDS)
    assert not told(outlet) & reasons.keys()
    assert all(len(reason) > 10 for reason in reasons.values())


def test_ids_sheets_and_headings_are_their_own() -> None:
    titles = [table.title for table in RESULT_TABLES]
    assert len(set(IDS)) == len(IDS)
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 31  # what a sheet of Excel can be called


@pytest.mark.parametrize("table", RESULT_TABLES, ids=IDS)
def test_json_holds_the_numbers_of_each_table(table: ResultTable) -> None:
    found = [_at(json.loads(report_json.of_analysis(result)), table.json.split(".")) for _, result in rich()]
    assert any(x not in (None, [], {}) for x in found), table.json


def _at(value: Any, keys: list[str]) -> Any:
    """What stands under these keys, of a list what stands under them in its first."""
    for key in keys:
        value = value[0] if isinstance(value, list) and value else value
        assert value is None or value == [] or key in value, f"JSON has no {'.'.join(keys)}"
        value = value[key] if value else None
    return value


def test_the_text_the_report_and_the_workbook_hold_all_tables_they_are_promised() -> None:
    for cohort, result in rich():
        text = report_text.of_analysis(result)
        assert [t.id for t, _ in tables("text", result) if f"\n{t.heading_of(result)}\n" not in text] == []
        report = report_markdown(admitted(cohort), result, "hash").replace("\\", "")
        assert [t.id for t, _ in tables("report", result) if f"### {t.heading_of(result)}\n" not in report] == []
        book = openpyxl.load_workbook(io.BytesIO(numbers_xlsx(result)))
        assert book.sheetnames == [*(t.title for t, _ in tables("workbook", result)), "What to know"]


def test_every_table_made_anywhere_is_in_the_register() -> None:
    """A frame that somebody writes and forgets to register would reach no outlet."""
    made = {
        getattr(module, name)
        for module in (survival_tables, survival_numbers, worth_tables, sensitivity_tables)
        for name in dir(module)
        if name.endswith(("_frame", "_numbers")) and getattr(module, name).__module__ == module.__name__
    } - {survival_numbers.at_risk_frame, survival_numbers.per_group_numbers, survival_numbers._numbers}
    assert made - {make for t in RESULT_TABLES for make in (t.frame, t.numbers)} == set()


def test_on_the_page_a_few_groups_have_a_column_each_and_elsewhere_a_line() -> None:
    result = next(r for _, r in rich() if 1 < len(r.groups) <= survival_tables.MOST_IN_COLUMNS)
    (page,), (text,) = ([f for t, f in tables(outlet, result) if t.id == "summary"] for outlet in ("page", "text"))
    assert list(page.columns) == ["Group", *text["Group"]]
    assert page.iloc[:, 0].tolist() == list(text.columns[1:])
    many = pd.concat([text] * survival_tables.MOST_IN_COLUMNS, ignore_index=True)
    assert survival_tables.in_columns(many) is many
