"""Barcodes of samples that begin with their patient's: TCGA-02-0001-01A is of TCGA-02-0001, P-0000001-T01-IM3 of
P-0000001.

(GDC documentation, "TCGA Barcode": project, tissue source site, participant, then sample and vial, portion, plate. R
writes the dashes as dots. The samples of MSK-IMPACT: patient, T or N with a number, panel.)
"""

from __future__ import annotations

import re
from collections.abc import Collection

_BARCODE = re.compile(
    r"((?:TCGA|TARGET|CPTAC)([-.])\w{2}\2\w{4,6})(?:\2\w{2,3}(?:\2\w+)*)?|(P([-.])\d{7})(?:\4[TN]\d{2}(?:\4\w+)*)?",
    re.IGNORECASE,
)


def patient_of(text: str) -> str | None:
    """The patient's part of a barcode; None for what is none."""
    match = _BARCODE.fullmatch(text)
    return (match[1] or match[3]) if match else None


def are_barcodes(texts: Collection[str]) -> bool:
    """Whether there are texts, and all but blanks are barcodes, of patients or of their samples."""
    filled = [t for t in texts if t]
    return bool(filled) and patient_of(filled[0]) is not None and all(map(patient_of, filled))
