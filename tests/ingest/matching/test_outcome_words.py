"""Headers of times and events are said in English whole, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nec_core.ingest.matching import outcome_words
from nec_core.ingest.matching.outcome_words import in_english
from nec_core.ingest.matching.profile import header_words
from nec_core.words.dutch import DUTCH
from nec_core.words.german import GERMAN


@pytest.mark.parametrize(
    ("header", "english"),
    [
        ("Überleben (Monate)", "survival months"),
        ("UEBERLEBEN_MONATE", "survival months"),
        ("OS Monate", "os months"),
        ("Gesamtüberleben [Tage]", "overall survival days"),
        ("Zeit bis zum Tod (Jahre)", "time death years"),
        ("Zeit bis Tod, T", "time death t"),  # a unit's letter, which somebody is asked about
        ("TEMPO_ATE_OBITO_EM_M", "time death m"),
        ("T", "t"),
        ("verstorben", "death"),
        ("Rezidivfreies Überleben", "recurrence free survival"),
        ("Status (1=tot, 0=lebt)", "status 1 death 0 alive"),
        ("survie globale (mois)", "overall survival months"),
        ("Délai", "time"),
        ("temps de survie", "survival"),
        ("Durée de suivi (jours)", "follow up time days"),
        ("décès", "death"),
        ("DECEDE", "death"),
        ("Décédé(e)", "death"),
        ("Récidive", "relapse"),
        ("Date des dernières nouvelles", "date des dernières nouvelles"),  # a date is a field, no outcome
        ("dernières nouvelles (mois)", "last contact months"),
        ("SSP (mois)", "pfs months"),
        ("Supervivencia global (años)", "overall survival years"),
        ("SG (meses)", "os months"),
        ("tiempo de seguimiento (días)", "follow up time days"),
        ("fallecido", "death"),
        ("Éxitus (sí/no)", "death yes no"),
        ("Tod (ja/nein)", "death yes no"),
        ("evento", "event"),
        ("Último contacto (meses)", "last contact months"),
        ("sopravvivenza (mesi)", "survival months"),
        ("deceduto", "death"),
        ("Stato in vita", "vital status"),
        ("giorni", "days"),
        ("overleving (maanden)", "survival months"),
        ("tijd tot overlijden (dagen)", "time death days"),
        ("laatste controle (jaar)", "last contact years"),
        ("Recidief", "relapse"),
        ("tempo (meses)", "time months"),
        ("tempo de seguimento", "follow up time"),
        ("óbito", "death"),
        ("OBITO", "death"),
        ("progressão", "progression"),
        ("Sobrevida livre de doença (meses)", "disease free survival months"),
        ("censurado", "censored"),
    ],
)
def test_a_time_or_an_event_is_said_in_english(header: str, english: str) -> None:
    assert in_english(header_words(header)) == english
    assert in_english(english) == english


@pytest.mark.parametrize(
    "header",
    [
        "tempo de evolução",  # how long somebody was ill before
        "Durée de séjour (jours)",
        "Tempo de protrombina",
        "Zeit bis Chemotherapie",
        "tiempo de espera",
        "SG",  # of urine, the specific gravity
        "j",
        "an",
        "in vivo",
        "time",
        "OS months",
        "death",
        "data",
        "sem",  # French weeks, and Portuguese for without
        "no",
        "",
    ],
)
def test_what_is_not_known_whole_stays_as_it_is(header: str) -> None:
    assert in_english(header_words(header)) == header_words(header)


def test_a_word_of_two_languages_is_told_by_the_words_beside_it() -> None:
    assert in_english("tot") == "death"  # German; in Dutch it is "until", and says nothing alone
    assert in_english("status tot") == "status death"
    assert in_english("tijd tot overlijden") == "time death"
    assert in_english("délai sem") == "time weeks"
    assert in_english("sem recidiva") == "without relapse"


def test_where_two_languages_say_different_things_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = replace(GERMAN, outcomes={"event": "fallstrick"}), replace(DUTCH, outcomes={"time": "fallstrick"})
    in_english.cache_clear()
    monkeypatch.setattr(outcome_words, "LANGUAGES", apart)
    assert in_english("fallstrick") == "fallstrick"
    in_english.cache_clear()
    monkeypatch.setattr(outcome_words, "LANGUAGES", apart[:1])
    assert in_english("fallstrick") == "event"
    in_english.cache_clear()
