"""Small files of every layout, made here: what the fuzz run spoils. Synthetic; the same each time."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import random
from collections.abc import Sequence

import xlsxwriter

Row = Sequence[object]
ROWS = 30
_START = dt.date(2012, 1, 1)


def seeds() -> list[tuple[str, bytes]]:
    """Name and bytes of each."""
    rng = random.Random(1)
    naaccr = _naaccr_xml(rng)
    return [
        ("naaccr.xml", naaccr),
        ("naaccr_utf16.xml", _in_utf16(naaccr)),
        ("naaccr.xml.gz", gzip.compress(naaccr, mtime=0)),
        ("naaccr.csv", _naaccr_csv(rng)),
        ("seer.csv", _seer(rng)),
        ("seer_codes.txt", _seer_codes(rng)),
        ("ncdb.csv", _ncdb(rng)),
        ("cbioportal_patient.txt", _cbioportal_patients(rng)),
        ("cbioportal_sample.txt", _cbioportal_samples(rng)),
        ("tcga_cdr.xlsx", _tcga(rng)),
        ("redcap_raw.csv", _redcap_raw(rng)),
        ("redcap_labels.csv", _redcap_labels()),
        ("redcap_dictionary.csv", _redcap_dictionary()),
        ("template.csv", _template(rng)),
        ("hospital.xlsx", _hospital(rng)),
        ("plain_utf16.csv", _plain(rng, "\t").encode("utf-16")),
        ("plain_latin1.csv", _plain(rng, ";").encode("latin-1")),
        ("plain.tsv", _plain(rng, "\t").encode()),
    ]


def together(files: Sequence[tuple[str, bytes]], name: str, rng: random.Random) -> list[tuple[str, bytes]]:
    """What may be dropped along with a file: its companion, the same once more under another name, or one that does not
    belong to it."""
    companions = {
        "cbioportal_patient.txt": "cbioportal_sample.txt", "cbioportal_sample.txt": "cbioportal_patient.txt",
        "redcap_raw.csv": "redcap_dictionary.csv", "redcap_dictionary.csv": "redcap_raw.csv",
    }  # fmt: skip
    known = dict(files)
    if name in companions and companions[name] in known and rng.random() < 0.7:
        return [(companions[name], known[companions[name]])]
    other = rng.choice((name, rng.choice(list(known))))
    return [(f"other {other}", known[other])]


def _text(rows: Sequence[Row], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, ending: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=ending).writerows(rows)  # type: ignore[arg-type]  # a csv constant
    return out.getvalue()


def _book(sheets: dict[str, Sequence[Row]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(i, j, dt.datetime.combine(cell, dt.time()), day)
                elif str(cell).startswith("="):
                    sheet.write_formula(i, j, str(cell), value="#DIV/0!")
                else:
                    sheet.write(i, j, cell)
    book.close()
    return out.getvalue()


def _day(rng: random.Random, earliest: dt.date = _START, days: int = 2000) -> dt.date:
    return earliest + dt.timedelta(days=rng.randrange(1, days))


def _naaccr_items(rng: random.Random, i: int) -> tuple[dict[str, str], list[dict[str, str]]]:
    born, last = _day(rng, dt.date(1940, 1, 1), 9000), _day(rng, dt.date(2018, 1, 1))
    patient = {
        "patientIdNumber": f"{i:08d}", "sex": str(1 + i % 2), "vitalStatus": str(i % 2), "nameLast": "Doe",
        "dateOfBirth": f"{born:%Y%m%d}", "dateOfLastContact": f"{last:%Y%m%d}"[: rng.choice((8, 8, 8, 6, 4))],
    }  # fmt: skip
    tumours = []
    for k in range(rng.choice((1, 1, 1, 2))):
        tumours.append({
            "sequenceNumberCentral": f"{k:02d}", "dateOfDiagnosis": f"{_day(rng):%Y%m%d}"[: rng.choice((8, 8, 6, 4))],
            "ageAtDiagnosis": f"{rng.randrange(40, 90):03d}", "primarySite": rng.choice(("C209", "C211", "C180")),
            "histologicTypeIcdO3": rng.choice(("8246", "8041", "8013")), "summaryStage2018": rng.choice("01347889"),
            "rxSummSurgPrimSite": rng.choice(("00", "30", "99")), "rxSummChemo": rng.choice(("00", "02", "88")),
            "rxDateSurgery": f"{_day(rng):%Y%m%d}", "seerCauseSpecificCod": rng.choice("0189"),
            "seerOtherCod": rng.choice("018"), "survMosActiveFollowup": rng.choice(("0012", "0000", "9999", "0100")),
        })  # fmt: skip
    return patient, tumours


def _naaccr_xml(rng: random.Random) -> bytes:
    def items(values: dict[str, str]) -> str:
        return "".join(f'<Item naaccrId="{k}">{v}</Item>\n' for k, v in values.items())

    patients = []
    for i in range(ROWS):
        patient, tumours = _naaccr_items(rng, i)
        inside = "".join(f"<Tumor>\n{items(t)}</Tumor>\n" for t in tumours)
        patients.append(f"<Patient>\n{items(patient)}{inside}</Patient>\n")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<NaaccrData baseDictionaryUri="http://naaccr.org/naaccrxml/'
        'naaccr-dictionary-240.xml" recordType="I" specificationVersion="1.6" xmlns="http://naaccr.org/naaccrxml">\n'
    )
    return (head + "".join(patients) + "</NaaccrData>\n").encode()


def _in_utf16(document: bytes) -> bytes:
    return document.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def _naaccr_csv(rng: random.Random) -> bytes:
    rows = [p | t for i in range(ROWS) for p, tumours in [_naaccr_items(rng, i)] for t in tumours]
    return _text([list(rows[0]), *(list(r.values()) for r in rows)]).encode()


def _seer(rng: random.Random) -> bytes:
    head = [
        "Patient ID", "Age recode with single ages and 85+", "Sex", "Year of diagnosis", "Primary Site - labeled",
        "ICD-O-3 Hist/behav", "Sequence number", "Combined Summary Stage (2004+)", "SEER historic stage A (1973-2015)",
        "Derived AJCC Stage Group, 6th ed (2004-2015)", "RX Summ--Surg Prim Site (1998+)",
        "Chemotherapy recode (yes, no/unk)", "Radiation recode", "Tumor Size Summary (2016+)", "Survival months",
        "Vital status recode (study cutoff used)", "SEER cause-specific death classification",
        "SEER other cause of death classification",
    ]  # fmt: skip
    rows: list[Row] = [head]
    for i in range(ROWS):
        rows.append([
            f"{i // 2 if i < 6 else i:08d}", rng.choice(("77 years", "85+ years", "01 years")),
            rng.choice(("Male", "Female")), 2000 + i % 20, rng.choice(("C20.9-Rectum, NOS", "C21.1-Anal canal")),
            "8246/3: Neuroendocrine carcinoma, NOS",
            rng.choice(("One primary only", "1st of 2 or more primaries", "2nd of 2 or more primaries")),
            rng.choice(("Localized", "Distant", "Blank(s)")), rng.choice(("Regional", "Unstaged", "Blank(s)")),
            rng.choice(("IIIB", "UNK Stage", "Blank(s)")), rng.choice(("00", "30", "99", "Blank(s)")),
            rng.choice(("Yes", "No/Unknown")), rng.choice(("Beam radiation", "None/Unknown", "Refused (1988+)")),
            rng.choice(("045", "999")), rng.choice(("0016", "0000", "0120", "Unknown")), rng.choice(("Alive", "Dead")),
            rng.choice(("Alive or dead of other cause", "Dead (attributable to this cancer dx)",
                        "N/A not first tumor")),
            rng.choice(("Alive or dead due to cancer", "Dead (missing/unknown COD)")),
        ])  # fmt: skip
    return _text(rows, quoting=csv.QUOTE_ALL, ending="\r\n").encode()


def _seer_codes(rng: random.Random) -> bytes:
    head = ["Patient ID", "Sex", "SEER historic stage A (1973-2015)", "Sequence number", "Survival months",
            "Survival months flag", "Vital status recode (study cutoff used)", "COD to site recode"]  # fmt: skip
    rows: list[Row] = [head]
    for i in range(ROWS):
        rows.append([i, 1 + i % 2, rng.choice("01248 9"), f"{i % 3:02d}", rng.choice(("0016", "9999")), i % 4,
                     rng.choice("14"), rng.choice(("21050", "00000"))])  # fmt: skip
    return _text(rows, "\t", ending="\r\n").encode()


def _ncdb(rng: random.Random) -> bytes:
    head = ["PUF_CASE_ID", "PUF_FACILITY_ID", "AGE", "SEX", "YEAR_OF_DIAGNOSIS", "PRIMARY_SITE", "HISTOLOGY", "GRADE",
            "ANALYTIC_STAGE_GROUP", "TNM_PATH_T", "RX_SUMM_SURG_PRIM_SITE", "RX_SUMM_CHEMO", "TUMOR_SIZE",
            "REGIONAL_NODES_POSITIVE", "DX_LASTCONTACT_DEATH_MONTHS", "PUF_VITAL_STATUS"]  # fmt: skip
    rows: list[Row] = [head]
    for i in range(ROWS):
        newest = i > 25
        rows.append([
            f"A{i}", f"F{i % 3}", f"{rng.randrange(40, 91):03d}", 1 + i % 2, 2021 if newest else 2015, "C209", "8246",
            rng.choice("1349"), rng.choice("01234589"), rng.choice(("p3A", "c2", "88", "")),
            rng.choice(("00", "30", "99")), rng.choice(("00", "03", "88", "99")), rng.choice(("045", "999")),
            rng.choice(("02", "98")), "" if newest else f"{rng.random() * 100:07.2f}", i % 2,
        ])  # fmt: skip
    return _text(rows).encode()


def _cbioportal_patients(rng: random.Random) -> bytes:
    head = ["OTHER_PATIENT_ID", "PATIENT_ID", "AGE", "SEX", "AJCC_PATHOLOGIC_TUMOR_STAGE", "ICD_O_3_SITE", "OS_STATUS",
            "OS_MONTHS", "DFS_STATUS", "DFS_MONTHS", "DAYS_TO_BIRTH"]  # fmt: skip
    rows: list[Row] = [
        [f"#{head[0]}", *head[1:]],
        ["#x", *head[1:]],
        ["#STRING", *["STRING"] * 10],
        ["#1", *"1111111111"],
    ]
    rows.append(head)
    for i in range(ROWS):
        rows.append([
            f"x{i}", f"P{i}", rng.randrange(40, 90), rng.choice(("Male", "Female")),
            rng.choice(("STAGE IIIB", "Stage IV", "[Not Available]", "[Discrepancy]")), "C20.9",
            rng.choice(("1:DECEASED", "0:LIVING")), f"{rng.random() * 90:.2f}",
            rng.choice(("1:Recurred/Progressed", "0:DiseaseFree", "[Not Available]")),
            rng.choice(("12.1", "[Not Available]")), -20000 - i,
        ])  # fmt: skip
    return _text(rows, "\t").encode()


def _cbioportal_samples(rng: random.Random) -> bytes:
    rows: list[Row] = [["PATIENT_ID", "SAMPLE_ID", "SAMPLE_TYPE", "TMB"]]
    rows += [[f"P{i // 2}", f"S{i}", rng.choice(("Primary", "Metastasis")), rng.random()] for i in range(ROWS)]
    return _text(rows, "\t").encode()


def _tcga(rng: random.Random) -> bytes:
    head = ["", "bcr_patient_barcode", "type", "age_at_initial_pathologic_diagnosis", "gender",
            "ajcc_pathologic_tumor_stage", "vital_status", "OS", "OS.time", "PFI", "PFI.time", "Redaction"]  # fmt: skip
    main: list[Row] = [head]
    extra: list[Row] = [["", "bcr_patient_barcode", "PFS", "PFS.time", "DSS_cr", "DSS.time.cr"]]
    for i in range(ROWS):
        days = rng.randrange(10, 3000)
        main.append([i, f"TCGA-{i}", "READ", rng.choice((60, "#N/A")), rng.choice(("MALE", "FEMALE")), "Stage IIIB",
                     rng.choice(("Alive", "Dead")), i % 2, days, i % 2, rng.choice((days, "#N/A")), ""])  # fmt: skip
        extra.append([i, f"TCGA-{i}", i % 2, days, i % 3, days])
    notes: list[Row] = [["Note", "Text"], *([k, "words " * 3] for k in range(60))]
    return _book({"Notes": notes, "TCGA-CDR": main, "ExtraEndpoints": extra})


def _redcap_raw(rng: random.Random) -> bytes:
    head = ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance",
            "redcap_data_access_group", "gender", "diagnosis_date", "features___1", "features___2", "features___unk",
            "ldh", "last_contact_date", "vital_status", "baseline_complete"]  # fmt: skip
    rows: list[Row] = [head]
    for i in range(ROWS // 3):
        dx = _day(rng)
        rows.append([i, "baseline_arm_1", "", "", "north", 1 + i % 2, dx, 0, 1, 0, rng.choice((250, "NASK", -999)), "",
                     "", 2])  # fmt: skip
        for k in (1, 2):
            seen = _day(rng, dx)
            rows.append([i, "visit_arm_1", "visits", k, "north", "", "", "", "", "", "", seen,
                         rng.choice(("alive", "dead")), ""])  # fmt: skip
    return _text(rows).encode()


def _redcap_labels() -> bytes:
    head = [
        "Record ID", "Data Access Group", "Age (years)", "Sex", "Features (choice=Invasion)",
        "Features (choice='Several')", "Complete?", "Overall survival (months)", "Vital status", "Complete?",
    ]  # fmt: skip
    rows: list[Row] = [head]
    for i in range(ROWS):
        rows.append([i, "south", 50 + i, ("Female", "Male")[i % 2], ("Checked", "Unchecked")[i % 2], "Unchecked",
                     "Complete", 3 * i, ("Dead", "Alive")[i % 2], "Incomplete"])  # fmt: skip
    return _text(rows).encode()


def _redcap_dictionary() -> bytes:
    rows: list[Row] = [
        ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
         "Choices, Calculations, OR Slider Labels", "Field Note", "Identifier?"],
        ["record_id", "baseline", "", "text", "Record ID", "", "", ""],
        ["gender", "baseline", "", "radio", "Sex", "1, Female | 2, Male", "", ""],
        ["features", "baseline", "", "checkbox", "Features", "1, Invasion | 2, Several", "", ""],
        ["ldh", "baseline", "", "text", "LDH", "", "-999 = not asked", ""],
        ["vital_status", "visits", "", "dropdown", "Vital status", "alive, Alive | dead, Dead", "", ""],
    ]  # fmt: skip
    return _text(rows).encode()


def _template(rng: random.Random) -> bytes:
    head = ["patient_id", "centre", "age_years", "sex", "diagnosis_date", "last_contact_date", "death_date",
            "vital_status", "stage", "resection", "resection_date", "progression_date", "ki67_percent"]  # fmt: skip
    rows: list[Row] = [head]
    for i in range(ROWS):
        dx = _day(rng)
        last = _day(rng, dx)
        rows.append([f"P{i}", "A", 40 + i, "FM"[i % 2], dx, last, last if i % 2 else "", ("alive", "dead")[i % 2],
                     ("LRD", "metastatic")[i % 2], ("yes", "no", "unknown")[i % 3], dx if i % 3 == 0 else "",
                     rng.choice(("", str(dx)[:7], "2019")), rng.choice((55, ".", "70 %"))])  # fmt: skip
    return _text(rows).encode()


def _hospital(rng: random.Random) -> bytes:
    rows: list[Row] = [
        ["Registry of the clinic, 2021"], [],
        ["Patient", "", "Diagnosis", "", "Outcome", "", "", ""],
        ["ID", "Sex", "Date", "Stage", "Last contact", "Status", "Ki-67 (%)", "Ratio"],
    ]  # fmt: skip
    for i in range(ROWS):
        dx, last = _day(rng), _day(rng, dt.date(2018, 1, 1))
        rows.append([f"P{i}", "fm"[i % 2], rng.choice((dx, (dx - dt.date(1899, 12, 30)).days, f"{dx:%d.%m.%y}")),
                     ("LRD", "metastatic", "-")[i % 3], rng.choice((last, f"{last:%d.%m.%Y}", f"{last:%m/%Y}")),
                     ("dead", "alive")[i % 2], rng.choice(("45,5", 60, ".", "n/a")),
                     "=1/0" if i % 7 == 0 else i])  # fmt: skip
    rows += [["Total", ROWS], ["* as of 2021"]]
    return _book({"Read me": [["This workbook holds the registry."]], "Daten": rows})


def _plain(rng: random.Random, delimiter: str) -> str:
    rows: list[Row] = [["Patient", "Größe (cm)", "gender", "diagnosed", "time", "status", "arm"]]
    for i in range(ROWS):
        size = f"{rng.random() * 9:.1f}".replace(".", "," if delimiter == ";" else ".")
        rows.append([f"P{i // 2 if i < 8 else i}", size, 1 + i % 2, f"{1 + i % 28:02d}/0{1 + i % 9}/2019", 20 + i,
                     1 + i % 2, ("a", 'b "2"', "c\nd")[i % 3]])  # fmt: skip
    return _text(rows, delimiter)
