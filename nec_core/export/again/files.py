"""The files by which a statistician works printed numbers out again, in R or in Python, without an edit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from nec_core.analysis.result import SurvivalResult
from nec_core.export.again.analysed_rows import model_frame, patient_rows, treatment_rows
from nec_core.export.again.expected import at_text, expected_numbers, reference_place
from nec_core.export.spreadsheet import safe_csv
from nec_core.export.survival_export import bewares
from nec_core.export.survival_words import MISLEADS
from nec_core.patients.cohort import Cohort
from nec_core.time_units import DAYS_PER_UNIT

SCRIPTS = ("reproduce.R", "reproduce.py")
FOLDER = "again"


def again_files(cohort: Cohort, analyses: Sequence[tuple[str, SurvivalResult | None]]) -> dict[str, bytes]:
    """Scripts, what they read, and what they must find.

    Args:
        cohort: of the extract.
        analyses: title and result of each; one without a result, or that found nobody, has no line.

    Returns:
        name -> content. A file of patients holds a line per patient with times, events, groups and the covariates of
        the model: no id and no date, in an order that tells nothing of the file's.
    """
    settings, expected = [], []
    found = {name: (Path(__file__).parent / name).read_bytes() for name in SCRIPTS}
    for number, (title, result) in enumerate(analyses, start=1):
        if result is None or not result.n:
            continue
        settings.append({"analysis": number, "title": title, **_settings(result)})
        expected += [
            {
                "analysis": number, "quantity": n.quantity, "group": n.of, "key": n.key, "at": n.at,
                "value": "" if n.value is None else repr(float(n.value)),
            }
            for n in expected_numbers(result)
        ]  # fmt: skip
        for name, frame in _rows(cohort, result).items():
            found[f"{FOLDER}/{number}_{name}.csv"] = safe_csv(frame)
    if settings:
        found |= {
            f"{FOLDER}/analyses.csv": safe_csv(pd.DataFrame(settings)),
            f"{FOLDER}/expected.csv": safe_csv(pd.DataFrame(expected)),
        }
    return found if settings else {}


def _rows(cohort: Cohort, result: SurvivalResult) -> dict[str, pd.DataFrame]:
    found = {"patients": patient_rows(cohort, result)}
    treated, model = treatment_rows(cohort, result), model_frame(cohort, result)
    if len(treated):
        found["treated"] = treated
    if model is not None:
        found |= {"model": model.rows, "covariates": model.covariates}
    return found


def _settings(result: SurvivalResult) -> dict[str, object]:
    """What a script must know beside the rows; times and groups by number with semicolons between."""
    plan = result.plan
    rho, gamma = plan.fleming_harrington
    comparison, names = result.comparison, [g.name for g in result.groups]
    return {
        "unit": result.unit,
        "days_per_unit": DAYS_PER_UNIT[result.unit],
        "conf_type": plan.conf_type,
        "conf_level": plan.conf_level,
        "times": ";".join(at_text(t) for t in result.times),
        "horizon": at_text(result.groups[0].restricted_mean.tau),
        "survived": "" if plan.survived is None else at_text(plan.survived),
        "landmark": "" if result.timed is None else at_text(result.timed.landmark.landmark),
        "rho": rho,
        "gamma": gamma,
        "reference": reference_place(result),
        "beware": " ".join((*((MISLEADS,) if result.naive else ()), *(f"{said}." for said in bewares(result)))),
        "trend": ";".join(str(names.index(g) + 1) for g in comparison.trend_groups) if comparison else "",
    }


__all__ = ["FOLDER", "SCRIPTS", "again_files"]
