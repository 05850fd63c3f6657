"""NAACCR items in XML and in CSV, synthetic."""

# ruff: noqa: E501, SIM905  # rows of registry files are as long as they are, and readable as rows

from __future__ import annotations

import gzip

import pytest

from nec_core.errors import EmptyFileError, InputError
from nec_core.ingest.admission import Admission
from nec_core.ingest.layouts.registries.naaccr_items import ITEMS, partial_date
from nec_core.ingest.opening import admit, open_table
from nec_core.ingest.reading.table import read_table
from nec_core.patients.endpoints import endpoint_times
from tests.ingest.layouts.opened import TODAY, admitted, levels, times_and_events

HEADER = (
    "patientIdNumber,nameLast,dateOfBirth,sex,vitalStatus,dateOfLastContact,sequenceNumberCentral,dateOfDiagnosis,"
    "ageAtDiagnosis,primarySite,histologicTypeIcdO3,seerSummaryStage2000,summaryStage2018,rxSummSurgPrimSite,rxSummChemo,"
    "rxSummRadiation,seerCauseSpecificCod,seerOtherCod,survMosActiveFollowup"
).split(",")
ROWS = [
    "00000001,Doe,19400101,1,0,20151231,00,20150101,075,C209,8246,1,,30,02,0,1,0,0011".split(","),
    "00000002,Roe,19500101,2,1,20200630,02,20190501,069,C211,8041,,7,00,88,9,9,9,0013".split(","),
    "00000002,Roe,19500101,2,1,20200630,01,201803,068,C180,8140,,3,30,00,1,0,0,0027".split(","),
    "00000003,Poe,,9,0,20161231,00,2016,999,C218,8013,9,,99,99,7,0,1,9999".split(","),
    "00000004,Low,,2,0,20200101,00,20190101,050,C209,8154,4,,A300,03,6,8,8,0012".split(","),
]
CSV = "\n".join(",".join(r) for r in [HEADER, *ROWS]) + "\n"
PATIENT_ITEMS = HEADER[:6]


def document(rows: list[list[str]], header: list[str] = HEADER, item: str = 'naaccrId="{id}"', prefix: str = "") -> str:
    numbers = {i.xml_id: str(i.number) for i in ITEMS}

    def items(row: list[str], of_patient: bool) -> str:
        told = [(n, v) for n, v in zip(header, row, strict=True) if v and (n in PATIENT_ITEMS) == of_patient]
        return "".join(f"<{prefix}Item {item.format(id=n, number=numbers[n])}>{v}</{prefix}Item>" for n, v in told)

    patients: dict[str, list[list[str]]] = {}
    for row in rows:
        patients.setdefault(row[0], []).append(row)
    space = f'xmlns{":" + prefix[:-1] if prefix else ""}="http://naaccr.org/naaccrxml"'
    body = "".join(
        f"<{prefix}Patient>{items(tumours[0], True)}"
        + "".join(f"<{prefix}Tumor>{items(t, False)}</{prefix}Tumor>" for t in tumours)
        + f"</{prefix}Patient>"
        for tumours in patients.values()
    )
    uri = "http://naaccr.org/naaccrxml/naaccr-dictionary-240.xml"
    return f'<?xml version="1.0"?><{prefix}NaaccrData baseDictionaryUri="{uri}" {space}>{body}</{prefix}NaaccrData>'


def opened(data: bytes, name: str = "made.xml") -> Admission:
    return admit(data, name, today=TODAY)


FORMS = {
    "csv with ids": CSV.encode(),
    "csv with numbers": CSV.replace(",".join(HEADER), ",".join(str({i.xml_id: i.number for i in ITEMS}[h]) for h in HEADER)).encode(),
    "csv with names": CSV.replace(",".join(HEADER), ",".join({i.xml_id: i.name for i in ITEMS}[h] for h in HEADER)).encode(),
    "xml with ids": document(ROWS).encode(),
    "xml with numbers": document(ROWS, item='naaccrNum="{number}"').encode(),
    "xml with both": document(ROWS, item='naaccrId="{id}" naaccrNum="{number}"').encode(),
    "xml with a prefix": document(ROWS, prefix="n:").encode(),
    "xml packed": gzip.compress(document(ROWS).encode()),
    "csv packed": gzip.compress(CSV.encode()),
    "xml as utf-16": document(ROWS).replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_same_patients_are_read_from_every_form(form: str) -> None:
    admission = opened(FORMS[form])
    cohort = admission.cohort
    assert admission.source.layout == ("naaccr_csv" if form.startswith("csv") else "naaccr_xml")
    assert admission.source.rows_in == 5 == cohort.n + len(admission.folded_rows) + len(admission.rejected_rows)
    assert levels(cohort, "patient_id") == ["00000001", "00000002", "00000003", "00000004"]
    assert levels(cohort, "vital_status") == ["dead", "alive", "dead", "dead"]  # 1 is alive, 0 is dead
    assert levels(cohort, "sex") == ["male", "female", None, "female"]
    assert times_and_events(cohort, "os") == [(364.0, 1), (None, -1), (None, -1), (365.0, 1)]
    assert times_and_events(cohort, "os_stated") == [(11.0, 1), (27.0, 0), (None, -1), (12.0, 1)]
    assert times_and_events(cohort, "css") == [(11.0, 1), (27.0, 0), (None, -1), (None, -1)]


def test_of_several_tumours_the_first_primary_counts() -> None:
    admission = opened(FORMS["xml with ids"])
    assert admission.cohort.source_rows.tolist() == [1, 3, 4, 5]
    assert admission.folded_rows.tolist() == [2]
    assert levels(admission.cohort, "primary_site") == ["rectum", "colon", "anorectal junction", "rectum"]
    assert (
        "1 patient has several rows; 1 row is folded into theirs. What counts: the row with the lowest "
        "“sequenceNumberCentral”."
    ) in admission.source.notes
    assert admission.source.notes[0] == (
        "NAACCR version 24, 4 patients with 5 tumours; rows are the tumours, counted from 1."
    )


def test_partial_dates_keep_their_precision_and_can_be_counted_from_their_first_day() -> None:
    cohort = opened(FORMS["csv with ids"]).cohort
    assert cohort.date_precision["diagnosis_date"].tolist() == [0, 1, 2, 0]
    earliest = endpoint_times(cohort, "os", partial_dates="earliest")
    assert earliest.time.tolist() == [364, 852, 365, 365]
    assert endpoint_times(cohort, "os").excluded == {"a date is known only to the month or year": 2}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("19839999", "1983"), ("19830699", "1983-06"), ("99999999", ""), ("19830600", "1983-06"), ("20150101", None),
     ("201501", None), ("2015", None), ("2015-01-01", None)],
)  # fmt: skip
def test_unknown_parts_of_old_dates_are_left_out(text: str, meaning: str | None) -> None:
    assert partial_date(text) == meaning


def test_codes_become_the_records_levels() -> None:
    cohort = opened(FORMS["xml with ids"]).cohort
    assert levels(cohort, "seer_stage") == ["localized", "regional", "unstaged", "regional"]
    assert levels(cohort, "resection") == ["yes", "yes", "unknown", "yes"]
    assert levels(cohort, "systemic") == ["yes", "no", "unknown", "yes"]
    assert levels(cohort, "radiation") == ["no", "yes", "no", "yes"]
    assert levels(cohort, "histology") == ["NEC NOS", None, "large cell", "MiNEN"]
    assert cohort.records["age_years"].isna().tolist() == [False, False, True, False]


def test_what_tells_who_the_patient_is_is_dropped() -> None:
    admission = opened(FORMS["xml with ids"])
    assert {c.column: c.target for c in admission.columns if c.target == "drop"} == {
        "nameLast": "drop",
        "dateOfBirth": "drop",
    }


def test_a_hospital_sheet_with_plain_names_is_not_taken_for_naaccr() -> None:
    sheet = "Patient,Sex,Date of Diagnosis,Date of Last Contact,Vital Status,Age at Diagnosis\n1,F,2019-01-02,2020-01-02,dead,60\n"
    assert admitted(sheet).source.layout == "plain"
    assert admitted(sheet.replace("2019-01-02", "20190102").replace("2020-01-02", "20200102")).source.layout == "plain"


def test_a_patient_without_tumour_is_a_row_that_is_rejected() -> None:
    text = document(ROWS).replace(
        "</NaaccrData>", '<Patient><Item naaccrId="patientIdNumber">9</Item></Patient></NaaccrData>'
    )
    admission = opened(text.encode())
    assert (admission.source.rows_in, admission.cohort.n, admission.rejected_rows.tolist()) == (6, 4, [6])
    assert "1 patient without a tumour; each is a row of its own." in admission.source.notes


def test_extensions_and_escaped_text_do_not_disturb() -> None:
    text = document(ROWS[:1]).replace(
        "<Tumor>", '<x:Report xmlns:x="http://else.where"><x:Item naaccrId="remark">2</x:Item></x:Report><Tumor>'
        '<Item naaccrId="note"><![CDATA[a < b]]> &amp; c</Item>',
    )  # fmt: skip
    raw = read_table(text.encode(), "made.xml")
    assert raw.table.column("note").to_pylist() == ["a < b & c"]
    assert raw.table.column("sex").to_pylist() == ["1"]
    assert "remark" not in raw.columns


BOMB = '<?xml version="1.0"?><!DOCTYPE n [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><NaaccrData><Patient>&b;</Patient></NaaccrData>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE n [<!ENTITY a SYSTEM "file:///etc/passwd">]><NaaccrData>&a;</NaaccrData>'


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (BOMB.encode(), InputError, "document type declaration"),
        (OUTSIDE.encode(), InputError, "document type declaration"),
        (b"<html><body>not a table</body></html>", InputError, "This is XML, but not NAACCR's."),
        (document(ROWS).encode()[:-40], InputError, "The XML is damaged in line 1"),
        (gzip.compress(document(ROWS).encode())[:-20], InputError, "damaged or cut short"),
        (b"<NaaccrData></NaaccrData>", EmptyFileError, "The XML holds no patients."),
        (b'<?xml version="1.0" encoding="klingon"?><NaaccrData/>', InputError, "The XML "),
    ],
)
def test_what_is_no_naaccr_document_is_one_clear_error(data: bytes, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        open_table(data, "made.xml")
