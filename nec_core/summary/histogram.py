"""How a number is spread: counts between round edges, and how many lie on either side of a mark."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort, Variable

Floats = npt.NDArray[np.float64]

CUTOFFS: Mapping[str, tuple[float, ...]] = {"ki67_percent": (20.0, 55.0)}
"""Where a number is usually cut. Ki-67: above 20% a neuroendocrine neoplasm is grade 3 (WHO classification of tumours,
digestive system, 2019); 55% parted those who answer to platinum (Sorbye H et al. Ann Oncol 2013;24:152-160)."""

_MOST_BARS, _FEWEST_BARS = 24, 6
_MOST_MARKS = 2  # bars of one width can have any two places as edges, not any three
_ONE_BY_ONE = 20  # whole numbers over no more than this: a bar for each


@dataclass(frozen=True, eq=False)
class Histogram:
    """Counts of a number. An edge belongs to the bar below it, so that "up to 55" and "above 55" never share a bar; 0
    belongs to the first bar where nothing lies below it.

    Attributes:
        variable: name, label and unit.
        edges: (k + 1,) increasing.
        counts: (k,) patients above an edge, up to and including the next; they add up to n.
        values: (n,) sorted.
        marks: cut-offs, increasing, all of them edges.
        between: (marks + 1,) patients up to the first mark, between marks, above the last; they add up to n.
        median, q1, q3: R's type 7; None where n is 0.
        n, missing: patients with and without a value.
        per_value: a bar stands for one value, in its middle.
    """

    variable: Variable
    edges: Floats
    counts: npt.NDArray[np.int64]
    values: Floats
    marks: tuple[float, ...]
    between: tuple[int, ...]
    median: float | None
    q1: float | None
    q3: float | None
    n: int
    missing: int
    per_value: bool


def histogram(cohort: Cohort, name: str | None = None, marks: Sequence[float] | None = None) -> Histogram:
    """Counts a number.

    Args:
        cohort: the patients.
        name: a number's name or label; None for Ki-67, or the first number the cohort has.
        marks: cut-offs; None for the usual ones of this number.

    Raises:
        PlanError: no such variable, it is no number, or more than two cut-offs.
    """
    variable = _number(cohort, name)
    values = cohort.records[variable.name].to_numpy(np.float64)
    known = np.sort(values[np.isfinite(values)])
    at = tuple(sorted(set(CUTOFFS.get(variable.name, ()) if marks is None else marks)))
    if len(at) > _MOST_MARKS:
        raise PlanError(f"A histogram is cut in two places at most, but {len(at)} were named.")
    edges, per_value = _edges(known, at)
    # Right-closed: numpy's own bins are closed on the left. A lowest value of 0 is in the first bar all the same.
    up_to = np.searchsorted(known, edges, side="right")
    up_to[0] = 0
    cuts = np.searchsorted(known, [m + (0.5 if per_value else 0.0) for m in at], side="right")
    q1, median, q3 = np.quantile(known, [0.25, 0.5, 0.75]).tolist() if known.size else (None, None, None)
    return Histogram(
        variable=variable,
        edges=edges,
        counts=np.diff(up_to),
        values=known,
        marks=at,
        between=tuple(np.diff([0, *cuts.tolist(), known.size]).tolist()),
        median=median,
        q1=q1,
        q3=q3,
        n=int(known.size),
        missing=int(values.size - known.size),
        per_value=per_value,
    )


def _number(cohort: Cohort, name: str | None) -> Variable:
    if name is not None:
        variable = cohort.variable(name)
        if variable.kind != "number":
            raise PlanError(f"A histogram shows a number, but “{variable.label}” is a {variable.kind}.")
        return variable
    numbers = [v for v in cohort.variables.values() if v.kind == "number"]
    if not numbers:
        raise PlanError("A histogram shows a number, and this cohort has none.")
    return next((v for v in numbers if v.name in CUTOFFS), numbers[0])


def _edges(values: Floats, marks: tuple[float, ...]) -> tuple[Floats, bool]:
    """Round edges that the marks are among, and whether each bar is one value."""
    if not values.size:
        return np.array([0.0, 1.0]), False
    low, high = float(values[0]), float(values[-1])
    whole = bool((values % 1 == 0).all()) and all(m % 1 == 0 for m in marks)
    if whole and high - low < _ONE_BY_ONE and all(low <= m <= high for m in marks):
        return np.arange(low, high + 2) - 0.5, True
    low, high = min(low, *marks) if marks else low, max(high, *marks) if marks else high
    step, start = _step(low, high, marks, whole)
    # A value on the lowest edge would belong to no bar: there is one more below it, but for what can't be negative.
    first = math.ceil((low - start) / step - 1e-9) - 1
    first = 0 if low == start == 0 else first
    last = max(math.ceil((high - start) / step - 1e-9), first + 1)
    return np.round(start + step * np.arange(first, last + 1), 9), False


def _step(low: float, high: float, marks: tuple[float, ...], whole: bool) -> tuple[float, float]:
    """Width of the bars, and a place that is an edge."""
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / _FEWEST_BARS))
    wished = [power * factor for factor in (5, 2, 1, 0.5, 0.2, 0.1)]
    wished = [step for step in wished if step >= 1 or not whole] or [1.0]
    good = [step for step in wished if span / step <= _MOST_BARS and all(_on(m, step) for m in marks)]
    if good:
        return good[0], 0.0
    # No round width has all marks as edges: bars are counted from the first mark, a fraction of the way to the next.
    start = marks[0] if marks else 0.0
    fits = [step for step in wished if span / step <= _MOST_BARS] or wished[:1]
    both = [step for step in fits if all(_on(m - start, step) for m in marks)]
    if both or len(marks) < 2:
        return (both or fits)[0], start
    apart = marks[1] - marks[0]
    return apart / max(1, round(apart / fits[0])), start


def _on(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-9
