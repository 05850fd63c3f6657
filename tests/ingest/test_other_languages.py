"""A cohort written in German, French, Spanish, Italian, Dutch or Portuguese is the cohort written in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import pytest

from nec_core.ingest.admission import Admission
from nec_core.ingest.opening import admit, open_table
from nec_core.ingest.questions import open_questions
from tests.ingest.layouts.opened import TODAY, times_and_events

Columns = Mapping[str, tuple[str, ...]]

ENGLISH: Columns = {
    "Patient ID": ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"),
    "Age at diagnosis": ("61.5", "47", "70.2", "55", "66.1", "39", "81", "58.7"),
    "Sex": ("female", "male", "male", "female", "male", "female", "male", "female"),
    "ECOG": ("0", "1", "2", "1", "0", "0", "3", "1"),
    "Smoking": ("never", "former", "current", "unknown", "never", "former", "current", "never"),
    "Date of diagnosis": ("2014-03-12", "2015-05-03", "2016-08-25", "2017-12-01", "2018-01-31", "2018-02-14",
                          "2019-07-09", "2019-10-22"),
    "Last contact": ("2015-03-30", "2016-09-07", "2019-04-28", "2020-06-15", "2018-11-24", "2021-02-17", "2019-08-29",
                     "2021-10-26"),
    "Vital status": ("dead", "alive", "alive", "dead", "dead", "alive", "dead", "alive"),
    "Primary site": ("rectum", "anal canal", "rectum", "colon", "anorectal junction", "rectum", "anal canal", "rectum"),
    "Histology": ("small cell", "large cell", "small cell", "NEC NOS", "mixed small and large cell", "large cell",
                  "small cell", "small cell"),
    "AJCC stage": ("IV", "II", "III", "IV", "I", "III", "IV", "II"),
    "Ki-67": ("85.5", "60", "90", "NA", "75.5", "55", "95", "NA"),
    "CT": ("yes", "yes", "no", "yes", "unknown", "yes", "no", "yes"),
    "Synaptophysin": ("positive", "positive", "negative", "positive", "positive", "unknown", "positive", "negative"),
    "Surgery": ("no", "yes", "yes", "no", "yes", "yes", "no", "yes"),
    "Resection margin": ("NA", "R0", "R1", "NA", "R0", "R0", "NA", "R1"),
    "Chemotherapy": ("yes", "no", "yes", "yes", "no", "yes", "no", "yes"),
    "Chemotherapy start": ("2014-04-02", "NA", "2016-09-30", "2017-12-20", "NA", "2018-03-19", "NA", "2019-11-18"),
    "Best response": ("PR", "NA", "CR", "PD", "NA", "SD", "NA", "CR"),
    "Cause of death": ("cancer", "NA", "NA", "cancer", "other cause", "NA", "unknown", "NA"),
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """How somebody writes the cohort.

    Attributes:
        headers: English header -> theirs; what is not there is called the same.
        values: English header -> English value -> theirs.
        blank: for "not recorded".
        day: a date, from year, month and day.
    """

    headers: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    blank: str
    day: Callable[[int, int, int], str]

    def table(self, columns: Columns) -> str:
        lists = [
            [self.headers.get(name, name), *(self._cell(name, t) for t in texts)] for name, texts in columns.items()
        ]
        return "\n".join(";".join(row) for row in zip(*lists, strict=True))

    def _cell(self, column: str, text: str) -> str:
        if text == "NA":
            return self.blank
        if text.count("-") == 2 and text[:2] == "20":
            return self.day(*map(int, text.split("-")))
        said = self.values.get(column, {}).get(text)
        return said if said is not None else text.replace(".", ",")


def named_months(*names: str, form: str = "{day} {month} {year}") -> Callable[[int, int, int], str]:
    return lambda year, month, day: form.format(day=day, month=names[month - 1], year=year)


def first_day(form: str) -> Callable[[int, int, int], str]:
    return lambda year, month, day: form.format(day=day, month=month, year=year)


WRITTEN: Mapping[str, Written] = {
    "German": Written(
        {"Patient ID": "Patienten-ID", "Age at diagnosis": "Alter bei Diagnose (Jahre)", "Sex": "Geschlecht",
         "Smoking": "Raucherstatus", "Date of diagnosis": "Diagnosedatum", "Last contact": "Datum letzter Kontakt",
         "Vital status": "Status", "Primary site": "Primärlokalisation", "Histology": "Histologie",
         "AJCC stage": "Stadium (UICC)", "Ki-67": "Ki-67-Index (%)", "Surgery": "Operation",
         "Resection margin": "Resektionsrand", "Chemotherapy": "Chemotherapie",
         "Chemotherapy start": "Beginn Chemotherapie",
         "Best response": "Bestes Ansprechen", "Cause of death": "Todesursache"},
        {"Sex": {"female": "weiblich", "male": "männlich"},
         "Smoking": {"never": "nie", "former": "ehemalig", "current": "aktuell", "unknown": "unbekannt"},
         "Vital status": {"dead": "verstorben", "alive": "lebt"},
         "Primary site": {"rectum": "Rektum", "anal canal": "Analkanal", "colon": "Kolon",
                          "anorectal junction": "anorektaler Übergang"},
         "Histology": {"small cell": "kleinzellig", "large cell": "großzellig", "NEC NOS": "neuroendokrines Karzinom",
                       "mixed small and large cell": "gemischt klein- und großzellig"},
         "AJCC stage": {"I": "Stadium I", "II": "Stadium II", "III": "Stadium III", "IV": "Stadium IV"},
         "CT": {"yes": "ja", "no": "nein", "unknown": "unbekannt"},
         "Synaptophysin": {"positive": "positiv", "negative": "negativ", "unknown": "nicht bestimmt"},
         "Surgery": {"yes": "ja", "no": "nein"}, "Chemotherapy": {"yes": "J", "no": "N"},
         "Best response": {"PR": "partielle Remission", "CR": "komplette Remission", "PD": "Progress",
                           "SD": "stabile Erkrankung"},
         "Cause of death": {"cancer": "tumorbedingt", "other cause": "andere Ursache", "unknown": "unbekannt"}},
        "k.A.",
        named_months("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                     "November", "Dezember", form="{day:02d}. {month} {year}"),
    ),
    "French": Written(
        {"Patient ID": "Identifiant patient", "Age at diagnosis": "Âge au diagnostic (ans)", "Sex": "Sexe",
         "ECOG": "Indice OMS", "Smoking": "Tabac", "Date of diagnosis": "Date du diagnostic",
         "Last contact": "Date des dernières nouvelles", "Vital status": "Statut vital",
         "Primary site": "Localisation tumorale", "Histology": "Type histologique", "AJCC stage": "Stade UICC",
         "Ki-67": "Index Ki-67", "CT": "Scanner", "Synaptophysin": "Synaptophysine", "Surgery": "Chirurgie",
         "Resection margin": "Marges de résection", "Chemotherapy": "Chimiothérapie",
         "Chemotherapy start": "Date de début de chimiothérapie", "Best response": "Meilleure réponse",
         "Cause of death": "Cause du décès"},
        {"Sex": {"female": "F", "male": "H"},
         "Smoking": {"never": "jamais", "former": "ancien fumeur", "current": "fumeur actif", "unknown": "inconnu"},
         "Vital status": {"dead": "décédé", "alive": "vivant"},
         "Primary site": {"rectum": "rectum", "anal canal": "canal anal", "colon": "côlon",
                          "anorectal junction": "jonction ano-rectale"},
         "Histology": {"small cell": "à petites cellules", "large cell": "à grandes cellules",
                       "NEC NOS": "carcinome neuroendocrine", "mixed small and large cell": "mixte"},
         "AJCC stage": {"I": "Stade I", "II": "Stade IIA", "III": "Stade III", "IV": "Stade IV"},
         "CT": {"yes": "oui", "no": "non", "unknown": "inconnu"},
         "Synaptophysin": {"positive": "positif", "negative": "négatif", "unknown": "non réalisé"},
         "Surgery": {"yes": "oui", "no": "non"}, "Chemotherapy": {"yes": "O", "no": "N"},
         "Resection margin": {"R0": "marges saines", "R1": "envahies"},
         "Best response": {"PR": "RP", "CR": "RC", "PD": "progression", "SD": "maladie stable"},
         "Cause of death": {"cancer": "liée au cancer", "other cause": "autre cause", "unknown": "inconnue"}},
        "non précisé",
        named_months("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc",
                     form="{day}-{month}-{year}"),
    ),
    "Spanish": Written(
        {"Patient ID": "Código de paciente", "Age at diagnosis": "Edad al diagnóstico (años)", "Sex": "Sexo",
         "Smoking": "Tabaquismo", "Date of diagnosis": "Fecha de diagnóstico", "Last contact": "Fecha último contacto",
         "Vital status": "Estado vital", "Primary site": "Localización", "Histology": "Histología",
         "AJCC stage": "Estadio", "Ki-67": "Índice Ki67 (%)", "CT": "TAC", "Synaptophysin": "Sinaptofisina",
         "Surgery": "Cirugía", "Resection margin": "Margen de resección", "Chemotherapy": "Quimioterapia",
         "Chemotherapy start": "Fecha inicio quimioterapia", "Best response": "Mejor respuesta",
         "Cause of death": "Causa de muerte"},
        {"Sex": {"female": "M", "male": "H"},
         "Smoking": {"never": "nunca", "former": "exfumador", "current": "fumador", "unknown": "desconocido"},
         "Vital status": {"dead": "fallecido", "alive": "vivo"},
         "Primary site": {"rectum": "recto", "anal canal": "canal anal", "colon": "colon",
                          "anorectal junction": "unión anorrectal"},
         "Histology": {"small cell": "célula pequeña", "large cell": "célula grande",
                       "mixed small and large cell": "mixto",
                       "NEC NOS": "carcinoma neuroendocrino"},
         "AJCC stage": {"I": "Estadio I", "II": "Estadio II", "III": "Estadio IIIb", "IV": "Estadio IV"},
         "CT": {"yes": "sí", "no": "no", "unknown": "desconocido"},
         "Synaptophysin": {"positive": "positivo", "negative": "negativo", "unknown": "no realizado"},
         "Surgery": {"yes": "si", "no": "no"}, "Chemotherapy": {"yes": "S", "no": "N"},
         "Resection margin": {"R0": "libre", "R1": "afecto"},
         "Best response": {"PR": "respuesta parcial", "CR": "respuesta completa", "PD": "progresión",
                           "SD": "enfermedad estable"},
         "Cause of death": {"cancer": "cáncer", "other cause": "otra causa", "unknown": "desconocida"}},
        "s/d",
        named_months("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                     "noviembre", "diciembre", form="{day} de {month} de {year}"),
    ),
    "Italian": Written(
        {"Patient ID": "Codice paziente", "Age at diagnosis": "Età alla diagnosi (anni)", "Sex": "Sesso",
         "Smoking": "Fumo", "Date of diagnosis": "Data della diagnosi", "Last contact": "Data ultimo follow-up",
         "Vital status": "Stato vitale", "Primary site": "Sede primitiva", "Histology": "Istotipo",
         "AJCC stage": "Stadio", "Ki-67": "Ki-67 (%)", "CT": "TC", "Synaptophysin": "Sinaptofisina",
         "Surgery": "Intervento chirurgico", "Resection margin": "Margini di resezione",
         "Chemotherapy": "Chemioterapia",
         "Chemotherapy start": "Data inizio chemioterapia", "Best response": "Migliore risposta",
         "Cause of death": "Causa di morte"},
        {"Sex": {"female": "donna", "male": "uomo"},
         "Smoking": {"never": "mai", "former": "ex fumatore", "current": "fumatore", "unknown": "ignoto"},
         "Vital status": {"dead": "deceduto", "alive": "vivo"},
         "Primary site": {"rectum": "retto", "anal canal": "canale anale", "colon": "colon",
                          "anorectal junction": "giunzione anorettale"},
         "Histology": {"small cell": "a piccole cellule", "large cell": "a grandi cellule",
                       "mixed small and large cell": "misto", "NEC NOS": "carcinoma neuroendocrino"},
         "AJCC stage": {"I": "Stadio I", "II": "Stadio II", "III": "Stadio III", "IV": "Stadio IV"},
         "CT": {"yes": "sì", "no": "no", "unknown": "non noto"},
         "Synaptophysin": {"positive": "positivo", "negative": "negativo", "unknown": "non eseguito"},
         "Surgery": {"yes": "Sì", "no": "No"}, "Chemotherapy": {"yes": "S", "no": "N"},
         "Resection margin": {"R0": "indenni", "R1": "infiltrati"},
         "Best response": {"PR": "risposta parziale", "CR": "risposta completa", "PD": "progressione",
                           "SD": "malattia stabile"},
         "Cause of death": {"cancer": "tumore", "other cause": "altra causa", "unknown": "sconosciuta"}},
        "non disponibile",
        named_months("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    ),
    "Dutch": Written(
        {"Patient ID": "Patiëntnummer", "Age at diagnosis": "Leeftijd bij diagnose (jaar)", "Sex": "Geslacht",
         "Smoking": "Rookstatus", "Date of diagnosis": "Datum van diagnose", "Last contact": "Laatste controle",
         "Vital status": "Vitale status", "Primary site": "Tumorlokalisatie", "Histology": "Histologie",
         "AJCC stage": "Stadium", "Ki-67": "Ki-67 (%)", "CT": "CT-scan", "Synaptophysin": "Synaptofysine",
         "Surgery": "Operatie", "Resection margin": "Resectiemarge", "Chemotherapy": "Chemotherapie",
         "Chemotherapy start": "Startdatum chemotherapie", "Best response": "Beste respons",
         "Cause of death": "Doodsoorzaak"},
        {"Sex": {"female": "V", "male": "M"},
         "Smoking": {"never": "nooit", "former": "gestopt", "current": "huidig", "unknown": "onbekend"},
         "Vital status": {"dead": "overleden", "alive": "in leven"},
         "Primary site": {"rectum": "endeldarm", "anal canal": "anaalkanaal", "colon": "dikke darm",
                          "anorectal junction": "anorectale overgang"},
         "Histology": {"small cell": "kleincellig", "large cell": "grootcellig",
                       "mixed small and large cell": "gemengd",
                       "NEC NOS": "neuro-endocrien carcinoom"},
         "AJCC stage": {"I": "stadium I", "II": "stadium II", "III": "stadium III", "IV": "stadium IV"},
         "CT": {"yes": "ja", "no": "nee", "unknown": "onbekend"},
         "Synaptophysin": {"positive": "positief", "negative": "negatief", "unknown": "niet gedaan"},
         "Surgery": {"yes": "ja", "no": "nee"}, "Chemotherapy": {"yes": "J", "no": "N"},
         "Resection margin": {"R0": "vrij", "R1": "irradicaal"},
         "Best response": {"PR": "partiële respons", "CR": "complete respons", "PD": "progressie",
                           "SD": "stabiele ziekte"},
         "Cause of death": {"cancer": "kanker", "other cause": "andere oorzaak", "unknown": "onbekend"}},
        "n.v.t.",
        named_months("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    ),
    "Portuguese": Written(
        {"Patient ID": "Nº do doente", "Age at diagnosis": "Idade no diagnóstico (anos)", "Sex": "Sexo",
         "Smoking": "Tabagismo", "Date of diagnosis": "Data do diagnóstico", "Last contact": "Data do último contato",
         "Vital status": "Estado vital", "Primary site": "Localização", "Histology": "Tipo histológico",
         "AJCC stage": "Estádio", "Ki-67": "Índice Ki-67 (%)", "CT": "TC", "Synaptophysin": "Sinaptofisina",
         "Surgery": "Cirurgia", "Resection margin": "Margens cirúrgicas", "Chemotherapy": "Quimioterapia",
         "Chemotherapy start": "Início da quimioterapia", "Best response": "Melhor resposta",
         "Cause of death": "Causa do óbito"},
        {"Sex": {"female": "mulher", "male": "homem"},
         "Smoking": {"never": "nunca", "former": "ex-fumador", "current": "fumador", "unknown": "ignorado"},
         "Vital status": {"dead": "óbito", "alive": "vivo"},
         "Primary site": {"rectum": "reto", "anal canal": "canal anal", "colon": "cólon",
                          "anorectal junction": "junção anorretal"},
         "Histology": {"small cell": "pequenas células", "large cell": "grandes células",
                       "mixed small and large cell": "misto", "NEC NOS": "carcinoma neuroendócrino"},
         "AJCC stage": {"I": "Estádio I", "II": "Estádio II", "III": "Estádio III", "IV": "Estádio IV"},
         "CT": {"yes": "sim", "no": "não", "unknown": "desconhecido"},
         "Synaptophysin": {"positive": "positivo", "negative": "negativo", "unknown": "não realizado"},
         "Surgery": {"yes": "sim", "no": "nao"}, "Chemotherapy": {"yes": "S", "no": "N"},
         "Resection margin": {"R0": "livres", "R1": "comprometidas"},
         "Best response": {"PR": "resposta parcial", "CR": "resposta completa", "PD": "progressão da doença",
                           "SD": "doença estável"},
         "Cause of death": {"cancer": "câncer", "other cause": "outra causa", "unknown": "desconhecida"}},
        "não informado",
        first_day("{day:02d}/{month:02d}/{year}"),
    ),
}  # fmt: skip

ENGLISH_WRITTEN = Written({}, {}, "NA", first_day("{year}-{month:02d}-{day:02d}"))


def read(text: str) -> Admission:
    return admit(text.encode(), "made.csv", today=TODAY)


def test_the_cohort_in_english_is_read_whole() -> None:
    admission = read(ENGLISH_WRITTEN.table(ENGLISH))
    assert (admission.cohort.n, len(admission.rejected_rows), len(admission.problems.findings)) == (8, 0, 0)
    assert not [c.column for c in admission.columns if c.target in ("extra", "drop")]
    assert times_and_events(admission.cohort, "os")[0] == (383, 1)  # days


@pytest.mark.parametrize("language", WRITTEN)
def test_a_cohort_in_another_language_is_the_same(language: str) -> None:
    text = WRITTEN[language].table(ENGLISH)
    assert open_questions(*open_table(text.encode(), "made.csv")) == ()
    theirs, ours = read(text), read(ENGLISH_WRITTEN.table(ENGLISH))
    assert [c.target for c in theirs.columns] == [c.target for c in ours.columns]
    pd.testing.assert_frame_equal(theirs.cohort.records, ours.cohort.records)
    assert theirs.problems.findings == ()


TIMES: Columns = {
    "id": tuple(f"B{i}" for i in range(1, 13)),
    "OS months": ("3.5", "12", "7.25", "40", "22", "18.5", "9", "60", "31", "2", "15", "27"),
    "dead": ("yes", "no", "yes", "no", "yes", "yes", "yes", "no", "no", "yes", "no", "yes"),
    "time to relapse (months)": ("2", "12", "5.5", "40", "15", "18.5", "4", "60", "20", "1", "15", "27"),
    "relapse": ("yes", "no", "yes", "no", "yes", "no", "yes", "no", "yes", "yes", "no", "no"),
}


@pytest.mark.parametrize(
    ("headers", "yes", "no"),
    [
        (("Patient", "Überleben (Monate)", "verstorben", "Zeit bis Rezidiv (Monate)", "Rezidiv"), "ja", "nein"),
        (("Pat.-Nr.", "OS_Monate", "TOD", "Rezidivzeit", "Rezidiv"), "J", "N"),
        (("Patient", "Survie globale (mois)", "Décès", "Délai de récidive (mois)", "Récidive"), "oui", "non"),
        (("Paciente", "Supervivencia (meses)", "Éxitus", "Tiempo hasta recidiva (meses)", "Recidiva"), "sí", "no"),
        (("Paziente", "Sopravvivenza (mesi)", "Decesso", "Tempo alla recidiva (mesi)", "Recidiva"), "sì", "no"),
        (("Patiënt", "Overleving (maanden)", "Overleden", "Tijd tot recidief (maanden)", "Recidief"), "ja", "nee"),
        (("Paciente", "Sobrevida (meses)", "Óbito", "Tempo até recidiva (meses)", "Recidiva"), "sim", "não"),
    ],
)
def test_times_and_events_in_another_language_are_the_same(headers: tuple[str, ...], yes: str, no: str) -> None:
    said = {"yes": yes, "no": no}
    names = dict(zip(TIMES, headers, strict=True))
    theirs = Written(names, {"dead": said, "relapse": said}, "", first_day("{year}"))
    text = theirs.table(TIMES)
    assert open_questions(*open_table(text.encode(), "made.csv")) == ()
    ours = read(ENGLISH_WRITTEN.table(TIMES)).cohort
    assert sum(event for _, event in times_and_events(ours, "os")) == 7
    assert times_and_events(read(text).cohort, "os") == times_and_events(ours, "os")
    if "Rezidivzeit" not in headers:  # a word nobody knows names no time
        assert times_and_events(read(text).cohort, "ttr") == times_and_events(ours, "ttr")


@pytest.mark.parametrize(
    ("header", "dead", "alive"),
    [
        ("Patient;Operationsdatum;letzte Vorstellung;Status", "verstorben", "lebt"),
        ("Patient;Date de la chirurgie;Date de dernière consultation;État", "décédé", "vivant"),
        ("Paciente;Fecha de cirugía;Última visita;Situación", "muerto", "vivo"),
        ("Paziente;Data intervento;Ultima visita;Esito", "deceduto", "vivo"),
        ("Patiëntnummer;Operatiedatum;Laatste bezoek;Toestand", "overleden", "in leven"),
        ("Doente;Data da cirurgia;Última consulta;Desfecho", "falecido", "vivo"),
    ],
)
def test_an_operation_and_a_last_visit_make_a_survival_time(header: str, dead: str, alive: str) -> None:
    rows = (f"1;14.02.2016;25.12.2016;{dead}", f"2;30.04.2017;27.10.2018;{alive}", f"3;01.03.2017;01.03.2018;{dead}")
    admission = read("\n".join((header, *rows)))
    assert [c.target for c in admission.columns] == [
        "patient_id",
        "resection_date",
        "last_contact_date",
        "vital_status",
    ]
    assert times_and_events(admission.cohort, "os") == [(315, 1), (545, 0), (365, 1)]


def test_the_language_does_not_decide_whether_the_day_or_the_month_is_first() -> None:
    text = "Doente;Data do diagnóstico;Último contato;Óbito\n1;03/04/2019;05/06/2020;sim\n2;05/06/2018;07/08/2020;não"
    asked = open_questions(*open_table(text.encode(), "made.csv"))
    assert [(q.column, q.kind) for q in asked] == [
        ("Data do diagnóstico", "date_order"), ("Último contato", "date_order"),
    ]  # fmt: skip
