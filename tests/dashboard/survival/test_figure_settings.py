"""The figure's settings: each reaches the style and survives a change of page; no loaded file breaks the panel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.survival.figure_settings import _SECTIONS, _in_the_panel_s_words
from nec_core.export.survival_export import preview_png
from nec_core.figures.palette import PALETTES
from nec_core.figures.setting import Section, SettingSpec
from nec_core.figures.style import FigureStyle, settings
from tests.pages.opened import SAMPLE, markdown, opened

NUMBERS = {"x_max": 24.0, "x_step": 6.0, "y_min": 0.2, "y_max": 0.8, "font_size_pt": 10.0, "line_width_pt": 2.0}


@pytest.fixture
def page() -> AppTest:
    return with_panel(opened("survival_curves.py", SAMPLE))


def with_panel(app: AppTest) -> AppTest:
    """The panel open at its second tab."""
    return at_tab(app, "Look")


def names_open(app: AppTest) -> AppTest:
    app.session_state["group names"] = True
    app.run()
    assert not app.exception
    return app


def at_tab(app: AppTest, tab: str) -> AppTest:
    app.session_state["survival:panel"] = True
    app.session_state["survival:tab"] = tab
    app.run()
    assert not app.exception
    return app


@pytest.fixture(scope="module", autouse=True)
def one_preview() -> Iterator[None]:
    """The preview is drawn once: what is in it is tested with the export, and it takes a third of a second a time."""
    drawn: list[bytes] = []

    def preview(*arguments: Any) -> bytes:
        if not drawn:
            drawn.append(preview_png(*arguments))
        return drawn[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.survival.figure_settings.preview_png", preview)
        yield


@pytest.fixture(scope="module")
def kept() -> AppTest:
    """One page for tests that begin with the default settings."""
    return with_panel(opened("survival_curves.py", SAMPLE))


def style(app: AppTest) -> FigureStyle:
    found: FigureStyle = app.session_state["figure_style"]
    return found


def key_of(app: AppTest, control: str) -> str:
    """The key of a control, which changes with each loading and each return to the defaults."""
    turn = app.session_state.get("figure:turn", 0)
    return f"figure:{turn}:{control}"


def control_of(app: AppTest, spec: SettingSpec) -> Any:
    """The control that sets a field, while the axis is in months."""
    at_tab(app, "Size" if spec.setting.section == "Sizes" else "Look")
    kinds = {"choice": "selectbox", "tick": "checkbox", "number": "number_input", "text": "text_input"}
    key = f"{spec.name} months" if spec.setting.of_time else spec.name
    return getattr(app, kinds[spec.kind])(key=key_of(app, key))


def another(spec: SettingSpec) -> Any:
    """A value that is not the default."""
    if spec.kind == "number":
        return NUMBERS[spec.name]
    return next((c for c in reversed(spec.choices) if c != spec.default), "Some words")


def in_the_browser(app: AppTest) -> dict[str, str]:
    """What the browser knows each of the panel's controls by, and keeps its value under."""
    kinds = (app.selectbox, app.checkbox, app.number_input, app.text_input, app.multiselect, app.color_picker)
    controls = [c for kind in kinds for c in kind if str(c.key).startswith("figure:")]
    return {c.label: c.proto.id for c in controls}


def load(app: AppTest, content: bytes) -> AppTest:
    next(u for u in app.file_uploader if u.key == "figure:load").set_value(
        ("s.json", content, "application/json")
    ).run()
    assert not app.exception
    return app


def test_untouched_settings_are_the_defaults(page: AppTest) -> None:
    assert style(page) == FigureStyle()


@pytest.mark.parametrize("spec", [s for s in settings().values() if s.kind != "by hand"], ids=lambda s: s.name)
def test_each_setting_reaches_the_style_and_nothing_else_changes(kept: AppTest, spec: SettingSpec) -> None:
    with_panel(kept).button(key="figure:reset").click().run()
    control = control_of(kept, spec)
    value = another(spec)
    control.set_value(value == spec.setting.ticked[0] if spec.kind == "tick" else value).run()
    assert not kept.exception
    assert style(kept) == FigureStyle.model_validate({spec.name: value})


def test_each_setting_stands_on_the_panel_under_its_label_with_its_words_and_help(kept: AppTest) -> None:
    with_panel(kept).button(key="figure:reset").click().run()
    for spec in settings().values():
        if spec.kind != "by hand":
            control = control_of(kept, spec)
            assert control.label == spec.setting.label.format(unit="months")
            assert control.help == (spec.setting.help or "")
            if spec.kind == "choice":
                assert control.options == list(spec.setting.words.values())


def test_the_panel_has_every_section_in_the_style_s_order() -> None:
    assert [s for sections in _SECTIONS.values() for s in sections] == list(get_args(Section))
    assert list(dict.fromkeys(s.setting.section for s in settings().values())) == list(get_args(Section))


def test_the_unit_is_chosen_once_as_the_analysis_own(kept: AppTest) -> None:
    with_panel(kept).button(key="figure:reset").click().run()
    assert kept.selectbox(key=key_of(kept, "time_unit")).options == ["months", "days", "weeks", "years"]


def test_groups_can_be_renamed_reordered_and_coloured(page: AppTest) -> None:
    names_open(page)
    next(t for t in page.text_input if t.label == "Group 1").set_value("Locoregional").run()
    next(m for m in page.multiselect if m.label == "Order of groups").set_value(["metastatic", "LRD"]).run()
    page.color_picker[0].set_value("#AA0000").run()
    assert not page.exception
    found = style(page)
    assert (found.group_names, found.group_order) == ({}, ("metastatic", "LRD"))
    assert found.group_colours == {"LRD": "#AA0000"}
    spec = page.get("plotly_chart")[0].proto.spec
    assert "Locoregional" in spec and "LRD" not in spec and "#AA0000" in spec
    assert "in Locoregional (n = 15)" in markdown(page)


def test_two_groups_are_never_called_alike(page: AppTest) -> None:
    names_open(page)
    next(t for t in page.text_input if t.label == "Group 1").set_value("metastatic").run()
    assert "Two groups of “Stage at diagnosis” can't both be called “metastatic”." in markdown(page)
    assert "in locoregional (LRD) (n = 15)" in markdown(page)


def test_names_in_a_file_of_settings_become_the_variable_s(page: AppTest) -> None:
    load(page, FigureStyle(group_names={"LRD": "Local"}).model_dump_json().encode())
    assert style(page).group_names == {}
    assert "in Local (n = 15)" in markdown(page)
    page.switch_page("report.py").run()
    assert "in Local (n = 15)" in markdown(page)


def test_one_group_has_no_settings_of_groups(page: AppTest) -> None:
    page.selectbox(key="survival:by").select_index(0).run()
    assert not [t for t in names_open(page).text_input if t.label.startswith("Group ")]
    assert style(page).group_names == {}


def test_what_was_set_survives_a_change_of_page_and_default_settings_undo_it(page: AppTest) -> None:
    page.text_input(key=key_of(page, "title")).set_value("Kept").run()
    page.switch_page("guide.py").run()
    with_panel(page.switch_page("survival_curves.py").run())
    assert page.text_input(key=key_of(page, "title")).value == "Kept"
    page.button(key="figure:reset").click().run()
    assert style(page) == FigureStyle()
    assert page.text_input(key=key_of(page, "title")).value == ""


def test_settings_saved_can_be_loaded_again(page: AppTest) -> None:
    wanted = FigureStyle(title="Loaded", palette="lancet", x_max=36, show_hr=True)
    load(page, wanted.model_dump_json().encode())
    assert style(page) == wanted
    assert page.text_input(key=key_of(page, "title")).value == "Loaded"


@pytest.mark.parametrize("content", [b"{}x", b'{"colour": 1}', b'{"palette": "rainbow"}', b"\xff\xfe"])
def test_a_file_that_holds_no_settings_is_refused_in_a_sentence_and_changes_nothing(
    page: AppTest, content: bytes
) -> None:
    load(page, content)
    assert "This file is not a file of figure settings:" in markdown(page)
    assert style(page) == FigureStyle()
    load(page, FigureStyle(title="Good").model_dump_json().encode())
    assert "is not a file of figure settings" not in markdown(page)
    assert style(page).title == "Good"


def test_a_loaded_file_keeps_what_the_panel_does_not_offer(page: AppTest) -> None:
    load(page, FigureStyle(tail="full", line_styles=True, y_max=0.8).model_dump_json().encode())
    page.checkbox(key=key_of(page, "show_grid")).set_value(True).run()
    found = style(page)
    assert (found.tail, found.line_styles, found.y_max, found.show_grid) == ("full", True, 0.8, True)


def test_a_loaded_value_beyond_the_panel_s_own_range_does_not_break_the_page(page: AppTest) -> None:
    load(page, FigureStyle(y_min=0.97, x_max=0.05, x_step=0.01).model_dump_json().encode())
    assert (style(page).y_min, style(page).x_max, style(page).x_step) == (0.97, 0.05, 0.01)


def test_a_setting_that_can_t_be_drawn_is_said_and_left_out(page: AppTest) -> None:
    load(page, FigureStyle(y_max=0.5).model_dump_json().encode())
    page.number_input(key=key_of(page, "y_min")).set_value(0.6).run()
    assert not page.exception
    assert (
        "“Other axis from” must lie below “Other axis to”, but “Other axis from” is 0.6 and “Other axis to” is 0.5; "
        "lower “Other axis from” or raise “Other axis to”"
    ) in markdown(page)
    assert style(page).y_min == 0


def test_an_axis_that_ended_at_24_months_does_not_end_at_24_days(page: AppTest) -> None:
    page.number_input(key=key_of(page, "x_max months")).set_value(24.0).run()
    page.selectbox(key="survival:unit months").set_value("days").run()
    assert not page.exception
    assert style(page).x_max is None
    assert page.number_input(key=key_of(page, "x_max days")).value is None


def test_the_unit_of_the_figure_is_that_of_its_axis_settings(page: AppTest) -> None:
    load(page, FigureStyle(time_unit="years", x_max=2).model_dump_json().encode())
    assert page.number_input(key=key_of(page, "x_max years")).label == "Time axis to (years)"
    assert style(page).time_unit == "years"


def test_the_settings_can_be_saved(page: AppTest) -> None:
    assert "Save settings" in [b.proto.label for b in page.get("download_button")]


def test_an_empty_selection_draws_nothing_and_keeps_what_was_set(page: AppTest) -> None:
    page.text_input(key=key_of(page, "title")).set_value("Kept").run()
    page.slider(key="filter:age_years").set_range(32, 33).run()
    page.multiselect(key="filter:stage").set_value(["LRD"]).run()
    assert not page.exception
    assert not page.get("plotly_chart")
    assert style(page).title == "Kept"


def test_the_screen_figure_follows_the_settings(page: AppTest) -> None:
    page.text_input(key=key_of(page, "y_label")).set_value("Alive & well <b>").run()
    spec = json.dumps(json.loads(page.get("plotly_chart")[0].proto.spec))
    assert "Alive & well &lt;b&gt;" in spec or "Alive &amp; well &lt;b&gt;" in spec


def test_another_time_unit_forgets_the_range_and_step_of_the_last_one(kept: AppTest) -> None:
    with_panel(kept)
    kept.number_input(key=key_of(kept, "x_max months")).set_value(36.0).run()
    assert style(kept).x_max == 36
    kept.selectbox(key=key_of(kept, "time_unit")).set_value("years").run()
    assert (style(kept).time_unit, style(kept).x_max, style(kept).x_step) == ("years", None, None)
    kept.number_input(key=key_of(kept, "x_max years")).set_value(3.0).run()
    assert style(kept).x_max == 3
    kept.selectbox(key=key_of(kept, "time_unit")).select_index(0).run()
    assert style(kept).time_unit is None


def test_range_dashes_and_tail_reach_the_style(kept: AppTest) -> None:
    kept.number_input(key=key_of(kept, "y_max")).set_value(0.5).run()
    kept.selectbox(key=key_of(kept, "line_styles")).set_value(True).run()
    kept.checkbox(key=key_of(kept, "tail")).uncheck().run()
    assert (style(kept).y_max, style(kept).line_styles, style(kept).tail) == (0.5, True, "full")
    kept.number_input(key=key_of(kept, "y_max")).set_value(1.0).run()
    kept.selectbox(key=key_of(kept, "line_styles")).select_index(0).run()
    kept.checkbox(key=key_of(kept, "tail")).check().run()
    assert (style(kept).y_max, style(kept).line_styles, style(kept).tail) == (1.0, None, "pale")


def test_an_own_colour_starts_with_the_one_the_group_has_and_ends_with_it(kept: AppTest) -> None:
    with_panel(kept).button(key="figure:reset").click().run()
    names_open(kept)
    assert kept.color_picker[1].value == PALETTES["default"][1]
    kept.color_picker[1].set_value("#123456").run()
    assert style(kept).group_colours == {"metastatic": "#123456"}
    kept.color_picker[1].set_value(PALETTES["default"][1]).run()
    assert style(kept).group_colours == {}


@pytest.mark.parametrize("how", ["loaded", "default"])
def test_the_browser_keeps_no_value_of_a_control_when_settings_are_loaded_or_undone(page: AppTest, how: str) -> None:
    before = in_the_browser(page)
    if how == "loaded":
        load(page, FigureStyle(title="Loaded", palette="lancet").model_dump_json().encode())
    else:
        page.button(key="figure:reset").click().run()
    after = in_the_browser(page)
    assert before.keys() == after.keys()
    assert len(before) == 25
    assert not set(before.values()) & set(after.values())


def test_a_click_after_loading_keeps_what_was_loaded_and_so_does_another_page(page: AppTest) -> None:
    wanted = FigureStyle(title="Loaded", palette="lancet", x_max=36, y_max=0.8, show_hr=True)
    load(page, wanted.model_dump_json().encode())
    page.checkbox(key=key_of(page, "show_grid")).check().run()
    assert style(page) == wanted.model_copy(update={"show_grid": True})
    page.switch_page("guide.py").run()
    with_panel(page.switch_page("survival_curves.py").run())
    assert style(page) == wanted.model_copy(update={"show_grid": True})
    assert page.number_input(key=key_of(page, "x_max months")).value == 36


@pytest.mark.parametrize(
    ("name", "shown"),
    [("x_max", "all"), ("x_step", "auto"), ("y_min", "0"), ("y_max", "1"), ("font_size_pt", "8"),
     ("line_width_pt", "1.25")],
)  # fmt: skip
def test_an_emptied_number_box_stays_empty_and_means_the_default(kept: AppTest, name: str, shown: str) -> None:
    spec = settings()[name]
    with_panel(kept).button(key="figure:reset").click().run()
    control_of(kept, spec).set_value(NUMBERS[name]).run()
    assert getattr(style(kept), name) == NUMBERS[name]
    with_panel(kept).checkbox(key=key_of(kept, "show_grid")).check().run()
    box = control_of(kept, spec)
    assert not box.proto.HasField("default")  # the browser fills an emptied box with it
    box.set_value(None).run()
    assert not kept.exception
    assert style(kept) == FigureStyle(show_grid=True)
    box = control_of(kept, spec)
    assert (box.value, box.placeholder) == (None, shown)


def test_a_refusal_calls_settings_by_their_labels_and_leaves_other_words_alone() -> None:
    assert _in_the_panel_s_words("y_min must lie below y_max") == "“Other axis from” must lie below “Other axis to”"
    assert _in_the_panel_s_words("titles and x_maxima") == "titles and x_maxima"
