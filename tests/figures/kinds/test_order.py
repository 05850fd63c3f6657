"""The order of treatments as drawn: every patient of a step in one part of its bar, and what came next in words."""

from __future__ import annotations

import pytest

from benchmarks.cohort_cases import COHORT_CASES, followed
from nec_core.errors import PlanError
from nec_core.export.pictures import KINDS, Subject
from nec_core.figures.drawing.marks import Area
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import paper_sheet
from nec_core.figures.kinds.order import picture
from nec_core.summary.course.treatment_order import treatment_order
from tests.analysed import admission_of, sample


def test_each_bar_counts_the_patients_of_its_step_and_each_part_those_who_ended_so() -> None:
    found = treatment_order(sample())
    (page,) = picture(found).layout(paper_sheet(180))
    told = [t for m in page.marks if isinstance(m, Area) for t in m.tells]
    counted = [int(t.split(": ")[1].split()[0]) for t in told]
    assert sum(counted) == sum(step.n for step in found.steps if step.place)
    assert "Systemic therapy; another one next: 14 patients" in told
    assert "then Second-line therapy 11, Radiation alone 3" in page.words
    assert {"23", "14", "6"} <= set(page.words)


def test_places_beyond_the_fourth_and_rare_kinds_are_counted_not_drawn() -> None:
    (page,) = COHORT_CASES["order: 400 patients"]().layout(paper_sheet(180))[:1]
    assert any(word.endswith(" others") for word in page.words)


def test_without_a_date_of_treatment_there_is_no_order() -> None:
    with pytest.raises(PlanError, match="No treatment of this file has a date"):
        picture(treatment_order(followed(5, lambda i: i % 2 == 0)))


def test_it_needs_no_option_on_the_sample() -> None:
    made = KINDS["order"].picture(Subject(admission_of("anorectal_nec_38.csv")))
    assert isinstance(made, Picture)
    assert made.sentence.startswith("Of 38 patients, after Systemic therapy in 23: 11 had Second-line therapy")
