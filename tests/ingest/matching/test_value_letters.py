"""A letter means what it means beside the others, in one language; what it could mean otherwise is asked."""

from __future__ import annotations

import pytest

from nec_core.ingest.cells.normalise import value_table
from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.matching.value_letters import Letters, letters_of
from nec_core.ingest.questions import open_questions, optional_questions
from nec_core.record import fields
from tests.ingest.tables import table


def taken(header: str, texts: list[str]) -> ColumnMapping:
    return suggest(table({header: texts})).column(header)


@pytest.mark.parametrize(
    ("header", "texts", "values"),
    [
        ("sex", ["F", "M"], {}),  # English knows them
        ("sex", ["M", "W"], {}),
        ("Sexo", ["M", "F"], {}),
        ("sexo", ["H", "M"], {"h": "male", "m": "female"}),  # hombre, mujer; homem, mulher
        ("sex", ["H", "M"], {"h": "male", "m": "female"}),
        ("Sexe", ["H", "F"], {"h": "male", "f": "female"}),
        ("Geslacht", ["M", "V"], {"m": "male", "v": "female"}),  # man, vrouw
        ("Sexo", ["M", "V"], {"m": "female", "v": "male"}),  # mujer, varón
        ("sex", ["V", "H"], {"v": "male", "h": "female"}),  # varón, hembra
        ("Sesso", ["D", "U"], {"d": "female", "u": "male"}),
        ("Geschlecht", ["M"], {}),
        ("CT", ["J", "N"], {"j": "yes", "n": "no"}),
        ("CT", ["O", "N"], {"o": "yes", "n": "no"}),
        ("CT", ["S", "N"], {"s": "yes", "n": "no"}),
        ("CT", ["S", "N", "U"], {"s": "yes", "n": "no", "u": "unknown"}),
        ("CT", ["V", "F"], {"v": "yes", "f": "no"}),
        ("quimioterapia", ["S"], {"s": "yes", "n": "no"}),  # the header says the language
        ("p16", ["J", "N"], {"j": "positive", "n": "negative"}),
        ("Vital status", ["V", "M"], {"v": "alive", "m": "dead"}),
        ("Vital status", ["V", "D"], {"v": "alive", "d": "dead"}),
        ("Vital status", ["L", "V"], {"l": "alive", "v": "dead"}),  # lebend, verstorben
        ("Vital status", ["L", "O"], {"l": "alive", "o": "dead"}),  # levend, overleden
        ("Óbito", ["S", "N"], {"s": "dead", "n": "alive"}),
        ("Lebt", ["J", "N"], {"j": "alive", "n": "dead"}),
    ],
)
def test_letters_are_read_together(header: str, texts: list[str], values: dict[str, str]) -> None:
    column = taken(header, texts)
    found = {t: v for t, v in column.values.items() if t.upper() in texts}
    assert column.target in ("sex", "ct", "systemic", "p16", "vital_status")
    assert found == {t: v for t, v in values.items() if t.upper() in texts}


@pytest.mark.parametrize(
    ("header", "texts", "field"),
    [
        ("sex", ["M", "V"], "sex"),  # a Dutch man and woman, or a Spanish woman and man
        ("Sexo", ["M"], "sex"),  # masculino or mujer
        ("CT", ["S"], "ct"),
        ("CT", ["O"], "ct"),
    ],
)
def test_letters_of_two_meanings_are_asked(header: str, texts: list[str], field: str) -> None:
    raw = table({header: texts})
    mapping = suggest(raw)
    assert (mapping.column(header).target, mapping.column(header).asks) == ("extra", field)
    assert [q.field for q in optional_questions(raw, mapping)] == [field]


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("fallecido", ["V", "F"]),  # verdadero and falso, or vivo and fallecido: the opposite
        ("Décédé", ["V", "F"]),
    ],
)
def test_who_died_is_asked_where_letters_can_say_the_opposite(header: str, texts: list[str]) -> None:
    raw = table({"Fecha Dx": ["2019-01-01", "2019-01-02"], "último contacto": ["2020-01-01", "2020-01-02"],
                 header: (texts * 2)[:2]})  # fmt: skip
    mapping = suggest(raw)
    assert (mapping.column(header).target, mapping.column(header).values) == ("vital_status", {})
    assert [(q.column, q.kind) for q in open_questions(raw, mapping)] == [(header, "values")]


def test_a_header_s_language_decides_between_sets_that_know_as_much() -> None:
    sex = value_table(fields()["sex"])
    assert letters_of(["m", "v"], sex, frozenset()) == Letters(unclear=True)
    assert letters_of(["m", "v"], sex, frozenset(["Dutch"])).values == {"m": "male", "v": "female"}
    assert letters_of(["m", "v"], sex, frozenset(["Spanish", "Portuguese"])).values == {"m": "female", "v": "male"}
    assert letters_of(["m", "v"], sex, frozenset(["Dutch", "Spanish"])) == Letters(unclear=True)
    assert letters_of(["male", "1"], sex, frozenset()) == Letters()
