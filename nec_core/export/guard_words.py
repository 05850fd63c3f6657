"""A guard in words: the same sentences in text, report, workbook and Table 1."""

from __future__ import annotations

from nec_core.analysis.guards import Guard


def guard_words(guard: Guard) -> str:
    """What is wrong, why it matters, what to do; and why somebody reads it over."""
    return f"{guard.what} {guard.why} {guard.do}{acknowledged_words(guard)}"


def acknowledged_words(guard: Guard) -> str:
    """ " Acknowledged: “It was drawn by lot.”"; "" where nobody did."""
    return f" Acknowledged: “{guard.acknowledged}”" if guard.acknowledged else ""


__all__ = ["acknowledged_words", "guard_words"]
