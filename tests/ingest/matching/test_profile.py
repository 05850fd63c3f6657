"""What a column's texts look like."""

from __future__ import annotations

import pytest

from nec_core.ingest.matching.profile import decimal_comma, header_words, profile
from tests.ingest.tables import table


@pytest.mark.parametrize(
    ("texts", "semicolons", "expected"),
    [
        (["3,5", "4"], False, True),
        (["1,200", "2,150", "450"], False, False),
        (["1,200", "2,150", "450"], True, True),
        (["1,200", "3,5"], False, True),
        (["3.5", "4.5", "5,5"], False, False),
        (["0,125"], False, True),
        ([], True, False),
    ],
)
def test_a_comma_is_decimal_where_it_cannot_part_thousands(texts: list[str], semicolons: bool, expected: bool) -> None:
    assert decimal_comma(texts, semicolons) is expected


@pytest.mark.parametrize(
    ("header", "words"),
    [("dateOfDiagnosis", "date of diagnosis"), ("DATE_OF_DIAGNOSIS:", "date of diagnosis"),
     ("OS (months)", "os months"),
     ("Größe", "grösse"), ("%", "percent"), ("Date du décès", "date du décès"),
     ("Date du de\u0301ce\u0300s", "date du décès"),  # accents as letters of their own, as macOS writes them
     ("Cœur", "coeur"), ("Nº de doente", "no de doente"), ("N° patient", "no patient"), ("37 °C", "37 c")],
)  # fmt: skip
def test_headers_become_words(header: str, words: str) -> None:
    assert header_words(header) == words


def test_blanks_are_left_out_and_shares_are_of_distinct_texts() -> None:
    p = profile(table({"Surgery › Date": ["5", "5", " 7 ", "x", "NA", "", "-2"]}), "Surgery › Date")
    assert (p.words, p.tail) == ("surgery date", "date")
    assert (p.n_filled, p.n_distinct, dict(p.counts)) == (5, 4, {"5": 2, "7": 1, "x": 1, "-2": 1})
    assert (p.number_share, p.negative_share, p.whole) == (0.75, 1 / 3, True)


@pytest.mark.parametrize("odd", ["²", "९", "1" * 5000])
def test_digits_that_are_no_plain_number_part_nothing(odd: str) -> None:
    """ "²" is a digit to Python and no number; of 5,000 digits it makes none either."""
    assert not decimal_comma(["1.891", "2.593", "939", "714", odd], semicolons=False)
    assert decimal_comma(["1.891", "2.593", "939", "714"], semicolons=False)
