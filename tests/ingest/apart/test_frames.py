"""Objects go through a pipe as they are, large buffers beside the pickle and each once."""

from __future__ import annotations

import io
import pickle

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from nec_core.errors import EmptyFileError, QuestionsOpenError
from nec_core.ingest.apart.frames import _pickled, receive, send
from tests.ingest.apart.deeds import QUESTION


def through(message: object) -> tuple[object, int]:
    """What arrives, and how many bytes were sent."""
    stream = io.BytesIO()
    send(stream, message)  # type: ignore[arg-type]  # writes as a raw stream does
    size = stream.tell()
    stream.seek(0)
    arrived = receive(stream)
    assert stream.read() == b""
    return arrived, size


@pytest.mark.parametrize("message", [None, 3, "x", ("progress", ("Reading", 0.5)), b"a" * 100_000, []])
def test_what_is_sent_arrives(message: object) -> None:
    assert through(message)[0] == message


def test_tables_and_arrays_arrive_equal_and_their_buffers_are_not_in_the_pickle() -> None:
    table = pa.table({"a": [f"text {i}" for i in range(20_000)], "b": ["x"] * 20_000})
    numbers = np.arange(50_000)
    arrived, size = through((table, numbers))
    assert isinstance(arrived, tuple)
    assert arrived[0].equals(table)
    assert (arrived[1] == numbers).all()
    arrived[1][0] = 7  # it can be written to, as the one that was sent
    assert size < table.nbytes + numbers.nbytes + 5000
    assert len(pickle.dumps((table, numbers), protocol=5, buffer_callback=lambda _: False)) < 5000


@pytest.mark.parametrize("kind", ["datetime64[s]", "datetime64[D]", "timedelta64[s]"])
def test_dates_arrive_equal_and_are_not_in_the_pickle(kind: str) -> None:
    dates = np.arange(50_000).astype(kind)
    dates[7] = np.array("NaT", kind)
    series = pd.Series(dates)
    arrived, _ = through((dates, series, dates[::2], dates.reshape(2, -1).T))
    assert isinstance(arrived, tuple)
    assert arrived[0].dtype == kind
    for got, sent in zip(arrived, (dates, series, dates[::2], dates.reshape(2, -1).T), strict=True):
        np.testing.assert_array_equal(np.asarray(got), np.asarray(sent))
    assert len(_pickled((dates, series), lambda _: False)) < 5000
    pd.testing.assert_series_equal(arrived[1], series)


def test_a_buffer_that_two_tables_share_is_sent_once() -> None:
    table = pa.table({"a": [f"text {i}" for i in range(20_000)]})
    wider = table.append_column("b", pa.array(np.zeros(20_000, np.int8)))
    alone, together = through(table)[1], through((table, wider))[1]
    assert together < alone + 25_000
    arrived = through((table, wider))[0]
    assert isinstance(arrived, tuple)
    assert arrived[0].equals(table)
    assert arrived[1].equals(wider)


def test_refusals_travel_as_what_they_are() -> None:
    empty, _ = through(EmptyFileError("Nothing in it."))
    assert type(empty) is EmptyFileError
    assert str(empty) == "Nothing in it."
    asked, _ = through(QuestionsOpenError("Which?", (QUESTION,)))
    assert isinstance(asked, QuestionsOpenError)
    assert (str(asked), asked.questions) == ("Which?", (QUESTION,))


@pytest.mark.parametrize("part", [0, 3, 17, 40])
def test_a_pipe_that_ends_within_a_frame_is_told(part: int) -> None:
    stream = io.BytesIO()
    send(stream, np.arange(5000))  # type: ignore[arg-type]  # as above
    with pytest.raises(EOFError):
        receive(io.BytesIO(stream.getvalue()[:part]))
    with pytest.raises(EOFError):
        receive(io.BytesIO(stream.getvalue()[:-1]))
