"""Upload, step 3: what became of every row, and what is wrong with which."""

from __future__ import annotations

import hashlib

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.upload import downloads, repair
from nec_core import formatting as fmt
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable

_KEY = "upload:problems"
_MANY = 8  # from so many lines on, the list can be narrowed
_SOME = 100  # so many rows are looked at for a value they share


def step(raw: RawTable, mapping: Mapping, admission: Admission) -> None:
    """Draws the step."""
    st.header("3 · Check", anchor=False)
    _numbers(admission)
    if st.button(
        "Go to the cohort", type="primary", icon=":material/arrow_forward:", disabled=not admission.cohort.n, key="go"
    ):
        st.switch_page("cohort_summary.py")
    if admission.problems.n:
        _problems(raw, mapping, admission)
    elif not state.edits():
        st.markdown(":material/check: No problem was found.")
    repair.changes(raw, state.edits())
    downloads.show(raw, admission)


def _numbers(admission: Admission) -> None:
    """Three numbers that add up to the rows of the file."""
    rejected, folded = len(admission.rejected_rows), len(admission.folded_rows)
    parts = [f"**{admission.cohort.n:,} accepted**", f"**{rejected:,} rejected**"]
    if admission.n_with_warnings:
        parts[0] += f" (**{admission.n_with_warnings:,} with warnings**)"
    if folded:
        parts.append(f"{folded:,} folded into another row of the same patient")
    st.markdown(f"### {fmt.plural(admission.source.rows_in, 'row')} = {' + '.join(parts)}", anchors=False)


def _effect(finding: Finding, admission: Admission) -> str:
    """What becomes of the rows: one that a finding only warns of may be left out for another."""
    if finding.severity == "rejects":
        return "row left out"
    out = int(np.isin(finding.rows, admission.rejected_rows).sum())
    if out == 0:
        return "row stays"
    return "row left out" if out == finding.n else f"{out:,} of {finding.n:,} left out"


def _problems(raw: RawTable, mapping: Mapping, admission: Admission) -> None:
    """The list, a line for each rule and column; the one that is picked opens.

    A list of choices, not a table: one stop for the keyboard, and the whole line can be pressed.
    """
    findings = _narrowed(admission.problems.findings)
    decided = f"{admission.source.sha256}{mapping.model_dump_json()}{state.edits()!r}{len(findings)}"
    picked = st.radio(
        "What is wrong, worst first. Pick a line to see its rows and repair them here.",
        range(len(findings)),
        index=None,
        format_func=[_line(f, admission) for f in findings].__getitem__,
        captions=[fmt.escape_markdown(_message(f)) for f in findings],
        key=f"{_KEY} {hashlib.sha256(decided.encode()).hexdigest()[:12]}",
    )
    if picked is not None and picked < len(findings):
        repair.show(raw, mapping, findings[picked])


def _line(finding: Finding, admission: Admission) -> str:
    """A problem in a line: what, where, how often, and what becomes of it."""
    column = fmt.escape_markdown(fmt.shorten(finding.column, 60))
    where = f" in {column}" if column else ""
    return f"{finding.kind.title}{where} · {fmt.plural(finding.n, 'row')} · {_effect(finding, admission)}"


def _message(finding: Finding) -> str:
    """The finding in a sentence; with the value in it where all rows hold the same."""
    same = finding.n <= _SOME and len(set(finding.sentences())) == 1
    return finding.sentences(1)[0] if same else finding.general_message


def _narrowed(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The list narrowed to columns and rules, where it is long."""
    if len(findings) <= _MANY:
        return findings
    left, right = st.columns(2)
    titles = {f.rule: f.kind.title for f in findings}
    columns = left.multiselect(
        "Only columns", list(dict.fromkeys(f.column for f in findings)), placeholder="All", key=f"{_KEY} columns",
        format_func=lambda c: fmt.shorten(c, 60),
    )  # fmt: skip
    rules = right.multiselect(
        "Only problems", list(titles), format_func=titles.__getitem__, placeholder="All", key=f"{_KEY} rules"
    )
    keep = np.array([(not columns or f.column in columns) and (not rules or f.rule in rules) for f in findings])
    return tuple(f for f, kept in zip(findings, keep, strict=True) if kept)
