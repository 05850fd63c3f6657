"""What stands beside a model: what its numbers mean."""

from __future__ import annotations

from dataclasses import replace

from dashboard.models_view import _meaning
from nec_core.analysis.analyse import AnalysisPlan, analyse
from tests.analysed import sample

RESULT = analyse(sample(), AnalysisPlan(covariates=("stage",)))


def test_penalised_estimates_and_competing_events_are_said_where_there_are_some() -> None:
    plain = _meaning(replace(RESULT, n_competing=0), penalised=False)
    assert plain.endswith("Endpoint: Overall survival, death from any cause.")
    assert "Firth" not in plain and "cause-specific" not in plain
    assert "Firth's penalised estimates" in _meaning(RESULT, penalised=True)
    assert "Competing events count as censored: the hazard ratios are cause-specific." in _meaning(
        replace(RESULT, n_competing=1), penalised=False
    )
