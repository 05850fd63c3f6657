"""Makes messy_extract.csv, a hospital's spreadsheet with planted faults, and messy_extract_faults.csv, their list.

The patients are invented. The extract is what a spreadsheet program saves in central Europe: a title above the
header, semicolons, decimal commas, days before months, Windows-1252, CRLF, and headers as people write them. Rows
are counted as the spreadsheet shows them, from 1, title and header included. `FAULTS` is everything that is wrong;
`SUSPICIOUS` looks wrong and is not.

    python sample_data/make_messy_extract.py
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a script, Python looks beside the script only
from sample_data.invented_patient import Row, generator, pick
from sample_data.plain_estimators import DAYS_PER_MONTH

SEED = 3
ORDINARY = 10
FIRST_ROW = 3
FIRST_DIAGNOSIS = dt.date(2012, 1, 9)
TITLE = "Registerauszug anorektale NEC – frei erfundene Patienten (synthetic), Stand 01.03.2024"
COLUMNS = (
    "Patient ID", "Surname", "Phone", "Hospital", "Age", "Sex", "ECOG", "BMI", "Date of diagnosis", "Stage",
    "M category", "Ki-67 (%)", "Surgery", "Surgery date", "Progression", "Progression date",
    "Site of progression", "Vital status", "Last contact", "Date of death", "OS months",
)  # fmt: skip
DATES = ("Date of diagnosis", "Surgery date", "Progression date", "Last contact", "Date of death")
SURNAMES = ("Beispiel", "Muster", "Prüfling", "Façade", "Exemplé", "Nobody", "Dummy", "Jäger-Test", "Erfunden")

Cells = Mapping[str, str | int]
"""What replaces cells of an ordinary patient: text as it is, a number as the date that many days after diagnosis."""


@dataclass(frozen=True)
class Planted:
    """One patient to be made.

    Attributes:
        vital_status: "alive", or "dead" with a date of death.
        cells: what differs from an ordinary patient.
        column: the cell at fault, or the one to repair first where two contradict each other.
        rule: id of the rule that finds it; blank when nothing is wrong.
        severity: "rejects" when the row can't be used, "warns" when it stays.
    """

    vital_status: str
    cells: Cells = field(default_factory=dict)
    column: str = ""
    rule: str = ""
    severity: str = ""


UNTREATED = {
    "Surgery": "no",
    "Surgery date": "",
    "Progression": "no",
    "Progression date": "",
    "Site of progression": "",
}
PROGRESSED = {"Progression": "yes", "Site of progression": "distant"}
OPERATED = {"Surgery": "yes"}
AN_EARLIER_ID = "(the ID of an earlier row)"

FAULTS = (
    Planted("alive", {"Patient ID": ""}, "Patient ID", "required", "rejects"),
    Planted("dead", {"Patient ID": ""}, "Patient ID", "required", "rejects"),
    # Without the date of a treatment: the survival would count from that.
    Planted("alive", {"Date of diagnosis": "", "OS months": "", "Surgery": "no", "Surgery date": ""},
            "Date of diagnosis", "no_endpoint", "rejects"),
    Planted("dead", {"Date of diagnosis": "", "OS months": ""}, "Date of diagnosis", "no_endpoint", "rejects"),
    Planted("alive", {"Age": "abc"}, "Age", "type", "warns"),
    Planted("dead", {"Ki-67 (%)": "high"}, "Ki-67 (%)", "type", "warns"),
    Planted("alive", OPERATED | {"Surgery date": "32.13.2019"}, "Surgery date", "type", "warns"),
    Planted("dead", {"Last contact": "32.13.2019"}, "Last contact", "type", "rejects"),
    Planted("dead", {"Ki-67 (%)": "140"}, "Ki-67 (%)", "range", "warns"),
    Planted("alive", {"Age": "150"}, "Age", "range", "warns"),
    Planted("dead", {"Stage": "maybe"}, "Stage", "category", "warns"),
    Planted("alive", {"Sex": "Q"}, "Sex", "category", "warns"),
    Planted("dead", {"Patient ID": AN_EARLIER_ID}, "Patient ID", "duplicate_id", "rejects"),
    Planted("alive", {"Patient ID": AN_EARLIER_ID}, "Patient ID", "duplicate_id", "rejects"),
    Planted("dead", UNTREATED | {"Date of death": -20, "Last contact": "", "OS months": ""},
            "Date of death", "death_before_diagnosis", "rejects"),
    Planted("dead", UNTREATED | {"Date of death": -365, "Last contact": "", "OS months": ""},
            "Date of death", "death_before_diagnosis", "rejects"),
    Planted("alive", UNTREATED | {"Last contact": -14, "OS months": ""},
            "Last contact", "contact_before_diagnosis", "rejects"),
    Planted("alive", UNTREATED | {"Last contact": -730, "OS months": ""},
            "Last contact", "contact_before_diagnosis", "rejects"),
    Planted("alive", PROGRESSED | {"Progression date": -33},
            "Progression date", "progression_before_diagnosis", "rejects"),
    Planted("dead", {"Date of death": 400, "Last contact": 460}, "Last contact", "contact_after_death", "rejects"),
    Planted("dead", {"Date of death": 350, "Last contact": 351}, "Last contact", "contact_after_death", "rejects"),
    Planted("alive", OPERATED | {"Surgery date": -75}, "Surgery date", "treatment_before_diagnosis", "warns"),
    Planted("dead", OPERATED | {"Surgery date": -31}, "Surgery date", "treatment_before_diagnosis", "warns"),
    Planted("dead", OPERATED | {"Surgery date": 430, "Date of death": 400, "Last contact": 400},
            "Surgery date", "treatment_after_death", "rejects"),
    Planted("dead", OPERATED | {"Surgery date": 380, "Date of death": 350, "Last contact": 350},
            "Surgery date", "treatment_after_death", "rejects"),
    Planted("alive", PROGRESSED | {"Progression date": 420, "Last contact": 380},
            "Progression date", "progression_after_contact", "rejects"),
    Planted("dead", PROGRESSED | {"Progression date": 342, "Date of death": 340, "Last contact": 340},
            "Progression date", "progression_after_contact", "rejects"),
    Planted("dead", {"Stage": "LRD", "M category": "M1"}, "Stage", "stage_against_m", "warns"),
    Planted("alive", {"Stage": "metastatic", "M category": "M0"}, "Stage", "stage_against_m", "warns"),
    Planted("dead", {"Progression": "no", "Progression date": "", "Site of progression": "distant"},
            "Site of progression", "progression_site_without_progression", "warns"),
    Planted("alive", {"Progression": "", "Progression date": "", "Site of progression": "local"},
            "Site of progression", "progression_site_without_progression", "warns"),
    Planted("dead", PROGRESSED | {"Progression date": ""}, "Progression date", "progression_without_date", "warns"),
    Planted("alive", PROGRESSED | {"Progression date": ""}, "Progression date", "progression_without_date", "warns"),
    Planted("dead", {"Date of death": 500, "Last contact": 500, "OS months": "28,4"},
            "OS months", "months_against_dates", "warns"),
    Planted("alive", {"Last contact": 304, "OS months": "9,4"}, "OS months", "months_against_dates", "warns"),
    Planted("alive", {"Last contact": "01.01.2099", "OS months": ""}, "Last contact", "future_date", "rejects"),
    Planted("dead", {"Date of death": "17.06.2099", "Last contact": "", "OS months": ""},
            "Date of death", "future_date", "rejects"),
    Planted("alive", OPERATED | {"Surgery date": "24.05.2099"}, "Surgery date", "future_date", "warns"),
    Planted("dead", {"Vital status": "alive"}, "Vital status", "death_date_but_alive", "rejects"),
    Planted("dead", {"Vital status": "alive", "Date of death": 333, "Last contact": 310},
            "Vital status", "death_date_but_alive", "rejects"),
)  # fmt: skip

SUSPICIOUS = (
    # Dead without a date of death: the last contact is the date, and it is told.
    Planted("dead", {"Date of death": ""}, "Date of death", "dead_without_date", "warns"),
    Planted("dead", {"Date of death": "", "Last contact": 365}, "Date of death", "dead_without_date", "warns"),
    # Up to 30 days before the diagnosis (the specimen often makes the diagnosis).
    Planted("alive", OPERATED | {"Surgery date": -20}),
    Planted("dead", OPERATED | {"Surgery date": -30}),
    # 350 days are 11.5 months; counted otherwise 11.9, within half a month.
    Planted("dead", {"Date of death": 350, "Last contact": 350, "OS months": "11,9"}),
    # Seen once, and never again.
    Planted("alive", UNTREATED | {"Last contact": 0}),
    # Last seen a month before dying.
    Planted("dead", {"Date of death": 420, "Last contact": 390}),
    # Operated on, and found progressing, on the last day.
    Planted("dead", OPERATED | {"Surgery date": 210, "Date of death": 210, "Last contact": 210}),
    Planted("alive", PROGRESSED | {"Progression date": 300, "Last contact": 300}),
    # Extreme, and possible.
    Planted("dead", {"Age": "97", "Ki-67 (%)": "100", "BMI": "41,5"}),
    # Blank in three ways.
    Planted("alive", {"Ki-67 (%)": "n/a", "ECOG": "-", "M category": "", "BMI": ""}),
    # The decimal comma, where most have none.
    Planted("dead", {"Ki-67 (%)": "72,5"}),
)


def main(folder: Path = Path(__file__).parent) -> tuple[Path, Path]:
    """Writes messy_extract.csv and messy_extract_faults.csv into `folder` and returns their paths."""
    rng = generator(SEED)
    ordinary = [Planted(pick(rng, {"alive": 40, "dead": 60})) for _ in range(ORDINARY)]
    planted = [*FAULTS, *SUSPICIOUS, *ordinary]
    planted = [planted[place] for place in rng.permutation(len(planted))]
    rows = [draw_row(rng, one) for one in planted]
    number_patients(planted, rows)
    extract, faults = folder / "messy_extract.csv", folder / "messy_extract_faults.csv"
    with extract.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([TITLE] + [""] * (len(COLUMNS) - 1))
        writer.writerow(COLUMNS)
        writer.writerows([row[column] for column in COLUMNS] for row in rows)
    with faults.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("row", "column", "value", "rule", "severity"))
        for number, (one, row) in enumerate(zip(planted, rows, strict=True), start=FIRST_ROW):
            if one.rule:
                writer.writerow((number, one.column, row[one.column], one.rule, one.severity))
    return extract, faults


def draw_row(rng: np.random.RandomState, planted: Planted) -> Row:
    """An ordinary patient, in whom everything agrees, with the planted cells written over it."""
    diagnosed = FIRST_DIAGNOSIS + dt.timedelta(days=int(rng.randint(8 * 365)))
    days = {"Date of diagnosis": 0, "Last contact": int(rng.randint(250, 1100))}
    row = draw_person(rng) | dict.fromkeys(DATES, "")
    row["Stage"], row["M category"] = pick(
        rng, {"LRD M0": 40, "locoregional M0": 10, "metastatic M1": 40, "Metastatic M1": 10}
    ).split()
    row["Vital status"] = planted.vital_status
    if planted.vital_status == "dead":
        row["Vital status"] = pick(rng, {"dead": 80, "deceased": 20})
        days["Date of death"] = days["Last contact"]
    row["Surgery"], row["Progression"] = pick(rng, {"yes": 60, "no": 40}), pick(rng, {"yes": 70, "no": 30})
    row["Site of progression"] = ""
    if row["Surgery"] == "yes":
        days["Surgery date"] = int(rng.randint(5, 60))
    if row["Progression"] == "yes":
        days["Progression date"] = int(rng.randint(90, 200))
        row["Site of progression"] = pick(rng, {"local": 25, "regional": 15, "distant": 60})
    cells = planted.cells
    days |= {column: day for column, day in cells.items() if isinstance(day, int)}
    row |= {column: f"{diagnosed + dt.timedelta(days=day):%d.%m.%Y}" for column, day in days.items()}
    end = days.get("Date of death", days["Last contact"]) if cells.get("Date of death") != "" else days["Last contact"]
    row["OS months"] = f"{end / DAYS_PER_MONTH:.1f}".replace(".", ",")
    return row | {column: text for column, text in cells.items() if isinstance(text, str)}


def draw_person(rng: np.random.RandomState) -> Row:
    hospitals = {"Universitätsklinik Süd": 45, "Spital Grünfeld": 30, "Hôpital du Lac Gelé": 25}
    return {
        "Surname": str(rng.choice(SURNAMES)),
        "Phone": f"+00 555 0{rng.randint(100, 1000)}",
        "Hospital": pick(rng, hospitals),
        "Age": str(int(np.clip(np.rint(rng.normal(61, 11)), 31, 88))),
        "Sex": pick(rng, {"F": 50, "M": 50}),
        "ECOG": pick(rng, {"0": 40, "1": 40, "2": 20}),
        "BMI": f"{rng.normal(25, 3.5):.1f}".replace(".", ","),
        "Ki-67 (%)": pick(rng, {"": 15} | {str(percent): 10 for percent in range(55, 101, 5)}),
    }


def number_patients(planted: list[Planted], rows: list[Row]) -> None:
    """Gives each patient an ID, and to those meant to repeat one that of the first patient without faults.

    One ID is repeated twice, rather than two once: a slip of the keyboard, not a file of several rows per patient.
    """
    repeated = None
    for number, (one, row) in enumerate(zip(planted, rows, strict=True), start=1):
        row.setdefault("Patient ID", f"NEC-{number:03d}")
        if one.rule == "duplicate_id":
            assert repeated is not None, "a repeated ID comes after the row it repeats"
            row["Patient ID"] = repeated
        elif not one.rule and repeated is None:
            repeated = row["Patient ID"]


if __name__ == "__main__":
    for path in main():
        print(f"wrote {path}")
