"""A date read in one order where its column proves that there are others of the other order is told."""

from __future__ import annotations

import datetime as dt

import pytest

from nec_core.ingest.cells.dates import DateOrder
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.problems import Finding
from tests.ingest.tables import table

TODAY = dt.date(2024, 3, 1)
BOTH = ["01/02/2019", "13/02/2019", "02/14/2019", "2019-03-04", "04/04/2019"]


def told(seen: list[str], order: DateOrder) -> list[Finding]:
    n = len(seen)
    raw = table({"id": [str(i) for i in range(n)], "dx": seen, "last": ["2020-01-01"] * n, "status": ["alive"] * n})
    targets = {"id": "patient_id", "dx": "diagnosis_date", "last": "last_contact_date", "status": "vital_status"}
    columns = (ColumnMapping(column=c, target=t, date_order=order if c == "dx" else None) for c, t in targets.items())
    taken = Mapping(columns=tuple(columns))
    return [f for f in validate(raw, taken, TODAY).problems.findings if f.kind.id == "mixed_order"]


@pytest.mark.parametrize(("order", "first", "other"), [("DMY", "day", "month"), ("MDY", "month", "day")])
def test_only_what_can_be_read_both_ways_is_told(order: DateOrder, first: str, other: str) -> None:
    (finding,) = told(BOTH, order)
    assert (finding.column, finding.rows.tolist(), list(finding.values)) == ("dx", [2], ["01/02/2019"])
    read = f"is read with the {first} first, but other cells of the column have the {other} first."
    assert finding.sentences()[0] == f"Date of diagnosis: “01/02/2019” {read}"
    assert finding.severity == "warns"


def test_nothing_is_told_where_one_order_fits_all_or_only_what_reads_one_way_is_taken() -> None:
    assert told(["01/02/2019", "13/02/2019"], "DMY") == []
    assert told(BOTH, "ONE_WAY") == []
    slip = ["02/14/2019", "01/02/2019", *(f"{day}/{month}/2019" for day in range(13, 29) for month in ("01", "02"))]
    assert told(slip, "DMY") == []
