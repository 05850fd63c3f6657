"""Choices that stay: kept for the session, under a key that ends with the file or with the filters."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from dashboard import kept, state

ROOT = Path(__file__).parent.parent.parent


def test_a_choice_ends_with_its_file_and_a_filter_with_a_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state.st, "session_state", {"file_turn": 0, "filter_turn": 2})
    assert kept.choice("survival:by") == {"key": "survival:by", "persist_state": "session"}
    assert kept.filter_choice("stage") == {"key": "2 filter:stage", "persist_state": "session"}


def test_only_there_is_said_how_a_choice_is_kept() -> None:
    spelled = {
        path.name
        for room in ("dashboard", "pages")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "persist_state"
    }
    assert spelled == set()
