"""The real app in real Chromium: a server, a browser, and pages that must not talk to anybody else."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent.parent
ARTIFACTS = ROOT / "artifacts"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the app's log goes. It must not hold what was uploaded: see `test_privacy`."""
    return tmp_path_factory.mktemp("server") / "server.log"


@pytest.fixture(scope="session")
def server(chromium: str, server_log: Path) -> Iterator[str]:
    """The app's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with server_log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port", str(port)],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_until_up(f"http://127.0.0.1:{port}", process, server_log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the server did not come up: {log.read_text()}")


@pytest.fixture
def open_page(server: str, browser: Browser) -> Iterator[OpenPage]:
    """Opens the app in a window of its own; afterwards no request may have left this machine."""
    contexts, asked, dialogs = [], [], []

    def open_(width: int = 1280, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(server)
        page.get_by_role("heading", name="Upload").wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    outside = [u for u in asked if urlsplit(u).scheme in ("http", "https", "ws", "wss") and _host(u) != "127.0.0.1"]
    assert asked
    assert outside == []
    assert dialogs == []


def _host(url: str) -> str | None:
    return urlsplit(url).hostname
