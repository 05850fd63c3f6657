"""Hard cases of every kind of picture, for the gallery and for the tests of words that overlap or are cut off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from benchmarks.cohort_cases import COHORT_CASES
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.kinds import histogram
from nec_core.patients.cohort import Cohort, Variable
from nec_core.summary.histogram import histogram as count_histogram

LONG = "Time from the first symptom to the pathological diagnosis "  # 58 characters: the next are cut


def cohort(numbers: Mapping[str, Sequence[float]]) -> Cohort:
    """Made-up patients with these numbers; nan is a blank."""
    n = len(next(iter(numbers.values())))
    variables = {name: Variable(name, name, "number", known="unsaid") for name in numbers}
    return Cohort(pd.DataFrame(numbers, dtype="float64"), np.arange(2, n + 2), variables, {}, ())


def _numbers(values: Sequence[float], label: str = "Ki-67", unit: str | None = "%") -> Picture:
    made = cohort({"ki67_percent": values})
    made = Cohort(
        made.records, made.source_rows, {"ki67_percent": Variable("ki67_percent", label, "number", unit)}, {}, ()
    )
    return histogram.picture(count_histogram(made))


def _plain(values: Sequence[float], label: str) -> Picture:
    return histogram.picture(count_histogram(cohort({label: values})))


_RANDOM = np.random.default_rng(4)

CASES: Mapping[str, Callable[[], Picture]] = {
    "histogram: 1 patient": lambda: _numbers([70.0]),
    "histogram: nothing recorded": lambda: _numbers([np.nan] * 12),
    "histogram: on the marks alone": lambda: _numbers([20.0] * 5 + [55.0] * 3),
    "histogram: 400 patients": lambda: _numbers(_RANDOM.integers(0, 101, 400).astype(float).tolist()),
    "histogram: a rug": lambda: _plain(np.round(_RANDOM.normal(60, 11, 38), 1).tolist(), "Age at diagnosis"),
    "histogram: a bar for each value": lambda: _plain([0, 0, 1, 1, 1, 2, 2, 3, 4], "Performance status"),
    "histogram: a million, and negative": lambda: _plain([-2.5e6, 0, 1e6, 3e6, 3.1e6], "Change of a laboratory value"),
    "histogram: a long name": lambda: _plain([3.0, 8.5, 21.25, 90.0], LONG + "in days"),
    **COHORT_CASES,
}
"""A picture that was hard to lay out, by what it is; the first word is its kind."""
