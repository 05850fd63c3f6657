"""Every sentence under Privacy in the README names the tests that hold it, and these tests are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOT_PROMISES = ("Files you download are yours to protect", "[Which test holds")
"""Beginnings of what asks something of the reader, or shows the way."""


def sentences(text: str) -> list[str]:
    """Of a piece of Markdown, each on one line."""
    return [part for part in re.split(r"(?<=[.)])\s+(?=[A-Z*\[])", " ".join(text.split())) if part]


def promised() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    privacy = readme.partition("\n## Privacy\n")[2].partition("\n## ")[0]
    return [s for s in sentences(privacy) if not s.startswith(NOT_PROMISES)]


def held() -> dict[str, list[str]]:
    """Sentence -> the tests that hold it."""
    rows = re.findall(r"(?m)^\| (.+) \| (tests/.+) \|$", (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8"))
    return {sentence: tests.split(", ") for sentence, tests in rows}


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    if not (ROOT / path).is_file():
        return False
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body)


def test_every_sentence_about_privacy_has_its_tests_and_every_row_its_sentence() -> None:
    assert len(promised()) > 5
    assert list(held()) == promised()


def test_every_test_that_is_named_is_there() -> None:
    named = [test for tests in held().values() for test in tests]
    assert all(test.startswith("tests/") and "::test_" in test for test in named)
    assert [test for test in named if not is_there(test)] == []


def test_a_test_that_is_not_there_is_missed() -> None:
    assert not is_there("tests/test_promises.py::test_of_nothing")
    assert not is_there("tests/test_nothing.py::test_of_nothing")


def test_the_privacy_sentences_are_parted_at_their_ends() -> None:
    assert sentences("It is 1.2 s. *Clear* it,\nas said. Now `x.py` runs.") == [
        "It is 1.2 s.", "*Clear* it, as said.", "Now `x.py` runs.",
    ]  # fmt: skip
