"""Names on one line, still different where they were, and labels inside a sentence."""

from __future__ import annotations

import pytest

from nec_core.figures.words import LONGEST_NAME, shown_names
from nec_core.formatting import in_sentence

LONG = "Definitive concurrent chemoradiation with cisplatin and etoposide, "


def test_names_equal_but_for_their_end_keep_it() -> None:
    one, other, short = shown_names([LONG + "four cycles", LONG + "six cycles", "Surgery"])
    assert one != other
    assert (one[-11:], other[-10:], short) == ("four cycles", "six cycles", "Surgery")
    assert max(len(one), len(other)) <= LONGEST_NAME
    assert "…" in one


def test_a_long_name_alone_is_cut_at_its_end() -> None:
    name = LONG + "four cycles"
    assert shown_names([name, "Surgery"])[0] == name[: LONGEST_NAME - 1].rstrip() + "…"
    assert shown_names(["a\nb", " "]) == ("a b", "(no name)")


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Overall survival", "overall survival"),
        ("PFI", "PFI"),
        ("Ki-67", "Ki-67"),
        ("Age at diagnosis", "age at diagnosis"),
    ],
)
def test_a_label_inside_a_sentence(label: str, inside: str) -> None:
    assert in_sentence(label) == inside
