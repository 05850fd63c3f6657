"""What stands in Table 1 unless somebody says otherwise: who the patients were, not what became of them."""

from __future__ import annotations

import re

import numpy as np

from nec_core.ingest.matching.outcome_words import in_english
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.grouping import OUTCOMES
from nec_core.words.spelling import plain_words

# As words of an extra column's header; fields of the record say themselves when they are settled.
_OUTCOME = re.compile(
    r"\b(dead|death|died|deceased|alive|vital (status|state)|vital$|mortality|surviv\w*|surv|relaps\w*|recurren\w*"
    r"|recurred|progress(ed|ion)?|censor\w*|cens|event|outcome|cod|follow ?ups?|(?<!5 )fu|fup"
    r"|last (contact|seen|visit|known)|(end|off) (of )?(study|treatment|follow)|new tumou?r|neoplasm cancer status"
    r"|tumou?r status)\b|^(os|pfs|dfs|rfs|dss|css|efs|ttp|ttr|tte|dfi|pfi|mfs)\b"
)
# Settled before all the same: of the family, or a score.
_NO_OUTCOME = re.compile(r"\b(family|history|previous|prior|risk|score)\b")
_RUNNING = re.compile(
    r"\b(id|ids|no|nr|num|number|index|idx|row|line|seq|sequence|sample|specimen|barcode|accession)\b"
)
_MOSTLY = 0.5
"""Share of different values from which a column whose name says number or sample numbers the patients: a count, as the
number of nodes, repeats itself."""
_FEW = 10
"""Patients below whom many different values say nothing of a column."""


def usual_variables(cohort: Cohort) -> tuple[Variable, ...]:
    """Categories and numbers that are known at diagnosis or that the record does not know, and treatments. No outcome,
    no column whose value is the same in everybody, none that only numbers or names patients.

    Args:
        cohort: all patients, before any filter, so that rows stay when a filter changes.
    """
    shown = [v for v in cohort.variables.values() if v.kind in ("category", "number")]
    return tuple(v for v in shown if not _is_outcome(v) and _varies(cohort, v) and not _is_bookkeeping(cohort, v))


def _is_outcome(variable: Variable) -> bool:
    if variable.known == "later":
        return not variable.is_treatment
    if variable.name in OUTCOMES:
        return True
    words = in_english(" ".join(plain_words(variable.name)))
    return variable.section == "Extra" and bool(_OUTCOME.search(words)) and not _NO_OUTCOME.search(words)


def _varies(cohort: Cohort, variable: Variable) -> bool:
    """Whether there are two values; of a single patient, whether there is one."""
    return int(cohort.records[variable.name].nunique()) > (1 if cohort.n > 1 else 0)


def _is_bookkeeping(cohort: Cohort, variable: Variable) -> bool:
    """Whether an extra column tells patients apart and nothing of them."""
    if variable.section != "Extra":
        return False
    column = cohort.records[variable.name].dropna()
    n, different = len(column), int(column.nunique())
    if n < _FEW:
        return False
    if variable.kind == "number" and different == n:
        values = column.to_numpy(np.float64)
        if bool((values % 1 == 0).all()) and values.max() - values.min() == n - 1:  # 1, 2, 3, ...
            return True
    named = _RUNNING.search(" ".join(plain_words(variable.name)))
    # A category that is almost another one in each patient is a name, a note or a code, whatever it is called.
    return different > _MOSTLY * n and (bool(named) or variable.kind == "category")


__all__ = ["usual_variables"]
