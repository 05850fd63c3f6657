"""Every HTTP answer carries the headers that keep the page to itself; endpoints nobody needs answer 404."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dashboard.security import HEADERS, SecurityHeaders


def answered(path: str, kind: str = "http") -> tuple[list[dict[str, Any]], list[str]]:
    """What is sent for a path, and the paths that reached the app behind."""
    reached: list[str] = []
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b"1")]})
        await send({"type": "http.response.body", "body": b"page"})

    async def receive() -> Any: ...

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(SecurityHeaders(app)({"type": kind, "path": path}, receive, send))
    return sent, reached


def test_every_answer_has_its_own_headers_and_those() -> None:
    (start, body), reached = answered("/")
    assert start["headers"] == [(b"etag", b"1"), *HEADERS]
    assert (body["body"], reached) == (b"page", ["/"])


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/x", "/_stcore/agent"])
def test_what_tells_about_the_server_is_shut_with_the_same_headers(path: str) -> None:
    (start, body), reached = answered(path)
    assert (start["status"], start["headers"], body["body"], reached) == (404, list(HEADERS), b"", [])


def test_what_is_no_http_passes_untouched() -> None:
    (start, _), reached = answered("/_stcore/stream", "websocket")
    assert (start["headers"], reached) == ([(b"etag", b"1")], ["/_stcore/stream"])


def test_nothing_may_be_fetched_from_sent_to_or_framed_by_anybody_else() -> None:
    policy = dict(part.split(" ", 1) for part in dict(HEADERS)[b"content-security-policy"].decode().split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["connect-src"] == "'self' ws: wss:"
    named = {source for sources in policy.values() for source in sources.split()}
    assert not [s for s in named if "." in s or s.startswith("http") or s == "*"]
    assert dict(HEADERS)[b"x-content-type-options"] == b"nosniff"
    assert dict(HEADERS)[b"referrer-policy"] == b"no-referrer"
