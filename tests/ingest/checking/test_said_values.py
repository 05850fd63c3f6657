"""What a mapping says of values that are not there is refused by name; one that is there is enough."""

from __future__ import annotations

import pytest

from nec_core.errors import MappingError
from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.opening import admit, open_table

DATES = b"patient_id,diagnosis_date,last_contact_date,status\n1,2019-01-01,2020-01-01,%s\n2,2019-02-01,2020-01-01,%s\n"
TIMES = b"patient_id,os_months,os_event\n1,3,%s\n2,4,%s\n"


@pytest.mark.parametrize(
    ("data", "column", "target"), [(DATES, "status", "vital_status"), (TIMES, "os_event", "event:os")]
)
def test_a_saved_meaning_of_values_the_column_does_not_hold_is_refused_by_name(
    data: bytes, column: str, target: str
) -> None:
    dead, alive = ("1", "0") if ":" in target else ("dead", "alive")
    said = ColumnMapping(column=column, target=target, values={"exitus": dead, "vivus": alive})
    other, same, decimals = (data % cells for cells in ((b"x", b"y"), (b"vivus", b"vivus"), (b"1.0", b"2.0")))
    _, mapping = open_table(other, "next_year.csv")
    with pytest.raises(MappingError) as refused:
        admit(other, "next_year.csv", mapping.replaced(said))
    assert str(refused.value) == (
        f"The mapping says what “exitus”, “vivus” means in the column “{column}”, which holds none of these. Say what "
        "its own values mean, or read the file without this mapping."
    )
    assert admit(same, "next_year.csv", mapping.replaced(said)).source.rows_in == 2
    coded = said.model_copy(update={"values": {"1": dead, "2": alive}})
    assert admit(decimals, "next_year.csv", mapping.replaced(coded)).cohort.n == 2


def test_what_was_suggested_and_what_is_no_outcome_is_let_be() -> None:
    data = b"patient_id,os_months,os_event,sex\n1,3,1,x\n2,4,0,y\n"
    _, mapping = open_table(data, "x.csv")
    said = ColumnMapping(column="sex", target="sex", values={"1": "male"})
    assert admit(data, "x.csv", mapping.replaced(said)).cohort.n == 2
