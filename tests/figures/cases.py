"""Made-up tables and figures for the tests of this folder."""

from __future__ import annotations

from typing import Any

import numpy as np

from nec_core.figures import FigureStyle, FigureText, SurvivalFigure, survival_figure
from nec_core.figures.screen.screen import plotly_spec
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier

TEXT = FigureText(
    y_label="Overall survival",
    x_label="Months since diagnosis",
    notes=("Log-rank P = .039",),
    hr_notes=("HR 0.61 (95% CI 0.40–0.93)",),
    caption="Kaplan–Meier estimate, 95% CI by the log-log method.",
    footnote="plan 5f1c9a02",
)

# Eight patients in two groups, small enough to follow by hand. A: deaths at 2 and 6, last seen at 4 and 10.
TIMES = [2.0, 4.0, 6.0, 10.0, 1.0, 3.0, 3.0, 8.0]
EVENTS = [True, False, True, False, True, True, False, True]
GROUP = [0, 0, 0, 0, 1, 1, 1, 1]
NAMES = ("Surgery", "No surgery")


def small_table(names: tuple[str, ...] = NAMES, unit: str = "months") -> EventTable:
    return event_table(TIMES, EVENTS, GROUP, names, unit)


def small_figure(names: tuple[str, ...] = NAMES, text: FigureText = TEXT, **style: object) -> SurvivalFigure:
    table = small_table(names)
    return survival_figure(table, kaplan_meier(table), text, FigureStyle.model_validate(style))


def random_table(n: int, names: tuple[str, ...] = NAMES, seed: int = 5) -> EventTable:
    random = np.random.default_rng(seed)
    group = random.integers(0, len(names), n)
    return event_table(
        np.round(random.exponential(20 * (1 + group)), 1), random.random(n) < 0.7, group, names, "months"
    )


def random_figure(n: int, names: tuple[str, ...] = NAMES, seed: int = 5, **style: object) -> SurvivalFigure:
    table = random_table(n, names, seed)
    return survival_figure(table, kaplan_meier(table), TEXT, FigureStyle.model_validate(style))


def plotted(figure: SurvivalFigure, **options: Any) -> Any:
    """The screen figure as an object of Plotly's, which judges every property of it."""
    from plotly.graph_objects import Figure

    return Figure(plotly_spec(figure, **options))
