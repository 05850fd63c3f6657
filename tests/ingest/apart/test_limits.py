"""Limits grow with the file; what the system can hold, it holds."""

from __future__ import annotations

import sys

import psutil
import pytest

from nec_core.ingest.apart import limits
from nec_core.ingest.apart.asked import Asked
from nec_core.ingest.apart.limits import MB, Limits, ask_the_system, limits_for
from nec_core.ingest.apart.readers import Reader
from nec_core.ingest.progress import quiet
from tests.ingest.apart import deeds


def test_a_small_file_ends_within_ten_seconds_and_a_gigabyte() -> None:
    assert limits_for(0) == limits_for(MB) == Limits(900 * MB, 8.0)


def test_larger_ones_may_take_more_and_none_may_take_all() -> None:
    assert limits_for(11 * MB) == Limits(1200 * MB, 18.0)
    assert limits_for(200 * MB) == Limits(4096 * MB, 207.0)
    sizes = [limits_for(n * MB) for n in range(0, 400, 7)]
    assert sizes == sorted(sizes, key=lambda x: (x.memory_bytes, x.seconds))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits: there the watch is the only wall")
def test_the_system_s_own_limits_stand_farther_out_and_no_core_is_written() -> None:
    reader = Reader()
    try:
        space, seconds, core = reader.done(Asked(deeds.limits_of_the_system, (), Limits(900 * MB, 8.0)), quiet)
    finally:
        reader.end()
    assert 900 * MB + limits._SLACK_BYTES < space < 900 * MB + limits._SLACK_BYTES + 8000 * MB
    assert 8 + limits._SLACK_SECONDS <= seconds < 60
    assert core == 0


def test_without_a_system_that_sets_limits_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)  # as on Windows
    limits.without_core_dump()
    ask_the_system(Limits(900 * MB, 8.0))


def test_a_process_that_may_not_step_back_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "nice", refuse)
    limits.be_humble()
