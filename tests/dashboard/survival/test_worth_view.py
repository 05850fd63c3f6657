"""The panel that says what the page's P is worth: in a line at once, the rest when it is opened."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.opened import LATE_SURGERY, SAMPLE, opened, tables

HEAD = "What this P is worth"


def heads(app: AppTest) -> list[str]:
    assert not app.exception
    return [e.label.replace("\\", "") for e in app.main.expander if e.label.startswith(HEAD)]


def told(app: AppTest) -> dict[str, str]:
    """The panel's table, question to answer."""
    (found,) = [t for t in tables(app) if "Answer" in t]
    return dict(zip(found["What"], found["Answer"], strict=True))


def with_panel(app: AppTest) -> AppTest:
    app.session_state["survival:worth"] = True
    app.run()
    assert not app.exception
    return app


def test_the_line_over_the_panel_says_how_many_patients_carry_p() -> None:
    page = opened("survival_curves.py", SAMPLE)
    assert heads(page) == [f"{HEAD}: .05 or more without any one of 19 of the 38 patients (.010 to .091)"]
    page.selectbox(key="survival:by").set_value("sex").run()
    assert heads(page) == [f"{HEAD}: no single patient carries it (<.001 to .007)"]
    page.selectbox(key="survival:by").set_value("smoking").run()
    assert heads(page)[0].startswith(f"{HEAD}: no single patient keeps it from being below .05 (")


def test_one_group_has_no_p() -> None:
    lines = "".join(f"p{i},{i + 1},{i % 2}\n" for i in range(20))
    assert heads(opened("survival_curves.py", data=f"patient_id,os_months,os_event\n{lines}".encode())) == []


def test_groups_settled_after_time_zero_have_no_p_that_is_worth_anything() -> None:
    page = opened("survival_curves.py", LATE_SURGERY)
    page.selectbox(key="survival:by").set_value("resection").run()
    assert heads(page) == []


def test_opened_it_has_the_sentence_a_picture_and_a_table() -> None:
    page = opened("survival_curves.py", SAMPLE)
    with_panel(page)
    assert any("hangs on single patients" in code.value for code in page.code)
    assert told(page)["Test chosen before looking"] == "log-rank, P = .039"


def test_of_a_large_cohort_it_looks_at_patients_when_asked() -> None:
    lines = "".join(f"p{i},{(i * 37) % 97 + 1},{i % 3 > 0:d},{'ab'[i % 2]}\n" for i in range(240))
    page = opened("survival_curves.py", data=f"patient_id,os_months,os_event,arm\n{lines}".encode())
    page.selectbox(key="survival:by").set_value("arm").run()
    assert heads(page) == [HEAD]
    with_panel(page)
    assert "beyond 200 it takes more than a moment" in told(page)["Not computed"]
    page.button(key="survival:look into").click().run()
    assert not page.exception
    assert not [b for b in page.button if b.key == "survival:look into"]
    assert "One patient left out" in told(page)
    assert "Not computed" not in told(page)
    page.selectbox(key="survival:unit months").set_value("years").run()  # another question
    assert [b for b in page.button if b.key == "survival:look into"]
