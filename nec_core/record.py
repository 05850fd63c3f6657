"""One patient, as a pydantic model. This IS the data dictionary.

Every field's type, unit, range, allowed values, label and order are written here and nowhere else: the template, the
data dictionary, the mapping page, validation, the filters and Table 1 are all read from it. What fields and values are
called in other languages stands in `nec_core.words`, a file each. Every field is optional but an id and one endpoint;
blank means "not recorded", which differs from "unknown" (somebody looked and could not tell) and from "no".

Fields of a kind share an `Annotated` type below; what a field means to a person stands in its `About`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo

from nec_core.partial_date import PartialDate, require_plausible
from nec_core.time_units import DAYS_PER_UNIT

Section = Literal[
    "Identity", "Patient", "Dates", "Tumour", "Stage", "Imaging", "Laboratory", "Treatment", "Progression", "Outcome"
]
Kind = Literal["identifier", "category", "number", "date", "text"]


@dataclass(frozen=True)
class OtherUnit:
    """A unit a field's numbers can come in beside its own.

    Attributes:
        name: as on a screen and in a saved mapping.
        spelled: how headers and cells write it beside its name, lower case; of a unit of time, beside the words of
            every language.
        times, over: what a number is multiplied with and divided by to be in the field's own unit.
        only: the numbers that no other unit of the field gives in a cohort, so that a column of them needs no question.
        in_parts: only where some of those numbers are not whole.
        because: what the conversion takes for granted, told with it.
    """

    name: str
    spelled: tuple[str, ...] = ()
    times: float = 1
    over: float = 1
    only: tuple[float, float] | None = None
    in_parts: bool = False
    because: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is but another name of the field's own unit."""
        return self.times == self.over == 1 and not self.because


@dataclass(frozen=True)
class About:
    """What a field means to a person.

    Attributes:
        label: as it stands on a screen and in a table.
        section: where it stands in the template and the dictionary.
        unit: printed wherever the number is; None for what has none.
        other_units: those its numbers can come in, to be converted.
        usual: where most numbers of any cohort lie, in the field's unit; None for the allowed range. Numbers elsewhere
            are in another unit, or raise the question.
        help: one sentence for the data dictionary.
        headers: English names the field goes by in other people's files, lower case.
        vague_headers: those of them that name much else in other files, so that the values must say the field as well.
        synonyms: allowed value -> other English spellings of it, lower case. A word of `nec_core.words` for one of them
            is read as that value, too.
        known: whether the value is settled at time zero. "later" triggers the immortal-time guard.
        treatment_date: for a treatment, the field that says when it began.
        essential: a bad value rejects the record; elsewhere it only empties the cell, with a warning.
        scale: the levels of a category that follow each other (I before II before III); empty where none do. A trend is
            tested along it.
        spelled: allowed value -> its words where there is room for more than a code.
        is_year: a number that is a year of the calendar.
    """

    label: str
    section: Section
    unit: str | None = None
    help: str = ""
    headers: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    known: Literal["at diagnosis", "later"] = "at diagnosis"
    treatment_date: str | None = None
    essential: bool = False
    scale: tuple[str, ...] = ()
    other_units: tuple[OtherUnit, ...] = ()
    usual: tuple[float, float] | None = None
    vague_headers: tuple[str, ...] = ()
    spelled: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_year: bool = False

    @property
    def other_names(self) -> tuple[str, ...]:
        """The names of its other units."""
        return tuple(u.name for u in self.other_units)

    def other_unit(self, name: str | None) -> OtherUnit | None:
        """The unit of that name; None for the field's own."""
        return next((u for u in self.other_units if u.name == name), None)


_CATALYTIC = (OtherUnit("IU/L", ("ui/l",)), OtherUnit("µkat/L", ("ukat/l", "microkat/l"), times=60))
"""1 katal is 1 mol/s, 1 unit 1 µmol/min."""
_PER_VOLUME = (OtherUnit("ng/mL", ("ug/l", "mcg/l")),)

_YES_NO = {
    "yes": ("y", "1", "true", "t", "done", "given", "performed", "present", "checked", "x"),
    "no": ("n", "0", "false", "f", "not done", "not given", "none", "absent", "unchecked"),
    "unknown": ("u", "unk", "not known", "?", "9"),
}
_MARKER = {
    "positive": ("pos", "+", "p", "1", "yes", "y", "reactive", "expressed"),
    "negative": ("neg", "-", "n", "0", "no", "non-reactive", "not expressed"),
    "unknown": ("unk", "u", "?", "not done", "9"),
}
_MUTATION = {
    "mutated": ("mut", "mutant", "mutation", "positive", "yes", "1"),
    "wild type": ("wt", "wild-type", "wildtype", "negative", "no", "0"),
    "unknown": ("unk", "u", "?", "not done"),
}

YesNo = Literal["yes", "no", "unknown"]
Marker = Literal["positive", "negative", "unknown"]
Mutation = Literal["mutated", "wild type", "unknown"]
ClinicalDate = Annotated[PartialDate, AfterValidator(require_plausible)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=400)]

EndpointTime = Annotated[float, Ge(0), Le(36525)]
"""Time from time zero to event or last contact, in the column's own unit."""
EndpointEvent = Literal["0", "1", "2"]
"""0 = censored, 1 = the event, 2 = a competing event."""


def _yes_no(label: str, section: Section, *headers: str, **more: Any) -> About:
    return About(label, section, headers=headers, synonyms=_YES_NO, **more)


def _marker(label: str, *headers: str) -> About:
    return About(label, "Tumour", headers=headers, synonyms=_MARKER)


def _treatment(label: str, began: str | None, *headers: str, vague: tuple[str, ...] = ()) -> About:
    return About(
        label, "Treatment", headers=headers, vague_headers=vague, synonyms=_YES_NO, known="later", treatment_date=began,
        help="yes, no or unknown; treatments are a set: a patient can have several.",
    )  # fmt: skip


def _date(label: str, section: Section, *headers: str, known: Literal["at diagnosis", "later"] = "later") -> About:
    return About(
        label, section, headers=headers, known=known, essential=section != "Treatment",
        help="A calendar date. A month (2019-05) or a year (2019) alone is kept with that precision.",
    )  # fmt: skip


class PatientRecord(BaseModel):
    """One patient of a cohort. See the module for how it is used."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    # Identity
    patient_id: Annotated[
        ShortText,
        About("Patient ID", "Identity", essential=True, help="A pseudonym: never a name or a hospital number.",
              headers=("id", "patient", "patientid", "subject", "subject id", "case id", "record id", "study id", "pid",
                       "patient no", "patient number", "case", "study no", "study number",
                       "case no", "case number", "patid", "pat id", "pat no",
                       "pseudonym", "patient code", "pt", "pt id", "pt no", "submitter id", "case submitter id",
                       "puf case id", "patient id number", "participant id")),
    ]  # fmt: skip
    centre: Annotated[
        ShortText | None,
        About("Centre", "Identity", headers=("center", "site of care", "hospital", "institution", "clinic")),
    ] = None

    # Patient
    age_years: Annotated[
        float | None, Ge(0), Le(120),
        About("Age at diagnosis", "Patient", "years",
              other_units=(OtherUnit("months", over=12),
                           OtherUnit("days", over=DAYS_PER_UNIT["years"], only=(1441, 45000))),
              headers=("age", "age at diagnosis", "age at dx", "age dx", "diagnosis age", "age yrs")),
    ] = None  # fmt: skip
    sex: Annotated[
        Literal["female", "male", "other"] | None,
        About("Sex", "Patient", headers=("gender",),
              synonyms={"female": ("f", "woman", "w"), "male": ("m", "man"), "other": ("o", "intersex", "x")}),
    ] = None  # fmt: skip
    ecog: Annotated[
        Literal["0", "1", "2", "3", "4"] | None,
        About("ECOG performance status", "Patient", scale=("0", "1", "2", "3", "4"),
              headers=("ecog ps", "performance status", "ps", "who ps"),
              synonyms={str(i): (f"ecog {i}", f"ps {i}", f"{i}.0") for i in range(5)}),
    ] = None  # fmt: skip
    smoking: Annotated[
        Literal["never", "former", "current", "unknown"] | None,
        About("Smoking", "Patient", headers=("smoker", "smoking status", "tobacco"),
              synonyms={"never": ("non-smoker", "never smoker", "no"), "former": ("ex", "ex-smoker", "past", "quit"),
                        "current": ("smoker", "active", "yes"), "unknown": ("unk", "u", "?")}),
    ] = None  # fmt: skip
    hiv: Annotated[
        Marker | None, About("HIV or immunosuppression", "Patient", headers=("hiv status",), synonyms=_MARKER)
    ] = None
    ibd: Annotated[
        YesNo | None, _yes_no("Inflammatory bowel disease", "Patient", "inflammatory bowel disease", "crohn", "colitis")
    ] = None

    # Dates
    diagnosis_date: Annotated[
        ClinicalDate | None,
        _date("Date of diagnosis", "Dates", "dx date", "date dx", "diagnosis", "diagnosed on", "diagnosed",
              "dxdt", "diagdt", "date of dx", "date diagnosed",
              "diagnosis dt", "dt diagnosis",
              "dg", "dg date", "date dg", "dg dt", "date of dg", known="at diagnosis"),
    ] = None  # fmt: skip
    first_visit_date: Annotated[
        ClinicalDate | None,
        _date("First visit or study entry", "Dates", "onstudy", "on study", "date on study", "enrolment date",
              "enrollment date", "registration date", "enrolled", "registered", "date enrolled", "date registered",
              "date of enrolment", "date of enrollment", "date of registration", "enrolment", "enrollment", "admission",
              "admission date", "date of admission", "admitted", "transplant date", "date of transplant",
              "date of transplantation", "transplantation date", "first visit", "study entry", "randomisation date",
              "randomization date", "consent date", "date of consent", "date of informed consent", "referral date",
              "date of referral", "date referred", "sequencing date", "date of sequencing", known="at diagnosis"),
    ] = None  # fmt: skip
    diagnosis_year: Annotated[
        int | None, Ge(1900), Le(2100),
        About("Year of diagnosis", "Dates", help="Read from the date of diagnosis when there is one.", is_year=True,
              headers=("year of dx", "dx year", "diagnosis yr", "year dx")),
    ] = None  # fmt: skip
    last_assessment_date: Annotated[
        ClinicalDate | None,
        _date("Last tumour assessment", "Dates", "last assessment", "last imaging", "last scan date"),
    ] = None
    last_contact_date: Annotated[
        ClinicalDate | None,
        _date("Last contact", "Dates", "last contact", "last follow up", "last fu", "date last contact", "last seen",
              "last follow up date", "date of last contact", "last known alive", "fu date", "lfu date",
              "date last seen", "last visit", "date last known alive", "last seen alive",
              "lstalvdt",
              "date of last visit", "last visit date", "end of follow up", "end date", "end dt", "discharge or death"),
    ] = None  # fmt: skip
    death_date: Annotated[
        ClinicalDate | None,
        _date(
            "Date of death",
            "Dates",
            "date death",
            "dod",
            "death",
            "deceased date",
            "died on",
            "died",
            "date died",
            "deceased on",
            "dthdt",
            "death dt",
            "dth date",
        ),
    ] = None

    # Tumour
    primary_site: Annotated[
        Literal["anal canal", "rectum", "anorectal junction", "rectosigmoid junction", "colon", "other"] | None,
        About("Primary site", "Tumour",
              help="The rectosigmoid junction (C19.9) is counted by itself: studies put it to the rectum or the colon.",
              headers=("site", "tumor site", "tumour site", "location", "primary"),
              synonyms={"anal canal": ("anus", "anal", "c21.0", "c21.1", "c210", "c211"),
                        "rectum": ("rectal", "c20", "c20.9", "c209", "rectum, nos"),
                        "anorectal junction": ("anorectal", "anorectal junction (both)", "both", "c21.8", "c218"),
                        "rectosigmoid junction": ("rectosigmoid", "recto-sigmoid", "recto-sigmoid junction", "c19",
                                                  "c19.9", "c199"),
                        "colon": ("colonic", "sigmoid")}),
    ] = None  # fmt: skip
    verge_distance_cm: Annotated[
        float | None, Ge(0), Le(40),
        About("Distance from anal verge", "Tumour", "cm", usual=(0, 20),
              other_units=(OtherUnit("mm", over=10, only=(41, 400)),),
              headers=("distance from anal verge", "anal verge cm")),
    ] = None  # fmt: skip
    histology: Annotated[
        Literal["small cell", "large cell", "mixed small and large cell", "NEC NOS", "MiNEN", "NET G3"] | None,
        About("Histology", "Tumour", headers=("histologic type", "morphology", "hist", "pathology", "cell type"),
              help="NET G3 is well differentiated: it is kept, and flagged, because it is not a carcinoma.",
              synonyms={"small cell": ("small-cell", "sc", "scnec", "small cell nec", "8041/3", "8041"),
                        "large cell": ("large-cell", "lc", "lcnec", "large cell nec", "8013/3", "8013"),
                        "mixed small and large cell": ("mixed nec", "mixed", "small and large cell"),
                        "NEC NOS": ("nec", "nos", "nec, nos", "8246/3", "8246", "neuroendocrine carcinoma"),
                        "MiNEN": ("mixed (minen)", "manec", "8244/3", "8154/3", "8244", "8154"),
                        "NET G3": ("net-g3", "g3 net", "well differentiated g3")}),
    ] = None  # fmt: skip
    icdo3_histology: Annotated[
        Annotated[str, StringConstraints(pattern=r"^\d{4}(/\d)?$")] | None,
        About("ICD-O-3 histology", "Tumour", help="Four digits, with or without behaviour: 8246/3.",
              headers=("icd o 3 histology", "icdo3", "histologic type icd o 3", "icd o 3 hist behav")),
    ] = None  # fmt: skip
    ki67_percent: Annotated[
        float | None, Ge(0), Le(100),
        About("Ki-67", "Tumour", "%", usual=(1, 100),
              other_units=(OtherUnit("percent", ("pct", "perc")),
                           OtherUnit("shares of 1", ("share", "fraction", "proportion", "0 1"), times=100, only=(0, 1),
                                     in_parts=True)),
              headers=("ki67", "ki 67", "ki67 index", "mib1", "proliferation index")),
    ] = None  # fmt: skip
    mitoses_per_2mm2: Annotated[
        float | None, Ge(0), Le(1000),
        About("Mitoses", "Tumour", "per 2 mm²",
              other_units=(OtherUnit("2 mm²", ("2 mm", "per 2 mm")),
                           OtherUnit("per mm²", ("mm", "mm2", "per mm"), times=2),
                           OtherUnit("per 10 HPF", ("10 hpf", "10 high power fields"),
                                     because="10 high-power fields of 0.2 mm² each, as the WHO defines them")),
              headers=("mitoses", "mitotic count", "mitotic rate")),
    ] = None  # fmt: skip
    synaptophysin: Annotated[Marker | None, _marker("Synaptophysin", "syn")] = None
    chromogranin: Annotated[Marker | None, _marker("Chromogranin A, tissue", "cga ihc", "chromogranin a")] = None
    insm1: Annotated[Marker | None, _marker("INSM1")] = None
    p16: Annotated[Marker | None, _marker("p16")] = None
    hpv: Annotated[Marker | None, _marker("HPV", "hpv status")] = None
    p53: Annotated[
        Literal["abnormal", "wild type", "unknown"] | None,
        About("p53", "Tumour", headers=("tp53",), synonyms={"abnormal": ("mutated", "mut", "overexpressed", "null"),
              "wild type": ("wt", "normal"), "unknown": ("unk", "?", "not done")}),
    ] = None  # fmt: skip
    rb: Annotated[
        Literal["lost", "retained", "unknown"] | None,
        About("Rb", "Tumour", headers=("rb1",), synonyms={"lost": ("loss", "negative"),
              "retained": ("intact", "positive"), "unknown": ("unk", "?", "not done")}),
    ] = None  # fmt: skip
    mmr: Annotated[
        Literal["deficient", "proficient", "unknown"] | None,
        About("Mismatch repair", "Tumour", headers=("msi", "mmr status", "msi status"),
              synonyms={"deficient": ("dmmr", "msi-h", "msi high", "msi"), "proficient": ("pmmr", "mss", "msi-l"),
                        "unknown": ("unk", "?", "not done")}),
    ] = None  # fmt: skip
    braf: Annotated[Mutation | None, About("BRAF", "Tumour", synonyms=_MUTATION)] = None
    kras: Annotated[Mutation | None, About("KRAS", "Tumour", headers=("ras",), synonyms=_MUTATION)] = None
    pdl1: Annotated[Marker | None, _marker("PD-L1", "pd l1", "pdl 1")] = None

    # Stage
    stage: Annotated[
        Literal["LRD", "metastatic"] | None,
        About("Stage at diagnosis", "Stage", headers=("disease stage", "extent", "extent of disease"),
              vague_headers=("extent",),
              help="LRD = locoregional disease; metastatic = M1 = stage IV.",
              spelled={"LRD": "Locoregional (LRD)", "metastatic": "Metastatic"},
              synonyms={"LRD": ("locoregional", "loco-regional", "localised", "localized", "local", "m0",
                                "nonmetastatic", "non-metastatic", "locoregional disease", "limited"),
                        "metastatic": ("met", "mets", "m1", "distant", "iv", "stage iv", "extensive")}),
    ] = None  # fmt: skip
    ajcc_stage: Annotated[
        Literal["I", "II", "III", "IV"] | None,
        About("AJCC stage", "Stage", scale=("I", "II", "III", "IV"),
              headers=("stage group", "ajcc", "tnm stage", "ajcc pathologic tumor stage"),
              synonyms={"I": ("1", "stage i", "ia", "ib", "stage ia", "stage ib"),
                        "II": ("2", "stage ii", "iia", "iib", "iic", "stage iia", "stage iib", "stage iic"),
                        "III": ("3", "stage iii", "iiia", "iiib", "iiic", "stage iiia", "stage iiib", "stage iiic"),
                        "IV": ("4", "stage iv", "iva", "ivb", "ivc", "stage iva", "stage ivb")}),
    ] = None  # fmt: skip
    seer_stage: Annotated[
        Literal["in situ", "localized", "regional", "distant", "unstaged"] | None,
        About("SEER summary stage", "Stage", scale=("in situ", "localized", "regional", "distant"),
              headers=("summary stage", "seer summary stage", "summary stage 2000"),
              synonyms={"localized": ("localised", "local"), "unstaged": ("unknown", "unknown/unstaged")}),
    ] = None  # fmt: skip
    t_category: Annotated[
        Literal["T0", "Tis", "T1", "T2", "T3", "T4", "TX"] | None,
        About("T category", "Stage", scale=("T0", "Tis", "T1", "T2", "T3", "T4"),
              headers=("t", "t stage", "tnm t", "path t stage", "clinical t"),
              synonyms={f"T{i}": (str(i), *(f"{i}{x}" for x in "abcd"), f"t{i}a", f"t{i}b", f"t{i}c", f"pt{i}",
                                  f"ct{i}") for i in range(5)} | {"Tis": ("is",), "TX": ("x",)}),
    ] = None  # fmt: skip
    n_category: Annotated[
        Literal["N0", "N1", "N2", "N3", "NX"] | None,
        About("N category", "Stage", scale=("N0", "N1", "N2", "N3"),
              headers=("n", "n stage", "tnm n", "path n stage", "clinical n"),
              synonyms={f"N{i}": (str(i), *(f"{i}{x}" for x in "abc"), f"n{i}a", f"n{i}b", f"n{i}c", f"pn{i}", f"cn{i}")
                        for i in range(4)} | {"NX": ("x",)}),
    ] = None  # fmt: skip
    m_category: Annotated[
        Literal["M0", "M1", "MX"] | None,
        About("M category", "Stage", headers=("m", "m stage", "tnm m", "path m stage", "clinical m"),
              synonyms={"M0": ("0", "cm0", "pm0"),
                        "M1": ("1", "1a", "1b", "1c", "m1a", "m1b", "m1c", "cm1", "pm1"), "MX": ("x",)}),
    ] = None  # fmt: skip
    met_liver: Annotated[YesNo | None, _yes_no("Liver metastases", "Stage", "liver mets")] = None
    met_lung: Annotated[YesNo | None, _yes_no("Lung metastases", "Stage", "lung mets")] = None
    met_bone: Annotated[YesNo | None, _yes_no("Bone metastases", "Stage", "bone mets")] = None
    met_brain: Annotated[YesNo | None, _yes_no("Brain metastases", "Stage", "brain mets")] = None
    met_nodes: Annotated[YesNo | None, _yes_no("Distant lymph nodes", "Stage", "distant nodes")] = None
    met_peritoneum: Annotated[YesNo | None, _yes_no("Peritoneal metastases", "Stage", "peritoneal mets")] = None

    # Imaging
    ct: Annotated[YesNo | None, _yes_no("CT", "Imaging", "ct scan", "computed tomography")] = None
    mri: Annotated[YesNo | None, _yes_no("Pelvic MRI", "Imaging", "mri pelvis", "pelvic mri")] = None
    fdg_pet: Annotated[YesNo | None, _yes_no("FDG-PET", "Imaging", "pet", "pet ct", "fdg pet ct")] = None
    ssr_imaging: Annotated[
        YesNo | None, _yes_no("Somatostatin receptor imaging", "Imaging", "dotatate", "octreoscan", "ssr pet")
    ] = None

    # Laboratory
    ldh_u_per_l: Annotated[
        float | None, Ge(0), Le(50000),
        About("Lactate dehydrogenase", "Laboratory", "U/L", headers=("ldh",), other_units=_CATALYTIC,
              usual=(50, 50000)),
    ] = None  # fmt: skip
    alp_u_per_l: Annotated[
        float | None, Ge(0), Le(20000),
        About("Alkaline phosphatase", "Laboratory", "U/L", headers=("alp", "ap"), other_units=_CATALYTIC,
              usual=(20, 20000)),
    ] = None  # fmt: skip
    nse_ug_per_l: Annotated[
        float | None, Ge(0), Le(20000),
        About("Neuron-specific enolase", "Laboratory", "µg/L", headers=("nse",), other_units=_PER_VOLUME),
    ] = None  # fmt: skip
    cga_ug_per_l: Annotated[
        float | None, Ge(0), Le(1000000),
        About("Chromogranin A, serum", "Laboratory", "µg/L", headers=("cga", "cga serum"), other_units=_PER_VOLUME),
    ] = None  # fmt: skip
    albumin_g_per_l: Annotated[
        float | None, Ge(5), Le(80),
        About("Albumin", "Laboratory", "g/L", headers=("albumin", "alb"), usual=(15, 60),
              other_units=(OtherUnit("g/dL", ("gm/dl", "g/100 ml"), times=10, only=(1, 6.5)),)),
    ] = None  # fmt: skip

    # Treatment
    resection: Annotated[
        YesNo | None,
        _treatment(
            "Resection of the primary",
            "resection_date",
            "surgery",
            "operation",
            "resected",
            "primary resection",
            vague=("surgery", "operation"),
        ),
    ] = None
    resection_date: Annotated[
        ClinicalDate | None,
        _date("Date of resection", "Treatment", "surgery date", "date of surgery", "operation date"),
    ] = None
    resection_type: Annotated[
        ShortText | None,
        About("Type of resection", "Treatment", headers=("surgery type", "operation type"), known="later"),
    ] = None
    resection_margin: Annotated[
        Literal["R0", "R1", "R2", "RX"] | None,
        About("Resection margin", "Treatment", scale=("R0", "R1", "R2"),
              headers=("margin", "r status", "margins"), vague_headers=("margin", "r status", "margins"), known="later",
              synonyms={"R0": ("negative", "clear"), "R1": ("positive",), "RX": ("unknown", "unk")}),
    ] = None  # fmt: skip
    chemoradiation: Annotated[
        YesNo | None,
        _treatment("Concurrent chemoradiation", "chemoradiation_date", "crt", "chemoradiotherapy", "concurrent crt"),
    ] = None
    chemoradiation_date: Annotated[
        ClinicalDate | None, _date("Start of chemoradiation", "Treatment", "crt start", "crt date", "crt start date")
    ] = None
    radiation: Annotated[
        YesNo | None, _treatment("Radiation alone", "radiation_date", "radiotherapy", "rt", "xrt", "radiation therapy")
    ] = None
    radiation_date: Annotated[
        ClinicalDate | None, _date("Start of radiation", "Treatment", "rt start", "radiotherapy start", "rt date")
    ] = None
    radiation_gy: Annotated[
        float | None, Ge(0), Le(120),
        About("Radiation dose", "Treatment", "Gy", headers=("dose gy", "rt dose", "gy"), known="later",
              other_units=(OtherUnit("cGy", over=100, only=(121, 12000)),)),
    ] = None  # fmt: skip
    systemic: Annotated[
        YesNo | None,
        _treatment(
            "Systemic therapy", "systemic_date", "chemo", "chemotherapy", "systemic therapy", "systemic treatment"
        ),
    ] = None
    systemic_date: Annotated[
        ClinicalDate | None, _date("Start of systemic therapy", "Treatment", "chemo start", "chemotherapy start")
    ] = None
    systemic_regimen: Annotated[
        ShortText | None,
        About("First systemic regimen", "Treatment", headers=("chemo regimen", "regimen"), known="later"),
    ] = None
    second_line: Annotated[
        YesNo | None, _treatment("Second-line therapy", "second_line_date", "second line", "2nd line", "line 2")
    ] = None
    second_line_date: Annotated[
        ClinicalDate | None, _date("Start of second line", "Treatment", "second line start", "2nd line start")
    ] = None
    second_line_regimen: Annotated[
        ShortText | None, About("Second-line regimen", "Treatment", headers=("2nd line regimen",), known="later")
    ] = None
    immunotherapy: Annotated[
        YesNo | None, _treatment("Immunotherapy", "immunotherapy_date", "io", "checkpoint inhibitor")
    ] = None
    immunotherapy_date: Annotated[
        ClinicalDate | None, _date("Start of immunotherapy", "Treatment", "io start", "immunotherapy start")
    ] = None
    prrt: Annotated[YesNo | None, _treatment("PRRT", "prrt_date", "lutetium", "lu dotatate")] = None
    prrt_date: Annotated[ClinicalDate | None, _date("Start of PRRT", "Treatment", "prrt start")] = None
    best_supportive_care: Annotated[
        YesNo | None, _treatment("Best supportive care only", None, "bsc", "supportive care")
    ] = None
    best_response: Annotated[
        Literal["CR", "PR", "SD", "PD", "not evaluable"] | None,
        About("Best response", "Treatment", scale=("CR", "PR", "SD", "PD"),
              headers=("response", "recist", "best overall response"), known="later",
              synonyms={"CR": ("complete response", "complete"), "PR": ("partial response", "partial"),
                        "SD": ("stable disease", "stable"), "PD": ("progressive disease",),
                        "not evaluable": ("ne", "n/e", "not assessed")}),
    ] = None  # fmt: skip

    # Progression
    progression: Annotated[
        YesNo | None,
        About("Progression", "Progression", known="later", synonyms=_YES_NO,
              headers=("progressed", "relapse", "recurrence", "pd event")),
    ] = None  # fmt: skip
    progression_date: Annotated[
        ClinicalDate | None,
        _date("Date of progression", "Progression", "date progression", "pd date", "relapse date", "recurrence date",
              "progression"),
    ] = None  # fmt: skip
    progression_site: Annotated[
        Literal["local", "regional", "locoregional", "distant", "distant and locoregional"] | None,
        About("First site of progression", "Progression", known="later",
              headers=("site of progression", "relapse site"),
              synonyms={"distant and locoregional": ("distant+locoregional", "both", "locoregional and distant"),
                        "locoregional": ("loco-regional",), "distant": ("metastatic",)}),
    ] = None  # fmt: skip

    # Outcome
    vital_status: Annotated[
        Literal["alive", "dead", "dead of another cause", "another event"] | None,
        About("Vital status", "Outcome", known="later", essential=True,
              headers=("status", "survival status", "alive", "dead", "death", "vital", "os status", "patient status"),
              synonyms={"alive": ("living", "a", "0:living"),
                        "dead": ("deceased", "d", "died", "1:deceased", "expired"),
                        "dead of another cause": ("dead of other cause", "dead of other causes", "died of other cause",
                                                  "died of other causes", "died of another cause")}),
    ] = None  # fmt: skip
    cause_of_death: Annotated[
        Literal["cancer", "other cause", "unknown"] | None,
        About("Cause of death", "Outcome", known="later", headers=("cod", "death cause"),
              synonyms={"cancer": ("nec", "tumour", "tumor", "disease", "dod"), "other cause": ("other", "doc"),
                        "unknown": ("unk", "u", "?")}),
    ] = None  # fmt: skip


def is_yes_no(levels: Collection[str]) -> bool:
    """Whether these are the levels of a yes or no that can also be unknown."""
    return set(levels) == set(get_args(YesNo))


@dataclass(frozen=True)
class FieldSpec:
    """One field of the record, read off the model: what validation, pages and tables need of it.

    Attributes:
        name: as in `PatientRecord`, the template's header and the command line.
        kind: identifier, category, number, date or text.
        about: what it means to a person.
        levels: the allowed values in their order, for a category; else empty.
        minimum, maximum: the allowed range, for a number; else None.
        whole: the number is whole.
        annotation: the full type, for a pydantic `TypeAdapter`.
    """

    name: str
    kind: Kind
    about: About
    levels: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    whole: bool
    annotation: Any

    @property
    def label_with_unit(self) -> str:
        return f"{self.about.label} ({self.about.unit})" if self.about.unit else self.about.label

    @property
    def units(self) -> tuple[str, ...]:
        """The units its numbers can come in, its own first; empty where they can come in no other."""
        others = tuple(u.name for u in self.about.other_units if not u.is_own)
        return (self.about.unit or "", *others) if others else ()


@cache
def fields() -> Mapping[str, FieldSpec]:
    """All fields of the record by name, in the record's order."""
    return {name: _spec(name, info) for name, info in PatientRecord.model_fields.items()}


def treatments() -> tuple[FieldSpec, ...]:
    """The treatments, each a yes/no/unknown field: a set, since a patient can have several."""
    return tuple(f for f in fields().values() if f.about.section == "Treatment" and f.levels == get_args(YesNo))


def _spec(name: str, info: FieldInfo) -> FieldSpec:
    about = next(m for m in info.metadata if isinstance(m, About))
    annotation: Any = Annotated.__class_getitem__((info.annotation, *info.metadata))  # type: ignore[attr-defined]  # built at run time
    minimum = next((float(str(m.ge)) for m in info.metadata if isinstance(m, Ge)), None)
    maximum = next((float(str(m.le)) for m in info.metadata if isinstance(m, Le)), None)
    inner = _without_none(info.annotation)
    levels = tuple(get_args(inner)) if get_origin(inner) is Literal else ()
    base = get_args(inner)[0] if get_origin(inner) is Annotated else inner
    kind: Kind
    if name == "patient_id":
        kind = "identifier"
    elif levels:
        kind = "category"
    elif base in (float, int):
        kind = "number"
    elif base is PartialDate:
        kind = "date"
    else:
        kind = "text"
    return FieldSpec(name, kind, about, levels, minimum, maximum, base is int, annotation)


def _without_none(annotation: Any) -> Any:
    arms = [a for a in get_args(annotation) if a is not type(None)] if _is_union(annotation) else [annotation]
    return arms[0]


def _is_union(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def required() -> tuple[str, ...]:
    """Names of the fields a record can't be without."""
    return tuple(n for n, f in PatientRecord.model_fields.items() if f.is_required())


__all__ = [
    "About", "ClinicalDate", "EndpointEvent", "EndpointTime", "Field", "FieldSpec", "Kind", "OtherUnit",
    "PatientRecord", "Section", "fields", "is_yes_no", "required", "treatments",
]  # fmt: skip
