"""One ZIP with all a reader needs to check a result: report, figures, numbers, plan, mapping, and an R script."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pandas as pd

from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.export.report_pictures import picture_files, report_pictures
from nec_core.export.report_words import report_markdown
from nec_core.export.spreadsheet import safe_csv
from nec_core.export.survival_export import bewares, figure_bytes, numbers_xlsx, risk_table
from nec_core.export.survival_words import MISLEADS
from nec_core.export.tables.table_one_tables import table_one_frame, table_one_sheets
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit
from nec_core.ingest.row_places import place_columns
from nec_core.patients.cohort import Cohort
from nec_core.summary.characteristics.table_one import TableOne
from nec_core.summary.characteristics.table_plan import TABLE_PLAN_FILE
from nec_core.time_units import scale

_MADE = (2000, 1, 1, 0, 0, 0)  # the same input gives the same bytes

R_SCRIPT = """# The curves, medians and tests of this report, by R's package survival.
# In this folder: Rscript reproduce.R
{beware}library(survival)
# A group may be called NA, 01 or TRUE: names are read as text, nothing stands for a missing value.
patients <- read.csv("patients.csv", fileEncoding = "UTF-8-BOM", colClasses = c(group = "character"), na.strings = NULL)
patients$group <- factor(patients$group, levels = unique(patients$group[order(patients$group_order)]))
fit <- survfit(Surv({times}) ~ group, data = patients, conf.type = "{conf_type}", conf.int = {conf_level})
print(fit)
{rates}if (nlevels(patients$group) > 1) {{
{log_rank}  print(summary(coxph(Surv({times}) ~ group, data = patients, ties = "efron")))
}}
"""


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
        a ZIP. patients.csv holds one line per analysed patient: time, event, group; no id, no date. changes.csv
        says which cells were repaired, not what stood in them: that can be an id or a date.

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
        "patients.csv": safe_csv(analysed_patients(admission.cohort, result)),
        "reproduce.R": _r_script(result).encode(),
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


def analysed_patients(cohort: Cohort, result: SurvivalResult) -> pd.DataFrame:
    """Time, event and group of every analysed patient, in an order that tells nothing of the file's."""
    rows = PlanPatients(cohort, result.plan).rows
    factor = scale(rows.unit, result.unit)
    frame = pd.DataFrame(
        {
            "time": rows.time * factor if factor != 1 else rows.time,
            "event": (rows.event == 1).astype(np.int64),
            "group": np.array(rows.names, object)[rows.group] if len(rows.group) else [],
            "group_order": rows.group,
        }
    )
    if rows.entry is not None:
        # Who was watched from the start was at risk at time zero too; R's spells begin after their entry.
        entry = np.where(rows.entry <= 0, -1.0, rows.entry)
        frame.insert(0, "entry", entry * factor if factor != 1 else entry)
    return frame.sort_values(["group_order", "time", "event"], ignore_index=True)


def _r_script(result: SurvivalResult) -> str:
    times = ", ".join(repr(float(t)) for t in result.times)
    return R_SCRIPT.format(
        times="entry, time, event" if result.entry else "time, event",
        beware="".join(f"# {line}\n" for line in (*((MISLEADS,) if result.naive else ()), *bewares(result))),
        conf_type=result.plan.conf_type,
        conf_level=result.plan.conf_level,
        # survdiff takes no entry times; the score test of the exact partial likelihood is the log-rank test.
        log_rank='  print(coxph(Surv(entry, time, event) ~ group, data = patients, ties = "exact")$score)\n'
        if result.entry
        else "  print(survdiff(Surv(time, event) ~ group, data = patients))\n",
        rates=f"print(summary(fit, times = c({times}), extend = TRUE))\n" if times else "",
    )
