"""The doors of the real server: the token, a base path, whose session it is, and whom the server itself asks."""

from __future__ import annotations

import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.conftest import wait_until_up
from tests.browser.journey import drop, go, press, settle
from tests.browser.watched_server import Watched

pytestmark = pytest.mark.browser

Start = Callable[..., Watched]


@pytest.fixture
def start(chromium: str, tmp_path: Path) -> Iterator[Start]:
    """Starts the server with options, behind "--" those of the app."""
    running: list[Watched] = []

    def started(*options: str) -> Watched:
        running.append(Watched(tmp_path / "log", *options))
        return running[-1]

    yield started
    for watched in running:
        watched.stop()


def _status(address: str, cookie: str = "") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookie})) as response:
            return int(response.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def _stream(watched: Watched, base: str = "") -> str:
    return f"ws://{urlsplit(watched.address).netloc}{base}/_stcore/stream"


def _page(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    return page


def test_with_a_token_only_its_address_opens_the_page(start: Start, browser: Browser, tmp_path: Path) -> None:
    watched = start("--", "--token")
    address = watched.address_with_token(tmp_path / "log")
    assert urlsplit(address).port == urlsplit(watched.address).port
    for path in ("/", "/survival_curves", "/_stcore/health", "/_stcore/host-config", "/static/index.html", "/media/x"):
        assert _status(watched.address + path) == 403, path
    assert _status(f"{watched.address}/?token=another") == 403
    with pytest.raises(InvalidStatus, match="403"):
        connect(_stream(watched), subprotocols=["streamlit"])  # type: ignore[list-item]  # a plain text is one
    page = _page(browser, address)
    page.get_by_role("heading", name="Upload").wait_for()
    settle(page)
    assert "token" not in page.url
    press(page, "Try the sample cohort (38 synthetic patients)")
    page.get_by_text("38 rows =").wait_for()
    assert page.evaluate("document.cookie").find("nec_") == -1
    page.context.close()


def test_under_a_base_path_the_same_doors_are_shut(start: Start, tmp_path: Path) -> None:
    watched = start("--server.baseUrlPath", "nec", "--server.enableAgentApi", "true")
    wait_until_up(f"{watched.address}/nec", watched.process, tmp_path / "log")
    shut = ("metrics", "agent", "agent/interact", "agent/openapi.json", "agent/mcp")
    assert {path: _status(f"{watched.address}/nec/_stcore/{path}") for path in shut} == dict.fromkeys(shut, 404)
    assert _status(f"{watched.address}/nec/_stcore/health") == 200


def test_who_knows_a_session_s_id_does_not_get_the_session(start: Start, browser: Browser, tmp_path: Path) -> None:
    watched = start()
    wait_until_up(watched.address, watched.process, tmp_path / "log")
    page = _page(browser, watched.address)
    page.get_by_role("heading", name="Upload").wait_for()
    press(page, "Try the sample cohort (38 synthetic patients)")
    page.get_by_text("38 rows =").wait_for()
    (own,) = watched.sessions()
    with connect(_stream(watched), subprotocols=["streamlit", "x", own]):  # type: ignore[list-item]
        both = watched.sessions()
        for _ in range(50):  # the server may still be opening the second
            if len(both) == 2:
                break
            page.wait_for_timeout(200)
            both = watched.sessions()
        assert own in both
        assert len(both) == 2, "the session was handed over"
        go(page, "Cohort summary")  # and the page goes on as if nothing had been
        page.get_by_text("38 patients from").first.wait_for()
    page.context.close()


def test_a_whole_visit_asks_for_no_other_computer(start: Start, browser: Browser, tmp_path: Path) -> None:
    watched = start()
    wait_until_up(watched.address, watched.process, tmp_path / "log")
    with pytest.raises(InvalidStatus, match="403"):
        connect(_stream(watched), origin="http://evil.example")  # type: ignore[arg-type]  # a plain text is one
    page = _page(browser, watched.address)
    page.get_by_role("heading", name="Upload").wait_for()
    press(page, "Try the sample cohort (38 synthetic patients)")
    for title in ("Cohort summary", "Survival curves", "Models", "Report", "Published study", "Guide"):
        go(page, title)
    page.reload()
    page.get_by_text("No cohort yet.").wait_for()
    page.context.close()
    assert watched.looked_up() == []


def test_the_record_of_look_ups_sees_one(start: Start, tmp_path: Path) -> None:
    watched = start()
    wait_until_up(watched.address, watched.process, tmp_path / "log")
    watched.look_up("evil.example")
    assert watched.looked_up() == ["evil.example"]


def test_what_one_visitor_opened_no_other_sees(start: Start, browser: Browser, tmp_path: Path) -> None:
    watched = start()
    wait_until_up(watched.address, watched.process, tmp_path / "log")
    one, other = _page(browser, watched.address), _page(browser, watched.address)
    one.get_by_role("heading", name="Upload").wait_for()
    drop(one, b"id,months,dead\n" + b"".join(b"P%d,%d,%d\n" % (i, i + 1, i % 2) for i in range(30)), "mine.csv")
    one.get_by_text("30 rows =").wait_for()
    for title in ("Cohort summary", "Survival curves", "Models", "Report"):
        go(one, title)
        go(other, title)
        assert one.get_by_text("mine.csv").count()
        assert not other.get_by_text("mine.csv").count()
        assert other.get_by_text("No cohort yet.").is_visible()
    for page in (one, other):
        page.context.close()


@pytest.mark.skipif(sys.platform != "linux", reason="another address of the loopback device is there on Linux only")
def test_the_server_listens_on_this_computer_only(start: Start, tmp_path: Path) -> None:
    """127.0.0.2 is this computer too: it is answered by whoever listens on every address, and not by 127.0.0.1."""
    watched = start()
    wait_until_up(watched.address, watched.process, tmp_path / "log")
    port = urlsplit(watched.address).port
    socket.create_connection(("127.0.0.1", port), 5).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), 5)
