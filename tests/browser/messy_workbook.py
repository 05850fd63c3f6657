"""A hospital's workbook with every fault such workbooks have, made here and invented throughout.

Title rows, headers of two merged rows, the data on the second sheet; dates as Excel's own, as serial numbers, as ISO
text, with two-digit years and as 03/04/2019; Ki-67 with a decimal comma; seven ways to write "not recorded"; follow-up
as a bare number without a unit; status 1 or 2; sex 1 or 2; a patient entered twice; a last contact before the
diagnosis; a total and footnotes under the table.
"""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter

PATIENTS = 48
SHEET = "Registry"
FIRST_ROW = 6
"""The spreadsheet row of the first patient."""
GROUPS = {"Patient": ("ID", "Age", "Sex"), "Diagnosis": ("Date", "Stage", "Ki-67 (%)"),
          "Follow-up": ("Time", "Status", "Last contact")}  # fmt: skip
MISSING = ("", ".", "-", "n/a", "NA", "unknown", "#N/A")
DUPLICATE, IMPOSSIBLE = 30, 17
"""The patient who stands twice, and the one whose last contact lies before the diagnosis."""
DEAD = "2"

_TODAY = "as of 31 March 2024"
_EPOCH = dt.date(1899, 12, 30)
_MONTH = 30.4375


def patient(i: int) -> tuple[dt.date, int, str]:
    """Patient i, counted from 1: the day of diagnosis, months of follow-up, and status as it is coded."""
    diagnosed = dt.date(2015 + i % 5, 1 + i % 12, 1 + (i * 7) % 12)  # no day over 12: nothing tells day from month
    return diagnosed, 2 + (i * 11) % 47, DEAD if i % 3 else "1"


def last_contact(i: int) -> dt.date:
    diagnosed, months, _ = patient(i)
    day = diagnosed + dt.timedelta(days=round(months * _MONTH))
    return day.replace(day=min(day.day, 12))


def messy_workbook() -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"created": dt.datetime(2024, 3, 31)})
        book.add_worksheet("Read me").write(0, 0, "Registry of anorectal NEC. Ask the data manager before use.")
        sheet = book.add_worksheet(SHEET)
        sheet.write(0, 0, "Anorectal neuroendocrine carcinoma, Example Hospital")
        sheet.write(1, 0, f"Export for the tumour board, {_TODAY}")
        at = 0
        for group, names in GROUPS.items():
            sheet.merge_range(3, at, 3, at + len(names) - 1, group)
            sheet.write_row(4, at, names)
            at += len(names)
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        rows = [_cells(i) for i in [*range(1, PATIENTS + 1), DUPLICATE]]
        rows += [["Total", PATIENTS + 1], ["* Status at last contact"]]
        for r, cells in enumerate(rows, start=FIRST_ROW - 1):
            for c, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(r, c, dt.datetime.combine(cell, dt.time()), day)
                else:
                    sheet.write(r, c, cell)
        codes = book.add_worksheet("Codes")
        codes.write_row(0, 0, ["Stage", "see protocol"])
    return out.getvalue()


def _cells(i: int) -> list[object]:
    diagnosed, months, status = patient(i)
    seen = last_contact(i)
    if i == IMPOSSIBLE:
        seen = seen.replace(year=diagnosed.year - 1)
    age: object = 40 + (i * 5) % 45
    ki67: object = f"{50 + i % 40},{i % 10}"
    if i % 6 == 0:
        ki67 = MISSING[(i // 6) % len(MISSING)]
    if i % 13 == 0:
        age = MISSING[(i // 13) % len(MISSING)]
    stage = ("LRD", "metastatic", "limited", "Metastatic ")[i % 4]
    return [f"N{i:03d}", age, 1 + i % 2, _as_written(diagnosed, i), stage, ki67, months, int(status),
            _as_written(seen, i + 2)]  # fmt: skip


def _as_written(day: dt.date, i: int) -> object:
    """A date as five hands write it."""
    return (
        day,
        (day - _EPOCH).days,
        day.isoformat(),
        f"{day:%d/%m/%y}",
        f"{day:%d/%m/%Y}",
    )[i % 5]
