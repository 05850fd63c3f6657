"""Bytes of a text file to UTF-8, with the name of what they were.

Recognised: UTF-8 with and without BOM, UTF-16 with BOM or by its pattern of zero bytes, and Windows-1252 for the rest,
which is what Excel writes in western Europe and the Americas. Other single-byte encodings can't be told apart reliably
by looking; a person picks them on the page.
"""

from __future__ import annotations

import codecs

from nec_core.errors import InputError

CHOICES = ("utf-8", "utf-8-sig", "utf-16", "windows-1252", "latin-1", "windows-1250", "windows-1251", "mac-roman")
_BY_PATTERN = ("utf-16-le", "utf-16-be")
_PRINTABLE_CONTROLS = frozenset(b"\t\n\r\f\x0b\x1a\x1b\x1c\x1d\x1e\x1f")


def to_utf8(data: bytes, encoding: str | None = None) -> tuple[bytes, str]:
    """Returns the text as UTF-8 bytes without BOM, and the encoding's name.

    Raises:
        InputError: binary data, an unknown encoding, or bytes that do not fit the encoding asked for.
    """
    name = encoding or detect(data)
    if name not in CHOICES + _BY_PATTERN:
        raise InputError(f"“{name}” is not an encoding known here. Choose one of: {', '.join(CHOICES)}.")
    if name in ("utf-8", "utf-8-sig"):
        out = data.removeprefix(codecs.BOM_UTF8)
        if not _decodes(out, "utf-8"):
            raise _wrong(name)
        _check_text(out)
        return out, name
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode(name)
    except UnicodeDecodeError:
        raise _wrong(name) from None
    out = text.removeprefix("\ufeff").encode("utf-8")
    _check_text(out)
    return out, name


def detect(data: bytes) -> str:
    """The encoding's name, by BOM, then by pattern."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig" if _decodes(data, "utf-8") else _single_byte(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4096]
    if len(sample) >= 4 and b"\0" in sample:
        for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
            if zeros.count(0) > 0.4 * len(zeros) and len(data) % 2 == 0:
                return name
    return "utf-8" if _decodes(data, "utf-8") else _single_byte(data)


def _single_byte(data: bytes) -> str:
    return "windows-1252" if _decodes(data, "windows-1252") else "latin-1"


def _decodes(data: bytes, name: str) -> bool:
    if name == "utf-8" and data.isascii():  # ten times as fast as decoding
        return True
    try:
        codecs.getdecoder(name)(data, "strict")
    except UnicodeDecodeError:
        return False
    return True


def _wrong(name: str) -> InputError:
    return InputError(f"The file is not {name} text. Choose another encoding.")


def _check_text(data: bytes) -> None:
    """Text has no zero bytes and few control characters."""
    sample = data[:65536]
    controls = sum(sample.count(bytes([b])) for b in range(32) if b not in _PRINTABLE_CONTROLS)
    if b"\0" in data or controls > 0.02 * len(sample) + 1:
        raise InputError(
            "The file holds binary data, not a table. Save it from your spreadsheet program as XLSX or CSV and try "
            "again."
        )
