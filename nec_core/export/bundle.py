"""One ZIP with all a reader needs to check a result: report, figures, numbers, plan, mapping, and scripts."""

from __future__ import annotations

import io
import zipfile

import pandas as pd

from nec_core.analysis.analyse import SurvivalResult
from nec_core.export.again.files import again_files
from nec_core.export.report_pictures import picture_files, report_pictures
from nec_core.export.report_words import report_markdown
from nec_core.export.spreadsheet import safe_csv
from nec_core.export.study.study_words import analysis_title
from nec_core.export.survival_export import figure_bytes, numbers_xlsx, risk_table
from nec_core.export.tables.table_one_tables import table_one_frame, table_one_sheets
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit
from nec_core.ingest.row_places import place_columns
from nec_core.summary.characteristics.table_one import TableOne
from nec_core.summary.characteristics.table_plan import TABLE_PLAN_FILE

_MADE = (2000, 1, 1, 0, 0, 0)  # the same input gives the same bytes


def report_bundle(
    admission: Admission,
    result: SurvivalResult,
    mapping: Mapping,
    edits: tuple[Edit, ...],
    style: FigureStyle,
    table: TableOne | None = None,
    looks: int = 1,
) -> bytes:
    """The bundle.

    Args:
        admission: of the file.
        result: of its patients, with at least one patient.
        mapping: as the file was taken.
        edits: cells repaired by hand.
        style: of the survival figure.
        table: Table 1, told in the report and in the numbers, with what was asked of it; None for a bundle without it.
        looks: comparisons that were looked at, this one counted in.

    Returns:
        a ZIP. What the scripts read holds one line per analysed patient: times, event, group, and what a model is made
        of; no id, no date. changes.csv says which cells were repaired, not what stood in them: that can be an id or a
        date.

    Raises:
        PlanError: the figure can't be drawn on paper.
    """
    plan = result.plan.model_dump_json(indent=2)
    digest = result.plan.digest
    place = place_columns([e.row for e in edits], admission.source.files)
    log = pd.DataFrame({**place, "column": [e.column for e in edits]})
    pictures = report_pictures(admission, result)
    files = {
        "report.md": report_markdown(admission, result, digest, len(edits), pictures, table, looks).encode(),
        "figure.pdf": figure_bytes(result, admission.source, "pdf", style=style),
        "figure.svg": figure_bytes(result, admission.source, "svg", style=style),
        "numbers.xlsx": numbers_xlsx(result, risk_table(result, style), _of_patients(table)),
        **again_files(admission.cohort, [(analysis_title(result), result)]),
        "plan.json": plan.encode(),
        **({} if table is None else {TABLE_PLAN_FILE: table.plan.model_dump_json(indent=2).encode()}),
        "mapping.json": mapping.model_dump_json(indent=2).encode(),
        "problems.csv": safe_csv(admission.problems.grouped()),
        "changes.csv": safe_csv(log),
        **picture_files(pictures, admission, result),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _of_patients(table: TableOne | None) -> dict[str, pd.DataFrame]:
    return {} if table is None else {"Table 1": table_one_frame(table), **table_one_sheets(table)}
