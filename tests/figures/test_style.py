from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from nec_core.errors import PlanError
from nec_core.figures import FigureStyle
from nec_core.figures.setting import SettingSpec
from nec_core.figures.style import settings

FIRST = Path(__file__).with_name("figure_settings_1.json")
"""As the panel saved them before files had a version: every setting other than its default."""
NO_SETTING = {"version": "it is the file's, and no choice"}


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
    assert FigureStyle.from_json(style.model_dump_json()) == style
    assert '"version":1' in style.model_dump_json()


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


def test_settings_saved_before_files_had_a_version_are_still_read() -> None:
    style = FigureStyle.from_json(FIRST.read_bytes())
    assert style == FigureStyle(
        title="Overall survival by stage", x_label="Time since diagnosis", y_label="Alive", time_unit="years",
        x_max=5, x_step=0.5, y_min=0.2, y_max=0.9, display="proportion", quantity="failure", interval="lines",
        tail="full", censor_ticks=False, median_lines=False, line_styles=True, show_grid=True, labels="legend",
        group_order=("metastatic", "LRD"), group_names={"LRD": "Locoregional"},
        group_colours={"metastatic": "#D55E00"}, palette="lancet", risk_table="at_risk", show_p=False, show_hr=True,
        show_medians=True, show_caption=False, footnote=True, font_size_pt=9.5, line_width_pt=2,
    )  # fmt: skip
    assert style.version == 1
    assert style.model_dump(exclude_defaults=True).keys() == settings().keys()


@pytest.mark.parametrize("text", ["{}x", "[]", '{"colour": 1}', '{"palette": "rainbow"}', b"\xff\xfe"])
def test_a_text_that_holds_no_settings_is_refused_in_a_sentence(text: str | bytes) -> None:
    with pytest.raises(PlanError) as refusal:
        FigureStyle.from_json(text, "s.json")
    said = str(refusal.value)
    assert said.startswith("s.json is not a file of figure settings: ")
    assert said.endswith(". Save some on the Survival curves page first.")


def test_settings_of_a_later_version_are_refused_as_such() -> None:
    with pytest.raises(PlanError) as refusal:
        FigureStyle.from_json('{"version": 2, "sparkle": true}')
    assert str(refusal.value) == (
        "This file is a file of figure settings of a version this program does not know. Load it with the version that "
        "saved it, or make it anew."
    )


def test_every_field_tells_a_person_what_it_means_or_why_not() -> None:
    assert set(FigureStyle.model_fields) == settings().keys() | NO_SETTING.keys()
    assert all(spec.setting.label for spec in settings().values())
    assert len({spec.setting.label for spec in settings().values()}) == len(settings())


@pytest.mark.parametrize("spec", [s for s in settings().values() if s.choices], ids=lambda s: s.name)
def test_every_choice_has_its_own_words(spec: SettingSpec) -> None:
    setting = spec.setting
    worded = set(setting.words) if setting.words else set(setting.ticked)
    # The unit's None is the analysis' own unit, which only the panel knows.
    assert worded == set(spec.choices) - ({None} if spec.name == "time_unit" else set())
    assert len(set(setting.words.values())) == len(setting.words)


@pytest.mark.parametrize("spec", [s for s in settings().values() if s.kind == "number"], ids=lambda s: s.name)
def test_a_number_box_ends_where_the_style_does(spec: SettingSpec) -> None:
    margin = spec.setting.margin
    beside = {"y_min": {"y_max": 1}, "y_max": {"y_min": 0}}.get(spec.name, {})
    for end, beyond in ((spec.lowest, -1), (spec.highest, 1)):
        if end is None:
            continue
        assert getattr(FigureStyle.model_validate({spec.name: end, **beside}), spec.name) == end
        with pytest.raises(ValidationError, match=spec.name):
            FigureStyle.model_validate({spec.name: end + beyond * (margin or 0.001), **beside})


def test_what_is_in_the_unit_of_time_says_so() -> None:
    in_unit = {name for name, spec in settings().items() if spec.setting.of_time}
    assert in_unit == {"x_max", "x_step"}
    assert all("{unit}" in settings()[name].setting.label for name in in_unit)
