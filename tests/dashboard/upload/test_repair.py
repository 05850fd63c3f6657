"""The rows of a problem as they are shown for repair: each in its file, and those that are in no cell here."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.opened import tables


def _joined() -> None:
    """A patient file with its sample file, one sample of nobody, one time that is no number."""
    import dashboard.upload.repair as upload_repair
    from nec_core.ingest.opening import checked
    from nec_core.ingest.several_files import open_tables

    patients = "PATIENT_ID\tOS_STATUS\tOS_MONTHS\n" + "".join(f"P{i}\t1:DECEASED\t{i}\n" for i in range(1, 9))
    samples = b"PATIENT_ID\tSAMPLE_ID\nP1\tS1\nP99\tS2\n"
    raw, mapping = open_tables([(samples, "samples.txt"), (f"{patients}P9\t0:LIVING\tx\n".encode(), "patients.txt")])
    for finding in checked(raw, mapping).problems.findings:
        upload_repair.show(raw, mapping, finding)


def test_rows_are_named_with_their_file_and_those_of_a_joined_file_are_shown_without_repair() -> None:
    app = AppTest.from_function(_joined).run()
    assert not app.exception
    (editor,) = app.data_editor
    assert editor.value.to_dict("records") == [
        {"file": "patients.txt", "row": 10, "patient": "P9", "cell 0": "x"},
    ]
    (shown,) = [table for table in tables(app) if "File" in table.columns]
    assert shown.to_dict("records") == [{"File": "samples.txt", "Row": "3", "PATIENT_ID": "P99"}]
    assert [c.value for c in app.caption].count("These rows can be repaired only in the file they stand in.") == 1
