"""Where R is."""

from __future__ import annotations

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def rscript() -> str:
    """R with its package survival. Without it these tests are skipped, but not where all must be tested."""
    found = shutil.which("Rscript")
    if found is None:
        reason = "no R: install r-base-core, r-cran-survival and r-cran-cmprsk"
        if os.environ.get("ALL_TOOLS") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found
