"""Behind the answer: every test, pair, difference and mean, drawn when somebody opens it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.export.comparison_tables import (
    comparable,
    log_rank_frame,
    milestone_frame,
    pairs_frame,
    restricted_mean_frame,
)
from nec_core.export.survival_tables import conditional_frame, hazard_frame

_PANEL = "survival:details"
_TABLES: tuple[tuple[str, Callable[[SurvivalResult], pd.DataFrame], str], ...] = (
    ("Tests of equal survival", log_rank_frame,
     "One test is enough, chosen before looking: the smallest of several P values misleads."),
    ("Pairs of groups", pairs_frame, "Report an adjusted P: with many pairs one of them is small by chance."),
    ("Difference of survival at fixed times", milestone_frame,
     "Choose the times before looking, under More. The log(−log) scale is truer in small cohorts."),
    ("Restricted mean survival time", restricted_mean_frame,
     "The average time lived within a fixed period: the area under the curve. It needs no proportional hazards."),
    ("Cumulative hazard (Nelson-Aalen)", hazard_frame,
     "How much risk has added up by then. It can pass 1 and is no probability."),
)  # fmt: skip


def show(result: SurvivalResult) -> None:
    """Conditional survival where it was asked for, and the panel."""
    if result.n == 0:
        return
    _already_lived(result)
    panel = st.expander(
        "Tests, pairs, differences and means", icon=":material/table_chart:", key=_PANEL, on_change="rerun"
    )
    if not panel.open:
        return
    with panel:
        if result.comparison is not None and comparable(result) is None:
            st.caption("No tests and differences: these groups were settled after time zero (immortal time bias).")
        for title, frame_of, explained in _TABLES:
            _table(title, frame_of(result), explained)


def _already_lived(result: SurvivalResult) -> None:
    frame = conditional_frame(result)
    if len(frame):
        lived = fmt.point_in_time(result.plan.survived or 0.0, result.unit)
        _table(
            f"Those who have already lived {lived}", frame, f"Survival from {lived} on, of those still followed then."
        )


def _table(title: str, frame: pd.DataFrame, explained: str) -> None:
    if not len(frame):
        return
    st.markdown(f"**{fmt.escape_markdown(title)}**")
    st.dataframe(frame, hide_index=True, height="content", alt=title)
    st.caption(fmt.escape_markdown(explained))


__all__ = ["show"]
