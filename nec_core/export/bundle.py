"""One ZIP with all a reader needs to check a result: report, figure, numbers, plan, mapping, and an R script."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pandas as pd

from nec_core.analysis import SurvivalResult
from nec_core.cohort import Cohort
from nec_core.endpoints import endpoint_times
from nec_core.export.report_words import report_markdown
from nec_core.export.spreadsheet import safe_csv
from nec_core.export.survival_export import figure_bytes
from nec_core.export.survival_tables import numbers_xlsx
from nec_core.export.survival_words import MISLEADS, is_naive
from nec_core.figures.style import FigureStyle
from nec_core.grouping import group
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit
from nec_core.survival.time_grid import DAYS_PER_UNIT

_MADE = (2000, 1, 1, 0, 0, 0)  # the same input gives the same bytes

R_SCRIPT = """# The curves, medians and tests of this report, by R's package survival.
# In this folder: Rscript reproduce.R
{beware}library(survival)
# A group may be called NA, 01 or TRUE: names are read as text, nothing stands for a missing value.
patients <- read.csv("patients.csv", fileEncoding = "UTF-8-BOM", colClasses = c(group = "character"), na.strings = NULL)
patients$group <- factor(patients$group, levels = unique(patients$group[order(patients$group_order)]))
fit <- survfit(Surv(time, event) ~ group, data = patients, conf.type = "{conf_type}", conf.int = {conf_level})
print(fit)
{rates}if (nlevels(patients$group) > 1) {{
  print(survdiff(Surv(time, event) ~ group, data = patients))
  print(summary(coxph(Surv(time, event) ~ group, data = patients, ties = "efron")))
}}
"""


def report_bundle(
    cohort: Cohort, result: SurvivalResult, mapping: Mapping, edits: tuple[Edit, ...], style: FigureStyle
) -> bytes:
    """The bundle.

    Args:
        cohort: all accepted patients.
        result: of `cohort`, with at least one patient.
        mapping: as the file was taken.
        edits: cells repaired by hand.
        style: of the figure.

    Returns:
        a ZIP. patients.csv holds one line per analysed patient: time, event, group; no id, no date. changes.csv
        says which cells were repaired, not what stood in them: that can be an id or a date.
    """
    plan = result.plan.model_dump_json(indent=2)
    digest = result.plan.digest
    log = pd.DataFrame([(e.row, e.column) for e in edits], columns=["row", "column"])
    files = {
        "report.md": report_markdown(cohort, result, digest, len(edits)).encode(),
        "figure.pdf": figure_bytes(result, cohort.source, "pdf", style=style),
        "numbers.xlsx": numbers_xlsx(result),
        "patients.csv": safe_csv(analysed_patients(cohort, result)),
        "reproduce.R": _r_script(result).encode(),
        "plan.json": plan.encode(),
        "mapping.json": mapping.model_dump_json(indent=2).encode(),
        "problems.csv": safe_csv(cohort.problems.grouped()),
        "changes.csv": safe_csv(log),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def analysed_patients(cohort: Cohort, result: SurvivalResult) -> pd.DataFrame:
    """Time, event and group of every analysed patient, in an order that tells nothing of the file's."""
    chosen = result.plan.filter.apply(cohort)
    patients = endpoint_times(chosen, result.plan.endpoint, result.plan.time_zero, result.plan.partial_dates)
    grouping = group(chosen, result.plan.by, result.plan.cut)
    keep = patients.usable & (grouping.codes >= 0)
    scale = DAYS_PER_UNIT[patients.endpoint.unit] / DAYS_PER_UNIT[result.unit]
    codes = grouping.codes[keep]
    frame = pd.DataFrame(
        {
            "time": patients.time[keep] * scale if scale != 1 else patients.time[keep],
            "event": (patients.event[keep] == 1).astype(np.int64),
            "group": np.array(grouping.names, object)[codes] if len(codes) else [],
            "group_order": codes,
        }
    )
    return frame.sort_values(["group_order", "time", "event"], ignore_index=True)


def _r_script(result: SurvivalResult) -> str:
    times = ", ".join(repr(float(t)) for t in result.times)
    return R_SCRIPT.format(
        beware=f"# {MISLEADS}\n" if is_naive(result) else "",
        conf_type=result.plan.conf_type,
        conf_level=result.plan.conf_level,
        rates=f"print(summary(fit, times = c({times}), extend = TRUE))\n" if times else "",
    )
