"""The register of pictures: every kind, declared once, for command line, page and gallery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import nec_core
from nec_core import formatting as fmt
from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.errors import PlanError
from nec_core.export.image import ImageFormat, missing_glyphs, render_picture
from nec_core.export.survival_export import figure_bytes, figure_of
from nec_core.export.survival_words import answer_sentence
from nec_core.figures.alt_text import alt_text
from nec_core.figures.drawing.kind import OF_RESULTS, SECTIONS, Kind, Section, Shown, Subject
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.kinds import (
    cumulative_incidence,
    flow,
    follow_up,
    forest,
    histogram,
    imaging,
    missing,
    order,
    progression,
    published,
    residuals,
    sensitivity,
    swimmer,
    treatments,
    worth,
)
from nec_core.figures.screen.screen import plotly_spec
from nec_core.figures.style import FigureStyle
from nec_core.figures.survival_figure import SurvivalFigure
from nec_core.ingest.admission import Source

__all__ = [
    "KINDS",
    "OF_RESULTS",
    "PAPER_WIDTHS_MM",
    "SECTIONS",
    "Kind",
    "Section",
    "Shown",
    "Subject",
    "counted",
    "kind_of",
    "picture_bytes",
    "standing",
]

PAPER_WIDTHS_MM: tuple[Literal[180, 89], ...] = (180, 89)
"""Two columns of a journal, and one."""


@dataclass(frozen=True)
class SurvivalPicture:
    """The survival figure among the other pictures, with its own layout and its own renderers."""

    result: SurvivalResult
    figure: SurvivalFigure
    style: FigureStyle | None

    @property
    def title(self) -> str:
        return f"{self.result.endpoint.label}, Kaplan-Meier"

    @property
    def sentence(self) -> str:
        return answer_sentence(self.result)

    @property
    def alt_text(self) -> str:
        return alt_text(self.figure)

    @property
    def n(self) -> int:
        return self.result.n

    @property
    def missing(self) -> str:
        return "; ".join(f"{reason}: {n}" for reason, n in self.result.excluded.items())

    def on_screen(self, width_px: float, *, dark: bool = False, fixed: bool = False) -> dict[str, Any]:
        return plotly_spec(self.figure, dark=dark, width_px=round(width_px), fixed=fixed)

    def missing_glyphs(self) -> tuple[str, ...]:
        return missing_glyphs(self.figure)


def _survival(subject: Subject) -> SurvivalPicture:
    result = analyse(subject.admission.cohort, subject.plan)
    if not result.n:
        raise PlanError(answer_sentence(result))
    return SurvivalPicture(result, figure_of(result, subject.style), subject.style)


_ALL = (
    Kind("survival", "Survival", "How long did patients live?", _survival, styled=True),
    cumulative_incidence.KIND,
    follow_up.KIND,
    flow.KIND,
    histogram.KIND,
    forest.KIND,
    treatments.KIND,
    order.KIND,
    swimmer.KIND,
    progression.KIND,
    imaging.KIND,
    residuals.KIND,
    published.KIND,
    missing.KIND,
    worth.KIND,
    sensitivity.KIND,
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""Every kind of picture by its name on the command line."""


def standing(section: Section) -> tuple[Kind, ...]:
    """The kinds that stand in a section without a choice."""
    return tuple(kind for kind in KINDS.values() if kind.section == section)


def kind_of(name: str) -> Kind:
    """A kind by its name. Raises PlanError with the names there are."""
    if name not in KINDS:
        raise PlanError(f"There is no kind of picture “{name}”. There are: {', '.join(KINDS)}.")
    return KINDS[name]


def counted(picture: Shown) -> str:
    """Patients drawn, and what is missing."""
    return f"n = {fmt.count(picture.n)}; {picture.missing or 'nothing missing'}."


def picture_bytes(
    picture: Shown, source: Source, plan: AnalysisPlan, format: ImageFormat, width_mm: float = 180, dpi: int = 300
) -> bytes:
    """The picture as a file's bytes, with where it came from in its metadata (no file name, no patient).

    Raises:
        PlanError: the page is too small for the picture's words, or it takes more pages than the format can hold.
    """
    if isinstance(picture, SurvivalPicture):
        return figure_bytes(picture.result, source, format, width_mm, dpi, picture.style)
    if isinstance(picture, Picture):
        metadata = {
            "Creator": f"nec_core {nec_core.__version__}",
            "Keywords": f"input sha256 {source.sha256}; plan sha256 {plan.digest}",
        }
        return render_picture(picture, format, width_mm, dpi, metadata)
    raise PlanError(f"“{picture.title}” can't be written as a file. Report this.")
