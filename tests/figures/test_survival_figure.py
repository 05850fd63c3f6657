from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nec_core.errors import PlanError
from nec_core.figures import FigureStyle, survival_figure
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.figures.cases import (
    EVENTS,
    GROUP,
    NAMES,
    TEXT,
    TIMES,
    random_figure,
    random_table,
    small_figure,
    small_table,
)


def test_the_steps_are_those_of_the_curve_from_time_zero_on() -> None:
    group = small_figure().groups[0]
    assert group.time.tolist() == [0, 2, 4, 6, 10]
    assert group.value.tolist() == [1, 0.75, 0.75, 0.375, 0.375]
    assert group.at_risk.tolist() == [4, 4, 3, 2, 1]
    assert group.censor_time.tolist() == [4, 10]
    assert group.censor_value.tolist() == [0.75, 0.375]
    assert group.end == (10, 0.375)


def test_limits_are_the_curves_limits_and_absent_where_there_are_none() -> None:
    table = small_table()
    curve = kaplan_meier(table)[1]
    group = small_figure().groups[1]
    assert np.isnan(group.lower[0])
    np.testing.assert_array_equal(group.lower[1:], curve.lower)
    np.testing.assert_array_equal(group.upper[1:], curve.upper)


def test_the_counts_under_the_ticks_equal_a_naive_recount() -> None:
    figure = small_figure(x_step=2)
    times, events, group = np.array(TIMES), np.array(EVENTS), np.array(GROUP)
    for g, series in enumerate(figure.groups):
        for i, tick in enumerate(figure.x.ticks):
            own = group == g
            assert series.table_at_risk[i] == (times[own] >= tick).sum()
            assert series.table_events[i] == (events[own] & (times[own] < tick)).sum()
            assert series.table_censored[i] == (~events[own] & (times[own] < tick)).sum()


def test_inputs_are_not_changed() -> None:
    table = random_table(50)
    curves = kaplan_meier(table)
    before = [curve.survival.copy() for curve in curves]
    survival_figure(table, curves, TEXT, FigureStyle(quantity="failure", x_max=10, time_unit="years"))
    for curve, survival in zip(curves, before, strict=True):
        np.testing.assert_array_equal(curve.survival, survival)


def test_failure_is_one_minus_survival_with_its_limits_swapped() -> None:
    alive, dead = small_figure().groups[0], small_figure(quantity="failure").groups[0]
    np.testing.assert_allclose(dead.value, 1 - alive.value)
    np.testing.assert_allclose(dead.lower, 1 - alive.upper)
    np.testing.assert_allclose(dead.censor_value, 1 - alive.censor_value)
    assert small_figure(quantity="failure").y.label == "1 − overall survival (%)"


def test_a_shorter_axis_cuts_the_curve_at_its_edge() -> None:
    group = small_figure(x_max=5).groups[0]
    assert group.time.tolist() == [0, 2, 4, 5]
    assert group.value.tolist() == [1, 0.75, 0.75, 0.75]
    assert group.at_risk.tolist() == [4, 4, 3, 2]
    assert group.censor_time.tolist() == [4]


def test_a_longer_axis_does_not_lengthen_the_curve() -> None:
    figure = small_figure(x_max=24)
    assert figure.x.high == 24
    assert figure.groups[0].end[0] == 10
    assert figure.groups[0].table_at_risk[-1] == 0


def test_years_are_months_by_twelve() -> None:
    months, years = random_figure(80), random_figure(80, time_unit="years")
    assert years.unit == "years"
    assert years.x.label == "Years since diagnosis"
    for m, y in zip(months.groups, years.groups, strict=True):
        np.testing.assert_allclose(y.time, m.time / 12)
        np.testing.assert_array_equal(y.value, m.value)
        assert m.median.value is not None
        assert y.median.value == pytest.approx(m.median.value / 12)
    at_two_years = years.x.ticks.index(2.0)
    at_24_months = months.x.ticks.index(24.0)
    assert years.groups[0].table_at_risk[at_two_years] == months.groups[0].table_at_risk[at_24_months]


def test_groups_are_reordered_renamed_and_coloured_by_their_name_in_the_data() -> None:
    figure = small_figure(
        group_order=["No surgery", "Gone since"],
        group_names={"Surgery": "Resected"},
        group_colours={"Surgery": "#abcdef"},
    )
    assert [group.key for group in figure.groups] == ["No surgery", "Surgery"]
    assert [group.name for group in figure.groups] == ["No surgery", "Resected"]
    assert figure.groups[1].colour == "#ABCDEF"
    assert figure.groups[0].colour == small_figure().groups[1].colour


def test_a_group_keeps_its_numbers_when_it_is_moved() -> None:
    first, moved = small_figure().groups[1], small_figure(group_order=["No surgery"]).groups[0]
    assert moved.key == first.key
    assert moved.table_at_risk == first.table_at_risk
    np.testing.assert_array_equal(moved.value, first.value)


def test_an_empty_group_is_left_out_and_the_others_keep_their_colours() -> None:
    names = ("Nobody", "Surgery", "No surgery")
    table = event_table(TIMES, EVENTS, [g + 1 for g in GROUP], names, "months")
    figure = survival_figure(table, kaplan_meier(table), TEXT)
    assert [group.name for group in figure.groups] == ["Surgery", "No surgery"]
    assert figure.groups[0].colour == "#D55E00"


def test_a_name_of_400_characters_or_with_control_codes_fits_on_a_line() -> None:
    figure = small_figure(names=("x" * 400, "a\nb\x00c\u2028d"))
    assert figure.groups[0].name == "x" * 59 + "…"
    assert figure.groups[1].name == "a b c d"
    assert small_figure(names=(" ", "A")).groups[0].name == "(no name)"


def test_notes_follow_the_style() -> None:
    assert small_figure().notes == ("Log-rank P = .039",)
    assert small_figure(show_p=False).notes == ()
    assert small_figure(show_hr=True).notes == ("Log-rank P = .039", "HR 0.61 (95% CI 0.40–0.93)")
    assert small_figure(show_p=False, show_medians=True).notes == (
        "Surgery: median 6.0 months (95% CI 2.0–NE)",
        "No surgery: median 5.5 months (95% CI 1.0–NE)",
    )
    assert small_figure(show_p=False).test_notes == ("Log-rank P = .039",)


def test_caption_and_footnote_follow_the_style() -> None:
    assert small_figure(tail="full").caption == TEXT.caption
    assert small_figure(tail="full", show_caption=False).caption == ""
    assert small_figure().footnote == ""
    assert small_figure(footnote=True).footnote == "plan 5f1c9a02"


def test_a_vertical_axis_above_zero_tells_so_even_without_a_caption() -> None:
    assert small_figure(tail="full", show_caption=False, y_min=0.5).caption == (
        "The vertical axis starts at 50%, not at zero. Lower values are not shown."
    )
    assert small_figure(show_caption=False, y_min=0.3, group_order=["Surgery"], x_max=7).caption.startswith(
        "The vertical axis starts at 30%"
    )


def test_a_vertical_axis_that_cuts_the_curve_off_above_tells_so() -> None:
    assert small_figure(tail="full", show_caption=False, y_max=0.9).caption == "Values above 90% are not shown."
    assert small_figure(tail="full", show_caption=False, y_max=0.3, quantity="failure").caption == (
        "Values above 30% are not shown."
    )


def test_curves_that_coincide_get_dashes_and_others_stay_solid() -> None:
    table = small_table()
    twice = EventTable(("A", "B"), table.times, table.events[[0, 0]], table.censored[[0, 0]], "months")
    coinciding = survival_figure(twice, kaplan_meier(twice), TEXT)
    assert [bool(group.dash) for group in coinciding.groups] == [False, True]
    assert [group.dash for group in small_figure().groups] == [(), ()]
    assert survival_figure(twice, kaplan_meier(twice), TEXT, FigureStyle(line_styles=False)).groups[1].dash == ()


def test_a_legend_and_greyscale_tell_groups_apart_without_colour() -> None:
    for style in ({"labels": "legend"}, {"palette": "greyscale"}, {"line_styles": True}):
        dashes = [group.dash for group in small_figure(**style).groups]
        assert len(set(dashes)) == 2


def test_censor_ticks_are_left_out_when_asked_or_when_they_would_only_thicken_the_curve() -> None:
    assert small_figure(censor_ticks=False).groups[0].censor_time.size == 0
    many = random_figure(4000)
    assert all(group.censor_time.size == 0 for group in many.groups)
    assert many.caption.endswith("Ticks for censoring are left out: there are more than can be told apart.")
    assert "left out" not in random_figure(4000, censor_ticks=False).caption


def test_the_tail_begins_where_fewer_than_5_patients_or_a_tenth_are_left_at_risk() -> None:
    for n in (40, 400):
        figure = random_figure(n)
        for group in figure.groups:
            least = max(5, 0.1 * group.n)
            assert group.at_risk[group.firm] >= least
            assert (group.at_risk[group.firm + 1 :] < least).all()
            assert group.has_tail
            assert f"up to {group.time[group.firm]:.1f} months ({group.name})" in figure.caption
        assert "; pale after that: fewer than 5 patients or 10% of the group at risk." in figure.caption


def test_a_curve_that_stays_firm_has_no_tail_and_no_word_about_one() -> None:
    figure = random_figure(400, x_max=6)
    assert [group.has_tail for group in figure.groups] == [False, False]
    assert "pale" not in figure.caption
    whole = random_figure(400, tail="full")
    assert [group.has_tail for group in whole.groups] == [False, False]
    assert "pale" not in whole.caption


def test_four_patients_are_all_tail() -> None:
    assert [group.firm for group in small_figure().groups] == [0, 0]


def test_one_patient_has_a_curve() -> None:
    table = event_table([14.2], [True])
    group = survival_figure(table, kaplan_meier(table), TEXT).groups[0]
    assert group.time.tolist() == [0, 14.2]
    assert group.value.tolist() == [1, 0]
    assert np.isnan(group.lower).all()


def test_curves_of_another_table_are_refused() -> None:
    with pytest.raises(PlanError, match=r"has 1 curves for 2 groups, or their names differ. Make the curves"):
        survival_figure(small_table(), kaplan_meier(small_table())[:1], TEXT)


def test_a_figure_of_nobody_is_refused() -> None:
    table = event_table([], [], [], NAMES)
    with pytest.raises(PlanError, match=r"every group is empty. Widen the filters"):
        survival_figure(table, kaplan_meier(table), TEXT)


def test_the_style_overrides_the_axis_labels() -> None:
    figure = small_figure(x_label="Time", y_label="OS")
    assert (figure.x.label, figure.y.label) == ("Time", "OS (%)")
    assert small_figure(display="proportion").y.label == "Overall survival"
    assert small_figure(text=replace(TEXT, y_label="Alive (%)")).y.label == "Alive (%)"
    assert small_figure(text=replace(TEXT, y_label="OS"), quantity="failure").y.label == "1 − OS (%)"


def test_limits_run_on_to_the_next_vertex_as_the_curve_does() -> None:
    # the last step before the curve falls to 0, where there is no interval any more, has its band to the end
    table = event_table([1, 2, 5, 9], [True, True, False, True])
    figure = survival_figure(table, kaplan_meier(table), TEXT)
    (group,) = figure.groups
    time, lower, upper = group.limits
    assert time.tolist() == [1, 2, 5, 9]
    assert lower[-1] == lower[-2] == group.lower[group.time == 5][0]
    assert upper[-1] == upper[-2]


@pytest.mark.parametrize(
    ("n", "usual"), [(3, ("band", "extended", True)), (4, ("none", "at_risk", False))], ids=["three", "four"]
)
def test_beyond_three_groups_bands_median_lines_and_long_tables_are_left_out_unless_asked_for(
    n: int, usual: tuple[object, ...]
) -> None:
    names = tuple("ABCD"[:n])
    came = random_figure(200, names=names).style
    assert (came.interval, came.risk_table, came.median_lines) == usual
    asked = random_figure(200, names=names, interval="lines", risk_table="none", median_lines=True).style
    assert (asked.interval, asked.risk_table, asked.median_lines) == ("lines", "none", True)


def test_names_that_differ_only_at_their_end_stay_different() -> None:
    names = tuple(f"{'Poorly differentiated neuroendocrine carcinoma of the anal canal'}, grade {n}" for n in (2, 3))
    figure = small_figure(names=names)
    assert [len(group.name) <= 60 for group in figure.groups] == [True, True]
    assert [group.name[-7:] for group in figure.groups] == ["grade 2", "grade 3"]
