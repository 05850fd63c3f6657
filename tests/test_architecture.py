"""The house's rules, kept by reading every import of every file, those for types only too."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# A file may import files of its own room and of rooms before it in this list. A room is a folder, or a file that stands
# by itself; the most exact name counts ("ingest/mapping" before "ingest").
FLOORS = (
    "errors",
    "time_units",
    "words",
    "partial_date",
    "formatting",
    "saved_file",
    "record",
    "published",
    "survival/distributions",
    "survival/confidence",
    "survival/exact_proportion",
    "survival/counts",
    "survival/curves",
    "survival/cox",
    "survival/comparing",
    "patients",
    "ingest/progress",
    "ingest/row_places",
    "ingest/finding_kinds",
    "ingest/column_labels",
    "ingest/problems",
    "ingest/header_prefixes",
    "ingest/raw_table",
    "ingest/reading",
    "ingest/cells/dates",
    "ingest/mapping",
    "ingest/cells",
    "ingest/rows",
    "ingest/sealing",
    "ingest/matching",
    "ingest/layouts",
    "ingest/questions",
    "ingest/answers",
    "ingest/admission",
    "ingest/best_sheet",
    "ingest/preparing",
    "ingest/several_files",
    "ingest/checking",
    "ingest/opening",
    "ingest/apart",
    "analysis",
    "summary",
    "study_check",
    "export/survival_words",
    "export/worth_words",
    "export/summary_words",
    "export/summary/sentences",
    "export/summary/picture_words",
    "export/summary/sensitivity_words",
    "figures",
    "study",
    "export",
    "__main__",
)
FACES = {"nec_core", "nec_core/figures"}  # an __init__ that hands on the names of its room

Graph = Mapping[str, set[str]]


def files() -> dict[str, Path]:
    """Every file of the core by its dotted name."""
    found = {}
    for path in sorted((ROOT / "nec_core").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path) -> list[str]:
    """The dotted names a file imports, wherever in it."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path.name} imports relative to itself"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def graph() -> dict[str, set[str]]:
    """File -> the files of the core it imports."""
    known = files()
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        found[name] = set()
        for target in imported(path):
            while target and target not in known:
                target = target.rpartition(".")[0]
            if target and target not in (name, "nec_core"):
                found[name].add(target)
    return found


def floor(name: str) -> int:
    """The floor of a file's room: of the longest entry that names it or a folder above it."""
    place = name.removeprefix("nec_core.").replace(".", "/")
    rooms = [room for room in FLOORS if place == room or place.startswith(f"{room}/")]
    assert rooms, f"{name} stands on no floor: say in FLOORS where it belongs"
    return FLOORS.index(max(rooms, key=len))


def upward(imports: Graph) -> list[str]:
    """Imports of a room that stands above."""
    return [
        f"{name} imports {target}, which stands above it"
        for name, targets in imports.items()
        if name.replace(".", "/") not in FACES
        for target in sorted(targets)
        if target.replace(".", "/") not in FACES and floor(target) > floor(name)
    ]


def circle(imports: Graph) -> list[str]:
    """Files that import each other in a circle; empty for none."""
    try:
        tuple(graphlib.TopologicalSorter(imports).static_order())
    except graphlib.CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_file_imports_a_room_above_its_own() -> None:
    assert upward(graph()) == []


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circle(graph()) == []


def test_a_planted_circle_and_a_planted_upward_import_are_found() -> None:
    planted = graph()
    planted["nec_core.record"] = planted["nec_core.record"] | {"nec_core.export.tables.cohort_tables"}
    assert upward(planted) == ["nec_core.record imports nec_core.export.tables.cohort_tables, which stands above it"]
    assert {"nec_core.record", "nec_core.export.tables.cohort_tables"} <= set(circle(planted))


def test_what_is_imported_for_types_only_counts_too(tmp_path: Path) -> None:
    source = tmp_path / "x.py"
    source.write_text(
        "if TYPE_CHECKING:\n    from nec_core.export import tables\ndef f():\n    import nec_core.errors\n"
    )
    assert imported(source) == ["nec_core.export.tables", "nec_core.errors"]


def test_every_floor_is_somebody_s() -> None:
    rooms = {FLOORS[floor(name)] for name, path in files().items() if path.name != "__init__.py"}
    assert rooms == set(FLOORS)


@pytest.mark.parametrize("path", files().values(), ids=files())
def test_the_core_never_imports_streamlit_or_the_dashboard(path: Path) -> None:
    assert not [name for name in imported(path) if name.split(".")[0] in ("streamlit", "dashboard", "pages")]


@pytest.mark.parametrize("path", files().values(), ids=files())
def test_drawing_and_modelling_libraries_stay_in_their_rooms(path: Path) -> None:
    room = path.relative_to(ROOT / "nec_core").parts[0]
    packages = {name.split(".")[0] for name in imported(path)}
    if room not in ("figures", "export"):
        assert not packages & {"plotly", "matplotlib"}
    if path.name not in ("lifelines_fitter.py", "reproduce.py"):  # the latter is handed out and never imported
        assert "lifelines" not in packages


@pytest.mark.parametrize("house", ["nec_core", "dashboard"])
def test_no_folder_holds_more_files_than_a_person_can_overlook(house: str) -> None:
    for folder in (ROOT / house, *(p for p in (ROOT / house).rglob("*") if p.is_dir())):
        loose = [
            p for p in folder.glob("*.py") if folder == ROOT / "nec_core" or p.stem not in ("__init__", "__main__")
        ]
        most = 10 if folder == ROOT / "nec_core" else 17
        assert len(loose) <= most, f"{folder.relative_to(ROOT)} holds {len(loose)} files side by side"


def test_pages_hold_no_pandas_and_no_loop_over_patients() -> None:
    for page in sorted((ROOT / "pages").glob("*.py")):
        assert not [n for n in imported(page) if n.split(".")[0] in ("pandas", "numpy")], page.name


def test_the_dashboard_does_not_import_pages() -> None:
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        assert not [n for n in imported(path) if n.split(".")[0] == "pages"], path.name
