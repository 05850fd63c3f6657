"""The run line: where there is a screen the page opens; the address is told, and nothing is asked or written."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import opening

ROOT = Path(__file__).parent.parent.parent


class Options(dict[str, object]):
    """Streamlit's options, as far as opening asks for them."""

    def set_option(self, name: str, value: object) -> None:
        self[name] = value


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> Options:
    """Of a server that answers, on a computer with a screen."""
    found = Options({"server.headless": False, "server.baseUrlPath": "", "browser.serverAddress": "localhost",
                     "server.address": "127.0.0.1", "server.port": 1})  # fmt: skip
    monkeypatch.setattr(opening, "config", found)
    monkeypatch.setattr(opening, "get_option", found.__getitem__)
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pages: list[str] = []
    monkeypatch.setattr(opening.webbrowser, "open", pages.append)
    return pages


def start(options: Options, token: str | None = None) -> None:
    """A server that is up for a moment."""

    async def serve() -> None:
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        options["server.port"] = server.sockets[0].getsockname()[1]
        async with server, opening.lifespan(token):
            await asyncio.sleep(0.4)

    with ThreadPoolExecutor(1) as apart:  # a browser test may have left a loop running in this thread
        apart.submit(lambda: asyncio.run(serve())).result()


def test_with_a_screen_the_page_is_opened_once_the_server_answers(options: Options, opened: list[str]) -> None:
    start(options)
    assert opened == [f"http://localhost:{options['server.port']}/"]


def test_without_a_screen_the_address_is_only_told(
    options: Options, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    options["server.headless"], options["server.baseUrlPath"] = True, "/nec/"
    start(options)
    assert opened == []
    assert capsys.readouterr().out.strip() == f"The page: http://localhost:{options['server.port']}/nec/"


def test_an_address_with_a_token_is_told_and_never_given_to_another_program(
    options: Options, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    start(options, "secret")
    assert opened == []
    said = f"Only with its token: http://localhost:{options['server.port']}/?token=secret"
    assert capsys.readouterr().out.strip() == said


def test_once_started_no_page_may_have_streamlit_write_files(options: Options, opened: list[str]) -> None:
    start(options)
    assert options["server.headless"] is True


def test_the_configuration_asks_for_no_address_and_leaves_the_screen_to_be_found() -> None:
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert "headless" not in told["server"]
    assert told["server"]["showEmailPrompt"] is False
    assert told["logger"]["hideWelcomeMessage"] is True
    assert told["browser"]["gatherUsageStats"] is False


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a screen is not told by the environment")
@pytest.mark.parametrize("screen", [True, False])
def test_the_run_line_asks_nothing_and_writes_nothing_at_home(tmp_path: Path, screen: bool) -> None:
    home, seen, browser = tmp_path / "home", tmp_path / "seen", tmp_path / "browser"
    home.mkdir()
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}.new && mv {seen}.new {seen}\n')
    browser.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY") and not k.startswith("XDG_")}
    kept |= {"HOME": str(home), "BROWSER": f"{browser} %s", **({"DISPLAY": ":77"} if screen else {})}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=ROOT, env=kept, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait(lambda: _answers(port))
        if screen:
            _wait(seen.exists)
            assert seen.read_text() == f"http://localhost:{port}/\n"
        else:
            time.sleep(1)
            assert not seen.exists()
    finally:
        process.terminate()
        process.wait(20)
    assert (tmp_path / "log").read_text().strip() == f"The page: http://localhost:{port}/"
    assert sorted(str(p.relative_to(home)) for p in home.rglob("*")) == []


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health").close()
    except OSError:
        return False
    return True


def _wait(done: Callable[[], bool]) -> None:
    for _ in range(300):
        if done():
            return
        time.sleep(0.1)
    pytest.fail("it did not come up")
