"""The words and areas of cumulative incidence: what is known, up to when, and too many groups refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.picture_cases import CASES
from nec_core.analysis.plan import AnalysisPlan
from nec_core.errors import PlanError
from nec_core.figures.drawing.marks import Area, Text
from nec_core.figures.drawing.sheet import paper_sheet
from nec_core.figures.kinds.cumulative_incidence import picture
from nec_core.formatting import p_statement
from nec_core.summary.first_events import FirstEvents, first_events
from tests.analysed import sample


def found(by: str | None = None) -> FirstEvents:
    return first_events(sample(), AnalysisPlan(by=by))


def test_each_cause_carries_its_own_p_value() -> None:
    made = picture(found("stage"))
    (page,) = made.pages(180)
    for cause, test in zip(found("stage").table.causes, found("stage").gray, strict=True):
        assert test is not None and test.p is not None
        assert f"{cause}, Gray {p_statement(test.p)}" in page.words


def test_stacked_shares_at_the_end_are_those_of_the_curves() -> None:
    (page,) = picture(found("stage"), "stacked").pages(180)
    shown = sorted(word for word in page.words if word.endswith("%"))
    ends = [curve.incidence[-1] for curves in found("stage").curves for curve in curves]
    assert shown == sorted(f"{100 * end:.0f}%" for end in ends if end > 0)


def test_every_cause_of_a_stack_has_a_second_sign_but_the_first() -> None:
    (page,) = picture(found(), "stacked").pages(180)
    keys = [
        m for m in page.marks if isinstance(m, Area) and len(m.outlines) == 1 and len(m.outlines[0]) == 4 and m.fill
    ]
    hatches = [m.hatch for m in keys[:4]]
    assert len(set(hatches)) == 4


def test_nobody_is_a_sentence_and_no_empty_axes() -> None:
    made = CASES["cumulative-incidence: nobody"]()
    (page,) = made.layout(paper_sheet(89))
    assert all(isinstance(mark, Text) for mark in page.marks)
    assert "0 patients" in made.sentence


def test_more_groups_than_colours_are_refused() -> None:
    table = replace(found("stage").table, groups=tuple("ABCDEFGHI"))
    with pytest.raises(PlanError, match="9 groups can't be told apart in one picture; at most 8 can"):
        picture(replace(found("stage"), table=table))
