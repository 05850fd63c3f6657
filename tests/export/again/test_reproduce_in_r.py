"""The packet's script in R, run: every number it knows how to work out agrees with the report's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from nec_core.analysis.analyse import AnalysisPlan
from tests.analysed import late_surgery, sample
from tests.export.again.studies import agreeing, laid_out, listed, told_by

SAMPLE = {
    "OS by stage": AnalysisPlan(by="stage", survived=6),
    "PFS": AnalysisPlan(endpoint="pfs", conf_type="log", times=(3, 12)),
    "Cox": AnalysisPlan(covariates=("age_years", "stage")),
}
LATE = {"OS by resection": AnalysisPlan(by="resection"), "From 3": AnalysisPlan(by="resection", landmark=3)}


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


def test_the_sample_s_numbers_agree(rscript: str, tmp_path: Path) -> None:
    laid_out(tmp_path, sample(), SAMPLE)
    told = told_by([rscript, "reproduce.R"], tmp_path)
    agree, of = agreeing(told)
    unchecked = listed(told, "Not checked here:")
    assert told.returncode == 0, told.stdout + told.stderr
    assert set(unchecked) == {"log-rank by permutation, P"}
    assert agree + len(unchecked) == of > 200


def test_a_treatment_s_numbers_agree(rscript: str, tmp_path: Path) -> None:
    laid_out(tmp_path, late_surgery(), LATE)
    told = told_by([rscript, "reproduce.R"], tmp_path)
    agree, of = agreeing(told)
    assert told.returncode == 0, told.stdout + told.stderr
    assert agree == of > 100


def test_a_number_that_is_not_so_is_listed_and_ends_the_script_in_an_error(rscript: str, tmp_path: Path) -> None:
    laid_out(tmp_path, sample(), {"PFS": SAMPLE["PFS"]})
    expected = tmp_path / "again" / "expected.csv"
    lines = expected.read_text(encoding="utf-8-sig").splitlines()
    place = next(i for i, line in enumerate(lines) if '"survival"' in line)
    lines[place] = lines[place].rpartition(",")[0] + ',"0.5000001"'
    expected.write_text("\n".join(lines), encoding="utf-8")
    told = told_by([rscript, "reproduce.R"], tmp_path)
    agree, of = agreeing(told)
    assert told.returncode == 1
    assert agree == of - 1
    assert listed(told, "These do not agree:") == ["survival"]
