"""The records for the eye in words, and on every face: check as text and JSON, the report, and the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export import report_json, report_text
from nec_core.export.report_words import report_markdown
from nec_core.export.sanity_words import further_lines, mark_words, sanity_line, sanity_lines
from nec_core.ingest.admission import Admission
from nec_core.ingest.opening import admit
from nec_core.summary.sanity import EndpointNumbers, Mark, MarkKind, Sanity, sanity

SAMPLE = Path(__file__).parent.parent.parent / "sample_data" / "anorectal_nec_38.csv"
OS = EndpointNumbers("os", "Overall survival", True, "months", 40, 16, 0, 0.0, 98.0, 41.0, None)
PFS = EndpointNumbers("pfs", "Progression-free survival", False, "months", 38, 20, 3, 1.0, 90.5, None, 12.0)


def alive_coded_for_the_dead() -> Admission:
    rows = [f"P{i},{100 + i * 10},{i % 2}" for i in range(1, 17)]
    return admit(("patient_id,os_days,alive\n" + "\n".join(rows)).encode(), "made.csv")


def test_the_line_says_who_died_when_diagnosed_and_how_long_followed() -> None:
    assert sanity_line(Sanity(40, 1998, 2021, (OS, PFS), ())) == (
        "40 patients, 16 deaths (40%), diagnosed 1998–2021, followed 0–98 months, median 41.0 months "
        "(reverse Kaplan-Meier)"
    )
    assert further_lines(Sanity(40, 1998, 2021, (OS, PFS), ())) == (
        "Progression-free survival: 38 patients, 20 events (53%), 3 competing events, followed 1.0–90.5 months",
    )


def test_the_line_leaves_out_what_is_not_known() -> None:
    assert sanity_line(Sanity(3, None, None, (), ())) == "3 patients"
    nobody = EndpointNumbers("os", "Overall survival", True, "months", 0, 0, 0, None, None, None, None)
    assert sanity_line(Sanity(6, 2015, 2015, (nobody,), ())) == (
        "6 patients, 0 of them with overall survival, diagnosed 2015"
    )
    assert further_lines(Sanity(6, None, None, (OS, nobody), ())) == ("Overall survival: nobody has a usable time",)


def test_another_endpoint_than_death_is_named() -> None:
    assert sanity_line(Sanity(40, None, None, (PFS,), ())) == (
        "40 patients, 38 of them with progression-free survival, 20 events of progression-free survival (53%), "
        "3 competing events, followed 1.0–90.5 months, median not reached (reverse Kaplan-Meier)"
    )


@pytest.mark.parametrize("kind", get_args(MarkKind))
@pytest.mark.parametrize("of_death", [True, False])
def test_every_mark_says_what_why_and_what_to_do(kind: MarkKind, of_death: bool) -> None:
    label = "Overall survival" if of_death else "PFI"
    mark = Mark(kind, label, of_death, 6, 12, 0.8, 41.5, "years", "2024", "status", ("2", "dod"))
    words = mark_words(mark)
    for sentence in (words.what, words.why, words.do):
        assert sentence.endswith((".", "?"))
        assert sentence[0].isupper() or sentence[0].isdigit()
    if not of_death:
        assert "die" not in words.text.replace("dod", "")
    assert words.text == f"{words.what} {words.why} {words.do}"


def test_marks_in_words() -> None:
    swapped = Mark("dead_longer", "Overall survival", True, 28, 36, 0.5, column="alive", texts=("0",))
    assert mark_words(swapped).text == (
        "Those who died were followed as long as the living; as a rule the dead are followed less long. A status read "
        "the wrong way round does this. As it is read, 28 of 36 patients died. Look at what the values of the event "
        "mean. In “alive”, “0” was taken for dead."
    )
    assert (
        "were followed longer than the living, each of them;"
        in mark_words(Mark("dead_longer", "Overall survival", True, 8, 16, 1.0)).what
    )
    many = Mark("no_event", "PFI", False, 0, 9, column="code", texts=("a", "b", "c", "d", "e"))
    assert mark_words(many).do.endswith("In “code”, “a”, “b”, “c”, “d” and 1 more were taken for the event.")
    assert mark_words(Mark("all_events", "Overall survival", True, 5, 31)).what == (
        "Everybody died: all 31 patients. 5 rows of which the file does not say so were left out."
    )


def test_they_are_on_every_face() -> None:
    admission = alive_coded_for_the_dead()
    found = sanity(admission)
    line = "16 patients, 8 deaths (50%), followed 110–260 days, median 230 days (reverse Kaplan-Meier)"
    what = "Those who died were followed longer than the living; as a rule"
    assert sanity_lines(found)[0] == line
    text = report_text.of_check(admission)
    assert f"\n{line}\n! {what}" in text
    told = json.loads(report_json.of_check(admission))["sanity"]
    assert (told["line"], told["n"], told["endpoints"][0]["events"]) == (line, 16, 8)
    (mark,) = told["marks"]
    assert (mark["kind"], mark["column"], mark["texts"], mark["share"]) == ("dead_longer", "alive", ["0"], 0.5625)
    assert mark["what"].startswith("Those who died were followed longer")
    report = report_markdown(admission, analyse(admission.cohort, AnalysisPlan()), "hash")
    assert report.index("## Records") < report.index(line) < report.index("- **Unusual:**") < report.index("## Methods")


def test_the_sample_has_its_line_and_no_mark_on_any_face() -> None:
    admission = admit(SAMPLE.read_bytes(), SAMPLE.name)
    text = report_text.of_check(admission)
    assert "38 patients, 24 deaths (63%), diagnosed 2000–2018, followed 0.7–64.2 months" in text
    assert "\nProgression-free survival: 31 events (82%), followed 0.7–64.2 months\n" in text
    assert "\n!" not in text
    assert json.loads(report_json.of_check(admission))["sanity"]["marks"] == []
    assert "Unusual" not in report_markdown(admission, analyse(admission.cohort, AnalysisPlan()), "hash")
