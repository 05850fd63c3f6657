"""UCSC Xena's survival tables of TCGA: one row per sample, X and X.time an endpoint in days, 1 = event.

(Xena data pages, "Phenotype - Curated survival data": after Liu J et al., Cell 2018;173:400, as TCGA's clinical data
resource.)
"""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.ingest.layouts.barcodes import are_barcodes, patient_of
from nec_core.ingest.layouts.coding import Take, mapping_of
from nec_core.ingest.layouts.derived_columns import recoded, with_columns
from nec_core.ingest.layouts.portals.tcga_cdr import endpoint_takes
from nec_core.ingest.mapping import DROP, Fold, Mapping
from nec_core.ingest.raw_table import RawTable

NAME = "xena"
PATIENT = "Patient of the sample"
_SAMPLE, _PATIENT = "sample", "_PATIENT"


def knows(raw: RawTable) -> bool:
    """A sample, and the pair OS, OS.time."""
    return {_SAMPLE, "OS", "OS.time"} <= set(raw.columns)


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """The patient of each sample, from TCGA's barcodes, where no column names them."""
    if _PATIENT in raw.columns or not are_barcodes(raw.distinct(_SAMPLE)[0]):
        return raw
    patients = recoded(raw, _SAMPLE, patient_of)
    note = f"“{PATIENT}” is the beginning of the barcodes in “{_SAMPLE}”: several samples may be of one patient."
    return with_columns(raw, {PATIENT: patients}, [note])


def mapping(raw: RawTable) -> Mapping:
    """Every endpoint in days; of a patient's samples, which all have the same survival, the first."""
    patient = next((c for c in (_PATIENT, PATIENT) if c in raw.columns), _SAMPLE)
    takes = {_SAMPLE: Take(DROP, reason="the name of the sample"), patient: Take("patient_id")}
    return mapping_of(raw, NAME, takes | endpoint_takes(raw), Fold(rule="first"))
