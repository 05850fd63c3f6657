"""Results become pictures: one figure of numbers (`survival_figure`), two renderers (`screen`, `paper`).

Importing this package imports neither plotly nor matplotlib.
"""

from nec_core.figures.alt_text import alt_text
from nec_core.figures.style import FigureStyle
from nec_core.figures.survival_figure import FigureText, GroupSeries, SurvivalFigure, survival_figure

__all__ = ["FigureStyle", "FigureText", "GroupSeries", "SurvivalFigure", "alt_text", "survival_figure"]
