"""What to beware of in a picture that compares: said in it and beside it, since a picture travels without its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nec_core.analysis.guarding.known import guards_of, time_zero_in_words, used_by
from nec_core.analysis.guards import About
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.figures.drawing.blocks import words
from nec_core.figures.drawing.marks import Page
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.words import clean_name


def warned(picture: Picture, patients: PlanPatients, *about: About) -> Picture:
    """The picture with what is settled after time zero among that which it shows of a plan.

    Args:
        picture: of these patients.
        patients: with the plan as the picture takes it.
        about: what it shows: groups compared, patients chosen, a model.
    """
    lines = _serious(patients, about)
    if not lines:
        return picture
    text = clean_name(f"Beware: {'; '.join(lines)}.")
    return replace(
        picture,
        sentence=f"{picture.sentence} {text}",
        alt_text=f"{picture.alt_text} {text}",
        layout=lambda sheet: _with_words_below(picture.layout(sheet), text, sheet),
    )


def _serious(patients: PlanPatients, about: Sequence[About]) -> tuple[str, ...]:
    plan = patients.plan
    several = "groups" in about and plan.by is not None and len(patients.grouping.names) > 1
    found = guards_of(used_by(patients.cohort, plan, several=several), time_zero_in_words(patients.everybody.endpoint))
    return tuple(g.in_figure for g in found if g is not None and g.severity == "serious" and g.about in about)


def _with_words_below(pages: tuple[Page, ...], text: str, sheet: Sheet) -> tuple[Page, ...]:
    """Each page under its words: pages are parted when they are handed on."""
    told = words(sheet, text, small=True, bold=True)
    return tuple(
        Page(page.width, page.height + told.height, (*page.marks, *told.moved(down=page.height - sheet.margin).marks))
        for page in pages
    )


__all__ = ["warned"]
