"""gzip files: looked into without unpacking them, and unpacked no further than is allowed."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator

from nec_core.errors import FileTooLargeError, InputError
from nec_core.ingest.reading.bounds import in_mb, unpacked_limit

GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 20


def is_packed(data: bytes) -> bool:
    return data.startswith(GZIP_MAGIC)


def start_of(data: bytes, n: int = 1024) -> bytes:
    """The first n bytes of what is inside; of the data themselves when they are not packed.

    Raises:
        InputError: a damaged gzip file.
    """
    if not is_packed(data):
        return data[:n]
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(n)
    except (OSError, EOFError, zlib.error):
        raise _damaged() from None


def chunks(data: bytes) -> Iterator[bytes]:
    """What is inside, piece by piece.

    Raises:
        InputError: a damaged gzip file.
        FileTooLargeError: it unpacks to more than `unpacked_limit`.
    """
    if not is_packed(data):
        for i in range(0, len(data), _CHUNK):
            yield data[i : i + _CHUNK]
        return
    total, limit = 0, unpacked_limit(len(data))
    stream = gzip.GzipFile(fileobj=io.BytesIO(data))
    while True:
        try:
            piece = stream.read(_CHUNK)
        except (OSError, EOFError, zlib.error):
            raise _damaged() from None
        if not piece:
            return
        total += len(piece)
        if total > limit:
            raise FileTooLargeError(
                f"The file unpacks to more than {in_mb(limit)}. Export fewer items, or upload it unpacked."
            )
        yield piece


def _damaged() -> InputError:
    return InputError("The compressed file is damaged or cut short. Copy or export it again, or upload it unpacked.")
