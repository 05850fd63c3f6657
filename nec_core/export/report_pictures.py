"""The pictures that stand in a report without a choice, and their files beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nec_core.analysis.analyse import SurvivalResult
from nec_core.errors import PlanError
from nec_core.export.pictures import SECTIONS, Kind, Section, Shown, Subject, picture_bytes, standing
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.system_font import no_font
from nec_core.ingest.admission import Admission

WIDTH_MM = 180.0
"""Of every picture: what a page of A4 or Letter has between its margins."""


@dataclass(frozen=True)
class ReportPicture:
    """One picture of a report.

    Attributes:
        kind: which one.
        picture: as it is drawn.
        n_pages: it takes on paper; the report itself shows the first.
        refused: why it can't be drawn on paper; "" where it can.
    """

    kind: Kind
    picture: Shown
    n_pages: int
    refused: str = ""

    @property
    def shown(self) -> str:
        """The file that the report shows."""
        return f"pictures/{self.kind.name}.svg"

    @property
    def whole(self) -> str:
        """The file to take away, all pages in it."""
        return f"pictures/{self.kind.name}.pdf"


def report_pictures(admission: Admission, result: SurvivalResult) -> tuple[ReportPicture, ...]:
    """The standing pictures of the result's patients, section by section; without what the file does not have.

    Those of a model stand where the plan has one, or groups by a treatment with a date; those of other selections where
    somebody asked for them.
    """
    subject = Subject(admission, result.plan)
    found = []
    for section in SECTIONS:
        if not _has(section, result):
            continue
        for kind in standing(section):
            with contextlib.suppress(PlanError):
                picture = kind.picture(subject)
                pages = len(picture.pages(WIDTH_MM)) if isinstance(picture, Picture) else 1
                missing = picture.missing_glyphs()
                found.append(ReportPicture(kind, picture, pages, no_font(missing) if missing else ""))
    return tuple(found)


def _has(section: Section, result: SurvivalResult) -> bool:
    if section == "model":
        return result.regression is not None or result.timed is not None
    return section != "sensitivity" or result.sensitivity is not None


def picture_files(found: Sequence[ReportPicture], admission: Admission, result: SurvivalResult) -> dict[str, bytes]:
    """The two files of each picture that can be drawn, by name."""
    files = {}
    for one in found:
        if one.refused:
            continue
        files[one.shown] = picture_bytes(_first_page(one), admission.source, result.plan, "svg", WIDTH_MM)
        files[one.whole] = picture_bytes(one.picture, admission.source, result.plan, "pdf", WIDTH_MM)
    return files


def _first_page(one: ReportPicture) -> Shown:
    picture = one.picture
    if one.n_pages == 1 or not isinstance(picture, Picture):
        return picture
    return replace(picture, layout=lambda sheet: picture.layout(sheet)[:1])
