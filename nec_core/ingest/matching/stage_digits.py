"""Whether bare digits under the name of a stage are its categories: 2 for T2, N2 or stage II.

A 1 beside a 0 or a 2 may as well be a code: node-positive, early and late. Digits count as categories only where the
column itself makes it sure:

- another cell is written in the notation ("1b", "T2", "is", "X", "IIB"), or
- at least three of the digits 1 to 4 stand under T, or under a stage group that says so (AJCC, UICC, TNM, group), or
  0 with at least two of 1 to 3 under N, and no other number beside them.

M has two categories only, so that nothing but the notation tells them from codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nec_core.ingest.cells.normalise import level_of
from nec_core.record import FieldSpec

_DIGITS = {"t_category": "1234", "n_category": "0123", "m_category": "", "ajcc_stage": "1234"}
_GROUP = re.compile(r"\b(ajcc|uicc|tnm|group|gruppe|groupe|grupo|gruppo|groep)\b")
_LEAST = 3
_BARE = re.compile(r"\d+(\.0)?")

STAGES = frozenset(_DIGITS)
"""The fields this is about."""


def digits_are_unsure(texts: Iterable[str], spec: FieldSpec, words: str) -> bool:
    """Whether a column holds bare digits of which nobody can say that they are categories.

    Args:
        texts: the column's distinct texts that are not blank, lower case.
        spec: one of the fields `STAGES`.
        words: its header's words.
    """
    texts = frozenset(texts)
    bare = {t.removesuffix(".0") for t in texts if _BARE.fullmatch(t)}
    if not bare or any(level_of(t, spec) for t in texts if not _BARE.fullmatch(t)):
        return False
    said = spec.name != "ajcc_stage" or _GROUP.search(words)
    natural = "0" in bare or spec.name != "n_category"
    return not (said and natural and len(bare) >= _LEAST and bare <= set(_DIGITS[spec.name]))
