"""The cells as uploaded, their distinct texts, and repairs."""

from __future__ import annotations

import pickle

import pyarrow as pa
import pytest

from nec_core.errors import MappingError
from nec_core.ingest import raw_table
from nec_core.ingest.opening import admit
from nec_core.ingest.raw_table import Edit, unique_headers
from tests.ingest.tables import table


def test_distinct_texts_are_stripped_and_joined() -> None:
    texts, codes = table({"a": ["yes", " yes", "no ", "\u00a0yes\u00a0", "\x1fno", ""]}).distinct("a")
    assert [texts[c] for c in codes] == ["yes", "yes", "no", "yes", "no", ""]
    assert len(texts) == 3


def test_encoding_many_columns_at_once_gives_what_one_by_one_gives() -> None:
    columns = {f"c{i}": [str(j % (i + 2)) for j in range(20_000)] for i in range(3)}
    together, single = table(columns), table(columns)
    together.encode(list(columns))
    for name in columns:
        assert together.distinct(name)[0] == single.distinct(name)[0]
        assert (together.encoded(name).codes == single.encoded(name).codes).all()


def test_counts_come_with_the_most_frequent_first() -> None:
    raw = table({"a": ["x", "y", "y", "z", "z", "z"]})
    assert list(raw.counts("a").items()) == [("z", 3), ("y", 2), ("x", 1)]
    assert list(raw.counts("a", 1)) == ["z"]
    assert raw.n_distinct("a") == 3


def test_repairs_replace_cells_and_leave_the_original_alone() -> None:
    raw = table({"id": ["1", "2"], "age": ["5O", "60"]})
    repaired = raw.with_edits([Edit(2, "age", "5O", "50")])
    assert repaired.table.column("age").to_pylist() == ["50", "60"]
    assert raw.table.column("age").to_pylist() == ["5O", "60"]
    assert repaired.edits == (Edit(2, "age", "5O", "50"),)


@pytest.mark.parametrize("edit", [Edit(99, "age", "", "1"), Edit(2, "weight", "", "1")])
def test_repairs_of_another_file_are_refused(edit: Edit) -> None:
    with pytest.raises(MappingError) as caught:
        table({"id": ["1"], "age": ["50"]}).with_edits([edit])
    assert str(caught.value) == "The repairs were made for another file: it has cells that are not here."


def test_headers_get_names_of_their_own() -> None:
    assert unique_headers(["a", "", " a ", "a  b", "a (2)"]) == ("a", "column 2", "a (2)", "a b", "a (2) (2)")


def test_no_column_is_told_apart_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a million rows that took half of the time."""
    encoded: list[int] = []
    encode = raw_table._encode

    def counted(column: pa.ChunkedArray) -> raw_table.Encoded:
        encoded.append(1)
        return encode(column)

    monkeypatch.setattr(raw_table, "_encode", counted)
    lines = [f"P{i},{2000 + i % 9},{i % 7 + 1}.5,{i % 2},{'ABC'[i % 3]}" for i in range(60)]
    data = "\n".join(["patient_id,diagnosis_year,os_months,os_event,arm", *lines]).encode()
    assert admit(data, "extract.csv").cohort.n == 60
    assert len(encoded) == 5


def test_what_was_worked_out_of_a_column_is_not_sent_to_another_process() -> None:
    column = raw_table._encode(pa.chunked_array([[f"patient {i}" for i in range(500)]]))
    assert column.strings[3] == "patient 3"
    assert column.by_frequency[0] == 0
    sent = pickle.dumps(column, protocol=5, buffer_callback=lambda _: False)
    assert b"patient 3" not in sent
    assert set(vars(pickle.loads(pickle.dumps(column)))) == {"texts", "codes"}


def test_a_table_of_the_same_cells_knows_what_was_told_apart() -> None:
    raw = table({"a": ["x", "y"], "b": ["1", "2"]})
    known = raw.encoded("a")
    assert raw.with_notes("said").encoded("a") is known
    assert raw.with_notes("said").notes == (*raw.notes, "said")
    assert raw.selecting(["a"]).encoded("a") is known
    assert raw.selecting(["a"]).table.column_names == ["a"]
