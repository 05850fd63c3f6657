"""Every kind of finding is declared once, complete, and found in some file."""

from __future__ import annotations

import ast
import datetime as dt
import io
import string
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from nec_core.ingest.admission import Admission
from nec_core.ingest.checking.rules import RULES
from nec_core.ingest.finding_kinds import KINDS, FindingKind
from nec_core.ingest.mapping import ColumnMapping, Fold, Mapping
from nec_core.ingest.opening import admit, admit_files, open_table
from nec_core.ingest.problems import Finding, Problems

CORE = Path(__file__).parents[2] / "nec_core"
SAMPLE = Path(__file__).parents[2] / "sample_data" / "messy_extract.csv"
TODAY = dt.date(2024, 3, 1)


def _workbook() -> Admission:
    book = openpyxl.Workbook()
    for row in (
        ["patient_id", "os_months", "os_event", "ldh"],
        ["1", 3, 1, "#DIV/0!"],
        ["2", 4, 0, "=1+1"],
        ["3", 5, 1, 9],
    ):
        book.active.append(row)
    book.active["D2"].data_type = "e"
    file = io.BytesIO()
    book.save(file)
    return admit(file.getvalue(), "x.xlsx", today=TODAY)


def _samples() -> Admission:
    patients = b"PATIENT_ID\tOS_STATUS\tOS_MONTHS\nP\t1:DECEASED\t3\nQ\t0:LIVING\t4\n"
    return admit_files([(patients, "p.txt"), (b"PATIENT_ID\tSAMPLE_ID\nP\tS\nZ\tT\n", "s.txt")], today=TODAY)


def _several_files() -> Admission:
    north, south = (b"patient_id,os_months,os_event\n1,3,1\n%d,4,0\n" % i for i in (2, 3))
    return admit_files([(north, "a.csv"), (south, "b.csv")], today=TODAY)


def _folded() -> Admission:
    data = b"patient_id,sex,os_months,os_event\n1,male,3,1\n1,female,4,1\n2,male,3,0\n2,female,4,0\n"
    _, mapping = open_table(data, "x.csv")
    return admit(data, "x.csv", mapping.model_copy(update={"fold": Fold(rule="fill")}), today=TODAY)


def _odd_rows() -> Admission:
    rows = "".join(f"P{i},{i},1,50,x\n" for i in range(1, 9))
    odd = f"Total,9,1,50,x\nP9,9\n{'P' * 401},1,1,50,x\nP11,1,1,50,x,y,z\n"
    return admit(f"patient_id,os_months,os_event,age,notes\n{rows}{odd}".encode(), "x.csv", today=TODAY)


def _two_times() -> Admission:
    data = b"id,vital_status,days_to_death,days_to_last_follow_up\n1,Dead,,4\n2,Alive,3,9\n3,Dead,7,1\n"
    return admit(data, "x.csv", today=TODAY)


def _words_for_a_time() -> Admission:
    return admit(b"patient_id,os_months,os_event\n1,3,1\n2,4,0\n3,5,1\n4,6,0\n5,alive,0\n", "x.csv", today=TODAY)


def _months_alone() -> Admission:
    data = b"patient_id,diagnosis_date,last_contact_date,vital_status\n1,2019-03,2020-01-01,dead\n"
    return admit(data, "x.csv", today=TODAY)


def _odd_stages() -> Admission:
    data = (
        "patient_id,os_months,os_event,ajcc_stage,m_category,histology,progression_site,progression\n"
        "1,3,1,IV,M0,NET G3,local,no\n2,3,0,I,M0,small cell,,no\n"
    )
    return admit(data.encode(), "x.csv", today=TODAY)


def _two_deaths() -> Admission:
    data = b"patient_id,diagnosis_date,death_date\n1,2019-01-01,2020-01-01\n1,2019-01-01,2020-02-02\n"
    _, mapping = open_table(data, "x.csv")
    return admit(data, "x.csv", mapping.model_copy(update={"fold": Fold(rule="first")}), today=TODAY)


def _two_statuses() -> Admission:
    return admit(b"patient_id,os_months,os_event,vital_status\n1,3,1,alive\n2,4,0,alive\n", "x.csv", today=TODAY)


def _times_apart() -> Admission:
    data = b"patient_id,vital_status,died_after,seen_after\n1,alive,3,4\n2,dead,,4\n3,dead,3,4\n"
    taken = {"died_after": "time_of_event:os", "seen_after": "time:os"}
    columns = (ColumnMapping(column=c, target=t, unit="months") for c, t in taken.items())
    fields = (ColumnMapping(column=c, target=c) for c in ("patient_id", "vital_status"))
    return admit(data, "x.csv", Mapping(columns=(*fields, *columns)), today=TODAY)


def _entered_twice() -> Admission:
    rows = "".join(f"S{i},{70_300_411 + 97 * (i % 6)},{i},1\n" for i in range(1, 8))
    return admit(f"study_id,MRN,os_months,os_event\n{rows}".encode(), "x.csv", today=TODAY)


def _same_under_two_ids() -> Admission:
    rows = "".join(f"{i},3.5,1,female,50,yes,2\n" for i in (1, 2))
    return admit(f"patient_id,os_months,os_event,sex,age,resection,arm\n{rows}".encode(), "x.csv", today=TODAY)


def _spoiled_by_a_spreadsheet() -> Admission:
    rows = ("7.1E+11,1/2/2019,13/5/2020,2-Jan", "7.1E+11,2/25/2019,14/5/2020,0", "3,13/3/2019,15/5/2020,1")
    data = "\n".join(["id,diagnosis date,last contact,ECOG,vital status", *(f"{row},alive" for row in rows)]).encode()
    _, mapping = open_table(data, "x.csv")
    day_first = mapping.column("diagnosis date").model_copy(update={"date_order": "DMY"})
    return admit(data, "x.csv", mapping.replaced(day_first), today=TODAY)


@pytest.fixture(scope="module")
def found() -> list[Finding]:
    messy = admit(SAMPLE.read_bytes(), SAMPLE.name, today=TODAY)
    others = (
        _two_times, _words_for_a_time, _workbook, _samples, _several_files, _folded, _odd_rows, _odd_stages,
        _two_deaths, _two_statuses, _times_apart, _months_alone, _entered_twice, _same_under_two_ids,
        _spoiled_by_a_spreadsheet,
    )  # fmt: skip
    return [f for admission in (messy, *(make() for make in others)) for f in admission.problems.findings]


def test_every_kind_is_found_in_some_file_and_no_other(found: list[Finding]) -> None:
    names = {kind: name for name, kind in KINDS.items()}
    assert {names[f.kind] for f in found} == KINDS.keys()


def test_every_sentence_is_filled_and_ends(found: list[Finding]) -> None:
    for finding in found:
        for text in (*finding.sentences(), finding.general_message, finding.next_step):
            assert text.endswith("."), text
            assert not {name for _, name, _, _ in string.Formatter().parse(finding.message) if name} - {"value", "span"}


def test_kinds_of_one_rule_have_one_title() -> None:
    titles: dict[str, set[str]] = {}
    for name, kind in KINDS.items():
        titles.setdefault(kind.id, set()).add(kind.title)
        assert name == kind.id or kind.id == "type"
    assert all(len(t) == 1 for t in titles.values())
    assert len({kind.title for kind in KINDS.values()}) == len(titles)


def test_rules_are_of_kinds_that_are_declared() -> None:
    assert all(rule.kind in KINDS.values() for rule in RULES)


def test_a_finding_is_made_of_a_declared_kind_wherever_one_is_made() -> None:
    made = []
    for path in sorted(CORE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id == "FindingKind":
                assert path.name == "finding_kinds.py", path
            if node.func.id == "Finding":
                kind = next((k.value for k in node.keywords if k.arg == "kind"), None) or node.args[0]
                made.append(ast.unparse(kind))
    assert len(made) >= 10
    allowed = ("KINDS[", "rule.kind", "kind")  # of the map, or of a rule or a refused value that is
    assert not [m for m in made if not m.startswith(allowed)]


def test_a_kind_without_a_severity_rejects_in_essential_fields_only() -> None:
    kind = FindingKind("type", "Not readable", None, "{label}.", "Enter it.")
    said = [Finding(kind, "a", None, np.array([2]), [""], {"label": "A"}, essential) for essential in (True, False)]
    assert [f.severity for f in said] == ["rejects", "warns"]
    assert [f.severity for f in Problems.of(said[::-1]).findings] == ["rejects", "warns"]
