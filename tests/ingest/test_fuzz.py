"""Spoilt files end in a cohort whose rows add up or in one sentence: a few hundred of the fuzz run's."""

from __future__ import annotations

import io
import warnings

import openpyxl
import pytest

from benchmarks.fuzz_ingest import case, ending

HEADER = ["patient_id", "age_years", "sex", "diagnosis_date", "last_contact_date", "vital_status", "OS months", "arm"]
ROWS = [
    [f"P{i}", str(40 + i), "FM"[i % 2], f"{1 + i % 28:02d}/0{1 + i % 9}/2019", f"2021-0{1 + i % 9}-11",
     ("dead", "alive")[i % 2], f"{20 + i}.5", ("a", 'b "2"', "c\nd")[i % 3]]
    for i in range(30)
]  # fmt: skip


def seeds() -> list[tuple[str, bytes]]:
    text = "\n".join(",".join(f'"{c}"' if "\n" in c else c for c in row) for row in [HEADER, *ROWS])
    workbook = openpyxl.Workbook()
    for row in [HEADER, *ROWS]:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return [("x.csv", text.encode()), ("x.tsv", text.replace(",", "\t").encode("utf-16")), ("x.xlsx", out.getvalue())]


FILES = seeds()


@pytest.mark.parametrize("block", range(4))
def test_spoilt_files_end_cleanly(block: int) -> None:
    for number in range(block * 50, block * 50 + 50):
        name, data = case(FILES, number)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # zipfile's on repeated names in a spoilt archive
            end = ending(data, name)
        assert end.clean, f"file {number}: {end}"


def test_the_files_themselves_are_cohorts() -> None:
    assert [ending(data, name).kind for name, data in FILES] == ["cohort"] * 3
