from __future__ import annotations

import pytest
from pydantic import ValidationError

from nec_core.figures import FigureStyle


def test_a_style_survives_json_and_back() -> None:
    style = FigureStyle(
        title="OS by stage",
        time_unit="years",
        x_max=10,
        y_min=0.5,
        display="proportion",
        group_order=("B", "A"),
        group_names={"A": "Surgery"},
        group_colours={"B": "#123abc"},
        palette="jama",
        line_styles=False,
    )
    assert FigureStyle.model_validate_json(style.model_dump_json()) == style


def test_only_what_was_changed_needs_to_be_saved() -> None:
    assert FigureStyle(palette="nejm").model_dump(exclude_defaults=True) == {"palette": "nejm"}
    assert FigureStyle.model_validate({"palette": "nejm"}) == FigureStyle(palette="nejm")


def test_a_style_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        FigureStyle().show_p = False  # type: ignore[misc]  # the point of the test


def test_a_vertical_axis_without_height_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValidationError, match=r"y_min is 0.9 and y_max is 0.5; lower y_min or raise y_max"):
        FigureStyle(y_min=0.9, y_max=0.5)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("x_max", 0),
        ("x_max", float("inf")),
        ("x_step", -1),
        ("font_size_pt", 2),
        ("line_width_pt", 0),
        ("palette", "rainbow"),
        ("group_colours", {"A": "red;} body{"}),
        ("not_a_setting", 1),
        ("title", "x" * 201),
    ],
)
def test_a_setting_that_cannot_be_drawn_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        FigureStyle.model_validate({field: value})
