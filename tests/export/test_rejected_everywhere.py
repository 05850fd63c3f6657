"""Every result, on every face, says how many rows were rejected and how many of them had the event."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export import report_json, report_text
from nec_core.export.report_words import report_markdown
from nec_core.export.survival_export import figure_of, numbers_xlsx
from nec_core.export.survival_words import definition_lines
from nec_core.export.tables.cohort_tables import flow_table
from nec_core.ingest.admission import Admission
from nec_core.ingest.opening import admit
from nec_core.summary.flow import flow

SAID = "7 rows of the file were left out when it was read, 5 of them with the event."


def extract(dead_without_time: int = 5, alive_without_time: int = 2, total: str = "") -> Admission:
    rows = [
        *(f"d{i},,dead,1" for i in range(dead_without_time)),
        *(f"a{i},,alive,0" for i in range(alive_without_time)),
        *(f"p{i},{5 + i},{'dead' if i % 3 == 0 else 'alive'},{i % 2}" for i in range(30)),
    ]
    text = "patient_id,OS_months,vital_status,arm\n" + "\n".join(rows) + total + "\n"
    return admit(text.encode(), "made.csv")


def test_rejected_rows_and_their_events_are_on_every_face() -> None:
    admission = extract()
    result = analyse(admission.cohort, AnalysisPlan())
    assert (result.n_rejected, result.n_rejected_events) == (7, 5)
    assert SAID in report_text.of_analysis(result)
    assert json.loads(report_json.of_analysis(result))["rejected"] == {"rows": 7, "events": 5}
    assert SAID in definition_lines(result)  # under the table of the page
    assert SAID in figure_of(result).caption
    assert ("definition", SAID) in list(openpyxl.load_workbook(io.BytesIO(numbers_xlsx(result)))["What to know"].values)
    report = report_markdown(admission, result, "hash")
    assert SAID in report
    assert "7 were rejected (no survival time), 5 of them recorded as dead." in report
    stages = flow_table(flow(admission)).set_index("Stage")["Number"]
    assert (stages["Rejected"], stages["Rejected, recorded as dead"]) == (7, 5)
    assert json.loads(report_json.of_check(admission))["rejected_events"] == {"os": 5}
    assert "+ 7 rejected (5 recorded as dead)" in report_text.of_check(admission)


def test_a_filter_does_not_hide_them() -> None:
    only = {"levels": [{"variable": "arm", "levels": ["1"]}]}
    result = analyse(extract().cohort, AnalysisPlan.model_validate({"filter": only}))
    assert (result.n_rejected, result.n_rejected_events) == (7, 5)


def test_a_file_without_rejected_rows_says_nothing_of_them() -> None:
    admission = extract(0, 0)
    result = analyse(admission.cohort, AnalysisPlan())
    assert "left out" not in report_text.of_analysis(result)
    assert "Rejected, recorded as dead" not in flow_table(flow(admission))["Stage"].tolist()
    assert "rejected (" not in report_text.of_check(admission)


@pytest.mark.parametrize(
    ("dead", "alive", "severity", "words"),
    [(8, 0, "serious", "8 rows of the file were left out when it was read, all of them with the event"),
     (2, 3, "note", "5 rows of the file were left out when it was read, 2 of them with the event"),
     (1, 0, "note", "1 row of the file was left out when it was read, 1 of them with the event"),
     (0, 40, "note", "40 rows of the file were left out when it was read, 0 of them with the event")],
)  # fmt: skip
def test_the_guard_is_serious_where_chance_hardly_explains_it(dead: int, alive: int, severity: str, words: str) -> None:
    result = analyse(extract(dead, alive).cohort, AnalysisPlan())
    guard = next(g for g in result.guards if g.kind == "rejected_rows")
    assert guard.severity == severity
    assert guard.what == f"{words}; of the 30 patients who are in, 10 had it."


def test_totals_at_the_foot_are_no_patients() -> None:
    result = analyse(extract(0, 0, "\nTotal,,10,15").cohort, AnalysisPlan())
    assert (result.n_rejected, result.n_rejected_events) == (1, 0)
    assert "rejected_rows" not in [g.kind for g in result.guards]
