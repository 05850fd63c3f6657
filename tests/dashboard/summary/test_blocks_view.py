"""A block of the results section on a page: its sentence and table, or what the file would have to bring."""

from __future__ import annotations

import pytest

from dashboard.summary import blocks_view
from nec_core.export.summary.blocks import BLOCKS
from nec_core.formatting import escape_markdown
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.summary.cohort_summary import CohortSummary, cohort_summary
from tests.admitted import admitted
from tests.analysed import admission_of
from tests.summary.cohorts import cohort_of


def seen(monkeypatch: pytest.MonkeyPatch, summary: CohortSummary) -> list[str]:
    """What the block of responses writes, in order."""
    found: list[str] = []
    monkeypatch.setattr(blocks_view.st, "header", lambda text, **_: found.append(text))
    monkeypatch.setattr(blocks_view.st, "caption", found.append)
    monkeypatch.setattr(blocks_view, "show_table", lambda *given: found.append(f"table: {given[1]}"))
    block = next(block for block in BLOCKS if block.id == "response")
    blocks_view._show(block, summary, [], CohortFilter(), cohort_of({"patient_id": []}))
    return found


def test_a_block_without_its_column_says_which_one_it_needs_and_has_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    summary = cohort_summary(admitted(cohort_of({"patient_id": ["a", "b"]})))
    assert seen(monkeypatch, summary) == [
        "Response",
        escape_markdown("Response rates need the column “Best response” (best_response) with CR, PR, SD or PD."),
    ]


def test_a_block_with_it_has_its_table_and_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    summary = cohort_summary(admission_of("anorectal_nec_38.csv"))
    assert seen(monkeypatch, summary) == ["Response", "table: Response"]
