"""Which treatments were given, and to whom together. Treatments are a set: a patient can have several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nec_core.patients.cohort import Cohort, Variable


@dataclass(frozen=True)
class TreatmentCount:
    """One treatment; the four counts add up to the patients.

    Attributes:
        treatment: name and label.
        given, not_given, unknown: recorded as yes, no, unknown.
        not_recorded: left blank.
    """

    treatment: Variable
    given: int
    not_given: int
    unknown: int
    not_recorded: int


@dataclass(frozen=True)
class TreatmentCombination:
    """Patients who were given exactly these treatments, of those recorded.

    Attributes:
        treatments: in the record's order; empty for "none" and "not recorded".
        n: patients.
        kind: "given"; "none" for those of whom every treatment is recorded as not given; "not recorded" for those of
            whom none is recorded as given, and one at least is unknown or blank: they may have had it.
        open: of those given something, patients of whom another treatment is unknown or blank.
    """

    treatments: tuple[Variable, ...]
    n: int
    kind: Literal["given", "none", "not recorded"] = "given"
    open: int = 0


@dataclass(frozen=True)
class TreatmentSummary:
    """Treatments given, alone and together.

    Attributes:
        n: patients.
        counts: one per treatment, in the record's order.
        combinations: each patient is in exactly one; by size, then fewer treatments first, as an upset plot shows them;
            "none" and "not recorded" last.
        overlap: overlap[i][j] patients were given both counts[i] and counts[j]; the diagonal is given at all.
        none_given: patients for whom every treatment is recorded as not given.
        nothing_recorded: patients for whom no treatment says yes or no: they may have had any.
    """

    n: int
    counts: tuple[TreatmentCount, ...]
    combinations: tuple[TreatmentCombination, ...]
    overlap: tuple[tuple[int, ...], ...]
    none_given: int
    nothing_recorded: int


def treatment_summary(cohort: Cohort) -> TreatmentSummary:
    """Counts the treatments of a cohort; a cohort without treatment columns has empty counts."""
    treatments = cohort.treatments
    k = len(treatments)
    given = np.zeros((k, cohort.n), bool)
    denied = np.zeros((k, cohort.n), bool)
    counts = []
    for i, treatment in enumerate(treatments):
        codes, levels = cohort.codes(treatment.name)
        given[i], denied[i] = codes == levels.index("yes"), codes == levels.index("no")
        unknown, blank = int((codes == levels.index("unknown")).sum()), int((codes < 0).sum())
        counts.append(TreatmentCount(treatment, int(given[i].sum()), int(denied[i].sum()), unknown, blank))
    # One bit per treatment: a patient's set is a number. The record has a handful of treatments.
    pattern = (given * (1 << np.arange(k))[:, None]).sum(axis=0)
    per_pattern = np.bincount(pattern, minlength=1 << k).tolist()
    whole = (given | denied).all(axis=0) if k else np.zeros(cohort.n, bool)
    unsure = np.bincount(pattern[~whole], minlength=1 << k).tolist()
    return TreatmentSummary(
        n=cohort.n,
        counts=tuple(counts),
        combinations=_combinations(per_pattern, unsure, treatments),
        overlap=_overlap(per_pattern, k),
        none_given=int(denied.all(axis=0).sum()) if k else 0,
        nothing_recorded=int((~(given | denied)).all(axis=0).sum()),
    )


def _combinations(
    per_pattern: list[int], unsure: list[int], treatments: tuple[Variable, ...]
) -> tuple[TreatmentCombination, ...]:
    found = [
        TreatmentCombination(tuple(t for i, t in enumerate(treatments) if pattern >> i & 1), n, open=unsure[pattern])
        for pattern, n in enumerate(per_pattern)
        if n and pattern
    ]
    nothing, untold = per_pattern[0], unsure[0]
    ends = (
        TreatmentCombination((), nothing - untold, "none"),
        TreatmentCombination((), untold, "not recorded"),
    )
    by_size = sorted(found, key=lambda c: (-c.n, len(c.treatments)))
    return (*by_size, *(end for end in ends if end.n))


def _overlap(per_pattern: list[int], k: int) -> tuple[tuple[int, ...], ...]:
    def both(i: int, j: int) -> int:
        return sum(n for pattern, n in enumerate(per_pattern) if pattern >> i & 1 and pattern >> j & 1)

    return tuple(tuple(both(i, j) for j in range(k)) for i in range(k))
