"""The printed numbers worked out anew in Python: lifelines, pandas and numpy (scipy comes with lifelines).

In this folder: python reproduce.py
again/expected.csv holds what the report printed, unrounded; again/<number>_*.csv the patients of each analysis. Each
function below works out one kind of number from the patients alone; what lifelines can't do, or does by another
definition, is done by its formula or not checked. At the end: how many agree, and which do not.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.exceptions import ConvergenceError, StatError
from lifelines.statistics import multivariate_logrank_test
from scipy import stats

ENOUGH = 8  # digits
EPSILON = np.finfo(float).eps ** 0.5  # times this close are one
FOLDER = Path(__file__).parent / "again"

Floats = Any  # numpy arrays of numbers
Number = tuple[str, str, str, float]  # quantity, key, time, value
Found = Iterator[Number]


class Analysis:
    """One analysis: what was asked, and its patients. Groups go by number, so that no name can mislead."""

    def __init__(self, line: Mapping[Hashable, Any]) -> None:
        self.number, self.title, self.conf_type = line["analysis"], line["title"], line["conf_type"]
        self.days_per_unit, self.conf_level = float(line["days_per_unit"]), float(line["conf_level"])
        self.beware = line["beware"]
        self.at = [t for t in line["times"].split(";") if t]
        self.horizon, self.landmark, self.survived = line["horizon"], line["landmark"], line["survived"]
        self.rho, self.gamma, self.reference = float(line["rho"]), float(line["gamma"]), int(line["reference"])
        self.trend = [int(t) for t in line["trend"].split(";") if t]
        self.patients = read_rows(f"{self.number}_patients.csv")
        self.treated = read_rows(f"{self.number}_treated.csv")
        self.model = read_rows(f"{self.number}_model.csv")
        self.covariates = read_text(f"{self.number}_covariates.csv")
        self.groups = sorted(set(self.patients["group_order"]))
        self.wide = float(stats.norm.ppf(1 - (1 - self.conf_level) / 2))

    def of_group(self, group: int) -> pd.DataFrame:
        return self.patients[self.patients["group_order"] == group]

    @property
    def others(self) -> list[int]:
        return [g for g in self.groups if g != self.reference]


def read_text(name: str) -> pd.DataFrame:
    path = FOLDER / name
    if not path.exists():
        return pd.DataFrame()
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def read_rows(name: str) -> pd.DataFrame:
    """Patients; times that differ by no more than rounding are made one."""
    text = read_text(name).drop(columns=["group", "stratum"], errors="ignore")
    rows: pd.DataFrame = text.apply(lambda column: pd.to_numeric(column.where(column != "")))
    named = [c for c in ("time", "entry", "began") if c in rows]
    values = np.unique(rows[named].to_numpy(float)) if named else np.zeros(0)
    values = values[~np.isnan(values)]
    if values.size:
        first = np.concatenate(([True], np.diff(values) > EPSILON * np.maximum(1, np.abs(values[1:]))))
        joined = values[first][np.cumsum(first) - 1]
        for c in named:
            known = rows[c].notna()
            rows.loc[known, c] = joined[np.searchsorted(values, rows.loc[known, c])]
    for c in ("group_order", "stratum_order", "event"):
        if c in rows:
            rows[c] = rows[c].astype(int)
    return rows


def with_limits(quantity: str, key: object, at: str, value: float, lower: float, upper: float) -> Found:
    yield quantity, str(key), at, value
    yield f"{quantity}, lower", str(key), at, lower
    yield f"{quantity}, upper", str(key), at, upper


def tested(quantity: str, chi2: float, df: int, at: str = "") -> Found:
    yield f"{quantity}, chi-squared", "", at, chi2
    yield f"{quantity}, P", "", at, float(stats.chi2.sf(chi2, df))


def two_sided(z: float) -> float:
    return 2 * float(stats.norm.sf(abs(z)))


# ---- A group's curve: survival is lifelines', its standard error Greenwood's by formula.
class Curve:
    def __init__(self, a: Analysis, rows: pd.DataFrame, event: Floats = None) -> None:
        died = (rows["event"] == 1).to_numpy() if event is None else event
        entry = rows.get("entry")
        fitter = KaplanMeierFitter().fit(rows["time"], died, entry=entry)
        table = fitter.event_table
        table = table[(table["observed"] + table["censored"]) > 0]
        self.time = table.index.to_numpy(float)
        # Who is at risk is counted: lifelines starts its table at time zero with those who enter there.
        start = np.full(len(rows), -np.inf) if entry is None else entry.to_numpy(float)
        stop = np.sort(rows["time"].to_numpy(float))
        self.at_risk = np.array(
            [len(stop) - np.searchsorted(stop, t) - (start >= t).sum() for t in self.time], dtype=float
        )
        self.events = table["observed"].to_numpy(float)
        self.survival = fitter.survival_function_at_times(self.time).to_numpy()
        left = self.at_risk - self.events
        with np.errstate(divide="ignore", invalid="ignore"):
            self.relative = np.sqrt(np.cumsum(self.events / (self.at_risk * left)))  # standard error of log S
            self.error = self.relative * self.survival
            self.lower, self.upper = limits(self.survival, self.relative, a.conf_type, a.wide)
        self.hazard = np.cumsum(self.events / self.at_risk)
        self.hazard_error = np.sqrt(np.cumsum(self.events / self.at_risk**2))

    def place(self, at: float) -> int:
        """The last step at or before a time; -1 for none."""
        return int(np.searchsorted(self.time, at + EPSILON * max(1, at), side="right")) - 1

    def value(self, steps: Floats, at: float, before: float) -> float:
        place = self.place(at)
        return float(steps[place]) if place >= 0 else before

    def risk(self, at: float) -> float:
        place = int(np.searchsorted(self.time, at - EPSILON * max(1, at)))
        return float(self.at_risk[place]) if place < len(self.time) else 0


def limits(s: Floats, relative: Floats, conf_type: str, wide: float) -> tuple[Floats, Floats]:
    """R's conf.type: each scale's interval brought back to survival."""
    half = wide * relative
    if conf_type == "plain":
        none = np.where(s > 0, 0.0, np.nan)
        return np.maximum(s - half * s, 0) + none, np.minimum(s + half * s, 1) + none
    if conf_type == "log":
        none = np.where(s > 0, 0.0, np.nan)
        return s * np.exp(-half) + none, np.minimum(s * np.exp(half), 1) + none
    none = np.where((s > 0) & (s < 1), 0.0, np.nan)  # no such interval where survival is 1 or 0
    if conf_type == "log-log":
        scale = np.exp(half / np.log(s))
        return s ** (1 / scale) + none, s**scale + none
    if conf_type == "logit":
        odds, factor = s / (1 - s), np.exp(half / (1 - s))
        return 1 - 1 / (1 + odds / factor) + none, 1 - 1 / (1 + odds * factor) + none
    middle, part = np.arcsin(np.sqrt(s)), half / 2 * np.sqrt(s / (1 - s))
    return np.sin(np.maximum(0, middle - part)) ** 2 + none, np.sin(np.minimum(np.pi / 2, middle + part)) ** 2 + none


def time_down_to(time: Floats, height: Floats, to: float) -> float:
    """Where a curve comes down to a height; the middle of a plateau that stands exactly there, which lifelines' own
    median misses by rounding."""
    down = np.flatnonzero(np.nan_to_num(height, nan=2.0) <= to + EPSILON)
    if not down.size:
        return float("nan")
    below = down[height[down] < height[down[0]]]
    if height[down[0]] < to - EPSILON or not below.size:
        return float(time[down[0]])
    return float((time[down[0]] + time[below[0]]) / 2)


def quantile(name: str, key: object, c: Curve, share: float) -> Found:
    found = [time_down_to(c.time, height, 1 - share) for height in (c.survival, c.lower, c.upper)]
    yield from with_limits(name, key, "", *found)


def of_groups(a: Analysis) -> Found:
    for g in a.groups:
        rows = a.of_group(g)
        yield "n", str(g), "", len(rows)
        yield "events", str(g), "", (rows["event"] == 1).sum()
        c = Curve(a, rows)
        for name, share in (("median", 0.5), ("first quartile", 0.25), ("third quartile", 0.75)):
            yield from quantile(name, g, c, share)


def rates(a: Analysis, rows_of: Callable[[int], pd.DataFrame] | None = None, name: str = "") -> Found:
    for g in a.groups:
        rows = (rows_of or a.of_group)(g)
        if rows.empty:
            continue
        c = Curve(a, rows)
        for at in a.at:
            t = float(at)
            low, high = (c.value(x, t, 1.0) for x in (c.lower, c.upper))
            yield from with_limits(f"{name}survival", g, at, c.value(c.survival, t, 1.0), low, high)
            yield f"{name}at risk", str(g), at, c.risk(t)


def hazards(a: Analysis) -> Found:
    for g in a.groups:
        c = Curve(a, a.of_group(g))
        for at in a.at:
            h, error = c.value(c.hazard, float(at), 0.0), c.value(c.hazard_error, float(at), 0.0)
            half = a.wide * error / h if h else float("nan")
            yield from with_limits("cumulative hazard", g, at, h, h * np.exp(-half), h * np.exp(half))


def conditional(a: Analysis) -> Found:
    s = float(a.survived)

    def lived(g: int) -> pd.DataFrame:
        rows = a.of_group(g)
        rows = rows[(rows["time"] > s) | ((rows["time"] >= s) & (rows["event"] != 1))]
        rows = rows.assign(time=rows["time"] - s)
        return rows.assign(entry=np.where(rows["entry"] <= s, -1, rows["entry"] - s)) if "entry" in rows else rows

    for g in a.groups:
        yield "conditional survival, n", str(g), "", len(lived(g))
    for quantity, key, at, value in rates(a, lived, "conditional survival, "):
        yield quantity.replace("survival, survival", "survival"), key, at, value


def mean_of(a: Analysis, g: int) -> tuple[float, float]:
    """Restricted mean and its standard error, by the areas under the curve: lifelines' variance is another one."""
    c, tau = Curve(a, a.of_group(g)), float(a.horizon)
    counted = (c.events > 0) & (c.time <= tau)
    time, died, at_risk = c.time[counted], c.events[counted], c.at_risk[counted]
    areas = np.concatenate(([1.0], c.survival[counted])) * np.diff(np.concatenate(([0.0], time, [tau])))
    left = at_risk - died
    step = np.divide(died, at_risk * left, out=np.zeros(len(left)), where=left > 0)
    return float(areas.sum()), float(np.sqrt((np.cumsum(areas[1:][::-1])[::-1] ** 2 * step).sum()))


def restricted_means(a: Analysis) -> Found:
    for g in a.groups:
        mean, error = mean_of(a, g)
        half = a.wide * error
        yield from with_limits("restricted mean", g, a.horizon, mean, mean - half, mean + half)
        yield "restricted mean, standard error", str(g), a.horizon, error


def differences_of_means(a: Analysis) -> Found:
    base, base_error = mean_of(a, a.reference)
    for g in a.others:
        mean, error = mean_of(a, g)
        by, wide = mean - base, a.wide * np.hypot(error, base_error)
        yield from with_limits("difference of restricted means", g, a.horizon, by, by - wide, by + wide)
        yield "difference of restricted means, P", str(g), a.horizon, two_sided(by / wide * a.wide)
        ratio, factor = mean / base, np.exp(a.wide * np.hypot(error / mean, base_error / base))
        yield from with_limits("ratio of restricted means", g, a.horizon, ratio, ratio / factor, ratio * factor)


def event_rates(a: Analysis) -> Found:
    for g in a.groups:
        rows = a.of_group(g)
        entered = rows["entry"].clip(lower=0).sum() if "entry" in rows else 0
        years = (rows["time"].sum() - entered) * a.days_per_unit / 365.25
        yield "person-years", str(g), "", years
        if years:
            d, outside = (rows["event"] == 1).sum(), (1 - a.conf_level) / 2
            found = (d, stats.gamma.ppf(outside, d) if d else 0, stats.gamma.isf(outside, d + 1))
            yield from with_limits("events per 100 person-years", g, "", *(100 * x / years for x in found))


def differences_at_times(a: Analysis) -> Found:
    for g in a.others:
        one, base = Curve(a, a.of_group(g)), Curve(a, a.of_group(a.reference))
        for at in a.at:
            t = float(at)
            s, s0 = (c.value(c.survival, t, 1.0) for c in (one, base))
            e, e0 = (c.value(c.error, t, 0.0) for c in (one, base))
            by, half = s - s0, a.wide * np.hypot(e, e0)
            yield from with_limits("difference of survival", g, at, by, max(-1, by - half), min(1, by + half))
            with np.errstate(divide="ignore", invalid="ignore"):
                yield "difference of survival, P", str(g), at, two_sided(np.float64(by) / np.hypot(e, e0))
                log_log = np.log(-np.log(s)) - np.log(-np.log(s0))
                error = np.hypot(np.float64(e) / (s * np.log(s)), np.float64(e0) / (s0 * np.log(s0)))
                yield "difference of survival, P of log(-log)", str(g), at, two_sided(log_log / error)


# ---- Tests. lifelines' own where it has it; with delayed entry, strata or a trend by the formula.
Weight = Callable[[float, float], float]


def scores(rows: pd.DataFrame, groups: Sequence[int], weight: Weight = lambda n, before: 1.0) -> tuple[Floats, Floats]:
    """Observed less expected events per group, and the variance; a weight is of the number at risk and the survival
    just before."""
    k = len(groups)
    group = np.searchsorted(groups, rows["group_order"])
    stop, died = rows["time"].to_numpy(float), (rows["event"] == 1).to_numpy()
    start = rows["entry"].to_numpy(float) if "entry" in rows else np.full(len(rows), -np.inf)
    difference, variance, before = np.zeros(k), np.zeros((k, k)), 1.0
    for t in np.unique(stop[died]):
        at_risk = np.bincount(group[(start < t) & (stop >= t)], minlength=k)
        events = np.bincount(group[(stop == t) & died], minlength=k)
        n, d = at_risk.sum(), events.sum()
        w, share = weight(n, before), at_risk / n
        difference = difference + w * (events - d * share)
        variance = variance + w**2 * d * (n - d) / max(n - 1, 1) * (np.diag(share) - np.outer(share, share))
        before *= 1 - d / n
    return difference, variance


def chi_squared(difference: Floats, variance: Floats) -> tuple[float, int]:
    kept = np.flatnonzero(variance.diagonal() > 0)[1:]
    part = variance[np.ix_(kept, kept)]
    if not kept.size or np.linalg.matrix_rank(part) < kept.size:
        return float("nan"), 1
    return float(difference[kept] @ np.linalg.solve(part, difference[kept])), kept.size


def log_rank(rows: pd.DataFrame) -> tuple[float, int]:
    groups = sorted(set(rows["group_order"]))
    if "entry" in rows:
        return chi_squared(*scores(rows, groups))
    died = rows["event"] == 1
    seen = [g for g in groups if (rows["time"][rows["group_order"] == g] >= rows["time"][died].min()).any()]
    if len(seen) < 2:
        return float("nan"), 1
    rows = rows[rows["group_order"].isin(seen)]
    found = multivariate_logrank_test(rows["time"], rows["group_order"], rows["event"] == 1)
    return float(found.test_statistic), len(seen) - 1


def tests(a: Analysis) -> Found:
    yield from tested("log-rank", *log_rank(a.patients))
    weights: dict[str, Weight] = {
        "peto-peto": lambda n, before: before,
        "gehan-breslow": lambda n, before: n,
        "tarone-ware": lambda n, before: n**0.5,
        "fleming-harrington": lambda n, before: before**a.rho * (1 - before) ** a.gamma,
    }
    for name, weight in weights.items():
        yield from tested(name, *chi_squared(*scores(a.patients, a.groups, weight)))


def stratified_test(a: Analysis) -> Found:
    known = a.patients[a.patients["stratum_order"] > 0]
    parts = [scores(rows, a.groups) for _, rows in known.groupby("stratum_order")]
    yield from tested("stratified log-rank", *chi_squared(sum(d for d, _ in parts), sum(v for _, v in parts)))


def trend_test(a: Analysis) -> Found:
    place = {g: i for i, g in enumerate(a.trend)}
    rows = a.patients[a.patients["group_order"].isin(a.trend)]
    rows = rows.assign(group_order=rows["group_order"].map(place))
    steps = np.arange(len(a.trend))
    difference, variance = scores(rows, list(place.values()))
    yield from tested("log-rank for trend", float((steps @ difference) ** 2 / (steps @ variance @ steps)), 1)


def pairs(a: Analysis) -> Found:
    two = list(combinations(a.groups, 2))
    chi2 = np.array([log_rank(a.patients[a.patients["group_order"].isin(pair)])[0] for pair in two])
    p = stats.chi2.sf(chi2, 1)
    known = np.flatnonzero(~np.isnan(p))
    m, order = known.size, known[np.argsort(p[known])]
    holm, bh = np.full(p.size, np.nan), np.full(p.size, np.nan)
    holm[order] = np.minimum(1, np.maximum.accumulate(p[order] * (m - np.arange(m))))
    bh[order] = np.minimum(1, np.minimum.accumulate((p[order] * m / np.arange(1, m + 1))[::-1])[::-1])
    names = (
        "pair, chi-squared",
        "pair, P",
        "pair, P by Holm",
        "pair, P by Bonferroni",
        "pair, P by Benjamini-Hochberg",
    )
    for name, values in zip(names, (chi2, p, holm, np.minimum(1, m * p), bh), strict=True):
        for (one, other), value in zip(two, values, strict=True):
            yield name, f"{one}:{other}", "", value


def what_ifs(a: Analysis) -> Found:
    """How far P hangs on single patients: each left out in turn, each event in turn called a last contact."""

    def p_of(rows: pd.DataFrame) -> float:
        chi2, df = chi_squared(*scores(rows, a.groups))
        return float(stats.chi2.sf(chi2, df))

    rows = a.patients.reset_index(drop=True)
    died = rows.index[rows["event"] == 1]
    found = {
        "one patient left out": [p_of(rows.drop(index=i)) for i in rows.index],
        "one event censored": [p_of(rows.assign(event=rows["event"].where(rows.index != i, 0))) for i in died],
    }
    for name, values in found.items():
        p = np.array(values)
        p = p[~np.isnan(p)]
        yield f"{name}, lowest P", "", "", p.min()
        yield f"{name}, highest P", "", "", p.max()
        yield f"{name}, how often P is .05 or more", "", "", (p >= 0.05).sum()


def detectable_ratio(a: Analysis) -> Found:
    """Schoenfeld's formula: the ratio that so many events show with a chance of 80%."""
    share, events = (a.patients["group_order"] == a.reference).mean(), (a.patients["event"] == 1).sum()
    reach = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    yield "detectable hazard ratio", "", "", np.exp(reach / np.sqrt(events * share * (1 - share)))


def reverse_kaplan_meier(a: Analysis) -> Found:
    """Who dies on the day another is last seen can no longer be followed: on each day deaths come before last
    contacts. Times are counted off, and a last contact comes half a step after the deaths of its day."""
    rows = a.patients
    days = np.unique(rows["time"])
    seen = (rows["event"] != 1).to_numpy()
    steps = rows.assign(time=np.searchsorted(days, rows["time"]) + 1 + np.where(seen, 0.5, 0))
    if "entry" in rows:
        steps["entry"] = np.searchsorted(days, rows["entry"], side="right") + 0.5
    c = Curve(a, steps, seen)
    c.time = days[np.floor(c.time).astype(int) - 1]
    yield from quantile("reverse Kaplan-Meier median", "", c, 0.5)


# ---- Competing events by formula: lifelines' Aalen-Johansen moves tied times apart at random.
def incidences(a: Analysis) -> Found:
    for g in a.groups:
        rows = a.of_group(g)
        time = np.unique(rows["time"])
        at_risk = np.array([(rows["time"] >= t).sum() for t in time])
        died = [np.array([((rows["time"] == t) & (rows["event"] == kind)).sum() for t in time]) for kind in (1, 2)]
        free = np.cumprod(1 - (died[0] + died[1]) / at_risk)
        before = np.concatenate(([1.0], free[:-1]))
        for name, own in zip(("the event", "the competing event"), died, strict=True):
            curve = np.cumsum(before * own / at_risk)
            yield f"incidence of {name}, events", str(g), "", own.sum()
            for at in a.at:
                place = int(np.searchsorted(time, float(at) + EPSILON, side="right")) - 1
                risk = int((rows["time"] >= float(at) - EPSILON).sum())
                yield f"incidence of {name}", str(g), at, curve[place] if place >= 0 else 0.0
                yield f"incidence of {name}, at risk", str(g), at, risk


# ---- Cox's model, by lifelines at a precision it has to be asked for.
def fit_cox(rows: pd.DataFrame, columns: Sequence[str], event: Floats, strata: bool = False) -> CoxPHFitter:
    extra = [c for c in ("entry", "stratum_order") if c in rows and (c == "entry" or strata)]
    frame = rows[["time", *extra, *columns]].assign(event=np.asarray(event, int))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CoxPHFitter().fit(
            frame, "time", "event", entry_col="entry" if "entry" in frame else None,
            strata=["stratum_order"] if strata else None,
            fit_options={"precision": 1e-21, "r_precision": 0.0, "max_steps": 100},
        )  # fmt: skip


def ratios(a: Analysis, quantity: str, fit: CoxPHFitter, keys: Sequence[str]) -> Found:
    for key, coef, error in zip(keys, fit.params_, fit.standard_errors_, strict=True):
        half = a.wide * error
        with np.errstate(over="ignore"):
            found = np.exp([coef, coef - half, coef + half])
        yield from with_limits(quantity, key, "", *found)
        yield f"{quantity}, P", key, "", two_sided(coef / error)


def hazard_ratios(a: Analysis) -> Found:
    keys = [str(g) for g in a.others]
    rows = a.patients.assign(**{key: (a.patients["group_order"] == int(key)).astype(float) for key in keys})
    fit = fit_cox(rows, keys, rows["event"] == 1)
    yield from ratios(a, "hazard ratio", fit, keys)
    tests_of_model = {"likelihood ratio": likelihood_ratio(fit), "Wald": wald(fit)}
    for name, chi2 in tests_of_model.items():
        yield f"Cox {name} test of the groups, P", "", "", float(stats.chi2.sf(chi2, len(keys)))


def likelihood_ratio(fit: CoxPHFitter) -> float:
    return float(fit.log_likelihood_ratio_test().test_statistic)


def wald(fit: CoxPHFitter) -> float:
    beta = fit.params_.to_numpy()
    return float(beta @ np.linalg.solve(fit.variance_matrix_.to_numpy(), beta))


def columns_of(a: Analysis) -> tuple[pd.DataFrame, list[str]]:
    """A category's levels but the reference as columns of 0 and 1."""
    rows, keys = a.model.copy(), []
    for line in a.covariates.to_dict("records"):
        key = line["column"] if line["role"] == "number" else f"{line['column']}:{line['order']}"
        if line["role"] == "level":
            rows[key] = (a.model[line["column"]] == int(line["order"])).astype(float)
        if line["role"] != "reference":
            keys.append(key)
    return rows, keys


def cox_model(a: Analysis) -> Found:
    rows, keys = columns_of(a)
    yield "model, n", "", "", len(rows)
    yield "model, events", "", "", (rows["event"] == 1).sum()
    fit = fit_cox(rows, keys, rows["event"] == 1, "stratum_order" in rows)
    yield from ratios(a, "hazard ratio in the model", fit, keys)
    yield from tested("model, Wald test", wald(fit), len(keys))
    yield from tested("model, likelihood-ratio test", likelihood_ratio(fit), len(keys))


def competing_hazard(a: Analysis) -> Found:
    rows, keys = columns_of(a)
    fit = fit_cox(rows, keys, rows["event"] == 2, "stratum_order" in rows)
    yield from ratios(a, "hazard ratio of the competing event", fit, keys)


# ---- A treatment that begins during follow-up.
def landmark(a: Analysis) -> Found:
    mark, rows = float(a.landmark), a.treated
    near = EPSILON * max(1, mark)
    there = rows[(rows["time"] > mark + near) | ((rows["event"] == 0) & (rows["time"] >= mark - near))]
    there = there.assign(group_order=1 + (there["began"] <= mark + near))
    for k in (1, 2):
        yield "landmark, n", str(k), a.landmark, (there["group_order"] == k).sum()
    yield from tested("landmark log-rank", *log_rank(there), at=a.landmark)


def before_and_after(a: Analysis) -> pd.DataFrame:
    """Two spells of each patient who was treated during follow-up, before and after; from zero is from before it."""
    rows = a.treated
    later = (rows["began"] > 0) & (rows["began"] < rows["time"])
    first = pd.DataFrame(
        {"entry": -1.0, "time": rows["time"].where(~later, rows["began"]), "event": rows["event"].where(~later, 0),
         "group_order": 1 + (rows["began"] <= 0)}
    )  # fmt: skip
    second = pd.DataFrame({"entry": rows["began"], "time": rows["time"], "event": rows["event"], "group_order": 2})
    return pd.concat((first, second[later]), ignore_index=True)


def treatment(a: Analysis) -> Found:
    began = a.treated["began"][a.treated["began"] < a.treated["time"]]
    yield "treated during follow-up", "", "", len(began)
    yield "median start of the treatment", "", "", float(began.median())
    rows = before_and_after(a)
    yield from tested("Mantel-Byar", *chi_squared(*scores(rows, (1, 2))))
    rows = rows.assign(treated=(rows["group_order"] == 2).astype(float))
    yield from ratios(a, "time-dependent hazard ratio", fit_cox(rows, ["treated"], rows["event"] == 1), [""])


# Which function finds which numbers, by how their names begin.
FUNCTIONS: tuple[tuple[str, Callable[[Analysis], Found]], ...] = (
    (r"(n|events|median|first quartile|third quartile)(,|$)", of_groups), (r"survival|at risk", rates),
    (r"cumulative hazard", hazards), (r"conditional", conditional), (r"restricted mean", restricted_means),
    (r"(difference|ratio) of restricted means", differences_of_means), (r"person-years|events per", event_rates),
    (r"difference of survival", differences_at_times), (r"log-rank, |peto|gehan|tarone|fleming", tests),
    (r"stratified", stratified_test), (r"log-rank for trend", trend_test), (r"pair", pairs),
    (r"hazard ratio(,|$)|Cox ", hazard_ratios), (r"one (patient|event)", what_ifs), (r"detectable", detectable_ratio),
    (r"reverse", reverse_kaplan_meier), (r"incidence", incidences),
    (r"landmark", landmark), (r"treated|median start|Mantel-Byar|time-dependent", treatment),
    (r"model|hazard ratio in the model", cox_model), (r"hazard ratio of the competing", competing_hazard),
)  # fmt: skip
NOT_CHECKED = {
    r".*by permutation": "lifelines has no such test",
    r".*Firth": "lifelines has no such model",
    r".*Gray's test": "lifelines has no such test",
    r"Fine-Gray": "lifelines has no such model",
    r"incidence.*(lower|upper)": "lifelines' variance is of times moved apart at random",
    r"(model,|Cox) score test": "lifelines does not tell it",
    r"model, concordance": "lifelines counts pairs otherwise with strata and delayed entry",
    r"proportional hazards": "lifelines' test is an older approximation",
}
KNOWN = "a group or level beside it has no finite hazard ratio, and lifelines stops on the way to it"
ENDLESS = 12.0  # of a logarithm


def work_out(a: Analysis, asked: set[str]) -> tuple[dict[tuple[str, str, str], float], set[str]]:
    """The numbers found, and what lifelines refuses: a model whose steps lead nowhere, a curve that is down at zero
    while patients still come under observation."""
    found: dict[tuple[str, str, str], float] = {}
    refused: set[str] = set()
    for begins, function in FUNCTIONS:
        of_it = {quantity for quantity in asked if re.match(begins, quantity)}
        if of_it:
            try:
                for quantity, key, at, value in function(a):
                    found[quantity, key, at] = float(value)
            except (ConvergenceError, StatError):
                refused |= of_it
    return found, refused


def digits_that_agree(ours: float, theirs: float) -> int:
    if np.isnan(ours) or np.isnan(theirs):
        return 15 if np.isnan(ours) and np.isnan(theirs) else 0
    apart = abs(ours - theirs)
    if apart < 1e-13:  # both are 0 but for rounding, as a chi-squared of equal groups
        return 15
    return int(max(0, min(15, np.floor(-np.log10(apart / max(abs(ours), abs(theirs)))))))


def may_differ(quantity: str, found: dict[tuple[str, str, str], float]) -> bool:
    logs = [np.log(max(v, 1e-300)) for (q, _, _), v in found.items() if re.fullmatch("hazard ratio( in the model)?", q)]
    return quantity.startswith(("hazard ratio", "model", "Cox")) and any(abs(x) > ENDLESS for x in logs)


def main() -> int:
    expected, agreed = read_text("expected.csv"), 0
    lists: dict[str, list[str]] = {
        "Not checked here:": [], "These differ for a known reason:": [], "These do not agree:": [],
    }  # fmt: skip
    for settings in read_text("analyses.csv").to_dict("records"):
        a = Analysis(settings)
        asked = expected[expected["analysis"] == a.number]
        print(f"\nAnalysis {a.number}: {a.title!r}")
        if a.beware:
            print(a.beware)
        print("analysis | quantity | group | at | report | Python | digits that agree")
        found, refused = work_out(a, set(asked["quantity"]))
        for line in asked.to_dict("records"):
            key, group = (line["quantity"], line["key"], line["at"]), line["group"].encode("unicode_escape").decode()
            said = " | ".join((a.number, line["quantity"], group, line["at"]))
            why = next((w for begins, w in NOT_CHECKED.items() if re.match(begins, line["quantity"])), "")
            why = "lifelines refuses this model, or a curve of it" if line["quantity"] in refused else why
            if key not in found and why:
                lists["Not checked here:"].append(f"{said}: {why}")
                continue
            ours, theirs = float(line["value"] or "nan"), found.get(key, float("nan"))
            digits = digits_that_agree(ours, theirs) if key in found else 0
            print(f"{said} | {ours:.15g} | {theirs:.15g} | {digits}")
            differs = f"{said}: {ours:.15g} in the report, {theirs:.15g} in Python"
            if digits >= ENOUGH:
                agreed += 1
            elif may_differ(line["quantity"], found):
                lists["These differ for a known reason:"].append(f"{differs}: {KNOWN}")
            else:
                lists["These do not agree:"].append(differs)
    print(f"\n{agreed} of {len(expected)} numbers agree to at least {ENOUGH} digits.")
    for title, lines in lists.items():
        if lines:
            print(title, *lines, sep="\n  ")
    return 1 if lists["These do not agree:"] else 0


if __name__ == "__main__":
    sys.exit(main())
