"""A cohort of six, small enough to count by hand."""

from __future__ import annotations

import datetime as dt

from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort

CSV = """patient_id,age_years,sex,diagnosis_date,last_contact_date,death_date,vital_status,progression,progression_date,resection,resection_date,systemic,pfs_months,pfs_event,hospital ward
P1,50,F,2019-01-01,2019-07-01,2019-07-01,dead,yes,2019-03-01,yes,2019-02-01,yes,2,1,North
P2,60,M,2019-01-01,2020-01-01,,alive,no,,yes,2019-01-15,no,12,0,North
P3,,M,2019-01-10,2019-02-09,2019-02-09,dead,yes,,no,,yes,1,1,South
P4,70,,2019-05,2019-08-01,,alive,no,,unknown,,,3,0,South
P5,80,F,2019-01-01,2019-01-01,,alive,no,,,,yes,0,0,
P6,40,F,2019-01-01,2019-12-31,,,no,,no,,no,11,0,South
"""  # noqa: E501  # a header in one line


def six() -> Cohort:
    return admit(CSV.encode(), "six.csv", today=dt.date(2024, 1, 1)).cohort
