"""Known at diagnosis? Asked on the Upload page, or beside the guard: one click, then silent or serious for ever."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.opened import in_order, opened

TRIAL = "patient_id,os_months,os_event,arm,cell type\n" + "".join(
    f"p{i},{i % 30 + 1},{i % 2},{'ab'[i % 2]},{'xy'[i // 2 % 2]}\n" for i in range(60)
)
ASKED = "Nobody has said when “arm” was known."


def by_arm(app: AppTest) -> AppTest:
    app.switch_page("survival_curves.py").run()
    app.selectbox(key="survival:by").set_value("arm").run()
    assert not app.exception
    return app


def panel(app: AppTest) -> str:
    return next(e.label for e in app.expander if e.label.startswith("Known at diagnosis?"))


def test_one_click_beside_the_guard_answers_it_for_ever() -> None:
    app = by_arm(opened(data=TRIAL.encode()))
    assert ASKED in in_order(app)
    app.button(key="known maybe_immortal_time later arm").click().run()
    assert not app.exception
    assert "“arm” is settled only after time zero" in in_order(app)
    assert ASKED not in in_order(app)
    app.switch_page("upload.py").run()
    assert panel(app) == "Known at diagnosis? 2 variables, 1 not said yet"
    app.button_group(key="known later of arm").set_value("at diagnosis").run()
    app.button_group(key="known None of cell type").set_value("at diagnosis").run()
    assert not app.exception
    assert panel(app).endswith("all said")
    text = in_order(by_arm(app))
    assert "immortal" not in text
    assert ASKED not in text


def test_an_answer_can_be_taken_back_on_the_upload_page() -> None:
    app = opened(data=TRIAL.encode())
    app.button_group(key="known None of arm").set_value("later").run()
    assert app.session_state["known"] == {"arm": "later"}
    app.button_group(key="known later of arm").set_value(None).run()
    assert app.session_state["known"] == {}
    assert panel(app).endswith("2 not said yet")


def test_a_wrong_answer_is_put_right_in_the_warning_itself() -> None:
    app = by_arm(opened(data=TRIAL.encode()))
    app.button(key="known maybe_immortal_time later arm").click().run()
    app.button(key="known immortal_time all the same arm").click().run()
    assert not app.exception
    assert app.session_state["known"] == {"arm": "at diagnosis"}
    assert "immortal" not in in_order(app)
