"""Several rows per patient: asked about, folded by rule, and always accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nec_core.errors import MappingError, QuestionsOpenError
from nec_core.ingest.checking import validation
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import Fold, FoldRule, Mapping
from nec_core.ingest.opening import open_table
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.rows.folding import fold, fold_question
from tests.ingest.layouts.opened import TODAY, levels

VISITS = """patient_id,visit_date,age,sex,progression,os_months,vital_status
a,2019-01-05,60,female,no,3,alive
a,2019-06-05,60,female,yes,8,alive
b,2020-02-01,70,male,no,5,alive
c,2020-05-01,55,,no,2,alive
a,2018-03-05,61,,no,20,dead
c,2020-03-01,,male,no,1,alive
,2020-01-01,50,male,no,4,alive
"""


def opened(text: str = VISITS, rule: FoldRule | None = None, by: str | None = None) -> tuple[RawTable, Mapping]:
    raw, mapping = open_table(text.encode(), "visits.csv")
    return raw, mapping.model_copy(update={"fold": Fold(rule=rule, by=by) if rule else None})


def test_a_file_of_visits_is_asked_about_before_anything_is_made_of_it() -> None:
    raw, mapping = opened()
    question = fold_question(raw, mapping)
    assert question is not None
    assert question.text == (
        "2 of 4 patients in column “patient_id” have several rows (up to 3). Which row of a patient counts?"
    )
    assert question.options == ("first", "last", "fill", "reject", "apart")
    assert question.values == (("patients with one row", 2), ("patients with several rows", 2))
    with pytest.raises(QuestionsOpenError, match="Which row of a patient counts"):
        validate(raw, mapping, TODAY)


def test_a_few_repeated_ids_are_typing_errors_and_no_question() -> None:
    rows = "".join(f"p{i},{i % 9 + 1},1\n" for i in range(98)) + "p1,5,1\n"
    raw, mapping = open_table(f"patient_id,os_months,os_event\n{rows}".encode(), "made.csv")
    assert fold_question(raw, mapping) is None
    admission = validate(raw, mapping, TODAY)
    assert admission.rejected_rows.tolist() == [100]
    assert [f.rule for f in admission.problems.findings] == ["duplicate_id"]


@pytest.mark.parametrize(
    ("rule", "by", "rows", "times"),
    [
        ("first", None, [2, 4, 5], [3, 5, 2]),
        ("last", None, [4, 6, 7], [5, 20, 1]),
        ("lowest", "visit_date", [4, 6, 7], [5, 20, 1]),
        ("highest", "visit_date", [3, 4, 5], [8, 5, 2]),
        ("highest", "os_months", [4, 5, 6], [5, 2, 20]),
    ],
)
def test_one_row_of_each_patient_is_chosen(rule: FoldRule, by: str | None, rows: list[int], times: list[float]) -> None:
    raw, mapping = opened(rule=rule, by=by)
    admission = validate(raw, mapping, TODAY)
    assert admission.cohort.source_rows.tolist() == rows
    assert admission.cohort.records["os_time"].tolist() == times
    assert sorted(admission.folded_rows.tolist()) == sorted({2, 3, 4, 5, 6, 7} - set(rows))
    assert admission.rejected_rows.tolist() == [8]  # the row without an id is nobody's other row
    assert admission.source.rows_in == 7


def test_a_code_for_not_recorded_is_not_the_lowest_value() -> None:
    grades = "patient_id,grade,os_months,os_event\na,Lost-2,3,1\na,1,4,1\na,0,5,1\nb,2,6,0\n"
    raw, mapping = opened(grades, rule="lowest", by="grade")
    assert fold(raw, mapping).row_numbers.tolist() == [4, 5]
    mapping = Mapping.model_validate(mapping.model_dump() | {"missing": ["0", "LOST-2"]})
    assert fold(raw, mapping).row_numbers.tolist() == [3, 5]


def test_an_order_of_days_nobody_can_tell_is_an_error() -> None:
    unclear = "patient_id,visit,os_months,os_event\na,03/04/2019,3,1\na,05/06/2019,4,1\nb,01/02/2019,5,0\n"
    raw, mapping = opened(unclear, rule="lowest", by="visit")
    with pytest.raises(MappingError, match="The dates in column “visit” can be read day first or month first"):
        validate(raw, mapping, TODAY)


def test_compact_dates_and_sequence_numbers_are_put_in_order() -> None:
    tumours = (
        "patient_id,diagnosed,sequence,os_months,os_event\na,20190601,2nd of 2 or more primaries,3,1\n"
        "a,201905,1st of 2 or more primaries,4,1\nb,2019,One primary only,5,0\n"
    )
    for by in ("diagnosed", "sequence"):
        raw, mapping = opened(tumours, rule="lowest", by=by)
        assert validate(raw, mapping, TODAY).cohort.source_rows.tolist() == [3, 4]


def test_filling_takes_the_first_word_at_diagnosis_and_the_last_on_the_outcome() -> None:
    raw, mapping = opened(rule="fill")
    admission = validate(raw, mapping, TODAY)
    cohort = admission.cohort
    assert cohort.source_rows.tolist() == [2, 4, 5]
    assert cohort.records["age_years"].tolist() == [60, 70, 55]
    assert levels(cohort, "sex") == ["female", "male", "male"]
    assert levels(cohort, "progression") == ["yes", "no", "no"]
    assert levels(cohort, "vital_status") == ["dead", "alive", "alive"]
    assert cohort.records["os_time"].tolist() == [20, 5, 1]
    finding = next(f for f in admission.problems.findings if f.rule == "fold_conflict")
    assert (finding.column, finding.rows.tolist(), list(finding.values)) == ("age", [2], ["60"])
    assert admission.source.notes[-1] == (
        "2 patients have several rows; 3 rows are folded into theirs. What counts: one row made of all: what is known "
        "from any of them."
    )


def test_a_repaired_cell_counts_before_what_other_rows_say() -> None:
    raw, mapping = opened(rule="fill")
    cohort = validate(raw.with_edits([Edit(2, "os_months", "3", "24")]), mapping, TODAY).cohort
    assert cohort.records["os_time"].tolist() == [24, 5, 1]


def test_rows_without_an_id_are_nobodys_other_rows() -> None:
    raw, mapping = opened(VISITS + ",2020-01-02,51,male,no,5,alive\nNA,2020-01-02,51,male,no,5,alive\n", rule="last")
    admission = validate(raw, mapping, TODAY)
    assert admission.rejected_rows.tolist() == [8, 9, 10]
    assert admission.folded_rows.tolist() == [2, 3, 5]


def test_reject_keeps_the_first_row_and_calls_the_others_problems() -> None:
    raw, mapping = opened(rule="reject")
    admission = validate(raw, mapping, TODAY)
    assert admission.cohort.source_rows.tolist() == [2, 4, 5]
    assert admission.rejected_rows.tolist() == [3, 6, 7, 8]
    assert len(admission.folded_rows) == 0


def test_folding_leaves_the_table_it_was_given_as_it_was() -> None:
    raw, mapping = opened(rule="fill")
    before = raw.table.to_pydict()
    folded = fold(raw, mapping)
    assert raw.table.to_pydict() == before
    assert len(raw.folded_rows) == 0
    assert folded.n_rows == raw.n_rows == 7


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", "", " a", "NA"]), st.sampled_from(["1", "", "x", "12.5", "-3"]),
                  st.sampled_from(["alive", "dead", "", "?!"])),
        min_size=1, max_size=25,
    ),
    st.sampled_from(["first", "last", "lowest", "highest", "fill", "reject"]),
)  # fmt: skip
def test_rows_in_are_accepted_folded_or_rejected_whatever_the_rule(
    rows: list[tuple[str, str, str]], rule: FoldRule
) -> None:
    text = "patient_id,os_months,vital_status\n" + "".join(",".join(r) + ",\n" for r in [("z", "4", "dead"), *rows])
    raw, _ = open_table(text.encode(), "made.csv")
    columns = [
        {"column": "patient_id", "target": "patient_id"},
        {"column": "os_months", "target": "time:os", "unit": "months"},
        {"column": "vital_status", "target": "vital_status"},
    ]
    mapping = Mapping.model_validate({"columns": columns, "fold": {"rule": rule, "by": "os_months"}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "open_questions", lambda raw, mapping: ())  # statuses nobody explained are errors
        patch.setattr(validation, "_require_possible_times", lambda everybody: None)  # times that only the dead have
        admission = validate(raw, mapping, TODAY)
    every = [*admission.cohort.source_rows.tolist(), *admission.folded_rows.tolist(), *admission.rejected_rows.tolist()]
    assert sorted(every) == sorted({*raw.row_numbers.tolist(), *(m.row for m in raw.misshapen)})
    assert len(every) == admission.source.rows_in


def test_somebody_dead_in_an_earlier_row_is_not_alive_again() -> None:
    rows = "patient_id,os_months,vital_status\na,8,dead\na,20,alive\nb,5,alive\nb,9,dead\n"
    raw, mapping = opened(rows, rule="fill")
    cohort = validate(raw, mapping, TODAY).cohort
    assert levels(cohort, "vital_status") == ["dead", "dead"]


@pytest.mark.parametrize(("patients", "asked"), [(99, True), (100, True), (101, False)])
def test_from_two_patients_of_a_hundred_with_several_rows_it_is_asked_which_counts(patients: int, asked: bool) -> None:
    rows = "".join(f"p{i},{i % 9 + 1},1\n" for i in range(patients)) + "p1,5,1\np2,5,1\n"
    raw, mapping = open_table(f"patient_id,os_months,os_event\n{rows}".encode(), "made.csv")
    assert (fold_question(raw, mapping) is not None) == asked


@pytest.mark.parametrize("rule", ["first", "last", "fill", "reject"])
def test_two_dates_of_death_are_told_with_both_rows_whatever_the_rule(rule: FoldRule) -> None:
    rows = "patient_id,diagnosis_date,death_date\na,2015-01-01,2016-01-01\nb,2015-01-01,2016-03-03\n"
    raw, mapping = opened(rows + "a,2015-01-01,2016-04-04\nb,2015-01-01,2016-03-03\n", rule=rule)
    told = [f for f in validate(raw, mapping, TODAY).problems.findings if f.rule == "outcome_conflict"]
    assert [(f.column, f.rows.tolist()) for f in told] == [("death_date", [2, 4])]


def test_alive_and_dead_at_the_same_last_contact_is_told_and_asked_with_the_rows_and_a_later_death_is_not() -> None:
    rows = "patient_id,diagnosis_date,last_contact_date,vital_status\n"
    for name, days in (("a", ("2016-01-01", "2016-01-01")), ("b", ("2016-01-01", "2016-05-05"))):
        rows += "".join(f"{name},2015-01-01,{d},{s}\n" for d, s in zip(days, ("alive", "dead"), strict=True))
    raw, mapping = open_table(rows.encode(), "x.csv")
    question = fold_question(raw, mapping)
    assert question is not None
    assert "2 of their rows (2, 3)" in question.text
    raw, mapping = opened(rows, rule="last")
    told = [f for f in validate(raw, mapping, TODAY).problems.findings if f.rule == "outcome_conflict"]
    assert [(f.column, f.rows.tolist()) for f in told] == [("vital_status", [2, 3])]
