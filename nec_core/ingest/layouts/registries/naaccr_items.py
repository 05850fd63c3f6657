"""The NAACCR data items this product reads, and their codes; shared by the XML and the CSV layout.

Numbers, XML ids and names: NAACCR data dictionary, versions 14 to 25. Item 1760, vital status: 1 = alive, 0 = dead (4 =
dead in old SEER files). Dates are YYYYMMDD, or YYYYMM or YYYY when that is all that is known; files of before 2010 fill
unknown parts with 9. Survival months: 9999 = unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nec_core.ingest.layouts.coding import (
    NODES,
    SIZE,
    Coding,
    Take,
    ajcc_group,
    blanks,
    classification_code,
    histology_code,
    mapping_of,
    modality_code,
    radiation_code,
    sex_code,
    site_level,
    summary_code,
    surgery_code,
    systemic_code,
    tnm_level,
    vital_code,
    yes_no_code,
)
from nec_core.ingest.layouts.derived_columns import Texts, with_columns
from nec_core.ingest.layouts.registries.eras import TAKES, add_first_event, add_histology, add_spread, always, join
from nec_core.ingest.mapping import DROP, Fold, IdentifierKind, Mapping
from nec_core.ingest.matching.profile import header_words
from nec_core.ingest.raw_table import RawTable


@dataclass(frozen=True)
class Item:
    """One data item.

    Attributes:
        number: as in the dictionary, for all versions the same.
        xml_id: naaccrId in XML.
        name: as people write it in headers; several where it was renamed.
    """

    number: int
    xml_id: str
    name: str


ITEMS = tuple(
    Item(number, xml_id, name)
    for number, xml_id, name in (
        (20, "patientIdNumber", "Patient ID Number"),
        (220, "sex", "Sex"),
        (225, "sexAssignedAtBirth", "Sex Assigned at Birth"),
        (230, "ageAtDiagnosis", "Age at Diagnosis"),
        (240, "dateOfBirth", "Date of Birth"),
        (380, "sequenceNumberCentral", "Sequence Number--Central"),
        (560, "sequenceNumberHospital", "Sequence Number--Hospital"),
        (390, "dateOfDiagnosis", "Date of Diagnosis"),
        (400, "primarySite", "Primary Site"),
        (500, "typeOfReportingSource", "Type of Reporting Source"),
        (522, "histologicTypeIcdO3", "Histologic Type ICD-O-3"),
        (523, "behaviorCodeIcdO3", "Behavior Code ICD-O-3"),
        (759, "seerSummaryStage2000", "SEER Summary Stage 2000"),
        (760, "seerSummaryStage1977", "SEER Summary Stage 1977"),
        (762, "derivedSummaryStage2018", "Derived Summary Stage 2018"),
        (764, "summaryStage2018", "Summary Stage 2018"),
        (818, "derivedEod2018StageGroup", "Derived EOD 2018 Stage Group"),
        (820, "regionalNodesPositive", "Regional Nodes Positive"),
        (830, "regionalNodesExamined", "Regional Nodes Examined"),
        (756, "tumorSizeSummary", "Tumor Size Summary"),
        (880, "tnmPathT", "TNM Path T"),
        (890, "tnmPathN", "TNM Path N"),
        (900, "tnmPathM", "TNM Path M"),
        (910, "tnmPathStageGroup", "TNM Path Stage Group"),
        (970, "tnmClinStageGroup", "TNM Clin Stage Group"),
        (1001, "ajccTnmClinT", "AJCC TNM Clin T"),
        (1002, "ajccTnmClinN", "AJCC TNM Clin N"),
        (1003, "ajccTnmClinM", "AJCC TNM Clin M"),
        (1004, "ajccTnmClinStageGroup", "AJCC TNM Clin Stage Group"),
        (1011, "ajccTnmPathT", "AJCC TNM Path T"),
        (1012, "ajccTnmPathN", "AJCC TNM Path N"),
        (1013, "ajccTnmPathM", "AJCC TNM Path M"),
        (1014, "ajccTnmPathStageGroup", "AJCC TNM Path Stage Group"),
        (1112, "metsAtDxBone", "Mets at DX-Bone"),
        (1113, "metsAtDxBrain", "Mets at DX-Brain"),
        (1114, "metsAtDxDistantLn", "Mets at DX-Distant LN"),
        (1115, "metsAtDxLiver", "Mets at DX-Liver"),
        (1116, "metsAtDxLung", "Mets at DX-Lung"),
        (1200, "rxDateSurgery", "RX Date Surgery"),
        (1210, "rxDateRadiation", "RX Date Radiation"),
        (1220, "rxDateChemo", "RX Date Chemo"),
        (1240, "rxDateBrm", "RX Date BRM"),
        (1290, "rxSummSurgPrimSite", "RX Summ--Surg Prim Site"),
        (1291, "rxSummSurgPrimSite2023", "RX Summ--Surg Prim Site 2023"),
        (1360, "rxSummRadiation", "RX Summ--Radiation"),
        (1390, "rxSummChemo", "RX Summ--Chemo"),
        (1410, "rxSummBrm", "RX Summ--BRM"),
        (1506, "phase1RadiationTreatmentModality", "Phase I Radiation Treatment Modality"),
        (1750, "dateOfLastContact", "Date of Last Contact"),
        (1755, "dateOfDeathCanada", "Date of Death--Canada"),
        (1760, "vitalStatus", "Vital Status"),
        (1784, "survMosActiveFollowup", "Surv-Mos Active Followup"),
        (1787, "survMosPresumedAlive", "Surv-Mos Presumed Alive"),
        (1860, "recurrenceDate1st", "Recurrence Date--1st"),
        (1880, "recurrenceType1st", "Recurrence Type--1st"),
        (1914, "seerCauseSpecificCod", "SEER Cause Specific COD"),
        (1915, "seerOtherCod", "SEER Other COD"),
        (2230, "nameLast", "Name--Last"),
        (2240, "nameFirst", "Name--First"),
        (2250, "nameMiddle", "Name--Middle"),
        (2280, "nameAlias", "Name--Alias"),
        (2390, "nameMaiden", "Name--Maiden"),
        (2300, "medicalRecordNumber", "Medical Record Number"),
        (2320, "socialSecurityNumber", "Social Security Number"),
        (2330, "addrAtDxNoStreet", "Addr at DX--No & Street"),
        (2350, "addrCurrentNoStreet", "Addr Current--No & Street"),
        (2360, "telephone", "Telephone"),
        (3430, "derivedAjcc7StageGrp", "Derived AJCC-7 Stage Grp"),
        (3000, "derivedAjcc6StageGrp", "Derived AJCC-6 Stage Grp"),
        (3614, "derivedSeerCmbStgGrp", "Derived SEER Cmb Stg Grp"),
        (3863, "ki67", "Ki-67"),
    )
)
ID_OF_NUMBER = {str(i.number): i.xml_id for i in ITEMS}

_DATES = frozenset(
    ("dateOfDiagnosis", "dateOfLastContact", "dateOfDeathCanada", "recurrenceDate1st", "rxDateSurgery",
     "rxDateRadiation", "rxDateChemo", "rxDateBrm")
)  # fmt: skip
_IDENTIFIERS: dict[str, IdentifierKind] = {
    "dateOfBirth": "birth_date", "nameLast": "surname", "nameFirst": "first_name", "nameMiddle": "initials",
    "nameAlias": "initials", "nameMaiden": "initials", "medicalRecordNumber": "number",
    "socialSecurityNumber": "number", "addrAtDxNoStreet": "address", "addrCurrentNoStreet": "address",
    "telephone": "contact",
}  # fmt: skip
_SUMMARY = ("summaryStage2018", "derivedSummaryStage2018", "seerSummaryStage2000", "seerSummaryStage1977")
_AJCC = (
    "ajccTnmPathStageGroup", "ajccTnmClinStageGroup", "derivedEod2018StageGroup", "derivedSeerCmbStgGrp",
    "derivedAjcc7StageGrp", "derivedAjcc6StageGrp", "tnmPathStageGroup", "tnmClinStageGroup",
)  # fmt: skip
_MONTHS = ("survMosActiveFollowup", "survMosPresumedAlive")
_SURGERY = ("rxSummSurgPrimSite2023", "rxSummSurgPrimSite")
_RADIATION = ("phase1RadiationTreatmentModality", "rxSummRadiation")
_T = {"T": ("ajccTnmPathT", "ajccTnmClinT", "tnmPathT"), "N": ("ajccTnmPathN", "ajccTnmClinN", "tnmPathN"),
      "M": ("ajccTnmPathM", "ajccTnmClinM", "tnmPathM")}  # fmt: skip

SUMMARY = "SEER summary stage, eras joined"
AJCC = "AJCC stage group, all joined"
SURGERY = "Surgery of the primary, eras joined"
RADIATION = "Radiation, eras joined"


def item_columns(columns: Sequence[str]) -> dict[str, str]:
    """XML id -> the column that holds it, whether headed by id, number or name."""
    spelled = {header_words(x.name): x.xml_id for x in ITEMS} | {x.xml_id.casefold(): x.xml_id for x in ITEMS}
    found: dict[str, str] = {}
    for column in columns:
        number = re.fullmatch(r"(?:item|n|naaccr|#)?[ _]?0*(\d{2,4})", column.strip(), re.IGNORECASE)
        item = spelled.get(column.casefold()) or spelled.get(header_words(column))
        item = item or (ID_OF_NUMBER.get(number[1]) if number else None)
        if item is not None:
            found.setdefault(item, column)
    return found


def prepare_items(raw: RawTable) -> RawTable:
    """Joins stages of several eras and combines the two classifications of death."""
    items = item_columns(raw.columns)
    ids = {column: item for item, column in items.items()}
    derived: dict[str, Texts] = {}
    notes: list[str] = []

    def present(wanted: Sequence[str]) -> list[str]:
        return [items[i] for i in wanted if i in items]

    join(raw, derived, notes, SUMMARY, present(_SUMMARY), always(summary_code))
    join(raw, derived, notes, AJCC, present(_AJCC), always(ajcc_group))
    join(raw, derived, notes, SURGERY, present(_SURGERY), always(surgery_code))
    join(raw, derived, notes, RADIATION, present(_RADIATION), lambda column: _radiation_coding(ids[column]))
    for letter, wanted in _T.items():
        join(raw, derived, notes, f"{letter} category, all joined", present(wanted), always(tnm_level(letter)))
    add_spread(
        raw,
        derived,
        ((SUMMARY, present(_SUMMARY), always(summary_code)), (AJCC, present(_AJCC), always(ajcc_group))),
    )
    add_histology(raw, derived, items.get("histologicTypeIcdO3"))
    months = present(_MONTHS)
    if months and {"vitalStatus", "seerCauseSpecificCod", "seerOtherCod"} <= set(items):
        add_first_event(
            raw,
            derived,
            months[0],
            (items["vitalStatus"], vital_code),
            (items["seerCauseSpecificCod"], _classification),
            (items["seerOtherCod"], _classification),
        )
    return with_columns(raw, derived, notes)


def mapping_of_items(raw: RawTable, layout: str) -> Mapping:
    """The coding of every item; time zero is the date of diagnosis."""
    items = item_columns(raw.columns)
    takes: dict[str, Take] = {}

    def take(ids: Sequence[str], as_what: Take) -> None:
        for column in [c for i in ids if (c := items.get(i, i)) in raw.columns][:1]:
            takes.setdefault(column, as_what)

    for identifier, kind in _IDENTIFIERS.items():
        take([identifier], Take(DROP, reason="it tells who the patient is", identifier=kind))
    take(["patientIdNumber"], Take("patient_id"))
    take(["sex", "sexAssignedAtBirth"], Take("sex", sex_code))
    take(["ageAtDiagnosis"], Take("age_years", blanks("999")))
    take(["dateOfDiagnosis"], Take("diagnosis_date", partial_date))
    take(["dateOfLastContact"], Take("last_contact_date", partial_date))
    take(["dateOfDeathCanada"], Take("death_date", partial_date))
    take(["vitalStatus"], Take("vital_status", vital_code))
    take(["primarySite"], Take("primary_site", site_level))
    take(["histologicTypeIcdO3"], Take("icdo3_histology", histology_code))
    takes |= {column: taken for column, taken in TAKES.items() if column in raw.columns}
    take(["ki67"], Take("ki67_percent", lambda t: "" if t.upper().startswith("XX") else None))
    take([SUMMARY, *_SUMMARY], Take("seer_stage", summary_code))
    take([AJCC, *_AJCC], Take("ajcc_stage", ajcc_group))
    for letter, target in (("T", "t_category"), ("N", "n_category"), ("M", "m_category")):
        take([f"{letter} category, all joined", *_T[letter]], Take(target, tnm_level(letter)))
    for item, target in (
        ("metsAtDxBone", "met_bone"), ("metsAtDxBrain", "met_brain"), ("metsAtDxDistantLn", "met_nodes"),
        ("metsAtDxLiver", "met_liver"), ("metsAtDxLung", "met_lung"),
    ):  # fmt: skip
        take([item], Take(target, yes_no_code))
    take([SURGERY], Take("resection"))
    joined = SURGERY in raw.columns
    take(_SURGERY, Take("resection_type") if joined else Take("resection", surgery_code))
    take([RADIATION], Take("radiation"))
    if RADIATION not in raw.columns:
        for item in _RADIATION:
            take([item], Take("radiation", _radiation_coding(item)))
    take(["rxSummChemo"], Take("systemic", systemic_code))
    take(["rxSummBrm"], Take("immunotherapy", systemic_code))
    for item, target in (
        ("rxDateSurgery", "resection_date"), ("rxDateRadiation", "radiation_date"), ("rxDateChemo", "systemic_date"),
        ("rxDateBrm", "immunotherapy_date"), ("recurrenceDate1st", "progression_date"),
    ):  # fmt: skip
        if item in items and _filled(raw, items[item]):
            take([item], Take(target, partial_date))
    take(["recurrenceType1st"], Take("progression", _recurrence))
    take(_MONTHS, Take("time:os", blanks("9999"), unit="months", meaning="diagnosis"))
    take(["tumorSizeSummary"], SIZE)
    take(["regionalNodesExamined"], NODES)
    take(["regionalNodesPositive"], NODES)
    return mapping_of(raw, layout, takes, _fold(items))


def partial_date(text: str) -> str | None:
    """Dates of before 2010 write unknown parts as 9: "19839999" is 1983, "99999999" is nothing. None for the rest."""
    if not re.fullmatch(r"\d{4}(\d\d(\d\d)?)?", text):
        return None
    if text[:4] in ("9999", "0000", "8888"):
        return ""
    if text[4:6] in ("99", "00"):
        return text[:4]
    if text[6:8] in ("99", "00"):
        return f"{text[:4]}-{text[4:6]}"
    return None


def _fold(items: dict[str, str]) -> Fold | None:
    """Of several tumours of a patient the first primary counts."""
    if "patientIdNumber" not in items:
        return None
    for order in ("sequenceNumberCentral", "dateOfDiagnosis", "sequenceNumberHospital"):
        if order in items:
            return Fold(rule="lowest", by=items[order])
    return Fold(rule="first")


def _classification(text: str) -> str:
    return classification_code(text) or ""


def _radiation_coding(item: str) -> Coding:
    return radiation_code if item == "rxSummRadiation" else modality_code


def _recurrence(text: str) -> str | None:
    """00 none since disease-free, 04-62 by kind, 70 never disease-free, 88 recurred at an unknown site, 99 unknown
    whether it did."""
    if not re.fullmatch("[0-9]{1,4}", text):
        return ""
    code = int(text)
    return "no" if code == 0 else "unknown" if code == 99 else "yes" if code < 70 or code == 88 else ""


def _filled(raw: RawTable, column: str) -> bool:
    return any(t and partial_date(t) != "" for t in raw.distinct(column)[0])
