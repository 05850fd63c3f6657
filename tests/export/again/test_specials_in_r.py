"""The script in R on what is not plain: delayed entry, competing events, strata, models, names that mislead."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nec_core.analysis.analyse import AnalysisPlan
from nec_core.patients.cohort import Cohort
from tests.analysed import lung_by_ecog, mgus2
from tests.export.again.invented import entered_on_day_0, invented, plans
from tests.export.again.studies import agreeing, laid_out, listed, told_by

UNKNOWN_TO_R = ("log-rank by permutation", "Firth's")
SEEN_LATE = AnalysisPlan(by="arm", entry="seen", unit="days", survived=20)
LUNG = {
    "By ECOG": AnalysisPlan(by="level", survived=100, conf_type="log"),
    "In strata": AnalysisPlan(by="who", strata="level", times=(0, 5, 10, 50), conf_type="plain"),
    "Entered late": AnalysisPlan(by="level", entry="seen", strata="who", survived=100),
    "By age": AnalysisPlan(by="years", cut=60, unit="days", conf_type="logit", horizon=500, conf_level=0.9),
    "Model": AnalysisPlan(covariates=("years", "who", "level")),
    "Model in strata": AnalysisPlan(covariates=("years", "who"), strata="level", entry="seen"),
}
MGUS2 = {"By sex": AnalysisPlan(by="who", times=(60, 240)), "Model": AnalysisPlan(covariates=("who",))}


def agrees(rscript: str, folder: Path, cohort: Cohort, asked: dict[str, AnalysisPlan]) -> None:
    laid_out(folder, cohort, asked)
    told = told_by([rscript, "reproduce.R"], folder)
    agree, of = agreeing(told)
    unchecked = listed(told, "Not checked here:")
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr
    assert all(quantity.startswith(UNKNOWN_TO_R) for quantity in unchecked)
    assert agree + len(unchecked) + len(listed(told, "These differ for a known reason:")) == of > 40


def test_names_that_mislead_survive(rscript: str, tmp_path: Path) -> None:
    agrees(rscript, tmp_path, invented(5), dict(list(plans(5, invented(5)).items())[3:5]))


LONG = pytest.mark.skipif(os.environ.get("ALL_TOOLS") != "true", reason="takes a minute: .ci/slow runs it")


@LONG
@pytest.mark.parametrize(("cohort", "asked"), [(lung_by_ecog, LUNG), (mgus2, MGUS2)], ids=["lung", "competing events"])
def test_a_real_data_set_agrees(rscript: str, tmp_path: Path, cohort, asked: dict[str, AnalysisPlan]) -> None:  # type: ignore[no-untyped-def]  # a function of tests.analysed
    agrees(rscript, tmp_path, cohort(), asked)


def test_a_death_on_day_0_among_patients_seen_later_agrees(rscript: str, tmp_path: Path) -> None:
    agrees(rscript, tmp_path, entered_on_day_0(), {"Seen late": SEEN_LATE})


@LONG
@pytest.mark.parametrize("seed", range(20))
def test_an_invented_cohort_agrees(rscript: str, tmp_path: Path, seed: int) -> None:
    agrees(rscript, tmp_path, invented(seed), plans(seed, invented(seed)))
