"""A kind of picture: what it is asked of, and how one is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal, Protocol, get_args

from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.errors import PlanError
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.patients.cohort import Cohort

Section = Literal["treatments", "progression", "follow-up", "imaging", "missing", "flow", "model", "sensitivity"]
SECTIONS: Final[tuple[Section, ...]] = get_args(Section)
"""Where pictures stand without a choice, in this order: beside the tables of the cohort's page and in the report.
Those of `OF_RESULTS` are about the analysis, the others about its patients."""
OF_RESULTS: Final[tuple[Section, ...]] = ("model", "sensitivity")


@dataclass(frozen=True)
class Subject:
    """What a picture is asked of.

    Attributes:
        admission: the file's patients, and what became of its other rows.
        plan: endpoint, groups and filter.
        variable: the one it is about, for kinds that are about one; None for the kind's own choice.
        form: one of the kind's `forms`; None for the one that suits the plan.
        style: of the survival figure; None for the usual one.
    """

    admission: Admission
    plan: AnalysisPlan = field(default_factory=AnalysisPlan)
    variable: str | None = None
    form: str | None = None
    style: FigureStyle | None = None

    @cached_property
    def patients(self) -> PlanPatients:
        """The plan's patients, row by row."""
        return PlanPatients(self.admission.cohort, self.plan)

    @property
    def cohort(self) -> Cohort:
        """The patients inside the filter."""
        return self.patients.selected


class Shown(Protocol):
    """What every picture can say and show, whoever draws it: see `Picture`."""

    @property
    def title(self) -> str: ...

    @property
    def sentence(self) -> str: ...

    @property
    def alt_text(self) -> str: ...

    @property
    def n(self) -> int: ...

    @property
    def missing(self) -> str: ...

    def on_screen(self, width_px: float, *, dark: bool = False, fixed: bool = False) -> dict[str, Any]:
        """For Plotly: data and layout."""

    def missing_glyphs(self) -> tuple[str, ...]:
        """The characters in it that no font can draw on paper."""


@dataclass(frozen=True)
class Kind:
    """One kind of picture.

    Attributes:
        name: as on the command line.
        title: in lists, and over the picture on a page.
        question: what it answers, a sentence.
        make: the picture of a subject; raises PlanError where the file does not have what it needs.
        forms: the ways it can be drawn, its usual one first; () for one way.
        about: what `Subject.variable` means to it; "" where it is about no single variable.
        styled: whether `Subject.style` means something to it.
        most: how many patients it can show, where each has marks of their own; None where it draws counts.
        section: where it stands without a choice; None where it is chosen.
    """

    name: str
    title: str
    question: str
    make: Callable[[Subject], Shown]
    forms: tuple[str, ...] = ()
    about: str = ""
    styled: bool = False
    most: int | None = None
    section: Section | None = None

    def picture(self, subject: Subject) -> Shown:
        """The picture of a subject.

        Raises:
            PlanError: the file does not have what it needs, or the subject asks for what this kind does not have.
        """
        if subject.variable and not self.about:
            raise PlanError(f"A variable means nothing to “{self.name}”: it is about no single one.")
        if subject.form and subject.form not in self.forms:
            forms = f"Its forms are: {', '.join(self.forms)}." if self.forms else "It has one form only."
            raise PlanError(f"“{self.name}” has no form “{subject.form}”. {forms}")
        if subject.style and not self.styled:
            raise PlanError(f"A style means nothing to “{self.name}”: it belongs to the survival figure.")
        if self.most is not None and subject.cohort.n > self.most:
            raise PlanError(
                f"“{self.title}” has marks for each patient and shows up to {self.most:,} of them, and here are "
                f"{subject.cohort.n:,}. Filter the cohort."
            )
        return self.make(subject)
