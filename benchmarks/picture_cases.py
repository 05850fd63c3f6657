"""Hard cases of every kind of picture, for the gallery and for the tests of words that overlap or are cut off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from benchmarks.cohort_cases import COHORT_CASES
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.kinds import cumulative_incidence, flow, follow_up, histogram, missing
from nec_core.figures.kinds.follow_up import FollowUpCurves
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import Endpoint
from nec_core.summary.first_events import CAUSES as FIRST_CAUSES
from nec_core.summary.first_events import FirstEvents
from nec_core.summary.flow import Flow
from nec_core.summary.flow_losses import FlowLosses
from nec_core.summary.histogram import histogram as count_histogram
from nec_core.summary.missing import MissingValues, States
from nec_core.survival.comparing.gray import gray_test
from nec_core.survival.counts.competing_table import competing_table
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.competing_risks import cumulative_incidence as incidence_curves
from nec_core.survival.curves.follow_up import follow_up as reversed_curves
from nec_core.survival.curves.kaplan_meier import kaplan_meier

_EIGHT = tuple(f"Centre {letter}" for letter in "ABCDEFGH")
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


def _flow(rows: int, folded: int, reasons: Sequence[tuple[str, int]], rejected: Sequence[tuple[str, int]]) -> Picture:
    n_rejected, lost = sum(n for _, n in rejected), sum(n for _, n in reasons)
    accepted = rows - folded - n_rejected
    counted = Flow(
        rows,
        n_rejected,
        None,
        folded,
        accepted,
        0,
        0,
        accepted,
        tuple((r, n) for r, n in reasons if n),
        accepted - lost,
    )
    return flow.picture(FlowLosses(counted, tuple(rejected), tuple(reasons), "Overall survival", filtered=False))


def _missing(labels: Sequence[str], n: int, years: bool = True) -> Picture:
    """Variables with gaps drawn at random; blanks and unknowns first for the first of them."""
    random = np.random.default_rng(len(labels) + n)
    states: States = random.choice(4, (len(labels), n), p=[0.7, 0.1, 0.1, 0.1]).astype(np.int8)
    states[:, 0] = 2
    variables = tuple(Variable(f"v{i}", label, "category") for i, label in enumerate(labels))
    when = np.sort(random.integers(2000, 2021, n)).astype(float) if years else np.full(n, np.nan)
    return missing.picture(MissingValues(variables, states, when, 40, n))


_PFS = Endpoint("pfs", "Progression-free survival", "", "", "diagnosis", "months", True)


def _incidence(n: int, form: str, names: Sequence[str] = ("All patients",), events: float = 0.7) -> Picture:
    """Patients with one of four first events; a share of `events` of them."""
    random = np.random.default_rng(n + len(names))
    time = np.round(random.exponential(20, n) + 0.1, 1)
    codes = np.where(random.random(n) < events, random.integers(1, 5, n), 0)
    causes = FIRST_CAUSES[:3] + FIRST_CAUSES[4:5]
    table = competing_table(time, codes, causes, np.arange(n) % len(names), names, "months")
    gray = tuple(gray_test(table, k) if len(names) > 1 else None for k in range(4))
    curves = tuple(incidence_curves(table, k) for k in range(4))
    found = FirstEvents(table, curves, gray, None, _PFS, (), {"progressed, but the date is missing": 2}, 0.95)
    return cumulative_incidence.picture(found, form)


def _follow_up(n: int, names: Sequence[str] = ("All patients",), died: float = 0.6) -> Picture:
    random = np.random.default_rng(n)
    time = np.round(random.exponential(20, n) + 0.1, 1)
    table = event_table(time, random.random(n) < died, np.arange(n) % len(names), names, "months")
    return follow_up.picture(
        FollowUpCurves(
            table, reversed_curves(table), kaplan_meier(table), None, "Overall survival", " since diagnosis", (), 0.95
        )
    )


_RANDOM = np.random.default_rng(4)

CASES: Mapping[str, Callable[[], Picture]] = {
    "cumulative-incidence: 1 patient": lambda: _incidence(1, "single"),
    "cumulative-incidence: 1 patient, stacked": lambda: _incidence(1, "stacked"),
    "cumulative-incidence: no event": lambda: _incidence(38, "single", events=0),
    "cumulative-incidence: no event, stacked": lambda: _incidence(38, "stacked", events=0),
    "cumulative-incidence: nobody": lambda: _incidence(0, "single"),
    "cumulative-incidence: everybody, stacked": lambda: _incidence(38, "stacked", events=1),
    "cumulative-incidence: 400 patients in 8 groups": lambda: _incidence(400, "single", _EIGHT),
    "cumulative-incidence: 400 patients in 8 groups, stacked": lambda: _incidence(400, "stacked", _EIGHT),
    "cumulative-incidence: long names": lambda: _incidence(38, "single", (LONG + "in days", LONG + "in weeks")),
    "cumulative-incidence: long names, stacked": lambda: _incidence(
        38, "stacked", (LONG + "in days", LONG + "in weeks")
    ),
    "follow-up: 1 patient": lambda: _follow_up(1),
    "follow-up: nobody": lambda: _follow_up(0),
    "follow-up: nobody died": lambda: _follow_up(38, died=0),
    "follow-up: everybody died": lambda: _follow_up(38, died=1),
    "follow-up: 400 patients in 8 groups": lambda: _follow_up(400, _EIGHT),
    "follow-up: long names, equal but for their end": lambda: _follow_up(38, (LONG + "in days", LONG + "in weeks")),
    "flow: 1 patient": lambda: _flow(1, 0, [("no date of diagnosis", 0)], []),
    "flow: nobody is left": lambda: _flow(40, 0, [("no date of diagnosis", 40)], []),
    "flow: a million rows": lambda: _flow(
        1_000_000,
        12_345,
        [("no date of diagnosis", 4_321), ("no last contact or date of death", 0)],
        [("No survival time", 2_000), ("Patient ID used twice", 100)],
    ),
    "flow: long reasons": lambda: _flow(
        400,
        3,
        [(LONG + "was not recorded, or not in a way that anybody can read", 7), (LONG + "is after death", 2)],
        [(f"Rule {i} of the registry, in its own long words", i) for i in range(1, 9)],
    ),
    "missing: 1 patient": lambda: _missing(["Ki-67"], 1),
    "missing: nothing is": lambda: _missing([], 38),
    "missing: 60 variables": lambda: _missing([f"Variable {i}" for i in range(60)], 38),
    "missing: 400 patients": lambda: _missing(["Ki-67", "p16", "Smoking"], 400),
    "missing: long names, equal but for their end": lambda: _missing(
        [LONG + "in days", LONG + "in weeks"], 38, years=False
    ),
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
