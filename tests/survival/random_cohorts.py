"""Random cohorts, degenerate ones among them, counted here and in R: python -m tests.survival.random_cohorts --n 300.

R's part is random_cohorts.R beside this file. A part of it runs with the tests; all of it in .ci/slow.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from nec_core.survival.comparing.cut_point import DRAWS, cut_point_test
from nec_core.survival.comparing.one_change import cells_of, with_other_outcome, without_one
from nec_core.survival.comparing.permutation import permutation_test
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.cox.fine_gray import fine_gray

SCRIPT = Path(__file__).with_suffix(".R")
FAR = 8.0  # as in R's part
R_DRAWS = 5000  # as in R's part
KINDS = ("without", "other", "exact", "fine_gray", "cut", "cut_exact", "cut_drawn")
Cohort = dict[str, np.ndarray]


def made(random: np.random.Generator) -> Cohort:
    """Few patients or many, all with the event or hardly anybody, many ties or none, two to four groups."""
    n, k = int(random.integers(4, 40)), int(random.choice([2, 2, 2, 3, 4]))
    group = random.permutation(np.arange(n) % k)
    if random.random() < 0.2:
        group = np.where(np.arange(n) < 2, 1, 0)
    time = random.exponential(20 + 10 * group)
    time = np.ceil(time / random.choice([1, 10, 30])) if random.random() < 0.7 else np.round(time, 3) + 0.001
    cause = random.choice(3, n, p=random.choice([[0.3, 0.5, 0.2], [0.0, 1.0, 0.0], [0.9, 0.1, 0.0], [0.2, 0.4, 0.4]]))
    x = np.round(random.normal(size=n), 3)
    # A number to be cut: hardly any ties, many, two or three values, or one.
    number = (x, np.round(x), group, x, np.zeros(n))[n % 5]
    return {"time": time, "event": (cause == 1).astype(int), "cause": cause, "group": group, "x": x, "number": number}


def ours(cohort: Cohort) -> dict[str, np.ndarray]:
    """The same numbers under the same names as R writes them."""
    time, event, group = cohort["time"], cohort["event"] == 1, cohort["group"]
    table = event_table(time, event, group, [str(g) for g in range(int(group.max()) + 1)])
    cells = cells_of(table)
    tick = np.abs(table.times[None, :] - time[:, None]).argmin(axis=1)
    of_row = cells.of(group, tick, event)
    permuted = permutation_test(table, draws=1)
    exact = permuted.p if permuted.exact and (table.n > 0).sum() == 2 and permuted.p is not None else np.nan
    x = np.column_stack((cohort["x"], group == group.min()))
    found = fine_gray(tick.astype(np.int64), cohort["cause"].astype(np.int64), x)
    return {
        "without": without_one(table, cells)[of_row],
        "other": with_other_outcome(table, cells)[of_row],
        "exact": np.array([exact]),
        "fine_gray": np.array([np.nan])
        if found is None or np.abs(found[0]).max() > FAR
        else np.concatenate((found[0], found[1].ravel())),
        **_best_cut(cohort, tick, event),
    }


def _best_cut(cohort: Cohort, tick: np.ndarray, event: np.ndarray) -> dict[str, np.ndarray]:
    """The largest statistic over all cuts, how many there are, the best of them, and P: exact and drawn."""
    table = event_table(cohort["time"], event)
    found = cut_point_test(table, cohort["number"], tick, event)
    if found is None:
        return dict.fromkeys(("cut", "cut_exact", "cut_drawn"), np.array([np.nan]))
    return {
        "cut": np.array([found.statistic, found.cuts, found.cut]),
        "cut_exact": np.array([found.p if found.exact else np.nan]),
        "cut_drawn": np.array([found.p]),
    }


def _within_error(ours: float, r: float) -> bool:
    """Two P from draws, ours of `DRAWS` or exact: five standard errors of their difference, at least of one draw."""
    share = max(ours, r, 1 / R_DRAWS)
    return abs(ours - r) <= 5 * np.sqrt(share * (1 - share) * (1 / R_DRAWS + 1 / DRAWS)) + 1 / R_DRAWS


def differences(n: int, seed: int) -> tuple[list[str], dict[str, int]]:
    """What differs, a line each, and how many numbers of each kind were compared."""
    random = np.random.default_rng(seed)
    cohorts = [made(random) for _ in range(n)]
    lines, compared = [], dict.fromkeys(KINDS, 0)
    with tempfile.TemporaryDirectory() as folder:
        for i, cohort in enumerate(cohorts):
            rows = np.column_stack(tuple(cohort.values()))
            np.savetxt(Path(folder) / f"{i}.csv", rows, "%.17g", ",", header=",".join(cohort), comments="")
        subprocess.run(["Rscript", str(SCRIPT), folder], check=True, capture_output=True, timeout=600)
        for i, cohort in enumerate(cohorts):
            counted = ours(cohort)
            for line in (Path(folder) / f"{i}.out").read_text().splitlines():
                name, *numbers = line.split(" ")
                r = np.array([np.nan if x == "NA" else float(x) for x in numbers])
                own = counted[name]
                if name == "cut_drawn":
                    if np.isnan(own[0]) != np.isnan(r[0]) or (r[0] == r[0] and not _within_error(own[0], r[0])):
                        lines.append(f"{i} {name}: R {r}, ours {own}")
                    compared[name] += not np.isnan(r[0])
                    continue
                if name in ("exact", "fine_gray", "cut_exact") and (np.isnan(r).any() or np.isnan(own).any()):
                    if name == "fine_gray" and np.isnan(own).any() != np.isnan(r).any():
                        lines.append(f"{i} {name}: only one has an estimate, R {r}, ours {own}")
                    continue
                tolerance = 1e-6 if name == "fine_gray" else 1e-8
                if r.shape != own.shape or not np.allclose(own, r, rtol=tolerance, atol=1e-9, equal_nan=True):
                    lines.append(f"{i} {name}: R {r}, ours {own}")
                compared[name] += r.size
    return lines, compared


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found, counted = differences(options.n, options.seed)
    sys.stdout.write("\n".join([*found, f"{len(found)} differences; compared {counted}"]) + "\n")
    sys.exit(bool(found))
