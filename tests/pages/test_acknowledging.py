"""A warning acknowledged with a reason: folded for what it was said of, until it is taken back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dashboard.guarding.acknowledging import _subject
from nec_core.analysis.plan import AnalysisPlan
from nec_core.patients.cohort_filter import CohortFilter, LevelCondition
from tests.pages.opened import LATE_SURGERY, markdown, opened

REASON = "We report the *landmark*."


def folded(app: AppTest) -> list[str]:
    return [e.label for e in app.expander if e.label.startswith("Acknowledged: ")]


def test_a_reason_folds_the_warning_and_can_be_taken_back() -> None:
    app = opened("survival_curves.py", LATE_SURGERY)
    app.selectbox(key="survival:by").set_value("resection").run()
    app.text_input(key="acknowledge immortal_time").set_value(REASON).run()
    assert not app.exception
    assert (len(app.warning), len(folded(app))) == (0, 1)
    assert f"Reason: {REASON}" in markdown(app)
    assert app.session_state["plan"].acknowledged == {"immortal_time": REASON}  # what the report is made of
    app.button(key="acknowledge immortal_time no more").click().run()
    assert (len(app.warning), len(folded(app))) == (1, 0)


def test_a_reason_holds_for_what_is_compared_however_it_is_shown_and_for_nothing_else() -> None:
    plan = AnalysisPlan(by="resection")
    operated, not_operated = (
        CohortFilter(levels=(LevelCondition(variable="resection", levels=(x,)),)) for x in ("yes", "no")
    )
    same = [plan, AnalysisPlan(by="resection", unit="years", conf_type="plain", acknowledged={"few_events": "x"})]
    assert len({_subject(p) for p in same}) == 1
    filtered = [AnalysisPlan(by="resection", filter=x) for x in (operated, not_operated)]
    assert len({_subject(p) for p in filtered}) == 1
    others = [AnalysisPlan(by="systemic"), AnalysisPlan(by="resection", strata="sex"), AnalysisPlan(endpoint="pfs"),
              AnalysisPlan(covariates=("resection",)), filtered[0], plan]  # fmt: skip
    assert len({_subject(p) for p in others}) == len(others)
