"""Who is answered, and with which headers: nobody by a foreign name, no page elsewhere, and nothing stays behind."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any, TypeVar

import pytest
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

from dashboard.security import HEADERS, SecurityHeaders, headers, keep_uploads_in_memory

T = TypeVar("T")
OWN = {b"host": b"127.0.0.1:8501"}


def _run(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: the browser tests leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


def answered(
    path: str, kind: str = "http", asked: dict[bytes, bytes] | None = None, hosts: tuple[str, ...] = ()
) -> tuple[list[dict[str, Any]], list[str]]:
    """What is sent for a path, and the paths that reached the app behind."""
    reached: list[str] = []
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["path"])
        kept = [(b"etag", b"1"), (b"Cache-Control", b"public")]
        await send({"type": "http.response.start", "status": 200, "headers": kept})
        await send({"type": "http.response.body", "body": b"page"})

    async def receive() -> Any: ...

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": kind, "path": path, "headers": list((OWN if asked is None else asked).items())}
    _run(SecurityHeaders(app, hosts)(scope, receive, send))
    return sent, reached


def test_every_answer_has_its_own_headers_and_those_and_is_not_kept_by_the_browser() -> None:
    for path in ("/", "/media/3f2a.pdf", "/_stcore/health", "/base/media/3f2a.csv"):
        (start, body), reached = answered(path)
        assert start["headers"] == [(b"etag", b"1"), *headers("127.0.0.1:8501", path)]
        assert dict(start["headers"])[b"cache-control"] == b"no-store"
        assert (body["body"], reached) == (b"page", [path])


def test_streamlit_s_own_files_may_be_kept() -> None:
    for path in ("/static/js/index.a1b2.js", "/base/static/css/x.css"):
        (start, _), _ = answered(path)
        assert (b"Cache-Control", b"public") in start["headers"]
        assert set(HEADERS) <= set(start["headers"])


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/x", "/_stcore/agent", "/nec/_stcore/metrics", "/nec/_stcore/agent/x"]
)
def test_what_tells_about_the_server_is_shut_with_the_same_headers(path: str) -> None:
    (start, body), reached = answered(path)
    assert (start["status"], body["body"], reached) == (404, b"", [])
    assert set(headers("127.0.0.1:8501", path)) <= set(start["headers"])


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "host", [b"evil.example", b"evil.example:8501", b"127.0.0.1.evil.example", b"", b"[::1", b"localhost@evil.example"]
)
def test_who_asks_by_a_foreign_name_reaches_nothing(kind: str, host: bytes) -> None:
    sent, reached = answered("/_stcore/stream", kind, {b"host": host, b"origin": b"http://" + host})
    assert reached == []
    assert sent[0] == ({"type": "websocket.close", "code": 1008} if kind == "websocket" else sent[0])
    assert kind == "websocket" or sent[0]["status"] == 403


@pytest.mark.parametrize("host", [b"localhost:8501", b"127.0.0.1", b"[::1]:8501", b"LOCALHOST", b"Registry.Example"])
def test_who_asks_by_a_name_of_this_server_is_answered(host: bytes) -> None:
    _, reached = answered("/", "http", {b"host": host}, ("registry.example",))
    assert reached == ["/"]


def test_every_name_is_answered_only_where_somebody_said_so() -> None:
    assert answered("/", "http", {b"host": b"any.example"}, ("*",))[1] == ["/"]
    assert answered("/", "http", {b"host": b"any.example"}, ("", "0.0.0.0"))[1] == []


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        (b"http://127.0.0.1:8501", True),
        (b"https://127.0.0.1:8501", True),
        (None, True),  # a program that is no browser
        (b"http://evil.example", False),
        (b"http://127.0.0.1:9999", False),
        (b"http://localhost:8501", False),
        (b"null", False),
    ],
)
def test_a_websocket_is_opened_by_our_own_page_only(origin: bytes | None, let_in: bool) -> None:
    asked = OWN if origin is None else OWN | {b"origin": origin}
    sent, reached = answered("/_stcore/stream", "websocket", asked)
    assert bool(reached) is let_in
    assert let_in or sent == [{"type": "websocket.close", "code": 1008}]


def test_nothing_may_be_fetched_from_sent_to_or_framed_by_anybody_else() -> None:
    told = dict(headers("127.0.0.1:8501", "/"))
    policy = dict(part.split(" ", 1) for part in told[b"content-security-policy"].decode().split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["connect-src"] == "'self' ws://127.0.0.1:8501 wss://127.0.0.1:8501"
    named = {source for sources in policy.values() for source in sources.split()} - set(policy["connect-src"].split())
    assert not [s for s in named if "." in s or s.startswith("http") or s in ("*", "ws:", "wss:")]
    assert told[b"x-content-type-options"] == b"nosniff"
    assert told[b"referrer-policy"] == b"no-referrer"


def test_an_upload_of_any_size_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """starlette's own parser, given 3 MB as a browser sends them."""
    rolled: list[object] = []
    monkeypatch.setattr(SpooledTemporaryFile, "rollover", lambda self: rolled.append(self))
    monkeypatch.setattr(MultiPartParser, "spool_max_size", MultiPartParser.spool_max_size)
    assert _parsed(3 * 2**20) == 3 * 2**20
    assert rolled, "starlette no longer writes parts over 1 MB to disk: this can go"
    rolled.clear()
    keep_uploads_in_memory()
    assert _parsed(3 * 2**20) == 3 * 2**20
    assert rolled == []


def _parsed(size: int) -> int:
    """The bytes that come out of a form with one file of this size."""
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x.csv"\r\n\r\n'
    body = io.BytesIO(head + b"x" * size + b"\r\n--b--\r\n")

    async def pieces() -> Any:
        while piece := body.read(65536):
            yield piece

    async def parse() -> int:
        asked = Headers({"content-type": "multipart/form-data; boundary=b"})
        form = await MultiPartParser(asked, pieces()).parse()
        read = len(await form["f"].read())  # type: ignore[union-attr]
        await form.close()
        return read

    return _run(parse())
