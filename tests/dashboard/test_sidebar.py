"""The sidebar: every kind of filter, alone and together, reset, clear, and the count that is shown."""

from __future__ import annotations

import csv
import hashlib

import pytest
from streamlit.testing.v1 import AppTest

from nec_core.patients.cohort_filter import CohortFilter
from tests.pages.opened import SAMPLE, opened

MADE = (
    "patient_id,diagnosis_date,last_contact_date,vital_status,sex,Ward,Score,Same\n"
    + "".join(
        f"p{i},2020-01-{1 + i:02d},2021-01-01,{'dead' if i % 2 else 'alive'},{('female', 'male', '')[i % 3]},"
        f"w{i % 2},{'' if i == 0 else i / 4},1\n"
        for i in range(12)
    )
).encode()

with SAMPLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.fixture
def app() -> AppTest:
    return opened("cohort_summary.py", SAMPLE)


@pytest.fixture
def made() -> AppTest:
    return opened("cohort_summary.py", data=MADE)


def shown(app: AppTest) -> str:
    assert not app.exception
    return next(m.value for m in app.sidebar.markdown if m.value.startswith("Showing")).replace("*", "")


def chosen(app: AppTest) -> CohortFilter:
    found: CohortFilter = app.session_state["current_filter"]
    return found


def button(app: AppTest, label: str) -> AppTest:
    next(b for b in app.sidebar.button if b.label == label).click().run()
    assert not app.exception
    return app


def test_no_file_no_filters() -> None:
    app = opened("guide.py")
    assert app.sidebar.caption[0].value == "No cohort yet."
    assert not app.sidebar.multiselect
    assert not app.sidebar.button


def test_the_file_is_named_with_its_layout_hash_and_rows(app: AppTest) -> None:
    assert app.sidebar.markdown[0].value == "**anorectal\\_nec\\_38\\.csv**"
    sha256 = hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert app.sidebar.markdown[0].proto.help == f"Layout: Our template  \nSHA-256: {sha256}"
    assert "38 of 38 rows accepted" in app.sidebar.caption[0].value


def test_rejected_rows_are_counted() -> None:
    bad = MADE + b"x,2022-01-01,2021-01-01,dead,male,w0,1,1\n"
    assert "12 of 13 rows accepted, 1 rejected" in opened("guide.py", data=bad).sidebar.caption[0].value


def test_a_category_keeps_its_levels(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    assert shown(app) == "Showing 15 of 38 patients"
    app.multiselect(key="filter:stage").set_value(["LRD", "metastatic"]).run()
    assert shown(app) == "Showing 38 of 38 patients"


def test_a_range_keeps_both_ends(app: AppTest) -> None:
    app.slider(key="filter:age_years").set_range(40, 60).run()
    (condition,) = chosen(app).ranges
    assert (condition.variable, condition.minimum, condition.maximum) == ("age_years", 40, 60)
    n = sum(40 <= int(row["age_years"]) <= 60 for row in ROWS)
    assert shown(app) == f"Showing {n} of 38 patients"


def test_the_whole_range_is_no_filter(app: AppTest) -> None:
    slider = app.slider(key="filter:age_years")
    slider.set_range(slider.min, slider.max).run()
    assert chosen(app).is_empty


@pytest.mark.parametrize(("how", "given"), [("any_of", (1, 2)), ("all_of", (2,)), ("none_of", (0,))])
def test_treatments_are_a_set_any_all_none(app: AppTest, how: str, given: tuple[int, ...]) -> None:
    n = sum((row["resection"] == "yes") + (row["systemic"] == "yes") in given for row in ROWS)
    app.multiselect(key=f"filter: treatment {how}").set_value(["resection", "systemic"]).run()
    assert getattr(chosen(app).treatments, how) == ("resection", "systemic")
    assert shown(app) == f"Showing {n} of 38 patients"


def test_conditions_hold_together(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    app.multiselect(key="filter: treatment any_of").set_value(["resection"]).run()
    assert shown(app) == "Showing 10 of 38 patients"


def test_blanks_can_be_chosen_where_there_are_some(made: AppTest) -> None:
    assert made.multiselect(key="filter:sex").options == ["female", "male", "other", "not recorded"]
    made.multiselect(key="filter:sex").set_value(["not recorded"]).run()
    assert shown(made) == "Showing 4 of 12 patients"
    assert "not recorded" not in opened("models.py", SAMPLE).multiselect(key="filter:stage").options


def test_any_other_variable_can_be_asked_for_and_brings_its_filter(made: AppTest) -> None:
    assert not [m for m in made.sidebar.multiselect if m.key == "filter:Ward"]
    made.multiselect(key="filter: more").set_value(["Ward", "Score"]).run()
    made.multiselect(key="filter:Ward").set_value(["w1"]).run()
    assert shown(made) == "Showing 6 of 12 patients"
    made.slider(key="filter:Score").set_range(0.5, 2.75).run()
    assert shown(made) == "Showing 5 of 12 patients"


def test_who_has_no_value_is_left_out_once_a_range_is_narrowed(made: AppTest) -> None:
    made.multiselect(key="filter: more").set_value(["Score"]).run()
    assert shown(made) == "Showing 12 of 12 patients"
    made.slider(key="filter:Score").set_range(0.25, 2.5).run()
    assert shown(made) == "Showing 10 of 12 patients"


def test_what_has_one_value_or_is_a_treatment_is_not_among_the_others(made: AppTest, app: AppTest) -> None:
    assert "Same" not in made.multiselect(key="filter: more").options
    assert not [o for o in app.multiselect(key="filter: more").options if o == "Resection of the primary"]


def test_filters_stay_when_the_page_changes(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    app.switch_page("survival_curves.py").run()
    assert shown(app) == "Showing 15 of 38 patients"


@pytest.mark.parametrize("page", ["upload.py", "published_study.py", "guide.py"])
def test_filters_stand_only_where_they_act_and_are_not_lost_elsewhere(app: AppTest, page: str) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    app.switch_page(page).run()
    assert not app.exception
    assert app.sidebar.markdown[0].value == "**anorectal\\_nec\\_38\\.csv**"
    assert not app.sidebar.multiselect
    app.switch_page("report.py").run()
    assert shown(app) == "Showing 15 of 38 patients"


def test_reset_empties_every_filter_and_can_be_pressed_only_then(made: AppTest) -> None:
    reset = next(b for b in made.sidebar.button if b.label == "Reset filters")
    assert reset.disabled
    made.multiselect(key="filter: more").set_value(["Ward", "Score"]).run()
    made.multiselect(key="filter:Ward").set_value(["w1"]).run()
    made.slider(key="filter:Score").set_range(0.5, 2.5).run()
    made.multiselect(key="filter:sex").set_value(["male"]).run()
    button(made, "Reset filters")
    assert chosen(made).is_empty
    assert shown(made) == "Showing 12 of 12 patients"


def test_clear_my_data_forgets_the_file_the_filters_and_the_choices(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    button(app, "Clear my data")
    assert app.sidebar.caption[0].value == "No cohort yet."
    assert "upload" not in app.session_state
    assert "Clear my data" not in [b.label for b in app.sidebar.button]


def test_the_sidebar_says_that_nothing_is_sent(app: AppTest) -> None:
    assert "Stays on this computer. Nothing is sent anywhere." in app.sidebar.caption[-1].value


# Streamlit keeps a choice for each page by the widget's key: only another key surely forgets it (see tests/browser).
def test_reset_makes_other_filters(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    button(app, "Reset filters")
    assert shown(app) == "Showing 38 of 38 patients"
    assert not [w for w in (*app.multiselect, *app.slider) if (w.key or "").startswith("filter:")]
    assert len([w for w in (*app.multiselect, *app.slider) if (w.key or "").startswith("1 filter:")]) > 5


def test_another_mapping_has_filters_of_its_own(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    app.switch_page("upload.py").run()
    next(b for b in app.main.button if b.label == "Read again").click().run()
    app.switch_page("models.py").run()
    assert shown(app) == "Showing 38 of 38 patients"
    assert app.multiselect(key="1 filter:stage").value == []


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("survival_curves.py", "filter:stage"),
        ("survival_curves.py", "survival:by"),
        ("survival_curves.py", "survival:strata stage"),
        ("survival_curves.py", "survival:horizon months"),
        ("models.py", "models:strata"),
        ("models.py", "models:reference stage"),
        ("cohort_summary.py", "summary:compare by"),
        ("survival_curves.py", "figure width"),
    ],
)
def test_another_file_has_choices_of_its_own(app: AppTest, page: str, key: str) -> None:
    def keys() -> set[str]:
        app.switch_page(page).run()
        app.session_state["survival:panel"] = True
        app.session_state["survival:tab"] = "Size" if key == "figure width" else "Analysis"
        app.run()
        assert not app.exception
        kinds = ("multiselect", "selectbox", "number_input", "segmented_control", "button_group")
        return {w.key for kind in kinds for w in app.get(kind) if getattr(w, "key", None)}

    assert key in keys()
    app.switch_page("upload.py").run()
    app.button(key="sample").click().run()
    assert {key, f"1 {key}"} & keys() == {f"1 {key}"}
