"""Nothing of a patient is written to disk: the server's own system calls, while a large file comes in and goes out."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT, wait_until_up
from tests.browser.journey import go, other_files, settle

pytestmark = pytest.mark.browser

# What opens a file to write, or makes one; and what is none: terminals, the null device, our own log.
_WRITING = re.compile(
    r'open(?:at)?\((?:AT_FDCWD|\d+)?,? ?"(?P<path>[^"]*)", (?P<flags>[A-Z_|0-9]*)|(?:mkdir|rename|link)'
)
_HARMLESS = ("/dev/null", "/dev/tty", "/dev/shm/sem.")
_ROWS = 150_000


@pytest.fixture(scope="module")
def strace() -> str:
    """Where strace is. Without it this is skipped, but not where everything must be tested."""
    found = shutil.which("strace")
    if found is None:
        reason = "no strace: install it to see what the server writes"
        if os.environ.get("ALL_TOOLS") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def watched(chromium: str, strace: str, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The app's address, and the record of its file system calls."""
    record = tmp_path / "calls"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless",
        "true",
        "--server.port",
        str(port),
    ]
    calls = "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,memfd_create"
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [strace, "-f", "-qq", "-e", f"trace={calls}", "-o", str(record), *server],
            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            wait_until_up(f"http://127.0.0.1:{port}", process, tmp_path / "log")
            yield f"http://127.0.0.1:{port}", record
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # strace, and the server it watches
            process.wait(20)


def _written(record: Path, after: int) -> list[str]:
    """Paths opened to write, or made, since so many bytes of the record."""
    found = []
    for line in record.read_bytes()[after:].decode(errors="replace").splitlines():
        match = _WRITING.search(line)
        if match is None or " = -1 " in line:
            continue
        flags, path = match["flags"] or "", match["path"] or line
        opens_to_read = match["path"] is not None and not re.search("O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", flags)
        if not opens_to_read and not path.startswith(_HARMLESS):
            found.append(f"{path} {flags}")
    return found


def extract() -> bytes:
    """Some 10 MB: more than any parser keeps in memory of its own accord."""
    rows = (
        f"Z{i:07},{20 + i % 60},{'F' if i % 2 else 'M'},{1 + i % 97},{i % 3 % 2},ward {i % 9}" for i in range(_ROWS)
    )
    return ("PatientID,Age,Sex,os_months,os_event,ward\n" + "\n".join(rows)).encode() * 1


def test_a_large_upload_and_the_downloads_write_no_file(watched: tuple[str, Path], browser: Browser) -> None:
    address, record = watched
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(address)
    page.get_by_role("heading", name="Upload").wait_for()
    settle(page)
    page.get_by_role("button", name="Try the sample cohort").click()  # what is imported on the way is imported now
    settle(page)
    go(page, "Survival curves")
    with page.expect_download():
        page.get_by_role("button", name="Download figure", exact=True).click()
    page.goto(address)
    page.get_by_role("heading", name="Upload").wait_for()
    settle(page)
    before = record.stat().st_size
    page.locator("input[type=file]").first.set_input_files(
        {"name": "large.csv", "mimeType": "text/csv", "buffer": extract()}
    )
    page.get_by_role("button", name="Go to the cohort").wait_for()
    go(page, "Survival curves")
    other_files(page)
    for button in ("PNG, 300 dpi", "Numbers, CSV", "Numbers, XLSX"):
        with page.expect_download() as taken:
            page.get_by_role("button", name=button, exact=True).click()
        assert Path(taken.value.path()).stat().st_size > 1000
    context.close()
    assert _written(record, before) == []
