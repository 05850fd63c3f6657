"""What the pictures of a cohort draw is what their results hold: marks counted, nothing clipped in silence."""

from __future__ import annotations

import pytest

from benchmarks.cohort_cases import COHORT_CASES
from nec_core.analysis.plan import AnalysisPlan
from nec_core.export.pictures import KINDS, Subject
from nec_core.figures.drawing.marks import Area, Line, Page, Points
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import paper_sheet
from tests.analysed import admission_of, sample


def page_of(kind: str, form: str | None = None, by: str | None = "stage", width: float = 180) -> Page:
    subject = Subject(admission_of("anorectal_nec_38.csv"), plan=AnalysisPlan(by=by), form=form)
    found = KINDS[kind].picture(subject)
    assert isinstance(found, Picture)
    (page,) = found.layout(paper_sheet(width))
    return page


def case(name: str, width: float = 180) -> Page:
    return COHORT_CASES[name]().layout(paper_sheet(width))[0]


def places(page: Page, shape: str) -> int:
    return sum(len(m.places) for m in page.marks if isinstance(m, Points) and m.shape == shape)


def test_a_limit_beyond_the_axis_is_an_arrow_and_its_number_stands_in_full() -> None:
    page = page_of("forest", "subgroups")
    assert places(page, "arrow right") == 1
    assert "8.06 (0.96–67.82)" in page.words
    assert "Arrow: the interval goes on beyond the axis." in " ".join(page.words)


def test_a_ratio_that_can_t_be_estimated_keeps_its_row_with_the_reason_and_has_no_mark() -> None:
    page = case("forest: no events")
    assert places(page, "square") == 2  # the legend's
    assert page.words.count("no events") == 2


def test_an_infinite_ratio_is_firth_s_and_said_to_be() -> None:
    page = case("forest: an infinite hazard ratio")
    assert any("Firth" in w for w in page.words)
    assert places(page, "arrow right") == 2


def test_subgroups_have_a_dotted_line_at_everybody_s_ratio_and_too_few_events_are_words() -> None:
    page = page_of("forest", "subgroups")
    assert [m for m in page.marks if isinstance(m, Line) and m.dash and abs(m.places[0][0] - m.places[1][0]) < 1e-9]
    assert page.words.count("too few events") == 5


def test_a_lane_ends_in_a_cross_or_an_arrow_and_carries_no_id_of_the_file() -> None:
    page = page_of("swimmer")
    assert (places(page, "cross"), places(page, "arrow right")) == (24 + 1, 14 + 1)  # and the legend's
    assert not set(sample().records["patient_id"]) & set(page.words)
    assert {str(i) for i in range(1, 39)} <= set(page.words)


def test_every_start_of_treatment_is_one_mark_however_near_another() -> None:
    page = page_of("swimmer")
    dated = sum(int(sample().records[t.treatment_date].notna().sum()) for t in sample().treatments if t.treatment_date)
    shapes = sum(places(page, s) for s in ("circle", "square", "diamond", "triangle"))
    assert shapes == dated + 6  # the legend's six treatments


def test_the_columns_of_sets_add_up_and_the_narrow_page_has_a_row_for_each() -> None:
    wide, narrow = page_of("treatments"), page_of("treatments", width=89)
    assert "38 patients; each stands in one set: exactly these treatments. Sum of the sets: 38." in wide.words
    assert sum(isinstance(m, Area) for m in wide.marks) == sum(isinstance(m, Area) for m in narrow.marks) == 11
    crowded = case("treatments: more sets than columns")
    text = " ".join(crowded.words)
    assert "107 others, 202 patients." in text
    assert "Sum of the sets: 96 + 202 = 298." in text
    assert {"None", "Not recorded"} <= set(crowded.words)


@pytest.mark.parametrize("width", [180, 89])
def test_each_bar_of_findings_is_all_patients_long(width: float) -> None:
    page = page_of("imaging", width=width)
    bars: dict[float, list[tuple[float, float]]] = {}
    for mark in page.marks:
        if isinstance(mark, Area) and mark.outlines[0] and mark.tells:
            (left, top), (right, _), *_ = mark.outlines[0]
            bars.setdefault(top, []).append((left, right))
    assert len(bars) == 7
    for parts in bars.values():  # one after the other, from the first bar's foot to its end
        assert [a for a, _ in parts[1:]] == pytest.approx([b for _, b in parts[:-1]])
        assert (parts[0][0], parts[-1][1]) == pytest.approx((bars[min(bars)][0][0], bars[min(bars)][-1][1]))


def test_a_published_median_without_a_printed_interval_has_no_line() -> None:
    page = page_of("published")
    level = [m for m in page.marks if isinstance(m, Line) and m.width_pt == 0.9]
    assert len(level) == 3  # two of ours, and the one that was printed
    assert places(page, "circle") == 14 + 1
    assert "not reached" in case("published: not reached").words


def test_bars_of_progression_say_that_they_are_no_risks() -> None:
    page = page_of("progression")
    assert any("Bars are no risks" in w for w in page.words)
    assert {"Locoregional (LRD), 13 of 15 progressed", "Metastatic, 16 of 23 progressed", "11 (48%)", "69%"} <= set(
        page.words
    )


def test_under_ten_events_residuals_have_no_curve_and_over_two_hundred_a_rug() -> None:
    few, many = case("residuals: too few for a smooth"), case("residuals: 400 patients")
    assert not [m for m in few.marks if isinstance(m, Area)]
    assert any("No smooth" in w for w in few.words)
    assert places(many, "circle") == 0
    assert [m for m in many.marks if isinstance(m, Area)]
