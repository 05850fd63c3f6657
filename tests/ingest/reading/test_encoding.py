"""Bytes of text are brought to UTF-8, and what they were is named."""

from __future__ import annotations

import codecs

import pytest

from nec_core.errors import InputError
from nec_core.ingest.reading.encoding import detect, to_utf8

TEXT = "Klinik,Größe\nMünchen – Süd,5\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf-8", TEXT.encode()),
        ("utf-8-sig", codecs.BOM_UTF8 + TEXT.encode()),
        ("utf-16", TEXT.encode("utf-16")),
        ("utf-16", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")),
        ("utf-16-le", TEXT.encode("utf-16-le")),
        ("utf-16-be", TEXT.encode("utf-16-be")),
        ("windows-1252", TEXT.encode("windows-1252")),
    ],
)
def test_each_encoding_is_recognised_and_read(name: str, data: bytes) -> None:
    assert to_utf8(data) == (TEXT.encode(), name)


def test_bytes_windows_1252_does_not_have_are_latin_1() -> None:
    assert detect(b"caf\xe9,\x81\n") == "latin-1"


def test_a_file_that_only_begins_like_utf_8_is_not_taken_for_it() -> None:
    data = codecs.BOM_UTF8 + "é".encode("latin-1") + b",b\n"
    assert to_utf8(data) == ("é,b\n".encode(), "windows-1252")


def test_a_person_may_choose_the_encoding() -> None:
    assert to_utf8(TEXT.encode("utf-16"), "utf-16-le") == (TEXT.encode(), "utf-16-le")
    assert to_utf8("Łódź,1".encode("windows-1250"), "windows-1250") == ("Łódź,1".encode(), "windows-1250")


def test_a_choice_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        to_utf8(b"caf\xe9", "utf-8")
    assert str(caught.value) == "The file is not utf-8 text. Choose another encoding."


def test_python_codecs_that_are_no_text_encodings_are_refused() -> None:
    for name in ("zip", "idna", "unicode_escape"):
        with pytest.raises(InputError, match="is not an encoding known here"):
            to_utf8(b"a,b", name)
