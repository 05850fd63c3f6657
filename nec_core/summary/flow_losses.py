"""Who was left out on the way from the file to an analysis, and why: the flow with its reasons, zeros among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nec_core.analysis.plan_patients import PlanPatients
from nec_core.ingest.admission import Admission
from nec_core.ingest.problems import Finding
from nec_core.patients.endpoints import available
from nec_core.summary.flow import Flow, flow

Reasons = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class FlowLosses:
    """The flow and its reasons.

    Attributes:
        flow: rows and patients at each stage.
        rejected_by: kind of finding -> rows it rejects; a row with several counts under the first, so that they add up.
        left_out: reason -> patients inside the filter who can't be analysed, also those of nobody.
        endpoint: its label; "" where the cohort does not have the plan's, and the way ends inside the filter.
        filtered: whether there is a filter.
    """

    flow: Flow
    rejected_by: Reasons
    left_out: Reasons
    endpoint: str
    filtered: bool


def flow_losses(admission: Admission, patients: PlanPatients) -> FlowLosses:
    """Follows the rows of a file to the analysis of a plan of its cohort."""
    endpoint = next((e.label for e in available(admission.cohort) if e.name == patients.plan.endpoint), "")
    reasons = _left_out(patients) if endpoint else ()
    return FlowLosses(
        flow=flow(admission, kept=patients.selected.n, left_out=dict(reasons)),
        rejected_by=_by_kind(admission.problems.findings),
        left_out=reasons,
        endpoint=endpoint,
        filtered=patients.inside is not None,
    )


def _left_out(patients: PlanPatients) -> Reasons:
    times = patients.times
    found = {reason: times.excluded.get(reason, 0) for reason in times.reasons}
    if patients.variable is not None:
        ungrouped = times.usable & (patients.grouping.codes < 0)
        found[f"{patients.variable.label} not recorded"] = int(ungrouped.sum())
    return tuple(found.items())


def _by_kind(findings: Sequence[Finding]) -> Reasons:
    counted: dict[str, int] = {}
    seen = np.zeros(0, np.int64)
    for finding in findings:
        if finding.severity == "rejects":
            new = np.setdiff1d(finding.rows, seen)
            seen = np.union1d(seen, new)
            counted[finding.kind.title] = counted.get(finding.kind.title, 0) + int(new.size)
    return tuple((title, n) for title, n in counted.items() if n)
