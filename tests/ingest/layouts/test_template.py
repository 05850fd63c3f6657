"""Our template: a header is its field, whatever stands under it."""

from __future__ import annotations

from nec_core.ingest.checking.validation import validate
from nec_core.ingest.several_files import open_tables
from tests.ingest.layouts.opened import TODAY, admitted, levels, numbers

TEXT = """patient_id,age_years,sex,diagnosis_date,last_contact_date,vital_status,stage,systemic_regimen
P1,fifty,1,2019-01-01,2020-01-01,dead,II,FOLFOX
P2,sixty,2,2019-02-01,2020-01-01,alive,III,carboplatin
"""


def test_values_that_fit_no_field_are_problems_not_variables() -> None:
    admission = admitted(TEXT)
    assert admission.source.layout == "template"
    assert numbers(admission.cohort, "age_years") == [None, None]
    told = {f.column: (f.rule, f.rows.tolist()) for f in admission.problems.findings}
    assert told == {"age_years": ("type", [2, 3]), "stage": ("category", [2, 3])}
    assert levels(admission.cohort, "systemic_regimen") == ["FOLFOX", "carboplatin"]


def test_several_templates_are_one_cohort() -> None:
    raw, mapping = open_tables([(TEXT.encode(), "a.csv"), (TEXT.replace("P", "Q").encode(), "b.csv")])
    assert mapping.by_target("centre") is not None
    assert levels(validate(raw, mapping, TODAY).cohort, "centre") == ["a", "a", "b", "b"]


def test_codes_are_asked_here_too() -> None:
    column = next(c for c in admitted(TEXT).columns if c.column == "sex")
    assert (column.target, column.asks) == ("extra", "sex")


def test_digits_of_a_stage_are_its_categories_here() -> None:
    text = TEXT.replace(",stage,", ",t_category,").replace(",II,", ",1,").replace(",III,", ",2,")
    assert levels(admitted(text).cohort, "t_category") == ["T1", "T2"]
