"""The cells as uploaded, their distinct texts, and repairs."""

from __future__ import annotations

import pytest

from nec_core.errors import MappingError
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
