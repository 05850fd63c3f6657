"""CDISC's times to events, synthetic: an endpoint per PARAMCD."""

from __future__ import annotations

from nec_core.ingest.opening import open_table
from nec_core.ingest.questions import open_questions
from tests.ingest.layouts.opened import admitted, levels, numbers, times_and_events

HEADER = "STUDYID,USUBJID,SEX,AGE,TRT01P,PARAMCD,PARAM,AVAL,AVALU,CNSR,EVNTDESC\n"
ROWS = """\
X,X-11,F,61,Drug,OS,Overall Survival,9.5,MONTHS,0,Death
X,X-11,F,61,Drug,TTDE,Time to Dermatologic Event (days),33,,1,Dermatologic event
X,X-12,M,70,Placebo,TTDE,Time to Dermatologic Event (days),12,,0,Dermatologic event
X,X-12,M,70,Placebo,OS,Overall Survival,20,MONTHS,2,Lost
X,X-13,M,55,Placebo,OS,Overall Survival,31.25,MONTHS,1,Cut-off
"""


def test_each_code_is_an_endpoint_and_zero_is_the_event() -> None:
    found = admitted(HEADER + ROWS)
    assert found.source.layout == "adtte"
    assert levels(found.cohort, "patient_id") == ["X-11", "X-12", "X-13"]
    assert times_and_events(found.cohort, "os") == [(9.5, 1), (20, 0), (31.25, 0)]
    assert times_and_events(found.cohort, "ttde") == [(33, 0), (12, 1), (None, -1)]
    assert [(e.name, e.unit) for e in found.cohort.endpoints] == [("os", "months"), ("ttde", "days")]


def test_rows_of_a_patient_fold_and_their_own_columns_are_taken() -> None:
    found = admitted(HEADER + ROWS)
    assert (found.cohort.source_rows.tolist(), found.folded_rows.tolist()) == ([2, 4, 6], [3, 5])
    assert (levels(found.cohort, "sex"), numbers(found.cohort, "age_years")) == (
        ["female", "male", "male"],
        [61, 70, 55],
    )
    assert levels(found.cohort, "TRT01P") == ["Drug", "Placebo", "Placebo"]
    assert not {"AVAL", "CNSR", "EVNTDESC", "OS PARAM"} & set(found.cohort.records)


def test_a_unit_that_stands_nowhere_is_asked() -> None:
    raw, mapping = open_table((HEADER + ROWS).replace("MONTHS", "").encode(), "adtte.csv")
    assert [(q.column, q.kind) for q in open_questions(raw, mapping)] == [("OS AVAL", "unit")]


def test_two_times_of_one_patient_and_endpoint_are_told() -> None:
    again = "X,X-13,M,55,Placebo,OS,Overall Survival,30,MONTHS,1,Cut-off\n"
    found = admitted(HEADER + ROWS + again)
    assert times_and_events(found.cohort, "os")[2] == (31.25, 0)
    assert [(f.rule, f.column, f.rows.tolist(), f.values) for f in found.problems.findings] == [
        ("fold_conflict", "AVAL", [7], ["31.25"])
    ]


def test_a_decimal_comma_beside_semicolons_is_one_in_times_of_every_layout() -> None:
    rows = [f"P{i};OS;Overall Survival (Years);{1 + i % 4},{600 + i};{i % 2}" for i in range(24)]
    cohort = admitted("\n".join(["USUBJID;PARAMCD;PARAM;AVAL;CNSR", *rows])).cohort
    assert [t for t, _ in times_and_events(cohort, "os")] == [round(1.6 + i % 4 + i / 1000, 3) for i in range(24)]


def test_a_parameter_whose_unit_is_no_time_is_left_out_and_told() -> None:
    rows = [
        f"P{i},{code},{value},{unit},{i % 2}"
        for i in range(12)
        for code, value, unit in (("OS", 100 + i, "DAYS"), ("NEXAC", i, "COUNT"), ("TTP", 50 + i, "d"))
    ]
    admission = admitted("\n".join(["USUBJID,PARAMCD,AVAL,AVALU,CNSR", *rows]))
    assert {e.name for e in admission.cohort.endpoints} == {"os", "ttp"}
    assert "“NEXAC” is left out: its unit is “COUNT”, so it is no time." in admission.source.notes
