"""The tables of a result on a page: what is left out is said, and only where it is."""

from __future__ import annotations

import pytest

from dashboard.survival import details
from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.patients.cohort import Cohort
from tests.admitted import admitted
from tests.analysed import late_surgery, sample


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written in small print."""
    words: list[str] = []
    monkeypatch.setattr(details.st, "caption", words.append)
    monkeypatch.setattr(details, "show_table", lambda *_: None)
    monkeypatch.setattr(details, "show_beside_its_table", lambda *_: None)
    for other in ("markdown", "subheader"):
        monkeypatch.setattr(details.st, other, lambda *_, **__: None)
    return words


def result(cohort: Cohort, **plan: object) -> SurvivalResult:
    return analyse(cohort, AnalysisPlan.model_validate(plan))


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({"by": "resection", "entry": "systemic_date"}, True),
        ({"by": "resection"}, False),
        ({"by": "best_supportive_care"}, False),  # no date, and so no comparison over time
        ({"by": "stage", "entry": "systemic_date"}, False),
    ],
)
def test_what_delayed_entry_leaves_out_is_said_of_treatments(said: list[str], plan: dict[str, str], told: bool) -> None:
    details.show_all(admitted(sample()), result(sample(), **plan))
    assert ("With delayed entry, the comparisons from a landmark and over time are not given." in said) is told


def test_groups_that_cannot_be_compared_have_no_tables_of_comparison_and_the_panel_says_so(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Open:
        open = True

        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(details.st, "expander", lambda *_, **__: Open())
    left_out = "No tests and differences: these groups were settled after time zero (immortal time bias)."
    details.show(admitted(late_surgery()), result(late_surgery(), by="resection"))
    assert left_out in said
    said.clear()
    details.show(admitted(sample()), result(sample(), by="stage"))
    assert left_out not in said
