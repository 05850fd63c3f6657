"""Data sets of Stata, SPSS and SAS are read from their bytes, with what their labels say."""

from __future__ import annotations

import datetime as dt
import io
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from nec_core.errors import EmptyFileError, InputError
from nec_core.export.corrected import corrected_file
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit, open_table
from nec_core.ingest.preparing import repaired
from nec_core.ingest.questions import open_questions
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading import bounds, foreign
from nec_core.ingest.reading.foreign import foreign_program, read_foreign
from nec_core.ingest.reading.table import read_table
from nec_core.ingest.several_files import open_tables

N = 24
FRAME = pd.DataFrame(
    {
        "nr": [f"R{i:02d}" for i in range(N)],
        "q1": [1 + i % 2 for i in range(N)],
        "q2": [3.5 * i + 1 for i in range(N)],
        "q3": [dt.date(2012, 1, 31) + dt.timedelta(days=40 * i) for i in range(N)],
        "q4": [i % 3 for i in range(N)],
        "q5": [[40.0, 90.0, 999.0, 55.0][i % 4] for i in range(N)],
    }
)
LABELS = ["Patient ID", "Vital status", "Overall survival (months)", "Date of diagnosis", "Habit of tea", "Weight"]
VALUES = {
    "q1": {1: "Dead", 2: "Alive"},
    "q4": {0: "never", 1: "daily", 2: "not known"},
    "q5": {90: "90 and more", 999: "Not recorded"},
}


def written(path: Path, ending: str, frame: pd.DataFrame = FRAME, **more: object) -> bytes:
    write = {"dta": pyreadstat.write_dta, "sav": pyreadstat.write_sav, "xpt": pyreadstat.write_xport}[ending]
    file = path / f"made.{ending}"
    labels = {} if ending == "xpt" else {"variable_value_labels": VALUES}
    write(frame, file, column_labels=LABELS[: frame.shape[1]], **(labels | more))
    return file.read_bytes()


def admitted(data: bytes, name: str, mapping: Mapping | None = None) -> Admission:
    return admit(data, name, mapping, today=dt.date(2026, 1, 1))


def texts(raw: RawTable, column: str) -> list[str]:
    found: list[str] = raw.table.column(column).to_pylist()
    return found


@pytest.mark.parametrize(("ending", "program"), [("dta", "Stata"), ("sav", "SPSS"), ("xpt", "SAS transport")])
def test_cells_are_read_and_dates_stay_dates(tmp_path: Path, ending: str, program: str) -> None:
    raw = read_table(written(tmp_path, ending), "x.csv")
    assert (raw.delimiter, raw.columns, raw.row_numbers[:2].tolist()) == (program, tuple(FRAME.columns), [1, 2])
    assert [raw.table.column(c)[1].as_py() for c in raw.columns] == ["R01", "2", "4.5", "2012-03-11", "1", "90"]


@pytest.mark.parametrize("ending", ["dta", "sav"])
def test_labels_answer_what_a_csv_of_the_same_must_ask(tmp_path: Path, ending: str) -> None:
    raw, mapping = open_table(written(tmp_path, ending), f"x.{ending}")
    assert not open_questions(raw, mapping)
    named = FRAME.rename(columns={"q1": "vital_status", "q2": "survival"})
    plain, asked = open_table(named.to_csv(index=False).encode(), "x.csv")
    assert [q.kind for q in open_questions(plain, asked)] == ["event", "unit"]
    found = admitted(written(tmp_path, ending), f"x.{ending}")
    assert [found.columns[i].target for i in range(4)] == ["patient_id", "vital_status", "time:os", "diagnosis_date"]
    assert found.cohort.records["vital_status"].astype(str).tolist()[:2] == ["dead", "alive"]
    assert [e.unit for e in found.cohort.endpoints] == ["months"]
    assert found.cohort.variables["q4"].label == "Habit of tea"
    assert found.cohort.variables["q4"].levels == ("daily", "never", "not known")


def test_a_few_labelled_numbers_among_others_stay_numbers_and_are_told(tmp_path: Path) -> None:
    raw, _ = open_table(written(tmp_path, "sav"), "x.sav")
    assert texts(raw, "q5")[:4] == ["40", "90", "", "55"]
    assert "“q5”: 90 is labelled “90 and more” (6 rows), and stays a number among others." in raw.notes
    assert "“q5”: 999 is labelled “Not recorded” (6 rows), and read as not recorded." in raw.notes


def test_declared_missing_codes_are_blank(tmp_path: Path) -> None:
    spss = read_table(written(tmp_path, "sav", missing_ranges={"q5": [999, {"lo": 50, "hi": 60}]}), "x.sav")
    assert texts(spss, "q5")[:4] == ["40", "90", "", ""]
    coded = FRAME.assign(q5=[[40, "a", 55][i % 3] for i in range(N)])
    values = {k: v for k, v in VALUES.items() if k != "q5"}
    stata = written(tmp_path, "dta", coded, missing_user_values={"q5": ["a"]}, variable_value_labels=values)
    assert texts(read_table(stata, "x.dta"), "q5")[:3] == ["40", "", "55"]


def test_numbers_of_four_bytes_and_months_of_stata_are_read_as_they_were_typed() -> None:
    out = io.BytesIO()
    frame = pd.DataFrame(
        {"t": np.array([41.4, 2], "float32"), "m": [pd.Timestamp("2019-03-01"), pd.Timestamp("1959-12-01")]}
    )
    frame.to_stata(out, write_index=False, convert_dates={"m": "tm"})
    raw = read_table(out.getvalue(), "x.dta")
    assert (texts(raw, "t"), texts(raw, "m")) == (["41.4", "2"], ["2019-03", "1959-12"])


def test_old_files_of_stata_that_do_not_say_their_encoding(tmp_path: Path) -> None:
    pyreadstat.write_dta(pd.DataFrame({"a": [1, 2], "s": ["Łódź", "x"]}), tmp_path / "old.dta", version=10)
    assert texts(read_table((tmp_path / "old.dta").read_bytes(), "x.dta"), "s") == ["Łódź", "x"]
    for version, city in ((114, "Köln"), (118, "Łódź")):
        out = io.BytesIO()
        pd.DataFrame({"a": [1, 2], "s": [city, "x"]}).to_stata(out, write_index=False, version=version)
        assert texts(read_table(out.getvalue(), "x.dta"), "s") == [city, "x"]


def test_a_code_of_two_files_means_what_its_own_file_says(tmp_path: Path) -> None:
    north = written(tmp_path, "dta")
    south = written(
        tmp_path, "dta", FRAME.assign(nr="S" + FRAME["nr"]), variable_value_labels={"q1": {1: "Alive", 2: "Dead"}}
    )
    raw, _ = open_tables([(north, "north.dta"), (south, "south.dta")])
    assert (texts(raw, "q1")[:2], texts(raw, "q1")[N : N + 2]) == (["Dead", "Alive"], ["Alive", "Dead"])


def test_a_repair_and_the_corrected_file_keep_what_codes_mean(tmp_path: Path) -> None:
    raw, mapping = open_table(written(tmp_path, "sav"), "x.sav")
    mended = repaired(raw, mapping.layout, [Edit(3, "q4", "not known", "weekly")])
    assert texts(mended, "q4")[:3] == ["never", "daily", "weekly"]
    again = read_table(corrected_file(mended).data, "x_corrected.csv")
    assert texts(again, "q4")[:3] == ["never", "daily", "weekly"]
    assert again.row_numbers.tolist() == list(range(2, N + 2))  # below the names, which stood in no row


@pytest.mark.parametrize("ending", ["dta", "sav", "xpt"])
def test_a_damaged_file_is_told_in_one_sentence(tmp_path: Path, ending: str) -> None:
    data = written(tmp_path, ending)
    seed = random.Random(7)
    for _ in range(6):
        cut = data[: seed.randrange(40, len(data))]
        bent = bytearray(data)
        for _ in range(20):
            bent[seed.randrange(40, len(bent))] = seed.randrange(256)
        for broken in (cut, bytes(bent)):
            try:
                read_table(broken, "x")
            except InputError as error:
                assert str(error).endswith(".")
    with pytest.raises(InputError, match="damaged or cut short"):
        read_table(data[:200], "x")


def test_a_damaged_file_of_sas_and_one_without_rows(tmp_path: Path) -> None:
    magic = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
    assert foreign_program(magic) == "SAS"
    with pytest.raises(InputError, match="The SAS file is damaged"):
        read_foreign(magic + bytes(3000))
    with pytest.raises(EmptyFileError, match="no rows"):
        read_table(written(tmp_path, "sav", FRAME.iloc[:0].astype({"q3": "datetime64[ns]"})), "x.sav")


def test_nothing_is_parsed_that_would_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "require_cells", lambda *sizes: bounds.require_cells(*sizes, N))
    with pytest.raises(InputError, match="million cells"):
        read_table(written(tmp_path, "sav"), "x.sav")


def test_a_layout_with_a_coding_of_its_own_takes_the_codes_of_a_data_set(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"PUF_CASE_ID": ["a", "b", "c"], "PUF_VITAL_STATUS": [0, 1, 0], "DX_LASTCONTACT_DEATH_MONTHS": [4.25, 60, 9],
         "SEX": [1, 2, 2], "AGE": [50, 90, 61]}
    )  # fmt: skip
    values = {"PUF_VITAL_STATUS": {0: "Did not survive", 1: "Survivor"}, "SEX": {1: "Male", 2: "Female"}}
    pyreadstat.write_dta(frame, tmp_path / "ncdb.dta", variable_value_labels=values)
    found = admitted((tmp_path / "ncdb.dta").read_bytes(), "ncdb.dta")
    assert found.source.layout == "ncdb"
    assert found.cohort.records["vital_status"].astype(str).tolist() == ["dead", "alive", "dead"]
    assert found.cohort.records["sex"].astype(str).tolist() == ["male", "female", "female"]
