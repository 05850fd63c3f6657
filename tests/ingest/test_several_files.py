"""Several files dropped together: one cohort, its centres, ids that collide, and every row accounted for."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nec_core.errors import EmptyFileError, FileTooLargeError, InputError
from nec_core.ingest import several_files
from nec_core.ingest.checking import validation
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import ColumnMapping, Fold, Mapping
from nec_core.ingest.opening import admit_files
from nec_core.ingest.row_places import row_place, row_text
from nec_core.ingest.several_files import digest, open_tables
from nec_core.record import fields
from tests.ingest.layouts.opened import TODAY, levels, numbers
from tests.ingest.strategies import messy_files

NORTH = b"patient_id,age,os_months,os_event\n1,60,10,1\n2,61,20,0\n3,62,,1\n"
SOUTH = b"patient_id;os_months;os_event;ldh\n2;5,5;1;300\n7;8;0;250\n"


def test_files_of_one_layout_become_one_cohort_with_a_centre() -> None:
    raw, mapping = open_tables([(NORTH, "north.csv"), (SOUTH.replace(b",", b"."), "south.csv")])
    admission = validate(raw, mapping, TODAY)
    cohort = admission.cohort
    assert levels(cohort, "centre") == ["north", "north", "south", "south"]
    assert cohort.records["os_time"].tolist() == [10, 20, 5.5, 8]
    assert numbers(cohort, "age_years") == [60, 61, None, None]
    assert numbers(cohort, "ldh_u_per_l") == [None, None, 300, 250]
    assert admission.source.file_name == "north.csv + south.csv"
    assert (
        "2 files of 5 rows together: north.csv (3 rows; utf-8, comma), south.csv (2 rows; utf-8, semicolon)."
        in admission.source.notes
    )
    assert "south.csv lacks 1 column the others have: blank there." in admission.source.notes


def test_rows_keep_their_own_numbers_and_are_all_accounted_for() -> None:
    raw, mapping = open_tables([(NORTH, "north.csv"), (SOUTH.replace(b",", b"."), "south.csv")])
    admission = validate(raw, mapping, TODAY)
    cohort = admission.cohort
    assert [row_place(r) for r in cohort.source_rows] == [(0, 2), (0, 3), (1, 2), (1, 3)]
    assert admission.rejected_rows.tolist() == [4]
    assert admission.source.rows_in == 5 == cohort.n + len(admission.rejected_rows)
    assert [row_text(r) for r in cohort.source_rows] == ["2", "3", "2 of file 2", "3 of file 2"]


def test_ids_that_stand_in_two_files_are_two_patients_and_told() -> None:
    raw, mapping = open_tables([(NORTH, "north.csv"), (SOUTH.replace(b",", b"."), "south.csv")])
    admission = validate(raw, mapping, TODAY)
    assert levels(admission.cohort, "patient_id") == ["1", "north: 2", "south: 2", "7"]
    finding = next(f for f in admission.problems.findings if f.rule == "id_in_other_file")
    assert (finding.severity, [row_text(r) for r in finding.rows], list(finding.values)) == (
        "warns", ["3", "2 of file 2"], ["2", "2"],
    )  # fmt: skip
    assert finding.sentences(1) == [
        "The patient ID “2” stands in another file too; the two are taken as different patients."
    ]


def test_ids_in_a_column_that_only_a_person_took_for_the_id_are_told_apart_too() -> None:
    north, south = (f.replace(b",", b";").replace(b"patient_id", b"Nr") for f in (NORTH, SOUTH.replace(b",", b".")))
    raw, suggested = open_tables([(north, "north.csv"), (south, "south.csv")])
    assert suggested.by_target("patient_id") is None
    mapping = suggested.replaced(ColumnMapping(column="Nr", target="patient_id"))
    admission = validate(raw, mapping, TODAY)
    assert levels(admission.cohort, "patient_id") == ["1", "north: 2", "south: 2", "7"]
    assert [f.rule for f in admission.problems.findings] == ["no_endpoint", "id_in_other_file"]
    assert raw.counts("Nr")["2"] == 2  # the cells themselves are as they were


def test_a_word_for_no_id_in_two_files_is_no_patient_of_both() -> None:
    north, south = (f + b"Lost;9;0\n" for f in (NORTH.replace(b",", b";"), b"patient_id;os_months;os_event\n7;8;0\n"))
    raw, suggested = open_tables(
        [(north.replace(b"patient_id", b"Nr"), "n.csv"), (south.replace(b"patient_id", b"Nr"), "s.csv")]
    )
    columns = suggested.replaced(ColumnMapping(column="Nr", target="patient_id")).columns
    admission = validate(raw, Mapping(columns=columns, missing=("LOST",)), TODAY)
    assert [(f.rule, f.n) for f in admission.problems.findings if f.column == "Nr"] == [("required", 2)]


@given(st.lists(messy_files(), min_size=2, max_size=3, unique_by=lambda file: file[0]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_row_of_several_messy_files_is_accepted_folded_or_rejected(files: list[tuple[bytes, int]]) -> None:
    assume(all(rows for _, rows in files))
    raw, _ = open_tables([(data, f"{i}.csv") for i, (data, _) in enumerate(files)], layout="plain")
    said = {"vital_status": {"1": "dead", "0": "alive"}}
    columns = tuple(
        ColumnMapping(
            column=c, target=c if c in fields() else "extra", values=said.get(c, {}),
            date_order="DMY" if c.endswith("_date") else None,
        )
        for c in raw.columns
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "open_questions", lambda raw, mapping: ())
        admission = validate(raw, Mapping(columns=columns, fold=Fold(rule="reject")), TODAY)
    places = np.concatenate([admission.cohort.source_rows, admission.folded_rows, admission.rejected_rows])
    assert len(np.unique(places)) == len(places) == admission.source.rows_in == sum(rows for _, rows in files)
    for i, (_, rows) in enumerate(files):
        assert sum(row_place(row)[0] == i for row in places) == rows


def test_a_centre_the_files_tell_themselves_is_kept() -> None:
    told = b"patient_id,centre,os_months,os_event\n1,Oslo,10,1\n"
    other = b"patient_id,centre,os_months,os_event\n2,Bergen,12,0\n"
    raw, mapping = open_tables([(told, "a.csv"), (other, "b.csv")])
    cohort = validate(raw, mapping, TODAY).cohort
    assert levels(cohort, "centre") == ["Oslo", "Bergen"]
    assert levels(cohort, "File") == ["a", "b"]


def test_files_of_one_name_are_told_apart() -> None:
    raw, _ = open_tables([(NORTH, "export.csv"), (SOUTH.replace(b",", b"."), "export.csv")])
    assert raw.counts("File") == {"export": 3, "export (2)": 2}


def test_a_mapping_saved_with_one_file_serves_several() -> None:
    _, saved = open_tables([(NORTH, "north.csv")])
    admission = admit_files([(NORTH, "north.csv"), (SOUTH.replace(b",", b"."), "south.csv")], saved, today=TODAY)
    assert levels(admission.cohort, "centre") == ["north", "north", "south", "south"]
    assert admission.source.files == ("north.csv", "south.csv")


def test_problems_name_file_and_row() -> None:
    bad = SOUTH.replace(b",", b".").replace(b";250", b";90000")
    admission = admit_files([(NORTH, "north.csv"), (bad, "south.csv")], today=TODAY)
    table = admission.problems.table(files=admission.source.files)
    assert table[["file", "row", "rule"]].to_numpy().tolist() == [
        ["north.csv", 4, "no_endpoint"],
        ["north.csv", 3, "id_in_other_file"],
        ["south.csv", 2, "id_in_other_file"],
        ["south.csv", 3, "range"],
    ]


def test_what_is_wrong_with_one_of_the_files_is_said_with_its_name() -> None:
    with pytest.raises(EmptyFileError, match=r"“south\.csv”: The file is empty"):
        open_tables([(NORTH, "north.csv"), (b"", "south.csv")])


def test_the_same_file_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"“north\.csv” and “copy\.csv” are the same file\. Leave"):
        open_tables([(NORTH, "north.csv"), (NORTH, "copy.csv")])


def test_the_digest_of_several_files_is_of_their_digests_in_the_order_dropped() -> None:
    ours = [hashlib.sha256(x).hexdigest() for x in (NORTH, SOUTH)]
    raw, _ = open_tables([(NORTH, "north.csv"), (SOUTH, "south.csv")])
    assert raw.sha256 == digest(ours) != digest(ours[::-1])
    assert digest(ours[:1]) == ours[0]


def test_progress_is_told_and_ends_the_work_where_it_raises() -> None:
    told: list[tuple[str, float]] = []
    admit_files([(NORTH, "n.csv"), (SOUTH, "s.csv")], today=TODAY, progress=lambda *x: told.append(x))
    assert [s for s, _ in told][:4] == [
        "Reading file 1 of 2", "Reading file 2 of 2", "Recognising the columns", "Checking 5 records",
    ]  # fmt: skip
    assert "Checking 5 records: column 2 of 6" in [s for s, _ in told]
    shares = [done for _, done in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1] < 1) == (0, True)

    def stop(stage: str, done: float) -> None:
        if "column 2" in stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        admit_files([(NORTH, "n.csv")], today=TODAY, progress=stop)


def test_one_file_alone_is_as_if_opened_alone() -> None:
    raw, mapping = open_tables([(NORTH, "north.csv")])
    assert (raw.file_name, raw.columns) == ("north.csv", ("patient_id", "age", "os_months", "os_event"))
    assert mapping.by_target("centre") is None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([(NORTH, "north.csv"), (b"PATIENT_ID\tOS_STATUS\tOS_MONTHS\nP\t1:DECEASED\t3\n", "patients.txt")],
         "“north.csv” is Plain table, “patients.txt” is cBioPortal clinical file."),
        ([(b"PATIENT_ID\tSAMPLE_ID\nP\tS\n", "samples.txt")], "None of the files holds patients"),
        ([(NORTH, "north.csv"), (b"PATIENT_ID\tSAMPLE_ID\nP\tS\n", "samples.txt")],
         "“samples.txt” does not belong to a file of Plain table."),
    ],
)  # fmt: skip
def test_files_that_do_not_belong_together_are_refused(files: list[tuple[bytes, str]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        open_tables(files)


def test_a_row_cut_short_is_told_in_its_own_file() -> None:
    raw, mapping = open_tables([(NORTH, "north.csv"), (SOUTH.replace(b",", b".") + b"9;8;1\n", "south.csv")])
    finding = next(f for f in validate(raw, mapping, TODAY).problems.findings if f.rule == "row_short")
    assert [row_text(r) for r in finding.rows] == ["4 of file 2"]


@pytest.mark.parametrize("n", [2, 3, 4, 5, 9])
def test_files_are_refused_that_are_too_large_together_however_many(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [(NORTH.replace(b"patient_id", b"patient_id_%d" % i), f"{i}.csv") for i in range(n)]
    size = sum(len(data) for data, _ in files)
    monkeypatch.setattr(several_files, "SIZE_LIMIT_BYTES", size - 1)
    with pytest.raises(FileTooLargeError, match="The files are larger than 200 MB together"):
        open_tables(files)
    monkeypatch.setattr(several_files, "SIZE_LIMIT_BYTES", size)
    assert len(open_tables(files)[0].files) == n
