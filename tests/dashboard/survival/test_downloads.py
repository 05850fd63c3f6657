"""What the figure's files are called: by endpoint, grouping and size, whatever a header holds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.survival.downloads import _SIZES, _SLIDE, _WIDTHS, Size, _stem


def result(endpoint: str, by: str | None) -> Any:
    """As far as a name is made of it."""
    return SimpleNamespace(plan=SimpleNamespace(endpoint=endpoint), variable=by and SimpleNamespace(name=by))


@pytest.mark.parametrize(
    ("endpoint", "by", "stem"),
    [
        ("os", None, "os"),
        ("os", "stage", "os_by_stage"),
        ("local relapse", "../Ward\x00<b>", "local_relapse_by____Ward__b_"),
    ],
)
def test_a_file_is_called_by_endpoint_and_grouping(endpoint: str, by: str | None, stem: str) -> None:
    assert _stem(result(endpoint, by)) == stem


def test_a_size_is_named_by_its_width_and_by_its_height_where_that_is_set() -> None:
    assert Size(89).name == "89mm"
    assert Size(82.5, 60).name == "82.5x60mm"


def test_every_size_that_is_offered_has_a_width_a_slide_s_or_one_s_own() -> None:
    assert set(_SIZES) == {*_WIDTHS, _SLIDE, "Own size"}
    assert all(label.startswith(f"{width:g} mm") for label, width in _WIDTHS.items())
    assert _WIDTHS[_SIZES[0]] == 89
