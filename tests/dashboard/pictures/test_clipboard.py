"""A picture to the clipboard: its bytes arrive whole, and the script has no place for anything else."""

from __future__ import annotations

import base64
import re

import pytest

from dashboard.pictures import clipboard


def test_the_script_carries_the_picture_s_own_bytes_and_says_what_to_do_when_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        clipboard.st, "html", lambda body, *, unsafe_allow_javascript: shown.append((body, unsafe_allow_javascript))
    )
    png = bytes(range(256)) * 3
    clipboard.copy_png(png)
    ((script, runs),) = shown
    found = re.search(r'atob\("([A-Za-z0-9+/=]*)"\)', script)
    assert found is not None
    assert base64.b64decode(found[1]) == png
    assert runs
    assert "Download the PNG instead" in script
    assert "{{" not in script
