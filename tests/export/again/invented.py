"""Invented cohorts by a seed: ties, events on day 0, competing events, small groups, late entries, odd names."""

from __future__ import annotations

import csv
import io
import random

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.errors import PlanError
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from tests.analysed import extract

ARM = 'it\'s an "arm"\\n; NA'
NAMES = ('"q\'uo"te', "back\\slash\\", "TRUE", "01", "Zürich 東京", "=1+1", "'=1+1", "a;b,c|d", "line\nbreak")
"""Of groups."""


def invented(seed: int) -> Cohort:
    """Patients with time, event (2 for a competing one), arm, site, number and entry."""
    draw = random.Random(seed)
    n, competing = draw.choice((12, 40, 120)), draw.random() < 0.5
    names = draw.sample(NAMES, draw.choice((2, 3, 5)))
    latest = draw.choice((15, 400, 2000))
    rows: list[list[object]] = [["PatientID", "days", "what", ARM, "site", "size", "seen"]]
    for i in range(n):
        time = draw.randint(0, latest)
        what = draw.choice((0, 1, 1, 2)) if competing else draw.choice((0, 1))
        rows.append(
            [f"P{i}", time, what, draw.choice(names), draw.choice(("North", "South", "")), draw.randint(1, 60),
             draw.choice((-3, 0, time // 3, time - 1))]
        )  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return admit(text.getvalue().encode(), "made.csv", _mapping()).cohort


def entered_on_day_0() -> Cohort:
    """A death on the first day among patients of whom some are seen later."""
    rows = [(f"A{i}", t, e, s, "A") for i, (t, e, s) in enumerate([(0, 1, 0), (90, 1, 0), (150, 1, 40), (330, 0, 0)])]
    rows += [(f"B{i}", t, e, s, "B") for i, (t, e, s) in enumerate([(0, 1, 0), (30, 1, 10), (60, 0, -5), (200, 1, 0)])]
    columns = ("PatientID", "SurvivalDays", "Died", "seen", "arm")
    return extract(columns, rows, number=("seen",), category=("arm",))


def plans(seed: int, cohort: Cohort) -> dict[str, AnalysisPlan]:
    """What can be asked of them; without what they have no answer to."""
    draw = random.Random(seed)
    common = {
        "conf_type": draw.choice(("log-log", "log", "plain", "logit", "arcsin")),
        "conf_level": draw.choice((0.9, 0.95, 0.99)),
        "unit": draw.choice(("days", "months", "years")),
    }
    asked = {
        '=by "arm"': AnalysisPlan(by=ARM, survived=draw.choice((None, 0.5)), **common),
        "strata": AnalysisPlan(by="site", strata=ARM, fleming_harrington=(0.5, 2.0), **common),
        "by number": AnalysisPlan(by="size", horizon=draw.choice((None, 0.4)), times=(0, 0.2, 1.5), **common),
        "entered late": AnalysisPlan(by=ARM, entry="seen", strata="site", survived=0.3, **common),
        "model": AnalysisPlan(covariates=(ARM, "size"), **common),
        "model in strata, entered late": AnalysisPlan(covariates=("size", "site"), strata=ARM, entry="seen", **common),
    }
    return {title: plan for title, plan in asked.items() if _can(cohort, plan)}


def _can(cohort: Cohort, plan: AnalysisPlan) -> bool:
    try:
        return analyse(cohort, plan).n > 0
    except PlanError:
        return False


def _mapping() -> Mapping:
    extra = {ARM: "category", "site": "category", "size": "number", "seen": "number"}
    return Mapping(
        columns=(
            ColumnMapping(column="PatientID", target="patient_id"),
            ColumnMapping(column="days", target="time:os", unit="days"),
            ColumnMapping(column="what", target="event:os", values={"0": "0", "1": "1", "2": "2"}),
            *(ColumnMapping(column=name, target="extra", extra_kind=kind) for name, kind in extra.items()),
        )
    )
