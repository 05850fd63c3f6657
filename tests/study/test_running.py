"""A study's analyses again: to the bit on the same extract, and told where an extract can't answer."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from nec_core.__main__ import main
from nec_core.analysis.plan import AnalysisPlan
from nec_core.ingest.opening import admit, open_table
from nec_core.study.running import brought_up_to_date, run
from nec_core.study.study import Extract, Study, StudyAnalysis
from tests.study.test_changes import SAMPLE, rows, written

PLANS = {
    "OS by stage": AnalysisPlan(by="stage"),
    "PFS": AnalysisPlan(endpoint="pfs"),
    "Model": AnalysisPlan(covariates=("age_years", "stage")),
}


@pytest.fixture(scope="module")
def study() -> Study:
    data = SAMPLE.read_bytes()
    admission = admit(data, SAMPLE.name)
    analyses = tuple(
        StudyAnalysis(title=t, plan=p, why="planned", added=dt.date(2026, 11, 28)) for t, p in PLANS.items()
    )
    begun = Study(
        name="Rare", extract=Extract.of(admission, 0), mapping=open_table(data, SAMPLE.name)[1], analyses=analyses
    )
    return brought_up_to_date(begun, run(begun, admission.cohort))


def test_the_same_extract_gives_the_same_to_the_bit(study: Study) -> None:
    again = run(Study.from_json(study.to_json()), admit(SAMPLE.read_bytes(), SAMPLE.name, study.mapping).cohort)
    assert [one.is_as_saved for one in again] == [True, True, True]
    kept = study.analysis("OS by stage").found
    assert [(k.group, k.n, k.n_events) for k in kept] == [("LRD", 15, 10), ("metastatic", 23, 14)]
    assert kept[0].p == pytest.approx(0.0390, abs=5e-5)


def test_another_extract_gives_something_else_and_says_what_it_can_not_answer(study: Study) -> None:
    fewer = [{k: v for k, v in row.items() if k != "stage"} for row in rows()[1:]]
    ran = run(study, admit(written(fewer), "later.csv").cohort)
    assert [one.is_as_saved for one in ran] == [False, False, False]
    assert "has no variable “stage”" in ran[0].refusal
    assert ran[0].now == ()
    assert ran[1].now[0].n == 37
    kept = brought_up_to_date(study, ran)
    assert kept.analyses[0].found == study.analyses[0].found
    assert kept.analyses[1].found == ran[1].now


def test_the_command_line_runs_all_and_tells_what_changed(
    study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved, later = tmp_path / "s.study.json", tmp_path / "later.csv"
    saved.write_text(study.to_json(), encoding="utf-8")
    later.write_bytes(written(rows()[1:]))
    assert main(["analyse", str(SAMPLE), "--study", str(saved), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["same_extract"] is True
    assert found["changes"] is None
    assert [a["title"] for a in found["analyses"]] == list(PLANS)
    assert all(a["as_saved"] for a in found["analyses"])
    assert found["analyses"][0]["result"]["log_rank"]["p"] == found["analyses"][0]["then"][0]["p"]
    assert main(["analyse", str(later), "--study", str(saved), "--before", str(SAMPLE)]) == 0
    text = capsys.readouterr().out
    assert f"1 patient no longer there: {rows()[0]['patient_id']}." in text
    assert "This is another extract than it was made with." in text
    assert "2. PFS (planned)" in text
