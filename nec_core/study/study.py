"""The study as a file: how the extract is taken, and every analysis by name with why it is there. No patient is in it.

Repairs of cells hold what stood in cells and are saved apart (`repairs`). What an analysis gave is kept in counts and
medians alone, so that with next year's extract it can be said what it was then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from nec_core import __version__
from nec_core.analysis.plan import AnalysisPlan
from nec_core.errors import StudyError
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.saved_file import message, read_saved
from nec_core.study.kept_result import KeptResult
from nec_core.summary.characteristics.table_plan import TablePlan

Why = Literal["planned", "exploratory"]
Title = Annotated[str, Field(min_length=1, max_length=200)]
ENDING = ".study.json"
_MOST = 200  # analyses
_MAKE_ANEW = "Take a file that was saved as a study, which ends in .study.json."


class StudyAnalysis(BaseModel):
    """One analysis of the study.

    Attributes:
        title: what it is called; no two of a study share one.
        plan: what is asked.
        why: whether it was planned before the data were looked at.
        reason: why it is there, in the author's words; an exploratory one has one.
        added: the day it was added.
        style: of its figure.
        found: what it gave when the study was saved, per group.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Title
    plan: AnalysisPlan
    why: Why = "exploratory"
    reason: Annotated[str, Field(max_length=2000)] = ""
    added: dt.date
    style: FigureStyle = FigureStyle()
    found: tuple[KeptResult, ...] = ()


class Extract(BaseModel):
    """The extract a study was made with, as far as it can be told without a patient.

    Attributes:
        files: names of what was dropped.
        sha256: of their bytes: `nec_core.ingest.admission.Source.sha256`.
        rows_in, accepted, folded, rejected: rows, and what became of them.
        repaired: cells repaired by hand.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    files: tuple[str, ...]
    sha256: str
    rows_in: int
    accepted: int
    folded: int
    rejected: int
    repaired: int = 0

    @classmethod
    def of(cls, admission: Admission, repaired: int) -> Extract:
        source = admission.source
        return cls(
            files=source.files or (source.file_name,), sha256=source.sha256, rows_in=source.rows_in,
            accepted=admission.cohort.n, folded=len(admission.folded_rows), rejected=len(admission.rejected_rows),
            repaired=repaired,
        )  # fmt: skip


class Study(BaseModel):
    """The study.

    Attributes:
        version: of the file: see `nec_core.saved_file`.
        made_with: the version of this program that saved it.
        name: of the study.
        extract: what it was made with.
        mapping: how the extract is taken, with the names of variables and levels.
        table: what is asked of Table 1.
        analyses: in the order of the paper.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1] = 1
    made_with: str = __version__
    name: Title = "Study"
    extract: Extract
    mapping: Mapping
    table: TablePlan = TablePlan()
    analyses: Annotated[tuple[StudyAnalysis, ...], Field(max_length=_MOST)] = ()

    @model_validator(mode="after")
    def _each_title_once(self) -> Study:
        titles = [a.title for a in self.analyses]
        if len(titles) != len(set(titles)):
            raise ValueError("two analyses have the same title")
        return self

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "This file") -> Study:
        """A study as saved.

        Args:
            text: the file's content.
            name: what a refusal calls the file.

        Raises:
            StudyError: the text is no study, or one of a later version.
        """
        return read_saved(cls, text, "a saved study", _MAKE_ANEW, StudyError, name)

    def to_json(self) -> str:
        """The file's content: the same study gives the same bytes."""
        return self.model_dump_json(indent=2) + "\n"

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(a.title for a in self.analyses)

    def analysis(self, title: str) -> StudyAnalysis:
        """Raises StudyError naming what there is."""
        found = next((a for a in self.analyses if a.title == title), None)
        if found is None:
            raise StudyError(f"This study has no analysis “{title}”. It has: {', '.join(self.titles) or 'none'}.")
        return found

    def with_analysis(self, added: StudyAnalysis) -> Study:
        """The study with one more at its end; a title it has already gets a number."""
        return self._of((*self.analyses, added.model_copy(update={"title": self.free_title(added.title)})))

    def changed(self, title: str, /, **values: object) -> Study:
        """The study with fields of one analysis changed.

        Raises:
            StudyError: there is no such analysis, or it can't be so.
        """
        old = self.analysis(title)
        try:
            new = StudyAnalysis.model_validate(old.model_dump() | values)
        except ValidationError as error:
            raise StudyError(f"“{title}” can't be changed so: {message(error)}.") from None
        if new.title != title and new.title in self.titles:
            raise StudyError(f"Another analysis is called “{new.title}” already. Choose another title.")
        return self._of(new if a is old else a for a in self.analyses)

    def without(self, title: str) -> Study:
        """The study without one analysis. Raises StudyError where there is none of that title."""
        gone = self.analysis(title)
        return self._of(a for a in self.analyses if a is not gone)

    def duplicated(self, title: str) -> Study:
        """The study with a copy of one analysis right behind it. Raises StudyError as above."""
        old = self.analysis(title)
        copy = old.model_copy(update={"title": self.free_title(title)})
        return self._of(x for a in self.analyses for x in ((a, copy) if a is old else (a,)))

    def moved(self, title: str, by: int) -> Study:
        """The study with one analysis so many places later, or earlier; at an end it stays. Raises StudyError as
        above."""
        old = self.analysis(title)
        rest = [a for a in self.analyses if a is not old]
        place = min(max(self.analyses.index(old) + by, 0), len(rest))
        return self._of((*rest[:place], old, *rest[place:]))

    def free_title(self, title: str) -> str:
        """The title, with a number behind it where the study has it already."""
        found, n = title, 1
        while found in self.titles:
            n += 1
            found = f"{title} ({n})"
        return found

    def _of(self, analyses: Sequence[StudyAnalysis] | object) -> Study:
        """With other analyses; checked, as `model_copy` alone does not."""
        return Study.model_validate({**dict(self), "analyses": tuple(analyses)})  # type: ignore[arg-type]  # an iterable


__all__ = ["ENDING", "Extract", "Study", "StudyAnalysis", "Why"]
