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
    key = "usual variables"  # a page asks at every visit
    if key not in cohort.memo:
        cohort.memo[key] = tuple(v for v in cohort.variables.values() if _is_usual(cohort, v))
    found: tuple[Variable, ...] = cohort.memo[key]
    return found


def _is_usual(cohort: Cohort, variable: Variable) -> bool:
    if variable.kind not in ("category", "number") or _is_outcome(variable):
        return False
    return _varies(cohort, variable) and not _is_bookkeeping(cohort, variable)


def _is_outcome(variable: Variable) -> bool:
    if variable.known == "later":
        return not variable.is_treatment
    if variable.name in OUTCOMES:
        return True
    words = in_english(" ".join(plain_words(variable.name)))
    return variable.section == "Extra" and bool(_OUTCOME.search(words)) and not _NO_OUTCOME.search(words)


def _varies(cohort: Cohort, variable: Variable) -> bool:
    """Whether there are two values; of a single patient, whether there is one."""
    least = 1 if cohort.n > 1 else 0
    if variable.kind == "category":
        return _levels_had(cohort, variable) > least
    found = cohort.number_range(variable.name)
    return found is not None and (least == 0 or found.lowest != found.highest)


def _levels_had(cohort: Cohort, variable: Variable) -> int:
    codes, levels = cohort.codes(variable.name)
    return int(np.count_nonzero(np.bincount(codes[codes >= 0], minlength=len(levels))))


def _is_bookkeeping(cohort: Cohort, variable: Variable) -> bool:
    """Whether an extra column tells patients apart and nothing of them."""
    column = cohort.records[variable.name]
    n = int(column.notna().sum())
    if variable.section != "Extra" or n < _FEW:
        return False
    if variable.kind == "category":  # almost another one in each patient: a name, a note or a code
        return _levels_had(cohort, variable) > _MOSTLY * n
    found = cohort.number_range(variable.name)
    running = found is not None and found.whole and found.highest - found.lowest == n - 1
    if running and column.nunique() == n:  # 1, 2, 3, ...
        return True
    named = _RUNNING.search(" ".join(plain_words(variable.name)))
    return bool(named) and bool(column.nunique() > _MOSTLY * n)


__all__ = ["usual_variables"]
