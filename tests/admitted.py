"""A cohort as if a file had brought it, for tests of what is told of both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nec_core.ingest.admission import Admission, Source
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.problems import Finding, Problems
from nec_core.patients.cohort import Cohort


def admitted(
    cohort: Cohort, *, rejected: Sequence[int] = (), folded: Sequence[int] = (), warned: Sequence[int] = ()
) -> Admission:
    """These patients, from a file in our template that has these other rows; `warned` are rows with a warning."""
    rows_in = cohort.n + len(rejected) + len(folded)
    return Admission(
        cohort,
        Problems.of([_warning(warned)]),
        Source("made.csv", "0" * 64, "template", "UTF-8", ",", None, 1, rows_in),
        np.array(rejected, np.int64),
        np.array(folded, np.int64),
        (),
    )


def _warning(rows: Sequence[int]) -> Finding:
    values = [""] * len(rows)
    return Finding(
        KINDS["range"], "age", "age_years", np.array(rows, np.int64), values, {"label": "Age", "bounds": "0 to 120"}
    )
