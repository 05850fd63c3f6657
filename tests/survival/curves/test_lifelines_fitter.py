"""lifelines goes on from our counts, with and without delayed entry."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.lifelines_fitter import fitted_kaplan_meier
from tests.survival.goldens import columns


@pytest.mark.parametrize("delayed", [False, True])
def test_lifelines_fitted_to_our_counts_has_our_curve(delayed: bool) -> None:
    data = columns("myeloma")
    table = event_table(data["t"], data["e"], unit="days", entry=data["entry"] if delayed else None)
    curve = kaplan_meier(table, "log-log", 0.9)[0]
    fitter = fitted_kaplan_meier(curve)
    theirs = fitter.survival_function_at_times(curve.time).to_numpy()
    # lifelines lets a curve with delayed entry rise again from zero; up to there the two agree.
    alive = curve.survival > 0
    np.testing.assert_allclose(theirs[alive], curve.survival[alive], rtol=1e-9)
    assert fitter.alpha == pytest.approx(0.1)


def test_an_empty_group_cannot_go_to_lifelines() -> None:
    with pytest.raises(PlanError, match="Group 'b' has no patients, so lifelines has nothing to fit"):
        fitted_kaplan_meier(kaplan_meier(event_table([1], [True], [0], ("a", "b")))[1])
