"""gzip: unpacked as far as is allowed, and not a byte further."""

from __future__ import annotations

import gzip

import pytest

from nec_core.errors import FileTooLargeError, InputError
from nec_core.ingest.reading import packed
from nec_core.ingest.reading.packed import chunks, is_packed, start_of


@pytest.mark.parametrize(("size", "let_in"), [(1000, True), (1001, False)])
def test_a_file_unpacks_to_the_limit_and_no_further(size: int, let_in: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "unpacked_limit", lambda _: 1000)
    data = gzip.compress(b"x" * size)
    if let_in:
        assert b"".join(chunks(data)) == b"x" * size
        return
    with pytest.raises(FileTooLargeError):
        b"".join(chunks(data))


def test_what_is_not_packed_passes_as_it_is() -> None:
    assert (b"".join(chunks(b"a,b\n")), start_of(b"a,b\n", 2), is_packed(b"a,b")) == (b"a,b\n", b"a,", False)


def test_a_file_cut_short_is_told_so() -> None:
    with pytest.raises(InputError, match="damaged or cut short"):
        b"".join(chunks(gzip.compress(b"abc" * 1000)[:-9]))
