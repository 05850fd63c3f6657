"""ICGC's donor table: donor_ before every name, the time survived and the interval of the last follow-up in days.

(ICGC data dictionary, donor: donor_survival_time, "how long has the donor survived since primary diagnosis, in days";
donor_interval_of_last_followup, in days too.)
"""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.ingest.layouts.coding import Take, codes, mapping_of
from nec_core.ingest.layouts.portals.two_times import TIME, TwoTimes, with_one_time
from nec_core.ingest.mapping import DROP, Mapping
from nec_core.ingest.raw_table import RawTable

NAME = "icgc"
_VITAL, _SURVIVAL, _FOLLOW_UP = "donor_vital_status", "donor_survival_time", "donor_interval_of_last_followup"
_PATIENT = ("icgc_donor_id", "donor_id", "submitted_donor_id")
_meaning = codes({"alive": "alive", "deceased": "dead", "dead": "dead"})
_COLUMNS = {
    "donor_sex": Take("sex"),
    "donor_age_at_diagnosis": Take("age_years"),
    _VITAL: Take("vital_status", _meaning),
    TIME: Take("time:os", unit="days", meaning="primary diagnosis"),
    _SURVIVAL: Take(DROP, reason=f"it is part of “{TIME}”"),
    _FOLLOW_UP: Take(DROP, reason=f"it is part of “{TIME}”"),
    "donor_age_at_last_followup": Take(DROP, reason="it tells how long somebody was followed"),
}


def knows(raw: RawTable) -> bool:
    """The vital status and both times, under their own names."""
    return {_VITAL, _SURVIVAL, _FOLLOW_UP} <= set(raw.columns)


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    return with_one_time(raw, TwoTimes(_VITAL, _meaning, _SURVIVAL, _FOLLOW_UP, survival=True))


def mapping(raw: RawTable) -> Mapping:
    takes = {c: take for c, take in _COLUMNS.items() if c in raw.columns}
    patient, *others = [c for c in _PATIENT if c in raw.columns] or [""]
    takes |= {patient: Take("patient_id")} if patient else {}
    takes |= {c: Take(DROP, reason="another name of the donor") for c in others}
    return mapping_of(raw, NAME, takes)
