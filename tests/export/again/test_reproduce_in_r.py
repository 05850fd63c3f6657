"""The packet's script in R, run: every number it knows how to work out agrees with the report's."""

from __future__ import annotations

from pathlib import Path

from nec_core.analysis.analyse import AnalysisPlan
from tests.analysed import late_surgery, sample
from tests.export.again.studies import agreeing, change_one, laid_out, listed, told_by

SAMPLE = {
    "OS by stage": AnalysisPlan(by="stage", survived=6),
    "PFS": AnalysisPlan(endpoint="pfs", conf_type="log", times=(3, 12)),
    "Cox": AnalysisPlan(covariates=("age_years", "stage")),
}
LATE = {"OS by resection": AnalysisPlan(by="resection"), "From 3": AnalysisPlan(by="resection", landmark=3)}


def test_the_sample_s_numbers_agree_but_for_one_that_was_changed_and_ends_the_script_in_an_error(
    rscript: str, tmp_path: Path
) -> None:
    laid_out(tmp_path, sample(), SAMPLE)
    change_one(tmp_path / "again" / "expected.csv", "survival")
    told = told_by([rscript, "reproduce.R"], tmp_path)
    agree, of = agreeing(told)
    unchecked = listed(told, "Not checked here:")
    assert listed(told, "These do not agree:") == ["survival"], told.stdout + told.stderr
    assert told.returncode == 1
    assert set(unchecked) == {"log-rank by permutation, P"}
    assert agree + len(unchecked) + 1 == of > 200


def test_a_treatment_s_numbers_agree(rscript: str, tmp_path: Path) -> None:
    laid_out(tmp_path, late_surgery(), LATE)
    told = told_by([rscript, "reproduce.R"], tmp_path)
    agree, of = agreeing(told)
    assert told.returncode == 0, told.stdout + told.stderr
    assert agree == of > 100
