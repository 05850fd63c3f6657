"""What stands beside a model: what its numbers mean."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard import models_view
from dashboard.models_view import _meaning
from nec_core.analysis.analyse import AnalysisPlan, analyse
from tests.analysed import mgus2, sample

RESULT = analyse(sample(), AnalysisPlan(covariates=("stage",)))


def test_penalised_estimates_and_competing_events_are_said_where_there_are_some() -> None:
    plain = _meaning(replace(RESULT, n_competing=0), penalised=False)
    assert plain.endswith("Endpoint: Overall survival, death from any cause.")
    assert "Firth" not in plain and "cause-specific" not in plain
    assert "Firth's penalised estimates" in _meaning(RESULT, penalised=True)
    assert "Competing events count as censored: the hazard ratios are cause-specific." in _meaning(
        replace(RESULT, n_competing=1), penalised=False
    )


def test_with_competing_events_all_three_hazards_stand_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[pd.DataFrame] = []
    monkeypatch.setattr(models_view, "show_table", lambda frame, *_: shown.append(frame))
    for plan, cohort in ((AnalysisPlan(covariates=("who",)), mgus2()), (AnalysisPlan(covariates=("stage",)), sample())):
        result = analyse(cohort, plan)
        models_view.show([result], result)
    found = [frame for frame in shown if "Subdistribution ratio (95% CI)" in frame]
    assert len(found) == 1  # without competing events there is none
    assert {"Hazard ratio of the event (95% CI)", "Hazard ratio of the competing event (95% CI)"} <= set(
        found[0].columns
    )
