"""The house's rules, kept by reading every import."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# A room may import the rooms before it in this list, and itself.
FLOORS = (
    {"errors", "partial_date", "time_units"},
    {"record", "published"},
    {"survival"},
    {"patients"},
    {"ingest"},
    {"formatting"},
    {"analysis"},
    {"summary"},
    {"study_check"},
    {"figures"},
    {"export"},
    {"__main__"},
)
# formatting names the headline it turns into a sentence; summary's tables name no text.
ALLOWED_UP: set[tuple[str, str]] = {("formatting", "summary")}


def _modules() -> list[Path]:
    return sorted((ROOT / "nec_core").rglob("*.py"))


def _imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _room(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if parts[0] == "nec_core" and len(parts) > 1 else None


def _floor(room: str) -> int:
    for i, floor in enumerate(FLOORS):
        if room in floor:
            return i
    raise AssertionError(f"nec_core/{room} stands on no floor: say in FLOORS where it belongs")


def _own_room(path: Path) -> str:
    relative = path.relative_to(ROOT / "nec_core")
    return relative.parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_core_never_imports_streamlit_or_the_dashboard(path: Path) -> None:
    assert not [name for name in _imports(path) if name.split(".")[0] in ("streamlit", "dashboard", "pages")]


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    own = _own_room(path)
    if own == "__init__":
        return
    rooms = {r for name in _imports(path) if (r := _room(name)) and r != "__version__"}
    upward = {r for r in rooms if _floor(r) > _floor(own) and (own, r) not in ALLOWED_UP}
    assert not upward, f"nec_core/{own} imports {upward}, which stand above it"


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_drawing_and_modelling_libraries_stay_in_their_rooms(path: Path) -> None:
    own = _own_room(path)
    packages = {name.split(".")[0] for name in _imports(path)}
    if own not in ("figures", "export"):
        assert not packages & {"plotly", "matplotlib"}
    if own != "survival":
        assert "lifelines" not in packages


def test_pages_hold_no_pandas_and_no_loop_over_patients() -> None:
    for page in sorted((ROOT / "pages").glob("*.py")):
        assert not [n for n in _imports(page) if n.split(".")[0] in ("pandas", "numpy")], page.name


def test_the_dashboard_does_not_import_pages() -> None:
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        assert not [n for n in _imports(path) if n.split(".")[0] == "pages"], path.name
