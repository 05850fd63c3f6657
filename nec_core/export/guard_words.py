"""A guard in words: the same sentences in text, report, workbook and Table 1."""

from __future__ import annotations

from nec_core.analysis.guards import Guard


def guard_words(guard: Guard) -> str:
    """What is wrong, why it matters, what to do; and why somebody lets it stand."""
    reason = f" Acknowledged: “{guard.acknowledged}”" if guard.acknowledged else ""
    return f"{guard.what} {guard.why} {guard.do}{reason}"


__all__ = ["guard_words"]
