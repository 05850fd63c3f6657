"""No column that tells who a patient is gets in unasked, in seven languages, by name or by cells; no clinical one is
left out."""

from __future__ import annotations

import pytest

from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.matching.suggestion import suggest
from nec_core.record import fields
from tests.ingest.matching.identifying.people import VALUES, N
from tests.ingest.tables import table

IDENTIFYING = [
    # English
    ("Patient surname", "last"), ("PtLastName", "last"), ("FIRST_NAME", "first"), ("LName", "last"), ("FName", "first"),
    ("PatName", "full"), ("Full name (as on passport)", "full"), ("Pt. initials", "initials"), ("NHSNo", "nhs"),
    ("nhs_number", "nhs"), ("MRN", "number"), ("MedRecNo", "number"), ("Hosp. No.", "case"), ("SSN#", "ssn"),
    ("Social Security No", "ssn"), ("DOB", "born us"), ("D.O.B.", "born slashes"), ("BirthDate", "born iso"),
    ("date_birth", "born compact"), ("Home address", "street"), ("Post code", "uk post"), ("ZIP", "five"),
    ("Mobile no.", "mobile"), ("Tel (home)", "phone"), ("e-mail", "mail"), ("Accession number", "case"),
    ("Next of kin", "full"), ("Year of birth", "born year"), ("Town of residence", "place"), ("CHI number", "number"),
    ("Maiden name", "last"),
    # German
    ("Familienname", "last"), ("Nachname", "last"), ("Vorname", "first"), ("Pat_Name", "LAST first"),
    ("Name, Vorname", "last, first"), ("Geburtsname", "last"), ("Geb.-Datum", "born dots"), ("GebDat", "born dots"),
    ("Geburtstag", "born dots"), ("geb. am", "born dots"), ("Geburtsjahr", "born year"), ("Fallnummer", "case"),
    ("Fall-Nr.", "number"), ("Pat-Nr", "number"), ("Patientennummer", "number"), ("KVNR", "case"),
    ("Versicherten-Nr.", "case"), ("AHV-Nr.", "ahv"), ("Sozialversicherungsnummer", "number"), ("Anschrift", "street"),
    ("PLZ", "five"), ("Wohnort", "place"), ("PLZ/Ort", "post and place"), ("Straße", "street"),
    ("Telefon privat", "phone"), ("Handynummer", "phone"), ("IBAN", "iban"), ("Aufnahmenr", "number"),
    ("Bemerkungen", "notes"),
    # French
    ("Nom de famille", "last"), ("Nom", "last"), ("Prénom", "first"), ("prenom_patient", "common"),
    ("Nom de jeune fille", "last"), ("NOM_PATIENT", "full"), ("date_de_naissance", "born iso"),
    ("DateNaissance", "born slashes"), ("Né(e) le", "born slashes"), ("DDN", "born slashes"), ("NIR", "nir"),
    ("N° sécurité sociale", "nir"), ("No dossier", "number"), ("IPP", "number"), ("Adresse postale", "street"),
    ("Code postal", "five"), ("Ville", "place"), ("Tél. portable", "phone"), ("Courriel", "mail"),
    ("Commentaires", "remarks"),
    # Spanish
    ("Apellidos", "last"), ("Primer apellido", "last"), ("Nombre", "common"), ("Nombre y apellidos", "full"),
    ("Fecha de nacimiento", "born slashes"), ("F. nac.", "born slashes"), ("FechaNac", "born slashes"),
    ("Nº historia clínica", "number"), ("NHC", "number"), ("DNI", "dni"), ("RUT", "rut"), ("Dirección", "street"),
    ("Código postal", "five"), ("Teléfono 2", "phone"), ("Correo electrónico", "mail"), ("Domicilio", "street"),
    # Italian
    ("Cognome", "last"), ("Nome", "common"), ("Cognome e nome", "full"), ("Data di nascita", "born slashes"),
    ("data_nascita", "born iso"), ("Codice fiscale", "case"), ("N. cartella clinica", "number"),
    ("Indirizzo", "street"),
    ("CAP", "five"), ("Cellulare", "phone"), ("Luogo di nascita", "place"), ("Comune di residenza", "place"),
    # Dutch
    ("Achternaam", "last"), ("Voornaam", "first"), ("Voorletters", "initials"), ("Geboortedatum", "born iso"),
    ("geb_datum", "born iso"), ("BSN", "bsn"), ("Patiëntnummer", "number"), ("Adres", "street"),
    ("Postcode", "nl post"),
    ("Woonplaats", "place"), ("Telefoonnr", "phone"),
    # Portuguese
    ("Sobrenome", "last"), ("Nome completo", "full"), ("Nome da mãe", "full"), ("Data de nascimento", "born slashes"),
    ("Dt. Nasc.", "born slashes"), ("CPF", "cpf"), ("Nº utente", "number"), ("Prontuário", "number"),
    ("Endereço", "street"), ("Morada", "street"), ("CEP", "cep"), ("Telemóvel", "phone"), ("Celular", "mobile"),
    # by their cells, whatever stands above
    ("col1", "last"), ("col2", "first"), ("col3", "common"), ("col4", "full"), ("col5", "last, first"),
    ("col6", "LAST first"), ("col7", "born iso"), ("col8", "born dots"), ("col9", "born compact"), ("V10", "born us"),
    ("V11", "nhs"), ("V12", "bsn"), ("V13", "ahv"), ("V14", "dni"), ("V15", "nir"), ("V16", "cpf"), ("V17", "iban"),
    ("V18", "rut"), ("V19", "ssn"), ("x20", "mail"), ("x21", "phone"), ("x22", "mobile"), ("x23", "five"),
    ("x24", "uk post"), ("x25", "nl post"), ("x26", "cep"), ("x27", "pt post"), ("x28", "street"),
    ("x29", "whole address"), ("x30", "post and place"), ("x31", "notes"), ("x32", "remarks"), ("x33", "local phone"),
    ("x34", "number"), ("Patient", "full"), ("ID", "nhs"),
]  # fmt: skip

OTHERS = {
    "Diagnosis date": [f"20{10 + i % 9}-0{1 + i % 9}-1{i % 9}" for i in range(N)],
    "Last contact": [f"20{19 + i % 5}-0{1 + i % 9}-1{i % 9}" for i in range(N)],
    "Vital status": ["alive", "dead", "alive"] * (N // 3),
}


def taken(header: str, texts: list[str]) -> ColumnMapping:
    return suggest(table({header: texts} | OTHERS)).column(header)


@pytest.mark.parametrize(("header", "cells"), IDENTIFYING, ids=lambda x: x)
def test_a_column_that_tells_who_a_patient_is_is_left_out(header: str, cells: str) -> None:
    column = taken(header, VALUES[cells])
    assert column.hides, column
    assert column.target == "drop"


SURE = [(h, c) for h, c in IDENTIFYING if c not in ("born year", "place", "notes", "remarks", "five", "local phone")
        and (h, c) not in (("col1", "last"), ("col2", "first"), ("x34", "number"))]  # fmt: skip


@pytest.mark.parametrize(("header", "cells"), SURE, ids=lambda x: x)
def test_what_is_clear_is_not_asked(header: str, cells: str) -> None:
    assert taken(header, VALUES[cells]).asks is None


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Year of birth", "born year"), ("Ville", "place"), ("Commentaires", "remarks"), ("x23", "five"), ("col1", "last"),
     ("x33", "local phone"), ("x34", "number")],
)  # fmt: skip
def test_a_doubt_is_asked(header: str, cells: str) -> None:
    column = taken(header, VALUES[cells])
    assert (column.target, column.asks) == ("drop", "identifier")


def cycled(*texts: str) -> list[str]:
    return [texts[i % len(texts)] for i in range(N)]


CLINICAL = {
    "name of drug": cycled("cisplatin", "carboplatin", "etoposide", "irinotecan"),
    "Drug name": cycled("Cisplatin", "Carboplatin", "Paclitaxel", "Capecitabine", "Docetaxel"),
    "first name of treatment": cycled("FOLFIRI", "FOLFOX", "EP"),
    "Treatment › Name": cycled("Cisplatin", "Carboplatin", "Paclitaxel"),
    "Name of centre": cycled("Inselspital", "Charité", "Gustave Roussy"),
    "Nom du protocole": cycled("A", "B", "C"),
    "Nombre de cures": [str(1 + i % 7) for i in range(N)],
    "Nombre": [str(1 + i % 9) for i in range(N)],
    "gene name": cycled("TP53", "RB1", "KRAS", "BRAF"),
    "Cause of death, text": cycled("progressive disease", "pneumonia", "sepsis after surgery", "unknown cause"),
    "Histology text": [f"poorly differentiated neuroendocrine carcinoma, pattern {i}" for i in range(N)],
    "Befund": [f"Raumforderung im Rektum, {i} mm, mit Infiltration" for i in range(N)],
    "Hospital": cycled("H1", "H2", "H3", "H4"),
    "Hospital code": [str(10230 + i % 5) for i in range(N)],
    "Centre no": [str(1 + i % 6) for i in range(N)],
    "Clinic address code": cycled("1", "2", "3"),
    "tumour address": cycled("upper rectum", "lower rectum", "anal canal"),
    "Age": [str(40 + i) for i in range(N)],
    "Age at first birth": [str(18 + i % 20) for i in range(N)],
    "Birth weight (g)": [str(2900 + 41 * i) for i in range(N)],
    "Country of birth": cycled("Chile", "Peru", "Spain"),
    "sex_at_birth": cycled("F", "M"),
    "days_to_birth": [str(-20000 - 311 * i) for i in range(N)],
    "stage group": cycled("I", "II", "III", "IV"),
    "Lab number of nodes": [str(i % 20) for i in range(N)],
    "platelets": [str(98000 + 7919 * i) for i in range(N)],
    "LDH": [str(150 + 13 * i) for i in range(N)],
    "leukocytes per ul": [str(3100 + 371 * i) for i in range(N)],
    "NSE": [f"{12.5 + 3.371 * i:.3f}" for i in range(N)],
    "tumor size": [f"{1.123456789 + 0.37 * i:.9f}" for i in range(N)],
    "risk score": [f"{-1.5 + 0.123456789 * i:.12f}" for i in range(N)],
    "survival in days": [str(101 + 97 * i) for i in range(N)],
    "days to progression": [str(91 + 57 * i) for i in range(N)],
    "Mobile tumour": cycled("yes", "no"),
    "Phone follow-up": cycled("yes", "no"),
    "Insurance status": cycled("private", "statutory", "none"),
    "Insurance": cycled("private", "statutory"),
    "CP class": cycled("A", "B", "C"),
    "cap": cycled("yes", "no"),
    "CAP": [str(500 + 125 * i) for i in range(N)],
    "via": cycled("oral", "iv"),
    "IPP": cycled("oui", "non"),
    "CNS": cycled("yes", "no"),
    "run": [str(1 + i % 4) for i in range(N)],
    "rib metastasis": cycled("yes", "no"),
    "cell type": cycled("squamous", "small cell", "adeno", "large"),
    "Str": cycled("positive", "negative"),
    "Initial diagnosis": cycled("biopsy", "resection"),
    "Days to initial diagnosis": ["0"] * N,
    "New tumor event after initial treatment": cycled("YES", "NO"),
    "Initial dose": [str(60 + i) for i in range(N)],
    "Visit number": [str(1 + i % 5) for i in range(N)],
    "Number of patients": [str(1 + i) for i in range(N)],
    "Residence": cycled("rural", "urban"),
    "Surgeon": cycled("S1", "S2", "S3"),
    "Date of surgery": [f"20{12 + i % 9}-0{1 + i % 9}-2{i % 9}" for i in range(N)],
    "Symptom onset": [f"20{8 + i % 3:02d}-0{1 + i % 9}-2{i % 9}" for i in range(N)],
    "Menopause year": [str(1990 + i % 20) for i in range(N)],
    "ICD-O code": [f"8{i % 3 + 240}/3" for i in range(N)],
    "ICD-10": cycled("C20", "C21.0", "C21.1"),
    "TNM": cycled("T2 N0 M0", "T3 N1 M0", "T4 N2 M1"),
    "dose total": [f"{50.4 + i / 10:.1f}" for i in range(N)],
    "Regimen": cycled("Cisplatin Etoposide", "Carboplatin Etoposide", "Folfirinox"),
    "Primary Site Name": cycled("Rectum", "Anal canal", "Colon"),
    "Metastasis site text": cycled("Liver, Lung", "Bone", "Brain, Liver", "Lymph Nodes"),
    "Comorbidity": cycled("Diabetes Mellitus", "Crohn Disease", "Arterial Hypertension", "None"),
    "Toxicity comment": [f"grade {i % 4} neutropenia in cycle {i % 6}" for i in range(N)],
    "Ethnicity": cycled("Hispanic", "Non Hispanic"),
    "Race": cycled("White", "Black", "Asian"),
    "Occupation": cycled("Farmer", "Teacher", "Nurse", "Driver"),
    "file name of scan series": cycled("ax", "cor", "sag"),
    "read count": [str(4_100_000 + 76_543 * i) for i in range(N)],
    "protein": [str(1_000_000 + i % 10) for i in range(N)],
    "dossier complet": cycled("oui", "non"),
    "Plaats van metastase": cycled("lever", "long"),
}  # fmt: skip


@pytest.mark.parametrize("header", CLINICAL)
def test_a_clinical_column_is_kept_unasked(header: str) -> None:
    column = taken(header, CLINICAL[header])
    assert not column.hides, column
    assert column.target != "drop"
    assert column.asks != "identifier"


def test_there_are_enough_of_them() -> None:
    assert len({h for h, _ in IDENTIFYING}) == len(IDENTIFYING) >= 120
    assert len(CLINICAL) >= 60


def test_every_name_of_a_field_stays_a_field_s() -> None:
    for spec in fields().values():
        for header in (spec.name, spec.about.label, *spec.about.headers):
            column = taken(header, [str(1 + i % 40) for i in range(N)])
            assert column.identifier is None, header
