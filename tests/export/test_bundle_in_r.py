"""The bundle's R script, run: the same numbers as the report's."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export.bundle import report_bundle
from nec_core.figures.style import FigureStyle
from nec_core.ingest.mapping import Mapping
from nec_core.patients.cohort import Cohort
from tests.admitted import admitted
from tests.analysed import extract, lung_by_ecog

# What the script leaves in R's hands, as JSON.
ASK = """
sink(tempfile()); source("reproduce.R"); sink()
number <- function(x) paste0("[", paste(ifelse(is.na(x), "null", format(x, digits = 17)), collapse = ","), "]")
told <- if (is.matrix(summary(fit)$table)) summary(fit)$table else t(summary(fit)$table)
cat(sprintf('{"median": %s, "records": %s, "chi2": %s}', number(told[, "median"]), number(told[, "records"]),
            number(coxph(FORMULA, data = patients, ties = "exact")$score)))
"""


@pytest.fixture(scope="module")
def rscript() -> str:
    """Where R is, with its package survival. Without it these tests are skipped, but not where all must be tested."""
    found = shutil.which("Rscript")
    if found is None:
        reason = "no R: install r-base-core and r-cran-survival"
        if os.environ.get("ALL_TOOLS") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def in_r(rscript: str, folder: Path, cohort: Cohort, result: SurvivalResult) -> dict[str, list[float]]:
    """What R says of the bundle's patients."""
    with zipfile.ZipFile(io.BytesIO(report_bundle(admitted(cohort), result, Mapping(), (), FigureStyle()))) as archive:
        archive.extractall(folder)
    times = "entry, time, event" if result.entry else "time, event"
    asked = ASK.replace("FORMULA", f"Surv({times}) ~ group")
    told = subprocess.run([rscript, "-e", asked], cwd=folder, capture_output=True, text=True, check=True)
    numbers: dict[str, list[float]] = json.loads(told.stdout)
    return numbers


def entered_on_day_0() -> Cohort:
    """A death on the first day among patients of whom some are seen later."""
    rows = [(f"A{i}", t, e, s, "A") for i, (t, e, s) in enumerate([(0, 1, 0), (90, 1, 0), (150, 1, 40), (330, 0, 0)])]
    rows += [(f"B{i}", t, e, s, "B") for i, (t, e, s) in enumerate([(0, 1, 0), (30, 1, 10), (60, 0, -5), (200, 1, 0)])]
    columns = ("PatientID", "SurvivalDays", "Died", "seen", "arm")
    return extract(columns, rows, number=("seen",), category=("arm",))


@pytest.mark.parametrize(
    ("cohort", "by"), [(entered_on_day_0, "arm"), (lung_by_ecog, "who")], ids=["a death on day 0", "lung"]
)
@pytest.mark.parametrize("entry", ["seen", None])
def test_the_script_gives_the_report_s_numbers(
    rscript: str, tmp_path: Path, cohort, by: str, entry: str | None
) -> None:  # type: ignore[no-untyped-def]  # a function of tests.analysed
    result = analyse(cohort(), AnalysisPlan(by=by, entry=entry))
    told = in_r(rscript, tmp_path, cohort(), result)
    assert told["records"] == [c.n for c in result.curves]
    assert told["median"] == pytest.approx([g.median.value for g in result.groups], rel=1e-9)
    assert result.log_rank is not None
    assert told["chi2"] == pytest.approx([result.log_rank.chi2], rel=1e-9)
