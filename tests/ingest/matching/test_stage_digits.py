"""Bare digits are categories of a stage only where the column itself makes it sure."""

from __future__ import annotations

import pytest

from nec_core.ingest.matching.stage_digits import digits_are_unsure
from nec_core.record import fields


@pytest.mark.parametrize(
    ("name", "words", "texts", "unsure"),
    [
        ("t_category", "t", "0 1", True), ("t_category", "t", "1 2", True), ("t_category", "t", "1 2 3", False),
        ("t_category", "t", "1 2 3 4", False), ("t_category", "t", "0 1 2 3", True),
        ("t_category", "t", "1.0 2.0 3.0", False), ("t_category", "t", "1 2 3 9", True),
        ("t_category", "t", "1 2b", False), ("t_category", "t", "1 2 is", False), ("t_category", "t", "1 x", False),
        ("t_category", "t", "1 t2", False), ("t_category", "t", "1 2 weird", True), ("t_category", "t", "t1 t2", False),
        ("t_category", "t", "", False),
        ("n_category", "n", "0 1", True), ("n_category", "n", "0 1 2", False), ("n_category", "n", "1 2 3", True),
        ("n_category", "n", "0 1a", False), ("n_category", "n", "0 1 2 3 4", True),
        ("m_category", "m", "0 1", True), ("m_category", "m", "0 1a", False), ("m_category", "m", "0 1 x", False),
        ("m_category", "m", "0 m1", False),
        ("ajcc_stage", "ajcc stage", "1 2", True), ("ajcc_stage", "ajcc stage", "1 2 4", False),
        ("ajcc_stage", "stadium nach uicc", "1 2 3", False), ("ajcc_stage", "stadium", "1 2 3", True),
        ("ajcc_stage", "stage group", "0 1 2 3", True), ("ajcc_stage", "stadium", "1 2 iib", False),
    ],
)  # fmt: skip
def test_digits_beside_the_notation_or_three_of_them(name: str, words: str, texts: str, unsure: bool) -> None:
    assert digits_are_unsure(texts.split(), fields()[name], words) is unsure
