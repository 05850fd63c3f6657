"""The study as a file: put in order, saved and read, and what it refuses."""

from __future__ import annotations

import datetime as dt

import pytest

from nec_core.analysis.plan import AnalysisPlan
from nec_core.errors import StudyError
from nec_core.ingest.mapping import Mapping
from nec_core.study.study import Extract, Study, StudyAnalysis

EXTRACT = Extract(files=("a.csv",), sha256="0" * 64, rows_in=9, accepted=8, folded=0, rejected=1)


def study(*titles: str) -> Study:
    found = Study(name="Rare", extract=EXTRACT, mapping=Mapping())
    for title in titles:
        found = found.with_analysis(StudyAnalysis(title=title, plan=AnalysisPlan(), added=dt.date(2026, 11, 28)))
    return found


def test_an_analysis_of_a_title_that_is_there_gets_a_number() -> None:
    assert study("OS", "OS", "OS").titles == ("OS", "OS (2)", "OS (3)")
    assert study("OS", "PFS").duplicated("OS").titles == ("OS", "OS (2)", "PFS")


@pytest.mark.parametrize(
    ("title", "by", "order"),
    [("a", 1, "bacd"), ("a", -1, "abcd"), ("d", 1, "abcd"), ("d", -1, "abdc"), ("c", -2, "cabd"), ("b", 9, "acdb")],
)
def test_an_analysis_is_moved_and_stays_at_an_end(title: str, by: int, order: str) -> None:
    assert "".join(study(*"abcd").moved(title, by).titles) == order


def test_saved_it_reads_back_the_same_and_gives_the_same_bytes() -> None:
    one = study("OS", "PFS").changed("PFS", why="planned", reason="The protocol's.")
    again = Study.from_json(one.to_json())
    assert again == one
    assert again.to_json() == one.to_json()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"title": ""}, "“OS” can't be changed so: String should have at least 1 character."),
        ({"title": "PFS"}, "Another analysis is called “PFS” already. Choose another title."),
        ({"why": "perhaps"}, "“OS” can't be changed so: Input should be 'planned' or 'exploratory'."),
    ],
)
def test_what_can_not_be_is_refused_in_a_sentence(values: dict[str, str], why: str) -> None:
    with pytest.raises(StudyError) as refused:
        study("OS", "PFS").changed("OS", **values)
    assert str(refused.value) == why


def test_an_analysis_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(StudyError, match=r"This study has no analysis “x”\. It has: OS, PFS\."):
        study("OS", "PFS").without("x")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{}", "This file is not a saved study: extract: Field required. Take a file that was saved as a study"),
        ("[1", "This file is not a saved study: the file: Invalid JSON"),
        ('{"version": 2}', "This file is a saved study of a version this program does not know."),
    ],
)
def test_another_file_is_refused_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(StudyError) as refused:
        Study.from_json(text)
    assert str(refused.value).startswith(why)


def test_two_analyses_of_one_title_are_no_study() -> None:
    text = study("OS", "PFS").to_json().replace('"PFS"', '"OS"')
    with pytest.raises(StudyError, match="two analyses have the same title"):
        Study.from_json(text)
