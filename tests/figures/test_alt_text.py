from __future__ import annotations

from dataclasses import replace

from nec_core.figures import alt_text, survival_figure
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.figures.cases import TEXT, small_figure, small_table


def test_the_description_says_groups_patients_medians_and_the_test() -> None:
    assert alt_text(small_figure()) == (
        "Kaplan–Meier curves of 2 groups: Overall survival over 10 months. "
        "Surgery, 4 patients, 2 events, median 6.0 months (95% CI 2.0–NE); "
        "No surgery, 4 patients, 3 events, median 5.5 months (95% CI 1.0–NE). "
        "Log-rank P = .039."
    )


def test_a_median_that_is_not_reached_is_said_in_words() -> None:
    table = event_table([1.0, 2.0, 3.0], [False, False, False])
    figure = survival_figure(table, kaplan_meier(table), replace(TEXT, notes=()))
    assert alt_text(figure) == (
        "Kaplan–Meier curve: Overall survival over 3 months. All, 3 patients, 0 events, median not reached."
    )


def test_a_window_is_told_as_from_and_to() -> None:
    table = small_table()
    figure = survival_figure(table, kaplan_meier(table), TEXT, window=(2.504, 7.0))
    assert ": Overall survival from 2.5 to 7 months. " in alt_text(figure)


def test_the_test_is_told_even_where_the_picture_hides_it() -> None:
    assert alt_text(small_figure(show_p=False)).endswith("Log-rank P = .039.")
