"""What is installed is a lock: requirements.txt is what requirements.in compiles to, for every system, with hashes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LISTS = ("requirements", "requirements-dev", "requirements-bench")
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True)
class Pin:
    """A line of a lock: what it installs, and the hashes that its files may have."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)


def wanted(name: str) -> list[Requirement]:
    """The lines of an .in file and of those it takes in."""
    found = []
    for line in (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found += wanted(line[3:].removesuffix(".in"))
        elif line and not line.startswith("#"):
            found.append(Requirement(line))
    return found


def lock(name: str) -> list[Pin]:
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / f"{name}.txt").read_text(encoding="utf-8"))
    found = []
    for entry in text.replace("\\\n", " ").splitlines():
        line, *hashes = entry.split(" --hash=")
        found.append(Pin(Requirement(line.strip()), tuple(h.strip() for h in hashes)))
    return found


def environments() -> Iterator[dict[str, str]]:
    for system, python in itertools.product(SYSTEMS.values(), PYTHONS):
        yield {**system, "python_version": python, "python_full_version": f"{python}.0",
               "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}  # fmt: skip


def applies(requirement: Requirement, environment: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(environment)


def version(pin: Pin) -> str:
    (specifier,) = pin.requirement.specifier
    assert specifier.operator == "==", f"{pin.requirement} is not pinned"
    return specifier.version


def faults(pins: list[Pin], asked: list[Requirement], environment: dict[str, str]) -> list[str]:
    """What is missing or contradicts, on one system with one Python."""
    here: dict[str, str] = {}
    found = []
    for pin in (p for p in pins if applies(p.requirement, environment)):
        if pin.name in here:
            found.append(f"{pin.name} is pinned twice")
        here[pin.name] = version(pin)
    needed = [(r, "asked for") for r in asked]
    for name in here:
        try:
            needed += [(Requirement(text), f"needed by {name}") for text in requires(name) or ()]
        except PackageNotFoundError:  # of another system or Python: it is not here to be asked
            continue
    for requirement, why in needed:
        name = canonicalize_name(requirement.name)
        if not applies(requirement, environment):
            continue
        if name not in here:
            found.append(f"{name}, {why}, is not pinned")
        elif not requirement.specifier.contains(here[name], prereleases=True):
            found.append(f"{name} {here[name]} is pinned, but {requirement}, {why}")
    return found


@pytest.mark.parametrize("name", LISTS)
def test_every_system_and_python_gets_all_that_is_asked_for_and_needed_once(name: str) -> None:
    pins, asked = lock(name), wanted(name)
    assert len(asked) > 10
    for environment in environments():
        assert faults(pins, asked, environment) == [], f"{environment}: compile again, as ARCHITECTURE.md says"


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_has_its_hashes(name: str) -> None:
    pins = lock(name)
    assert len(pins) > 40
    assert [p.name for p in pins if not p.hashes] == []
    assert all(re.fullmatch("sha256:[0-9a-f]{64}", h) for p in pins for h in p.hashes)


@pytest.mark.parametrize("name", LISTS)
def test_what_is_asked_for_is_asked_for_exactly(name: str) -> None:
    assert [str(r) for r in wanted(name) if [s.operator for s in r.specifier] != ["=="]] == []


@pytest.mark.parametrize("name", LISTS[1:])
def test_tests_and_benchmarks_run_on_the_very_files_that_are_installed(name: str) -> None:
    assert {(str(p.requirement), p.hashes) for p in lock("requirements")} <= {
        (str(p.requirement), p.hashes) for p in lock(name)
    }


def test_a_planted_fault_is_found() -> None:
    pins, asked, first = lock("requirements"), wanted("requirements"), next(environments())
    assert faults([p for p in pins if p.name != "anyio"], asked, first)
    assert faults([p for p in pins if p.name != "xlsxwriter"], asked, first) == ["xlsxwriter, asked for, is not pinned"]
    assert "pandas is pinned twice" in faults([*pins, *(p for p in pins if p.name == "pandas")], asked, first)
    newer = [Requirement("pandas==2.3.4") if r.name == "pandas" else r for r in asked]
    assert faults(pins, newer, first) == ["pandas 2.3.3 is pinned, but pandas==2.3.4, asked for"]


def test_the_readme_installs_the_lock() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\npython -m pip install -r requirements.txt && python -m streamlit run app.py\n" in readme
    assert "\npython -m pip install -r requirements-dev.txt && python -m pytest\n" in readme
