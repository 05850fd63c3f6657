"""Objects over a pipe, each in a frame that says its length.

A frame is a pickle and, beside it, the large buffers it speaks of (numpy's and Arrow's, protocol 5), so that no cell is
copied into the pickle. A buffer that several tables share is sent once. Only what a process of ours has sent is ever
unpickled.
"""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Callable
from typing import Any, BinaryIO

_SMALL = 1 << 12
"""Buffers under this many bytes stand in the pickle: an empty column is worth no part of its own."""
_COUNTS = struct.Struct("<QQ")  # parts beside the pickle, buffers the pickle speaks of
_PART = struct.Struct("<Q?")  # bytes, whether they can be written to
_PLACE = struct.Struct("<Q")


def send(stream: io.RawIOBase, message: object) -> None:
    """Writes one object.

    Raises:
        BrokenPipeError: nobody reads.
    """
    views: list[memoryview] = []
    places: list[int] = []
    known: dict[tuple[int, int], int] = {}

    def beside(buffer: pickle.PickleBuffer) -> bool:
        view = buffer.raw()
        if view.nbytes < _SMALL:
            return True
        place = known.setdefault((_address(view), view.nbytes), len(views))
        if place == len(views):
            views.append(view)
        places.append(place)
        return False

    pickled = _pickled(message, beside)
    head = [_COUNTS.pack(len(views), len(places)), _PART.pack(pickled.nbytes, False)]
    head += [_PART.pack(view.nbytes, not view.readonly) for view in views]
    head += [_PLACE.pack(place) for place in places]
    _write(stream, memoryview(b"".join(head)))
    _write(stream, pickled)
    for view in views:
        _write(stream, view)


def receive(stream: BinaryIO) -> Any:
    """Reads one object.

    Raises:
        EOFError: the other end is gone.
    """
    n_parts, n_places = _COUNTS.unpack(_read(stream, _COUNTS.size))
    parts = [_PART.unpack(_read(stream, _PART.size)) for _ in range(n_parts + 1)]
    places = [_PLACE.unpack(_read(stream, _PLACE.size))[0] for _ in range(n_places)]
    pickled, *buffers = [_read_into(stream, size) if writable else _read(stream, size) for size, writable in parts]
    return pickle.loads(pickled, buffers=[buffers[place] for place in places])  # noqa: S301  # from our own process


def _pickled(message: object, beside: Callable[[pickle.PickleBuffer], bool]) -> memoryview:
    written = io.BytesIO()
    _Pickler(written, protocol=5, buffer_callback=beside).dump(message)
    return written.getbuffer()


class _Pickler(pickle.Pickler):
    """Sends dates beside the pickle too, as the numbers they are: numpy lends nobody its buffers of dates."""

    def reducer_override(self, obj: object) -> Any:
        array: Any = obj
        if type(obj).__name__ == "ndarray" and array.dtype.kind in "mM":  # numpy itself is not loaded here
            return type(array).view, (array.view("int64"), array.dtype)
        return NotImplemented


def _address(view: memoryview) -> int:
    import pyarrow as pa

    return int(pa.py_buffer(view).address)


def _write(stream: io.RawIOBase, view: memoryview) -> None:
    while view.nbytes:
        view = view[stream.write(view) :]


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _read_into(stream: BinaryIO, size: int) -> bytearray:
    data = bytearray(size)
    if stream.readinto(data) < size:  # type: ignore[attr-defined]  # a BufferedReader, which the stubs' BinaryIO hides
        raise EOFError
    return data
