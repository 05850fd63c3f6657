"""The sentence a reviewer reads, and the lines of the table."""

from __future__ import annotations

import json

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.worth import TestInLine
from nec_core.export import report_json
from nec_core.export.tables.worth_tables import worth_frame, worth_numbers
from nec_core.export.worth_words import TEST_NAMES, worth_lines, worth_sentence
from tests.analysed import late_surgery, lung, lung_by_ecog, sample


def test_the_sentence_of_the_sample() -> None:
    assert worth_sentence(analyse(sample(), AnalysisPlan(by="stage"))) == (
        "P = .039 hangs on single patients: it is .05 or more without any one of 19 of the 38 (.010 to .091), and with "
        "any one of 14 of the 24 events called censored; by permutation it is .039 (exact); other tests give .039 to "
        ".10; these 24 events could have shown a hazard ratio of 3.2 or more with 80% power."
    )


def test_a_p_that_does_not_hang_on_one_patient_and_one_not_looked_at() -> None:
    plan = AnalysisPlan(by="who")
    asked = worth_sentence(analyse(lung(), plan, lambda *_: None))
    assert asked.startswith("P = .001 does not hang on one patient: leaving out any one of 228 gives <.001 to .003; by")
    left = worth_sentence(analyse(lung(), plan))
    assert left.startswith("P = .001 was not looked at patient by patient (228 patients: beyond 200")
    assert worth_sentence(analyse(lung(), AnalysisPlan())) == ""
    assert worth_sentence(analyse(late_surgery(), AnalysisPlan(by="resection"))) == ""


def test_every_test_in_line_has_a_name() -> None:
    stratified = analyse(lung_by_ecog(), AnalysisPlan(by="who", strata="level"), lambda *_: None)
    assert stratified.worth is not None
    tests: tuple[TestInLine, ...] = stratified.worth.tests
    assert {t.name for t in tests} == set(TEST_NAMES)


def test_the_lines_tell_rows_changes_losses_and_medians() -> None:
    lines = dict(worth_lines(analyse(sample(), AnalysisPlan(by="stage"))))
    assert lines["One patient left out"].startswith("P .010 to .091; .05 or more for 19 of 38; across .05 by row 4, 5,")
    assert lines["Changed outcomes to cross .05"] == "1 (1 event called censored): P = .079"
    assert lines["Median by textbook, R and SAS, locoregional (LRD)"] == "18.1 by all three"
    assert "locoregional (LRD), metastatic: P .003; none: P .93" in " ".join(lines.values())


def test_table_workbook_and_json_hold_the_same_numbers() -> None:
    result = analyse(sample(), AnalysisPlan(by="stage"))
    found = json.loads(report_json.of_analysis(result))["worth"]
    assert found["sentence"] == worth_sentence(result)
    assert found["leave_one_out"] | {"n": 38, "over_05": 19} == found["leave_one_out"]
    numbers = worth_numbers(result)
    row = numbers[(numbers["what"] == "leave_one_out") & (numbers["about"] == "p_max")]
    assert row["value"].tolist() == [found["leave_one_out"]["p_max"]]
    across = numbers[(numbers["what"] == "across .05") & (numbers["note"] == "left out")]
    assert [int(v) for v in across["value"]] == found["leave_one_out"]["crossing_rows"]
    assert len(worth_frame(result)) == len(worth_lines(result))
    text = json.dumps(found)
    assert "SYN-" not in text  # nobody's name
