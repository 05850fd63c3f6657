"""A study's document: patients and flow, the cohort block by block, each analysis, methods, limitations, definitions.

Every number comes from a result; nothing is worked out here. What only the author can know is a marked gap.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from nec_core import formatting as fmt
from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.result import SurvivalResult
from nec_core.errors import PlanError
from nec_core.export.guard_words import guard_words
from nec_core.export.image import ImageFormat
from nec_core.export.paper.document import Document, Heading, Paragraph, Part, Pictured, Points, Tabled, told
from nec_core.export.pictures import Kind, Shown, Subject, kind_of, picture_bytes, standing
from nec_core.export.report_words import methods_paragraph
from nec_core.export.study.study_words import extract_sentence, multiplicity_sentence, ran_sentence
from nec_core.export.summary.blocks import BLOCKS, Block, Drawn
from nec_core.export.survival_words import answer_sentence, definition_lines, test_sentence
from nec_core.export.tables.result_tables import tables
from nec_core.export.worth_words import worth_sentence
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.study.running import Ran
from nec_core.study.study import Study
from nec_core.summary.cohort_summary import CohortSummary

WIDTH_MM = 170.0
"""Of every picture: what a page of A4 has between its margins here."""
_DPI = 300
_TABLES = ("summary", "timed", "incidence", "model", "together")
"""Of an analysis: the tables that stand in the document; all of them stand in the workbook."""
GAPS = (
    "Which analysis was the primary one, and when was that decided? [author]",
    "Who approved the study, and how was consent obtained or waived? [author]",
    "Which centres took part, and in which years were patients accrued? [author]",
    "How was progression assessed, and at which intervals? [author]",
    "Which level of significance was set beforehand? P values here are two-sided. [author]",
)
"""What no file tells."""

_NO_GUARD = "None of the checks of this program raised a warning. [author: what else limits the study?]"

Step = Callable[[str, float], None]


def study_document(
    study: Study, admission: Admission, ran: Sequence[Ran], summary: CohortSummary, progress: Step = lambda *_: None
) -> Document:
    """The document.

    Args:
        study: the study.
        admission: of the extract.
        ran: the study's analyses on it.
        summary: of its patients, by the study's Table 1.
        progress: told how far it is; may raise to end the work.
    """
    by = summary.by.name if summary.by else None
    parts: list[Part] = [
        Paragraph(f"{extract_sentence(study.extract)} {multiplicity_sentence(study)}".strip(), "small"),
        Heading("Patients and results"),
    ]
    for place, block in enumerate(BLOCKS):
        progress(block.title, 0.5 * place / len(BLOCKS))
        parts += _block(block, summary, admission, by)
    parts.append(Heading("Analyses"))
    for number, one in enumerate(ran, start=1):
        progress(one.analysis.title, 0.5 + 0.4 * (number - 1) / len(ran))
        parts += _analysis(number, one, admission)
    parts += _closing(admission, ran)
    return Document(study.name, told(parts))


def _block(block: Block, summary: CohortSummary, admission: Admission, by: str | None) -> tuple[Part, ...]:
    found = told(
        [
            Paragraph(block.sentence(summary)),
            Tabled(block.shows or block.title, block.table(summary), block.note(summary)),
            Paragraph(block.needs(summary), "small"),
            *_pictures(block, admission, by),
        ]
    )
    return (Heading(block.title, 2), *found) if found else ()


def _pictures(block: Block, admission: Admission, by: str | None) -> list[Part]:
    """The block's own, and those that stand in its section."""
    own = [(kind_of(drawn.kind), drawn) for drawn in block.draws]
    own += [(kind, Drawn(kind.name)) for kind in standing(block.section)] if block.section else []
    found: list[Part] = []
    for kind, drawn in own:
        plan = AnalysisPlan(endpoint=drawn.endpoint, by=by if drawn.by_group else None)
        found += _drawn(kind, Subject(admission, plan, drawn.variable))
    return found


def _drawn(kind: Kind, subject: Subject, stem: str = "") -> list[Part]:
    """A picture with its sentence; nothing where the file does not have what it needs, or no font its characters."""
    with contextlib.suppress(PlanError):
        picture = kind.picture(subject)
        if not picture.missing_glyphs():
            return [_pictured(picture, kind, subject, stem or kind.name)]
    return []


def _pictured(picture: Shown, kind: Kind, subject: Subject, stem: str) -> Pictured:
    def written(image: ImageFormat) -> bytes:
        shown = picture
        if isinstance(picture, Picture) and image != "pdf":  # one page; the PDF holds all
            shown = replace(picture, layout=lambda sheet: picture.layout(sheet)[:1])
        return picture_bytes(shown, subject.admission.source, subject.plan, image, WIDTH_MM, _DPI)

    missing = f" {picture.missing[:1].upper()}{picture.missing[1:]}." if picture.missing else ""
    title = f"{kind.title}. {picture.sentence} n = {fmt.count(picture.n)}.{missing}"
    return Pictured(title, stem, written("png"), written("svg"), written("pdf"), WIDTH_MM, picture.alt_text)


def _analysis(number: int, one: Ran, admission: Admission) -> tuple[Part, ...]:
    result = one.result
    if result is None or not result.n:
        why = one.refusal or answer_sentence(result) if result else one.refusal
        return (Heading(f"{number}. {one.analysis.title}", 2), Paragraph(f"Not estimable here: {why}", "beware"))
    worth = worth_sentence(result) if result.worth is not None else ""
    return told(
        [
            Heading(f"{number}. {one.analysis.title}", 2),
            Paragraph(f"{one.analysis.why.capitalize()}. {ran_sentence(one)}", "small"),
            *(Paragraph(guard_words(g), "beware") for g in result.guards if g.severity == "serious"),
            Paragraph(f"{answer_sentence(result)} {test_sentence(result)}"),
            Paragraph(worth),
            *_figures(number, result, admission, one.analysis.style),
            *(
                Tabled(f"{one.analysis.title}: {table.heading_of(result)}", frame, table.caption(result))
                for table, frame in tables("report", result)
                if table.id in _TABLES
            ),
        ]
    )


def _figures(number: int, result: SurvivalResult, admission: Admission, style: FigureStyle) -> list[Part]:
    if result.regression is not None:
        subject = Subject(admission, result.plan)
        return [p for kind in standing("model") for p in _drawn(kind, subject, f"analysis_{number}_{kind.name}")]
    return _drawn(kind_of("survival"), Subject(admission, result.plan, style=style), f"analysis_{number}")


def _closing(admission: Admission, ran: Sequence[Ran]) -> list[Part]:
    results = [one.result for one in ran if one.result is not None and one.result.n]
    limits = dict.fromkeys(guard_words(g) for r in results for g in r.guards)
    paragraphs = dict.fromkeys(methods_paragraph(admission, r) for r in results)
    lines = dict.fromkeys(line for r in results for line in definition_lines(r))
    return [
        Heading("Methods"),
        *(Paragraph(text) for text in paragraphs),
        *(Paragraph(gap, "gap") for gap in GAPS),
        Heading("Limitations"),
        Points(tuple(limits) or (_NO_GUARD,)),
        Heading("Definitions and software"),
        Points(tuple(lines)),
    ]


__all__ = ["GAPS", "study_document"]
