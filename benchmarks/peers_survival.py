"""The programs the survival benchmark times, all on the same rows: curve, interval, median with its limits, numbers
at risk and log-rank test of four groups.

Every program gets its rows in the types it likes best, before the clock starts. A program that is not installed is
absent; none is guessed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.survival_rows import GROUPS, RISK_TIMES, Rows

_K = len(GROUPS)


@dataclass(frozen=True)
class Answer:
    """What a program found: each group's median in days (nan when not reached) and the test's chi2.

    `seconds` is set by a program that holds the clock itself.
    """

    medians: tuple[float, ...]
    chi2: float
    seconds: float | None = None


Program = Callable[[], Answer | None]


def ours(rows: Rows) -> Program:
    from nec_core.survival.comparing.log_rank import log_rank
    from nec_core.survival.counts.at_risk import at_risk_table
    from nec_core.survival.counts.event_table import event_table
    from nec_core.survival.curves.kaplan_meier import kaplan_meier
    from nec_core.survival.curves.quantiles import median

    def run() -> Answer:
        table = event_table(rows.days, rows.event, rows.group, GROUPS, "days")
        medians = [median(curve).value for curve in kaplan_meier(table)]
        at_risk_table(table, RISK_TIMES)
        chi2 = log_rank(table).chi2
        return Answer(tuple(np.nan if m is None else m for m in medians), np.nan if chi2 is None else chi2)

    return run


def plain_sum(rows: Rows) -> Program:
    """One pass over the same bytes, as 64-bit words: what reading them costs numpy."""
    words = [c.view(np.uint8)[: c.nbytes // 8 * 8].view(np.int64) for c in (rows.days, rows.event, rows.group)]

    def run() -> None:
        for column in words:
            column.sum()

    return run


def lifelines(rows: Rows) -> Program:
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import multivariate_logrank_test
    from lifelines.utils import median_survival_times

    days, event, group = rows.days.astype(np.float64), rows.event, rows.group

    def run() -> Answer:
        medians = []
        for g in range(_K):
            fitted = KaplanMeierFitter().fit(days[group == g], event[group == g])
            middle = float(fitted.median_survival_time_)
            medians.append(middle if np.isfinite(middle) else np.nan)
            median_survival_times(fitted.confidence_interval_)
            at_risk = fitted.event_table["at_risk"]
            places = at_risk.index.searchsorted(RISK_TIMES)
            at_risk.to_numpy()[places[places < at_risk.size]]
        return Answer(tuple(medians), float(multivariate_logrank_test(days, group, event).test_statistic))

    return run


def statsmodels(rows: Rows) -> Program:
    from statsmodels.duration.survfunc import SurvfuncRight, survdiff

    days, event, group = rows.days.astype(np.float64), rows.event.astype(np.float64), rows.group

    def run() -> Answer:
        medians = []
        for g in range(_K):
            curve = SurvfuncRight(days[group == g], event[group == g])
            medians.append(float(curve.quantile(0.5)))
            curve.quantile_ci(0.5)
            places = np.searchsorted(curve.surv_times, RISK_TIMES)
            curve.n_risk[places[places < curve.n_risk.size]]
        return Answer(tuple(medians), float(survdiff(days, event, group)[0]))

    return run


def scikit_survival(rows: Rows) -> Program:
    """It has no median and no table of numbers at risk: the median is read off the curve, the table left out."""
    from sksurv.compare import compare_survival
    from sksurv.nonparametric import kaplan_meier_estimator
    from sksurv.util import Surv

    days, event, group = rows.days.astype(np.float64), rows.event, rows.group
    both = Surv.from_arrays(event, days)

    def run() -> Answer:
        medians = []
        for g in range(_K):
            of_group = group == g
            times, survival, band = kaplan_meier_estimator(event[of_group], days[of_group], conf_type="log-log")
            for height in (survival, *band):
                below = np.flatnonzero(height <= 0.5)
                if height is survival:
                    medians.append(float(times[below[0]]) if below.size else np.nan)
        return Answer(tuple(medians), float(compare_survival(both, group)[0]))

    return run


_R = """
suppressMessages(library(survival))
given <- commandArgs(TRUE); n <- as.integer(given[2])
read <- function(name, what, size) readBin(file.path(given[1], name), what, n, size = size)
days <- read("days", "integer", 4); event <- read("event", "integer", 1); group <- read("group", "integer", 1)
at <- as.numeric(strsplit(given[3], ",")[[1]])
asked <- file("stdin", "r")
while (length(times <- readLines(asked, 1))) {
  start <- proc.time()[["elapsed"]]
  for (i in seq_len(as.integer(times))) {
    fit <- survfit(Surv(days, event) ~ group, conf.type = "log-log")
    medians <- quantile(fit, 0.5)$quantile
    risk <- summary(fit, times = at, extend = TRUE)$n.risk
    chi2 <- survdiff(Surv(days, event) ~ group)$chisq
  }
  took <- (proc.time()[["elapsed"]] - start) / as.integer(times)
  cat(sprintf("%.17g", c(took, medians, chi2)), "\\n"); flush(stdout())
}
"""


class RSurvival:
    """R in a process of its own, started and given its rows once; it times each run itself."""

    def __init__(self, rows: Rows) -> None:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        (folder / "survival.R").write_text(_R, encoding="ascii")
        columns: dict[str, NDArray[Any]] = {"days": rows.days, "event": rows.event.astype(np.int8), "group": rows.group}
        for name, column in columns.items():
            column.tofile(folder / name)
        at = ",".join(str(t) for t in RISK_TIMES)
        command = ["Rscript", str(folder / "survival.R"), str(folder), str(rows.days.size), at]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        # R's clock ticks in milliseconds: few rows are counted many times between two looks at it.
        self._times = 1 if rows.days.size > 10_000 else 20

    def __call__(self) -> Answer:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self._times}\n")
        self._process.stdin.flush()
        took, *medians, chi2 = (float(word) for word in self._line().replace("NA", "nan").split())
        return Answer(tuple(medians), chi2, took)

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(timeout=30)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._folder.cleanup()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


PROGRAMS: dict[str, Callable[[Rows], Program]] = {
    "ours": ours,
    "lifelines": lifelines,
    "statsmodels": statsmodels,
    "scikit-survival": scikit_survival,
    "R survival": RSurvival,
    "numpy sum": plain_sum,
}


def installed(name: str) -> str | None:
    """The program's version; None when it is not there."""
    if name == "ours":
        from nec_core import __version__

        return __version__
    if name == "R survival":
        return _r_version()
    try:
        return version("numpy" if name == "numpy sum" else name)
    except PackageNotFoundError:
        return None


def _r_version() -> str | None:
    if shutil.which("Rscript") is None:
        return None
    asked = 'cat(as.character(packageVersion("survival")), "on R", as.character(getRversion()))'
    found = subprocess.run(["Rscript", "-e", asked], capture_output=True, text=True, env=dict(os.environ, LC_ALL="C"))
    return found.stdout.strip() if found.returncode == 0 else None
