"""Guards of who the patients are: beside a result, and as a mark of the records, in the same words."""

from __future__ import annotations

import json

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.guarding import patients
from nec_core.export import report_json, report_text
from nec_core.export.report_words import report_markdown
from nec_core.export.sanity_words import mark_words
from nec_core.ingest.admission import Admission
from nec_core.ingest.opening import admit
from nec_core.ingest.row_places import FILE_STEP
from nec_core.patients.likely_duplicates import LikelyDuplicates
from nec_core.summary.sanity import sanity

TWICE = LikelyDuplicates(((2, 11), (5, 2 * FILE_STEP + 7)), ("Age at diagnosis", "Sex"), 0.04, 2, 1)


def referred_twice() -> Admission:
    """Forty patients of one day each, the fifth and the ninth of whom a second centre has again."""
    rows = [
        f"{40 + i},{'MF'[i % 2]},20{i % 20:02}-{1 + i % 12:02}-15,{36 * i % 47 + i / 100},{i % 2}" for i in range(40)
    ]
    lines = [f"P{i},{row}" for i, row in enumerate([*rows, rows[4], rows[8]])]
    head = "patient_id,age_years,sex,diagnosis_date,os_months,os_event"
    return admit("\n".join([head, *lines]).encode(), "made.csv")


def test_rows_are_named_never_patients_and_what_they_agree_in() -> None:
    guard = patients.likely_duplicates(TWICE, 40)
    assert guard.what == (
        "Likely 2 patients, each under several IDs, 1 of them across centres: rows 2 and 11; rows 5 and 7 of file 3."
    )
    assert guard.why.startswith(
        "They agree in age at diagnosis and sex: 2 pairs, where chance would give hardly any. Who is counted twice "
    )
    one = patients.likely_duplicates(LikelyDuplicates(((2, 11, 12),), ("Sex",), 0.6, 3, None), 40)
    assert one.what == "Likely one patient under several IDs: rows 2, 11 and 12."
    assert "3 pairs, where chance would give up to 1." in one.why


def test_many_sets_are_told_by_the_first_five() -> None:
    many = LikelyDuplicates(tuple((i, 100 + i) for i in range(7)), ("Sex",), 2.4, 7, None)
    assert patients.likely_duplicates(many, 40).what.endswith("rows 4 and 104; and 2 more such sets.")
    assert "7 pairs, where chance would give up to 2." in patients.likely_duplicates(many, 40).why


@pytest.mark.parametrize(("n", "severity"), [(20, "serious"), (21, "caution")])
def test_it_is_serious_where_a_tenth_is_counted_again(n: int, severity: str) -> None:
    guard = patients.likely_duplicates(TWICE, n)
    assert (guard.severity, guard.about) == (severity, "patients")


def test_it_stands_beside_the_result_and_marks_the_records() -> None:
    admission = referred_twice()
    result = analyse(admission.cohort, AnalysisPlan(by="sex"))
    (guard,) = (g for g in result.guards if g.kind == "likely_duplicates")
    assert "rows 6 and 42; rows 10 and 43." in guard.what
    found = sanity(admission)
    (mark,) = (m for m in found.marks if m.kind == "likely_duplicates")
    assert mark_words(mark).what == guard.what
    assert f"! {guard.what}" in report_text.of_check(admission)
    (in_json,) = (m for m in json.loads(report_json.of_check(admission))["sanity"]["marks"] if m["duplicates"])
    assert in_json["duplicates"]["rows"] == [[6, 42], [10, 43]]
    report = report_markdown(admission, result, "hash").replace("\\", "")
    assert report.count(guard.what) == 2  # among the records, and beside the results


def test_a_filter_that_leaves_one_of_them_tells_of_nobody() -> None:
    admission = referred_twice()
    women = AnalysisPlan.checked(filter={"levels": [{"variable": "sex", "levels": ["female"]}]})
    assert "likely_duplicates" not in {g.kind for g in analyse(admission.cohort, women).guards}
