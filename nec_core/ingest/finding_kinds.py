"""Every kind of thing that can be wrong with rows of a file: its name, its title, what it does, and its sentences.

`{value}` in a message stands for the cell's text and `{span}` for the shortest and longest a time can be, put in where
a person reads it; every other place is filled by who finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["rejects", "warns"]


@dataclass(frozen=True)
class FindingKind:
    """One kind of finding.

    Attributes:
        id: the rule's id, as in the problem table and the command line: "type", "range", "duplicate_id", ... Kinds that
            say the same thing of different fields in other words share one.
        title: its short name.
        severity: "rejects": the row is left out until repaired. "warns": it stays, with this value taken as blank or as
            it is, as the message says. None: it rejects in an essential field and warns in any other.
        message: what is wrong, in a sentence.
        next_step: what to do, in a sentence.
    """

    id: str
    title: str
    severity: Severity | None
    message: str
    next_step: str


_TWO_DATES = "Correct one of the two dates."
_OR_BLANK = "Enter {bounds}, or leave the cell blank."

KINDS: Mapping[str, FindingKind] = {
    "row_shape": FindingKind(
        "row_shape", "Too many cells in the row", "rejects",
        "The row has more cells than the header ({width}), so nobody can tell which belongs where.",
        "Look for a stray delimiter in the row, or put quotes around the text that holds it.",
    ),
    "row_short": FindingKind(
        "row_short", "Too few cells in the row", "warns",
        "The row has fewer cells than the header ({width}); those it lacks at its end count as blank.",
        "Look whether a line break or a lost delimiter cut the row; if its cells stand in place, nothing is to do.",
    ),
    "formula_error": FindingKind(
        "formula_error", "Formula with an error", "warns",
        "The formula in this cell ends in the error “{value}”, so the cell counts as blank.",
        "Repair the formula in your spreadsheet program, or type the value here.",
    ),
    "formula_empty": FindingKind(
        "formula_empty", "Formula without a result", "warns",
        "The formula in this cell has no stored result, so the cell counts as blank.",
        "Open the workbook in your spreadsheet program, save it, and upload it again.",
    ),
    "summary_row": FindingKind(
        "summary_row", "Total or note, not a patient", "rejects",
        "The row “{value}” looks like a total or a note at the table, not like a patient.",
        "Nothing, if it is one. If it is a patient, give the row another ID.",
    ),
    "required": FindingKind("required", "No patient ID", "rejects", "The patient ID is blank.", "Enter an ID."),
    "fold_conflict": FindingKind(
        "fold_conflict", "Rows of a patient disagree", "warns",
        "The rows of this patient disagree; “{value}” is taken.",
        "Correct the rows of this patient, or choose another rule for several rows.",
    ),
    "outcome_conflict": FindingKind(
        "outcome_conflict", "Rows of a patient contradict each other", "warns",
        "The rows of this patient contradict each other in the outcome: “{value}”.",
        "Find out which row is right, and correct the others.",
    ),
    "id_in_other_file": FindingKind(
        "id_in_other_file", "ID in another file too", "warns",
        "The patient ID “{value}” stands in another file too; the two are taken as different patients.",
        "If it is the same patient, remove one of the rows.",
    ),
    "no_patient": FindingKind(
        "no_patient", "Sample without patient", "rejects",
        "The sample belongs to no patient of the patient file.",
        "Upload the patient file of the same study along with it.",
    ),
    "same_person": FindingKind(
        "same_person", "Patient entered twice", "warns",
        "Another row “{value}” has the same {columns}{id}: the two count as two patients.",
        "If they are one patient, give both rows one ID, or leave one of them out.",
    ),
    "duplicate_id": FindingKind(
        "duplicate_id", "Patient ID used twice", "rejects",
        "The patient ID “{value}” stands in an earlier row already; the first row is kept.",
        "Give each patient one row, or correct the ID.",
    ),
    "shortened_id": FindingKind(
        "shortened_id", "Patient ID shortened", "rejects",
        "The patient ID “{value}” is a number a spreadsheet has shortened: its last digits are lost, and nobody can "
        "tell whether this is the patient of an earlier row with the same ID; the first row is kept.",
        "Export it again with the IDs formatted as text, or type the ID.",
    ),
    "same_row": FindingKind(
        "same_row", "Row equal to another", "warns",
        "The row says the same as another “{value}” in every column but the ID; both count as patients.",
        "If one patient was entered twice, remove one of the rows.",
    ),
    "event_time_without_event": FindingKind(
        "event_time_without_event", "Time of an event that did not happen", "warns",
        "The patient {without}, but has the time of {event} “{value}”; the time in “{follow_up}” counts.",
        "Correct the status, or remove the time.",
    ),
    "event_without_time": FindingKind(
        "event_without_time", "Event without a time", None,
        "The patient {had}, but the time of {event} is missing: the last follow-up is not taken for it.",
        "Enter the time, or correct the status.",
    ),
    "event_time_before_follow_up": FindingKind(
        "event_time_before_follow_up", "Event before the last follow-up", "warns",
        "The time of {event} “{value}” is before the last follow-up in “{follow_up}”; the time of {event} counts.",
        "Correct one of the two times.",
    ),
    "no_endpoint": FindingKind(
        "no_endpoint", "No survival time", "rejects",
        "No survival time can be computed: {missing} is missing{order}.",
        "Enter {steps}.",
    ),
    "not_a_date": FindingKind(
        "type", "Not readable", None,
        "{label}: “{value}” is not a date.",
        "Enter it as 2019-05-17, or as 2019-05 or 2019 when only the month or year is known.",
    ),
    "mixed_order": FindingKind(
        "mixed_order", "Day or month first?", "warns",
        "{label}: “{value}” is read with the {order} first, but other cells of the column have the {other} first.",
        "Look the date up at its source, and enter it as 2019-05-17.",
    ),
    "not_a_number": FindingKind("type", "Not readable", None, "{label}: “{value}” is not {number}.", _OR_BLANK),
    "not_a_time": FindingKind(
        "type", "Not readable", None,
        "{label}: “{value}” is not a number of {unit}.",
        "Enter {bounds} as a number alone. Words beside it belong into another column, such as the vital status.",
    ),
    "not_a_text": FindingKind(
        "type", "Not readable", None,
        "{label}: the text is too long or empty.",
        "Shorten it to 400 characters.",
    ),
    "range": FindingKind("range", "Out of range", None, "{label}: “{value}” is outside {bounds}.", _OR_BLANK),
    "category": FindingKind(
        "category", "Unknown value", None,
        "{label}: “{value}” is not a known value.",
        "Enter one of: {allowed}. Or say under Columns what this value means.",
    ),
    "turned_into_date": FindingKind(
        "turned_into_date", "Turned into a date", None,
        "{label}: “{value}” is what a spreadsheet makes of two numbers, such as 1-2.",
        "Enter what stood there; in the spreadsheet, format the column as text before you type it.",
    ),
    "death_before_diagnosis": FindingKind(
        "death_before_diagnosis", "Death before diagnosis", "rejects",
        "The date of death is before the date of diagnosis.", _TWO_DATES,
    ),
    "contact_before_diagnosis": FindingKind(
        "contact_before_diagnosis", "Last contact before diagnosis", "rejects",
        "The last contact is before the date of diagnosis.", _TWO_DATES,
    ),
    "progression_before_diagnosis": FindingKind(
        "progression_before_diagnosis", "Progression before diagnosis", "rejects",
        "The progression is before the date of diagnosis.", _TWO_DATES,
    ),
    "contact_after_death": FindingKind(
        "contact_after_death", "Contact after death", "rejects",
        "The last contact is after the date of death.", _TWO_DATES,
    ),
    "progression_after_contact": FindingKind(
        "progression_after_contact", "Progression after last contact", "rejects",
        "The progression is after the last time anything was known of the patient.",
        "Correct the date, or bring the last contact up to date.",
    ),
    "death_date_but_alive": FindingKind(
        "death_date_but_alive", "Date of death, but alive", "rejects",
        "There is a date of death, but the patient is recorded as alive.",
        "Correct the vital status, or remove the date of death.",
    ),
    "death_time_but_alive": FindingKind(
        "death_time_but_alive", "Time of death, but alive", "warns",
        "There is the time of death “{value}”, but the patient is recorded as alive; the last follow-up is taken.",
        "Correct the vital status, or remove the time of death.",
    ),
    "dead_without_time": FindingKind(
        "dead_without_time", "Dead without a time of death", "warns",
        "The patient is recorded as dead, but there is no time of death, so no survival time is known.",
        "Enter the time of death, or correct the vital status.",
    ),
    "status_against_event": FindingKind(
        "status_against_event", "Vital status against event", "warns",
        "The vital status says one thing of this patient and the event of overall survival another; the event counts.",
        "Correct one of the two.",
    ),
    "dead_without_date": FindingKind(
        "dead_without_date", "Dead, but no date of death", "warns",
        "The patient is dead, but the date of death is missing: the last contact counts as the day of death.",
        "Enter the date of death, or correct the vital status.",
    ),
    "treatment_after_death": FindingKind(
        "treatment_after_death", "Treatment after death", "rejects",
        "{label} begins after the patient's death.", _TWO_DATES,
    ),
    "treatment_before_diagnosis": FindingKind(
        "treatment_before_diagnosis", "Treatment long before diagnosis", "warns",
        "{label} begins more than {days} days before the diagnosis.",
        "Check both dates; the patient stays in.",
    ),
    "future_date": FindingKind(
        "future_date", "Date in the future", None, "{label} lies in the future.", "Correct the date."
    ),
    "partial_date": FindingKind(
        "partial_date", "Day not known", "warns",
        "{label} is known only to the month or year, so {interval} is a range: {span}.",
        "Enter the day if it can be found. Until then, a setting on Survival curves says whether they count.",
    ),
    "stage_against_m": FindingKind(
        "stage_against_m", "Stage against M category", "warns",
        "The stage and the M category contradict each other: M1 is metastatic, stage IV.",
        "Correct one of the two; both are kept as they are until then.",
    ),
    "progression_site_without_progression": FindingKind(
        "progression_site_without_progression", "Site without progression", "warns",
        "There is a site of progression, but no progression is recorded.",
        "Enter the progression with its date, or remove the site.",
    ),
    "progression_without_date": FindingKind(
        "progression_without_date", "Progression without a date", "warns",
        "The patient progressed, but the date is missing.",
        "Enter the date; without it the patient can't count for progression-free survival.",
    ),
    "months_against_dates": FindingKind(
        "months_against_dates", "Months against dates", "warns",
        "The stated survival and the dates are more than {months} months apart.",
        "Correct the months or a date; the dates are used.",
    ),
    "net_g3": FindingKind(
        "net_g3", "NET G3, not a carcinoma", "warns",
        "NET G3 is a well-differentiated tumour, not a carcinoma.",
        "Check the histology; leave these patients out with the filter if the study is of carcinoma.",
    ),
}  # fmt: skip
