"""The generator and its judge: what they write is what they say, and a wrong reading is not let pass."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from tests.random_dress.dress import LAYOUTS
from tests.random_dress.generator import Dressed, dressed
from tests.random_dress.judgement import Verdict, judged
from tests.random_dress.words import LANGUAGES

FOLDER = Path(__file__).parent
READS = ("judgement.py",)
"""The modules that know the reader; what is written knows nothing of it."""


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda p: p.relative_to(FOLDER).as_posix())
def test_the_generator_shares_nothing_with_the_reader(path: Path) -> None:
    if path.name in READS:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not [m for m in modules if m.split(".")[0] in ("nec_core", "dashboard")]


def test_the_judge_takes_no_words_from_the_reader() -> None:
    tree = ast.parse((FOLDER / "judgement.py").read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [m for m in modules if m.startswith(("nec_core.record", "nec_core.ingest.matching"))]


def test_the_same_number_gives_the_same_file() -> None:
    assert dressed(7, 3).data == dressed(7, 3).data
    assert dressed(7, 3).data != dressed(7, 4).data


def test_every_layout_language_and_kind_of_file_is_written() -> None:
    files = [dressed(1, n) for n in range(300)]
    assert {f.dress.layout for f in files} == set(LAYOUTS)
    assert {f.dress.language.name for f in files} == {language.name for language in LANGUAGES}
    assert {f.dress.kind for f in files} == {"text", "xlsx", "ods"}


def test_every_language_has_the_words_of_every_concept() -> None:
    first = LANGUAGES[0]
    for language in LANGUAGES:
        assert language.heads.keys() == first.heads.keys(), language.name
        assert language.levels.keys() == first.levels.keys(), language.name
        assert len(language.months) == 12


def test_every_row_of_a_plain_file_is_whose_it_is_said_to_be() -> None:
    """Against the bytes: the time in a patient's row is the time the cohort has."""
    file = _file(lambda f: _plain(f) and f.dress.unit == "days" and f.dress.unit_said == "header")
    lines = file.data.decode(file.dress.encoding).splitlines()
    (head,) = file.sheet.told.units
    at = lines[0].split(file.dress.separator).index(head)
    for patient, pair in enumerate(file.sheet.os):
        (row,) = file.sheet.rows_of(patient)
        assert pair is not None
        assert float(lines[row - 1].split(file.dress.separator)[at]) == pair[0]


@pytest.mark.parametrize("spoilt", ["time", "event", "patient", "last patient", "kind of event"])
def test_a_reading_other_than_the_truth_is_silent(spoilt: str) -> None:
    file = _file(lambda f: _plain(f) and not f.dress.untimed and judged(f).verdict == Verdict.EQUAL)
    meant = list(file.sheet.os)
    days, event = meant[5] or (0.0, 0)
    if spoilt == "kind of event":
        meant = [None if pair is None else (pair[0], 2 * pair[1]) for pair in meant]
    elif spoilt == "last patient":
        meant[max(range(len(meant)), key=lambda i: (meant[i] or (0, 0))[::-1])] = None
    else:
        meant[5] = {"time": (days + 60, event), "event": (days, 1 - event), "patient": None}[spoilt]
    assert judged(replace(file, sheet=replace(file.sheet, os=meant))).verdict == Verdict.SILENT


def test_a_second_endpoint_other_than_the_truth_is_silent() -> None:
    file = _file(lambda f: judged(f).second is True)
    others = [[(days + 60, event) for days, event in pairs] for pairs in file.sheet.second]
    assert judged(replace(file, sheet=replace(file.sheet, second=others))).verdict == Verdict.SILENT


def test_what_is_asked_counts_by_what_the_file_leaves_open() -> None:
    file = _file(lambda f: judged(f).verdict == Verdict.ASKED)
    told = replace(file.sheet.told, open=set())
    assert judged(replace(file, sheet=replace(file.sheet, told=told))).verdict == Verdict.NEEDLESS


def test_a_wrong_answer_is_found_out() -> None:
    """The judge answers with what the file's own dress says: another unit there is another truth."""
    file = _file(lambda f: f.sheet.told.open == {"unit"} and judged(f).answered == Verdict.EQUAL)
    other = "days" if file.dress.unit == "weeks" else "weeks"
    assert judged(replace(file, dress=replace(file.dress, unit=other))).answered == Verdict.SILENT


def _plain(file: Dressed) -> bool:
    """One row a patient, a time and an event, nothing round about."""
    dress = file.dress
    plain = dress.layout == "time and event" and dress.kind == "text" and dress.separator == "\t"
    return plain and not (dress.titled or dress.footed or dress.repeated or dress.second or dress.quoted)


def _file(wanted) -> Dressed:  # type: ignore[no-untyped-def]  # a condition on a file
    return next(f for n in range(2000) if wanted(f := dressed(1, n)))
