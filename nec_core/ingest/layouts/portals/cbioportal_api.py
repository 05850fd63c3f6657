"""cBioPortal's clinical data as its web service gives them: one row per patient and attribute.

(cBioPortal web API, ClinicalData: patientId, clinicalAttributeId, value.) Turned wide, they are as in its files.
"""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.ingest.layouts.long_form import turned_wide
from nec_core.ingest.layouts.portals import cbioportal
from nec_core.ingest.mapping import DROP, ColumnMapping, Mapping
from nec_core.ingest.raw_table import RawTable

NAME = "cbioportal_api"
_PATIENT, _ATTRIBUTE, _VALUE = "patientId", "clinicalAttributeId", "value"


def knows(raw: RawTable) -> bool:
    """The web service's own names."""
    return {_PATIENT, _ATTRIBUTE, _VALUE} <= set(raw.columns)


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    return turned_wide(raw, _PATIENT, _ATTRIBUTE, [_VALUE], lambda key, _: key)


def mapping(raw: RawTable) -> Mapping:
    """As cBioPortal's files, with the patient as the service names them."""
    wide = cbioportal.mapping(raw)
    long = (raw.before or raw).columns
    columns = tuple(
        ColumnMapping(column=c.column, target="patient_id", reason="the layout defines it")
        if c.column == _PATIENT
        else ColumnMapping(column=c.column, target=DROP, reason="it tells of one attribute, not of the patient")
        if c.column in long
        else c
        for c in wide.columns
    )
    return wide.model_copy(update={"layout": NAME, "columns": columns})
