"""Files that can't be read end in one plain sentence that says what to do, and never repeats a cell."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from nec_core.errors import (
    EmptyFileError,
    EncryptedFileError,
    FileTooLargeError,
    InputError,
    MappingError,
    NecCoreError,
)
from nec_core.ingest.opening import admit
from nec_core.ingest.reading import table, workbook
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.reading.table import read_table

HEADER = "patient_id,age_years,sex,diagnosis_date,last_contact_date,vital_status\n"
ROWS = "".join(f"P{i},{50 + i},F,2019-01-{i:02d},2020-02-{i:02d},{'dead' if i % 2 else 'alive'}\n" for i in range(1, 9))
DAMAGED = "The workbook is damaged. Open it in your spreadsheet program, save it again, and retry."
PROTECTED = "The workbook is protected by a password. Open it, save a copy without password, and upload that."
NO_TIME = (
    "No survival time was found. Match the date of diagnosis with the last contact or date of death, or a column with "
    "a time and one with its event."
)


def xlsx(cells: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def encrypted_container() -> bytes:
    """The start of an OLE container as spreadsheet programs write a protected workbook: its directory names the
    stream EncryptedPackage."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    return head + "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0") + bytes(4096)


FILES: dict[str, tuple[bytes, type[NecCoreError], str]] = {
    "empty": (b"", EmptyFileError, "The file is empty. Export it again, with a header row and one row per patient."),
    "white space": (
        b" \n \r\n\t", EmptyFileError, "The file is empty. Export it again, with a header row and one row per patient.",
    ),
    "header only": (
        HEADER.encode(), EmptyFileError,
        "The file has a header and no rows under it. Export it again with its records.",
    ),
    "header and blank lines": (
        (HEADER + "\n,,,,,\n \n").encode(), EmptyFileError,
        "The file has a header and no rows under it. Export it again with its records.",
    ),
    "binary junk": (
        bytes(range(256)) * 40, InputError,
        "The file holds binary data, not a table. Save it from your spreadsheet program as XLSX or CSV and try again.",
    ),
    "a NUL far down": (
        (HEADER + ROWS * 300).encode() + b"P\0,1,F,,,\n", InputError,
        "The file holds binary data, not a table. Save it from your spreadsheet program as XLSX or CSV and try again.",
    ),
    "a quote never closed": (
        (HEADER + ROWS).replace("P4,", '"P4,').encode(), InputError,
        "A quotation mark opened in row 5 is never closed, so the rows from there on can't be told apart. Remove it, "
        "or close it, and upload the file again.",
    ),
    "a quote never closed in the last column": (
        (HEADER + ROWS).replace("2020-02-04,", '2020-02-04,"').encode(), InputError,
        "A quotation mark opened in row 5 is never closed, so the rows from there on can't be told apart. Remove it, "
        "or close it, and upload the file again.",
    ),
    "protected workbook": (encrypted_container(), EncryptedFileError, PROTECTED),
    "OLE that is no workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), InputError, DAMAGED),
    "zip that is no workbook": (
        zipped({"data.csv": b"a,b"}), InputError,
        "This is a ZIP archive, not a workbook. Unpack it and upload the table inside.",
    ),
    "half a workbook": (xlsx({"A1": "id"})[:-200], InputError, DAMAGED),
    "a workbook without sheets": (zipped({"xl/workbook.xml": b"<workbook/>"}), InputError, DAMAGED),
    "empty sheet": (xlsx({}), EmptyFileError, "The sheet is empty. Choose another sheet or export the file again."),
    "sheet with a header only": (
        xlsx({"A1": "id", "B1": "time"}), EmptyFileError,
        "The sheet has a header and no rows under it. Export it again with its records.",
    ),
    "a stray cell in the last corner": (
        xlsx({"A1": "id", "A2": "1", "XFD1048576": "x"}), FileTooLargeError,
        "A sheet reaches to row 1048576 and column 16384, most of it empty. Delete the stray cells far below or beside "
        "the table, or save the sheet as CSV, and upload that.",
    ),
    "no time column": (b"id,age,sex\n1,50,F\n2,60,M\n", MappingError, NO_TIME),
    "one column": (b"id\n1\n2\n", MappingError, NO_TIME),
    "no header": (b"1,50,3\n2,60,4\n", MappingError, NO_TIME),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_cannot_be_read_ends_in_one_sentence(name: str) -> None:
    data, kind, message = FILES[name]
    with pytest.raises(NecCoreError) as caught:
        admit(data, "junk.csv")
    assert type(caught.value) is kind
    assert str(caught.value) == message


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"0" * 20 * 1024**2})
    assert len(bomb) < 100_000
    monkeypatch.setattr(workbook, "unpacked_limit", lambda _: 10 * 1024**2)
    monkeypatch.setattr(workbook, "_checked_parts", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(FileTooLargeError) as caught:
        read_table(bomb, "bomb.xlsx")
    assert str(caught.value) == (
        "The workbook unpacks to more than 10 MB. Save the sheet with the records as CSV and upload that."
    )


def test_a_zip_that_lies_about_its_size_is_damaged() -> None:
    honest = zipped({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"0" * 1000})
    lying = honest.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(InputError) as caught:
        read_table(lying, "bomb.xlsx")
    assert str(caught.value) == DAMAGED


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "SIZE_LIMIT_BYTES", 100)
    with pytest.raises(FileTooLargeError) as caught:
        read_table(b"a,b\n" * 30, "big.csv")
    assert (
        str(caught.value)
        == "The file is larger than 200 MB. Leave out columns that are not needed and export it again."
    )


def test_wishes_that_do_not_fit_the_file_are_told() -> None:
    data = (HEADER + ROWS).encode()
    for options, message in (
        (ReadOptions(header_row=99), "There is no row 99 to take headers from."),
        (ReadOptions(encoding="utf-16"), "The file is not utf-16 text. Choose another encoding."),
        (ReadOptions(encoding="rot13"), "“rot13” is not an encoding known here. Choose one of: utf-8, utf-8-sig,"),
    ):
        with pytest.raises(InputError) as caught:
            read_table(data[: len(data) // 2 * 2 - 1], "x.csv", options)  # an odd length is no UTF-16
        assert str(caught.value).startswith(message)
    with pytest.raises(InputError, match="The workbook has no such sheet"):
        read_table(xlsx({"A1": "id", "A2": "1"}), "x.xlsx", ReadOptions(sheet="Elsewhere"))


def test_no_error_repeats_a_cell() -> None:
    secret = "Annette Beispiel"
    for data in (
        f'id,age\n"{secret},50\n2,60\n',
        f"id,age\n{secret},50\n",
        f"id,months,died\n{secret},{secret},{secret}\n{secret} 2,3,1\n",
        f"id,survival time,status\n1,3,{secret}\n2,4,x\n",
        f"patient_id,diagnosis_date,last_contact_date,vital_status\n1,03/04/2019,05/06/2019,{secret}\n",
    ):
        with pytest.raises(NecCoreError) as caught:
            admit(data.encode(), "x.csv")
        assert secret not in str(caught.value)
        assert secret.casefold() not in str(caught.value).casefold()


def test_odd_but_usable_files_become_cohorts() -> None:
    wide = ",".join(["id", "months", "died", *(f"v{i}" for i in range(297))]) + "\n"
    wide += "".join(f"{i},{i},{i % 2}" + f",{i % 3}" * 297 + "\n" for i in range(1, 9))
    assert len(admit(wide.encode(), "wide.csv").cohort.variables) == 298  # the pair makes an endpoint, not variables
    for data, n in (
        (HEADER + ROWS.replace("alive", "dead"), 8),
        (HEADER + ROWS.replace("dead", "alive"), 8),
        (HEADER + ROWS.splitlines(keepends=True)[0], 1),
        ((HEADER + ROWS).replace("\n", "\r"), 8),
        (HEADER.replace("age_years", "sex") + ROWS, 8),
    ):
        assert admit(data.encode(), "odd.csv").cohort.n == n


def test_a_very_long_or_hostile_group_name_is_kept_as_it_is() -> None:
    rows = ROWS.replace("dead", "dead," + "g" * 400).replace("alive", "alive,<script>alert(1)</script>")
    cohort = admit((HEADER[:-1] + ",arm\n" + rows).encode(), "x.csv").cohort
    assert cohort.variables["arm"].levels == ("<script>alert(1)</script>", "g" * 400)


def test_a_huge_cell_is_a_problem_of_its_row() -> None:
    admission = admit((HEADER + ROWS + f"P9,50,F,2019-01-01,2020-01-01,{'x' * 300_000}\n").encode(), "x.csv")
    (finding,) = admission.problems.findings
    assert (finding.rule, finding.rows.tolist(), admission.cohort.n) == ("category", [10], 8)
    assert finding.sentences() == [f"Vital status: “{'x' * 57}...” is not a known value."]
