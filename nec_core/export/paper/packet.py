"""Everything of a study in one ZIP: the document for Word and for the browser, its figures and tables, the study, and
scripts that work its numbers out again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

import pandas as pd

from nec_core.export.again.files import again_files
from nec_core.export.paper.document import Document, Pictured, Tabled
from nec_core.export.paper.study_document import Step, study_document
from nec_core.export.paper.web import web_bytes
from nec_core.export.paper.word import word_bytes
from nec_core.export.spreadsheet import safe_csv, safe_xlsx
from nec_core.ingest.admission import Admission
from nec_core.study.running import Ran
from nec_core.study.study import Study
from nec_core.summary.cohort_summary import cohort_summary

_MADE = (2000, 1, 1, 0, 0, 0)  # the same study on the same extract gives the same bytes


def packet(study: Study, admission: Admission, ran: Sequence[Ran], progress: Step = lambda *_: None) -> bytes:
    """The packet.

    Args:
        study: the study.
        admission: of the extract.
        ran: its analyses on it.
        progress: told how far it is; may raise to end the work.

    Returns:
        a ZIP. No id and no date of a patient is in it. The scripts' files hold a line per patient: times, groups and a
        model's covariates together can make one recognisable.
    """
    summary = cohort_summary(admission, study.table)
    document = study_document(study, admission, ran, summary, progress)
    progress("Writing the files", 0.9)
    files = {
        "report.docx": word_bytes(document),
        "report.html": web_bytes(document),
        "study.json": study.to_json().encode(),
        **_figures(document),
        **_tables(document),
        **again_files(admission.cohort, [(one.analysis.title, one.result) for one in ran]),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _figures(document: Document) -> dict[str, bytes]:
    """Each as PDF and SVG, by its number in the document."""
    found: dict[str, bytes] = {}
    for part, number in document.numbered():
        if isinstance(part, Pictured):
            stem = f"figures/{_stem(number)}_{_stem(part.stem)}"
            found |= {f"{stem}.pdf": part.pdf, f"{stem}.svg": part.svg}
    return found


def _tables(document: Document) -> dict[str, bytes]:
    """Each as CSV, and all of them as sheets of a workbook."""
    sheets: dict[str, pd.DataFrame] = {}
    found: dict[str, bytes] = {}
    for part, number in document.numbered():
        if isinstance(part, Tabled):
            sheets[number.rstrip(".")] = part.frame
            found[f"tables/{_stem(number)}_{_stem(part.title)}.csv"] = safe_csv(part.frame)
    return found | ({"tables/tables.xlsx": safe_xlsx(sheets)} if sheets else {})


def _stem(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:40]


__all__ = ["packet"]
