"""A part of the random cohorts that .ci/slow counts in R too."""

from __future__ import annotations

import os
import subprocess
from shutil import which

import pytest

from tests.survival.random_cohorts import differences


def r_has_what_it_needs() -> bool:
    if os.environ.get("ALL_TOOLS"):
        return True
    asked = ["Rscript", "-e", "library(survival); library(cmprsk)"]
    return bool(which("Rscript")) and subprocess.run(asked, capture_output=True, timeout=60).returncode == 0


@pytest.mark.skipif(not r_has_what_it_needs(), reason="R with survival and cmprsk is not installed")
def test_twenty_random_cohorts_are_counted_as_r_counts_them() -> None:
    lines, compared = differences(20, 3)
    assert lines == []
    assert min(compared.values()) > 0
