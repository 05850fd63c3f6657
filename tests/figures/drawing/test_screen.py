"""The same marks on the screen: colours turned round on a dark ground, words escaped, nothing but plain data."""

from __future__ import annotations

import pytest

from nec_core.figures.drawing.marks import GROUND, INK, Area, Line, Page, Paint, Points, Text, rectangle
from nec_core.figures.drawing.screen import plotly_dict
from nec_core.figures.palette import contrast
from nec_core.figures.screen.words import DARK

BLUE = "#0072B2"
BOX = (rectangle(10, 10, 20, 10), rectangle(40, 10, 20, 10))


def page(*marks: Line | Area | Points | Text) -> Page:
    return Page(100, 50, marks)


def test_places_stand_in_the_page_s_own_pixels_with_the_origin_above() -> None:
    drawn = plotly_dict(page(Line(((1.0, 2.0), (3.0, 4.0)))), fixed=True)
    assert (drawn["data"][0]["x"], drawn["data"][0]["y"]) == ([1.0, 3.0], [2.0, 4.0])
    assert drawn["layout"]["xaxis"]["range"] == [0, 100]
    assert drawn["layout"]["yaxis"]["range"] == [50, 0]
    assert drawn["layout"]["width"] == 100


def test_a_page_for_a_desk_fills_what_there_is() -> None:
    layout = plotly_dict(page())["layout"]
    assert (layout["autosize"], layout["width"], layout["height"]) == (True, None, 50)


def test_on_a_dark_ground_ink_is_turned_and_colours_stand_out() -> None:
    drawn = plotly_dict(page(Line((), INK), Line((), Paint("#222222")), Area(BOX, GROUND)), dark=True)
    ink, grey = (trace["line"]["color"] for trace in drawn["data"][:2])
    assert ink == DARK.ink
    assert contrast(grey, DARK.paper) >= 3
    assert drawn["data"][2]["fillcolor"] == "rgba(14,17,23,1)"


@pytest.mark.parametrize("dark", [False, True])
def test_a_tint_lies_between_its_colour_and_the_ground(dark: bool) -> None:
    drawn = plotly_dict(page(Line((), Paint(BLUE)), Line((), Paint(BLUE, 0.5)), Line((), GROUND)), dark=dark)
    full, tint, ground = (trace["line"]["color"] for trace in drawn["data"])
    assert contrast(full, ground) > contrast(tint, ground) > 1.2


def test_words_from_data_are_no_markup() -> None:
    drawn = plotly_dict(page(Text("<a href='x'>A & B</a>", 1, 9, 8), Points(((1, 1),), tells=("<b>1</b>",))))
    assert drawn["layout"]["annotations"][0]["text"] == "&lt;a href='x'&gt;A &amp; B&lt;/a&gt;"
    assert drawn["data"][0]["text"] == ["&lt;b&gt;1&lt;/b&gt;"]


def test_areas_of_one_look_are_one_trace_and_each_can_be_pointed_at() -> None:
    area, pointer = plotly_dict(page(Area(BOX, Paint(BLUE), hatch="dots", tells=("3", "4"))))["data"]
    assert area["x"].count(None) == 1
    assert area["fillpattern"]["shape"] == "."
    assert (pointer["x"], pointer["text"]) == ([20.0, 50.0], ["3", "4"])


def test_marks_of_one_look_are_one_trace_unless_one_would_come_to_lie_under_another() -> None:
    apart = [Line(((10.0 * i, 5.0), (10.0 * i + 4, 5.0)), INK) for i in range(5)]
    cover = Area((rectangle(38, 0, 10, 10),), Paint(BLUE))
    drawn = plotly_dict(page(*apart[:2], cover, *apart[2:4], apart[4]))["data"]
    assert [trace["x"] for trace in drawn if "fill" not in trace] == [
        [0, 4, None, 10, 14, None, 20, 24, None, 30, 34],
        [40, 44],  # it lies on the area
    ]
    dots = [Points(((5.0 * i, 30.0),), "circle", Paint(BLUE), True, tells=(f"P{i}",)) for i in range(3)]
    (joined,) = [t for t in plotly_dict(page(*dots))["data"] if t["mode"] == "markers"]
    assert (joined["x"], joined["text"]) == ([0, 5, 10], ["P0", "P1", "P2"])


def test_what_is_drawn_is_the_same_once_joined() -> None:
    """Every place of every mark is there, the joined page in as many parts as there were marks."""
    marks = [
        Line(((float(i), float(i % 7)), (i + 1.0, float(i % 7))), (INK, Paint(BLUE))[i % 2], 0.7 + i % 3)
        for i in range(60)
    ]  # fmt: skip
    drawn = plotly_dict(page(*marks))["data"]
    found = []
    for trace in drawn:
        pairs = [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if x is not None]
        found += [(pairs[i], pairs[i + 1], trace["line"]["width"]) for i in range(0, len(pairs), 2)]
    asked = [(*m.places, round(m.width_pt * 1.6, 2)) for m in marks]
    assert sorted(found) == sorted(asked)
    assert len(drawn) < len(marks)
