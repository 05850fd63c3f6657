"""What the scripts read: a line per analysis that has patients, and a warning where a comparison misleads."""

from __future__ import annotations

import csv
import io

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export.again.files import again_files
from nec_core.export.survival_words import MISLEADS
from tests.analysed import late_surgery, sample


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_an_analysis_without_a_result_has_no_line_and_the_others_keep_their_number() -> None:
    found = again_files(sample(), [("None", None), ("All", analyse(sample(), AnalysisPlan()))])
    assert [(x["analysis"], x["title"]) for x in lines(found["again/analyses.csv"])] == [("2", "All")]
    assert {x["analysis"] for x in lines(found["again/expected.csv"])} == {"2"}
    assert {name for name in found if name.startswith("again/2")} == {"again/2_patients.csv"}


def test_without_any_analysis_there_is_no_file() -> None:
    assert again_files(sample(), [("None", None)]) == {}


def test_a_comparison_that_misleads_says_so() -> None:
    result = analyse(late_surgery(), AnalysisPlan(by="resection"))
    by_sex = analyse(late_surgery(), AnalysisPlan(by="sex"))
    found = lines(again_files(late_surgery(), [("", result), ("", by_sex)])["again/analyses.csv"])
    assert [x["beware"] for x in found] == [f"{MISLEADS} Groups settled after diagnosis: immortal time.", ""]
