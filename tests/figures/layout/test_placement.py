from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.figures.font import text_width
from nec_core.figures.layout.end_labels import end_labels
from nec_core.figures.layout.placement import Box, Taken, median_points, shortened, spread, tick_stride, wrap
from nec_core.figures.survival_figure import survival_figure
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.figures.cases import TEXT, random_figure, small_figure, small_table


def _width(text: str) -> float:
    return text_width(text, 8)


def test_labels_that_do_not_collide_stay_where_they_are() -> None:
    assert spread([10, 50, 90], [10, 10, 10], 0, 100) == (10, 50, 90)


def test_labels_that_collide_move_apart_around_their_mean() -> None:
    assert spread([50, 50], [10, 10], 0, 100) == (45, 55)
    assert spread([52, 50], [10, 10], 0, 100) == (56, 46)


def test_labels_at_the_edge_stay_inside() -> None:
    assert spread([0, 1], [10, 10], 0, 100) == (5, 15)
    assert spread([100, 100, 99], [10, 10, 10], 0, 100) == (85, 95, 75)


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(5, 30)), min_size=1, max_size=8),
)
def test_labels_never_overlap_and_keep_their_order(labels: list[tuple[float, float]]) -> None:
    wanted, sizes = [w for w, _ in labels], [s for _, s in labels]
    centres = spread(wanted, sizes, 0, 300)
    order = sorted(range(len(labels)), key=lambda i: centres[i])
    for below, above in pairwise(order):
        assert centres[above] - centres[below] >= (sizes[above] + sizes[below]) / 2 - 1e-6
        assert wanted[below] <= wanted[above]
    assert all(c - s / 2 >= -1e-6 and c + s / 2 <= 300 + 1e-6 for c, s in zip(centres, sizes, strict=True))


@given(st.text(min_size=1, max_size=80), st.floats(20, 200))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: float) -> None:
    lines = wrap(text, width, _width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(_width(line) <= width or len(line) == 1 for line in lines)


def test_wrapping_breaks_between_words() -> None:
    assert wrap("Definitive concurrent chemoradiation", 70, _width) == ("Definitive", "concurrent", "chemoradiation")
    assert wrap("", 70, _width) == ()


def test_a_text_that_is_too_long_ends_in_an_ellipsis() -> None:
    assert shortened("Surgery", 100, _width) == "Surgery"
    cut = shortened("Definitive concurrent chemoradiation", 60, _width)
    assert cut.endswith("…")
    assert _width(cut) <= 60


def test_the_note_stands_where_no_curve_and_no_band_is() -> None:
    figure = random_figure(60)
    taken = Taken(figure, 300, 200, pad=2)
    box = taken.place(80, 20, margin=4)
    assert box is not None
    low, high = box.left / 300 * figure.x.high, box.right / 300 * figure.x.high
    for group in figure.groups:
        for start, end, *heights in zip(
            group.time, [*group.time[1:], group.time[-1]], group.value, group.lower, group.upper, strict=True
        ):
            if end >= low and start <= high:
                assert all(not box.bottom <= h * 200 <= box.top for h in heights)


def test_a_note_larger_than_the_plot_finds_no_place() -> None:
    taken = Taken(random_figure(60), 300, 200, pad=2)
    assert taken.place(299, 20, margin=4) is None
    assert taken.place(20, 199, margin=4) is None


def test_two_notes_do_not_take_the_same_place() -> None:
    taken = Taken(random_figure(60), 300, 200, pad=2)
    first = taken.place(60, 20, margin=4)
    assert first is not None
    taken.take(first)
    second = taken.place(60, 20, margin=4)
    assert second is not None
    assert (
        first.right <= second.left
        or second.right <= first.left
        or first.top <= second.bottom
        or second.top <= first.bottom
    )


def test_nothing_outside_the_plot_is_free() -> None:
    taken = Taken(small_figure(), 300, 200, pad=2)
    assert not taken.is_free(Box(-1, 150, 10, 10))
    assert not taken.is_free(Box(295, 150, 10, 10))
    assert not taken.is_free(Box(250, 195, 10, 10))


def test_medians_have_drop_lines_only_where_the_axes_reach() -> None:
    assert median_points(small_figure()) == ((6.0, 0.5), (5.5, 0.5))
    assert median_points(small_figure(x_max=5.75)) == ((5.5, 0.5),)
    assert median_points(small_figure(y_min=0.6)) == ()
    assert median_points(small_figure(median_lines=False)) == ()


def test_ticks_are_skipped_until_the_widest_number_has_room() -> None:
    figure = small_figure(x_step=1)
    assert tick_stride(figure, 1000, _width, _width, 4) == 1
    # 11 ticks on 100: 10 apart, where "10" is 8.9 wide.
    assert tick_stride(figure, 100, _width, _width, 4) == 2


def test_a_curve_that_ends_early_gets_its_name_beside_its_end() -> None:
    figure = small_figure(x_max=40)
    taken = Taken(figure, 400, 250, pad=2)
    labels = end_labels(figure, taken, [(40, 10), (50, 10)], gap=8)
    first = labels[0]
    assert first.inside
    assert first.leader == ()
    assert 100 < first.box.left < 120
    assert first.box.bottom + 5 == pytest.approx(0.375 * 250, abs=16)


def test_a_curve_that_ended_before_the_window_has_no_name_at_its_end() -> None:
    table = small_table()
    figure = survival_figure(table, kaplan_meier(table), TEXT, window=(8.5, 10))
    labels = end_labels(figure, Taken(figure, 300, 200, pad=2), [(40, 16), (50, 16)], gap=8)
    assert [figure.groups[label.group].name for label in labels] == ["Surgery"]
    assert median_points(figure) == ()


def test_names_of_curves_that_end_on_one_level_are_led_to_by_lines() -> None:
    figure = small_figure(group_order=[], x_max=10)
    labels = end_labels(figure, Taken(figure, 300, 20, pad=2), [(40, 16), (50, 16)], gap=8)
    assert all(not label.inside for label in labels)
    assert any(label.leader for label in labels)
    assert labels[0].box.bottom >= labels[1].box.top - 1e-6
