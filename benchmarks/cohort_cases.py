"""Hard cases of the pictures of a cohort: one patient, no events, nothing recorded, long names, hundreds of rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.forest.model_forest import model_forest
from nec_core.analysis.forest.subgroup_forest import subgroup_forest
from nec_core.analysis.forest.timed_forest import timed_forest
from nec_core.analysis.model.model_rows import model_rows
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.regression import regression
from nec_core.analysis.residuals import residuals as residuals_of
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.kinds import (
    forest,
    imaging,
    order,
    progression,
    published,
    residuals,
    sensitivity,
    swimmer,
    treatments,
    worth,
)
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort, StatedEndpoint
from nec_core.patients.endpoints import endpoint_times
from nec_core.summary.course.first_sites import first_sites
from nec_core.summary.course.swimmer import swimmer as lay_out
from nec_core.summary.course.treatment_order import treatment_order
from nec_core.summary.done_counts import imaging_counts, marker_counts
from nec_core.summary.published_medians import published_medians
from nec_core.summary.treatments import treatment_summary

_DAY = dt.date(2010, 1, 1)
_TODAY = dt.date(2024, 1, 1)
_TREATMENTS = ("resection", "chemoradiation", "radiation", "systemic", "second_line", "immunotherapy", "prrt")
LONG = "a group whose name goes on and on until nobody remembers how it began"


def cohort_of(columns: Mapping[str, Sequence[object]]) -> Cohort:
    """Made-up patients, taken in as a file of our template is; None is a blank."""
    n = len(next(iter(columns.values())))
    whole: dict[str, Sequence[object]] = {"patient_id": [f"P{i}" for i in range(n)], **columns}
    lines = [",".join(whole)]
    lines += [
        ",".join("" if cells[i] is None else f'"{cells[i]}"' for cells in whole.values()) for i in range(n)
    ]  # fmt: skip
    return admit("\n".join(lines).encode(), "made.csv", today=_TODAY).cohort


def followed(n: int, dead: Callable[[int], bool], **more: Sequence[object]) -> Cohort:
    """Patients followed for 30, 47, 64, ... days, and around again."""
    return cohort_of(
        {
            "diagnosis_date": [_DAY] * n,
            "last_contact_date": [_DAY + dt.timedelta(30 + 17 * i % 1900 + i % 5) for i in range(n)],
            "vital_status": ["dead" if dead(i) else "alive" for i in range(n)],
            **more,
        }
    )


def _model(cohort: Cohort, *names: str) -> Picture:
    return forest.picture(model_forest(PlanPatients(cohort, AnalysisPlan(covariates=names))))


def _competing(n: int) -> Picture:
    """Two kinds of event, as a file states them."""
    cohort = followed(
        n, _often, centre=["AB"[i * 5 % 7 % 2] for i in range(n)], age_years=[40 + i * 11 % 45 for i in range(n)]
    )
    times, events = [1.0 + i * 7 % 60 for i in range(n)], [float(i % 3) for i in range(n)]
    records = cohort.records.assign(ttp_time=times, ttp_event=events)
    stated = StatedEndpoint("ttp", "Time to progression", "months", "months", "what")
    plan = AnalysisPlan(endpoint="ttp", covariates=("centre", "age_years"))
    return forest.picture(model_forest(PlanPatients(replace(cohort, records=records, endpoints=(stated,)), plan)))


def _subgroups(cohort: Cohort, by: str, *names: str) -> Picture:
    return forest.picture(subgroup_forest(PlanPatients(cohort, AnalysisPlan(by=by)), names))


def _timed(cohort: Cohort) -> Picture:
    found = timed_forest(PlanPatients(cohort, AnalysisPlan(by="resection")))
    assert found is not None
    return forest.picture(found)


def _worth(n: int, groups: Sequence[str], dead: Callable[[int], bool] = lambda i: i % 3 > 0) -> Picture:
    cohort = followed(n, dead, centre=[groups[i % len(groups)] for i in range(n)])
    return worth.picture(analyse(cohort, AnalysisPlan(by="centre")))


def _selected(n: int, groups: Sequence[str], dead: Callable[[int], bool] = lambda i: i % 3 > 0) -> Picture:
    cohort = followed(
        n, dead, centre=[groups[i % len(groups)] for i in range(n)], ki67_percent=[10 + i * 7 % 80 for i in range(n)]
    )
    plan = AnalysisPlan(by="centre" if len(groups) > 1 else None)
    return sensitivity.picture(analyse(cohort, plan, sensitivity=True))


def _order(n: int, dead: Callable[[int], bool] = lambda i: i % 3 > 0) -> Picture:
    """Treatments begun in turn, some on one day, some on a day nobody knows."""
    more: dict[str, Sequence[object]] = {}
    for k, name in enumerate(_TREATMENTS[:4]):
        given = [(i * 7 + k * 3) % 5 < 3 for i in range(n)]
        more[name] = ["yes" if g else "no" for g in given]
        days = [_DAY + dt.timedelta(10 + 5 * ((i + k * (i % 3)) % 4)) for i in range(n)]
        more[f"{name}_date"] = [
            d if g and (i + k) % 11 else None for i, (d, g) in enumerate(zip(days, given, strict=True))
        ]
    return order.picture(treatment_order(followed(n, dead, **more)))


def _apart(n: int) -> Picture:
    """One group dies at once, the other is followed for years."""
    days = [_DAY + dt.timedelta(3 + i if i % 2 else 2000 + i) for i in range(n)]
    made: dict[str, Sequence[object]] = {
        "diagnosis_date": [_DAY] * n,
        "last_contact_date": days,
        "vital_status": ["alive", "dead"] * (n // 2),
    }
    cohort = cohort_of({**made, "centre": ["A", "B"] * (n // 2)})
    return worth.picture(analyse(cohort, AnalysisPlan(by="centre")))


def _lanes(cohort: Cohort) -> Picture:
    found = lay_out(cohort, "stage" if "stage" in cohort.variables else None)
    assert found is not None
    return swimmer.picture(found)


def _steady(cohort: Cohort, *names: str) -> Picture:
    times = endpoint_times(cohort, "os")
    fitted = regression(cohort, times, names)
    return residuals.picture(residuals_of(model_rows(cohort, times, names), fitted, "months"), fitted.model.n)


def _bars(cohort: Cohort) -> Picture:
    return imaging.picture((*imaging_counts(cohort), *marker_counts(cohort)), cohort.n)


def _medians(cohort: Cohort, by: str | None = None) -> Picture:
    return published.picture(published_medians(analyse(cohort, AnalysisPlan(by=by)), "os"))


def _always(_: int) -> bool:
    return True


def _never(_: int) -> bool:
    return False


def _often(i: int) -> bool:
    return i % 3 > 0


def _treated(n: int) -> Cohort:
    """Every set of seven treatments, some undated, some known to the month, some on one day."""
    sets = list(product((True, False), repeat=len(_TREATMENTS)))
    columns: dict[str, Sequence[object]] = {"stage": [("LRD", "metastatic", None)[i % 3] for i in range(n)]}
    for k, name in enumerate(_TREATMENTS):
        given = [sets[i * 5 % len(sets)][k] for i in range(n)]
        columns[name] = [("yes" if g else "no") if i % 9 else None for i, g in enumerate(given)]
        columns[f"{name}_date"] = [
            None if not g or i % 9 == 0 else "2010-03" if i % 7 == 0 else _DAY + dt.timedelta(5 + 9 * (k // 2))
            for i, g in enumerate(given)
        ]
    columns["best_response"] = [("CR", "PR", "not evaluable", None)[i % 4] for i in range(n)]
    return followed(n, _often, **columns)


def _progressed(n: int, site: Callable[[int], str | None], stage: Callable[[int], str] = lambda _: "LRD") -> Cohort:
    sites = [site(i) for i in range(n)]
    return followed(
        n, lambda i: i % 4 == 0,
        progression=["no" if s == "none" else "yes" for s in sites],
        progression_date=[None if s == "none" else _on(20 + 16 * i % 1800) for i, s in enumerate(sites)],
        progression_site=[None if s == "none" else s for s in sites], stage=[stage(i) for i in range(n)],
    )  # fmt: skip


def _on(day: int) -> dt.date:
    return _DAY + dt.timedelta(day)


def _separated() -> Cohort:
    """Nobody of one group dies: its hazard ratio is 0, the other way round infinite."""
    return followed(40, lambda i: i % 4 != 0, arm=["none of them dies" if i % 4 == 0 else "others" for i in range(40)],
                    age_years=[40 + i * 7 % 31 for i in range(40)])  # fmt: skip


def _factors(levels: int) -> Cohort:
    return followed(
        400, lambda i: i % 7 > 1, grade=[f"{LONG}, {i % levels:02d}" for i in range(400)],
        age_years=[30 + i * 7 % 51 for i in range(400)],
    )  # fmt: skip


_SITES = ("distant", "local", "distant and locoregional", None, "none")

COHORT_CASES: Mapping[str, Callable[[], Picture]] = {
    "order: 1 patient": lambda: _order(1),
    "order: 38 patients": lambda: _order(38),
    "order: 400 patients": lambda: _order(400),
    "order: nobody died": lambda: _order(38, lambda _: False),
    "worth: 2 patients": lambda: _worth(2, "AB"),
    "worth: nobody died": lambda: _worth(38, "AB", lambda _: False),
    "worth: long names, equal but for their end": lambda: _worth(38, (LONG + " in days", LONG + " in weeks")),
    "worth: 190 patients in 8 groups": lambda: _worth(190, "ABCDEFGH"),
    "worth: a tiny P": lambda: _apart(120),
    "worth: beyond what is looked at at once": lambda: _worth(260, "AB"),
    "sensitivity: 1 patient": lambda: _selected(1, "A"),
    "sensitivity: one group": lambda: _selected(38, "A"),
    "sensitivity: nobody died": lambda: _selected(38, "AB", lambda _: False),
    "sensitivity: long names in 6 groups": lambda: _selected(190, [f"{LONG} {k}" for k in "ABCDEF"]),
    "forest: 1 patient": lambda: _model(followed(1, _always, age_years=[50]), "age_years"),
    "forest: no events": lambda: _model(followed(12, _never, age_years=range(40, 52)), "age_years"),
    "forest: an infinite hazard ratio": lambda: _model(_separated(), "arm", "age_years"),
    "forest: long names, more rows than a page holds": lambda: _model(_factors(34), "grade", "age_years"),
    "forest: competing events": lambda: _competing(90),
    "forest: a tiny ratio with wide limits": lambda: _subgroups(
        followed(24, _often, arm=["ab"[i % 2] for i in range(24)],
                 sex=[("female", "male")[i // 2 % 2] for i in range(24)]), "arm", "sex",
    ),
    "forest: subgroups too small": lambda: _subgroups(
        followed(12, _often, arm=["ab"[i % 2] for i in range(12)], sex=[("female", None)[i % 2] for i in range(12)]),
        "arm", "sex",
    ),
    "forest: a treatment nobody had by the landmark": lambda: _timed(
        followed(30, _often, resection=["yes" if i % 2 else "no" for i in range(30)],
                 resection_date=["2011-06-01" if i % 2 else None for i in range(30)])
    ),
    "swimmer: 1 patient": lambda: _lanes(followed(1, _always, systemic=["yes"], systemic_date=["2010-01-10"])),
    "swimmer: partial dates and half lanes": lambda: _lanes(_treated(30)),
    "swimmer: two pages": lambda: _lanes(_treated(90)),
    "swimmer: 400 patients": lambda: _lanes(_treated(400)),
    "treatments: 1 patient": lambda: treatments.picture(
        treatment_summary(followed(1, _always, systemic=["yes"], resection=["no"]))
    ),
    "treatments: nothing recorded": lambda: treatments.picture(
        treatment_summary(followed(5, _often, systemic=[None] * 5, resection=["unknown"] * 5))
    ),
    "treatments: no columns": lambda: treatments.picture(treatment_summary(followed(5, _often))),
    "treatments: more sets than columns": lambda: treatments.picture(treatment_summary(_treated(300))),
    "progression: 1 patient": lambda: progression.picture(first_sites(_progressed(1, lambda _: "distant"), "stage")),
    "progression: nothing recorded": lambda: progression.picture(first_sites(followed(4, _often))),
    "progression: every site, two groups": lambda: progression.picture(
        first_sites(_progressed(60, lambda i: _SITES[i % 5], lambda i: ("LRD", "metastatic")[i % 2]), "stage")
    ),
    "imaging: 1 patient": lambda: _bars(followed(1, _always, ct=["yes"])),
    "imaging: nothing recorded": lambda: _bars(followed(3, _always)),
    "imaging: unknown and blank alone": lambda: _bars(followed(4, _often, ct=["unknown"] * 4, mmr=[None] * 4)),
    "residuals: no events": lambda: _steady(followed(12, _never, age_years=range(40, 52)), "age_years"),
    "residuals: too few for a smooth": lambda: _steady(
        followed(12, lambda i: i < 6, age_years=[40 + i * 7 % 11 for i in range(12)]), "age_years"
    ),
    "residuals: 400 patients": lambda: _steady(_factors(3), "age_years", "grade"),
    "published: 1 patient": lambda: _medians(followed(1, _always)),
    "published: not reached": lambda: _medians(followed(10, _never)),
    "published: long names": lambda: _medians(
        followed(20, _often, arm=[f"{LONG}, {'ab'[i % 2]}" for i in range(20)]), "arm"
    ),
}  # fmt: skip
"""A picture that was hard to lay out, by what it is; the first word is its kind."""

__all__ = ["COHORT_CASES", "cohort_of", "followed"]
