"""With a token nobody comes in without it, by HTTP or WebSocket; and a session is its browser's own."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dashboard.doors import BROWSER_HEADER, OwnSessions, TokenDoor, token_asked_for

TOKEN = "a-token"
PAGE = [(b"Content-Type", b"text/html; charset=utf-8")]


class Behind:
    """The app behind the door: what reached it."""

    def __init__(self, headers: list[tuple[bytes, bytes]] = PAGE) -> None:
        self.reached: list[Any] = []
        self.headers = headers

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached.append(scope)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": self.headers})
            await send({"type": "http.response.body", "body": b"page"})


def sent(app: Any, kind: str = "http", query: str = "", headers: dict[bytes, bytes] | None = None) -> list[Any]:
    """What is sent back. In a thread of its own: the browser tests leave an event loop running in this one."""
    found: list[Any] = []

    async def send(message: Any) -> None:
        found.append(message)

    async def ask() -> None:
        scope = {"type": kind, "path": "/", "query_string": query.encode(), "headers": list((headers or {}).items())}
        await app(scope, None, send)

    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, ask()).result()
    return found


def cookies(messages: list[Any]) -> list[str]:
    headers = [pair for m in messages if m["type"] == "http.response.start" for pair in m["headers"]]
    return [value.decode() for name, value in headers if name == b"set-cookie"]


@pytest.mark.parametrize("query", ["", "token=", "token=another", "token=a-toke", "other=a-token", "token=%ff"])
@pytest.mark.parametrize("cookie", [None, b"nec_pass=", b"nec_pass=a-token", b"nec_pass=x; other=y", b"\xff;=;"])
def test_without_the_token_nothing_is_reached(query: str, cookie: bytes | None) -> None:
    behind = Behind()
    door = TokenDoor(behind, TOKEN)
    headers = {} if cookie is None else {b"cookie": cookie}
    (start, body) = sent(door, "http", query, headers)
    assert (start["status"], behind.reached, cookies([start])) == (403, [], [])
    assert b"address with its token" in body["body"]
    assert sent(door, "websocket", query, headers) == [{"type": "websocket.close", "code": 1008}]
    assert behind.reached == []


def test_a_websocket_is_not_opened_by_the_token_but_by_the_cookie_it_gave() -> None:
    behind = Behind()
    door = TokenDoor(behind, TOKEN)
    assert sent(door, "websocket", f"token={TOKEN}") == [{"type": "websocket.close", "code": 1008}]
    opened = sent(door, "http", f"token={TOKEN}")
    assert opened[0]["status"] == 200
    assert b"location.replace(location.pathname)" in opened[1]["body"]
    assert behind.reached == []
    (cookie,) = cookies(opened)
    assert re.fullmatch(r"nec_pass=[\w-]{43}; Path=/; HttpOnly; SameSite=Strict", cookie)
    assert TOKEN not in cookie
    given = {b"cookie": b"other=1; " + cookie.split(";")[0].encode()}
    sent(door, "websocket", "", given)
    sent(door, "http", "", given)
    assert [scope["type"] for scope in behind.reached] == ["websocket", "http"]


def test_the_token_of_one_start_does_not_open_the_next() -> None:
    (cookie,) = cookies(sent(TokenDoor(Behind(), TOKEN), "http", f"token={TOKEN}"))
    assert sent(TokenDoor(Behind(), TOKEN), "http", "", {b"cookie": cookie.split(";")[0].encode()})[0]["status"] == 403


def test_only_who_asks_for_a_token_gets_one_and_a_slip_opens_nothing() -> None:
    assert token_asked_for([]) is None
    one, other = token_asked_for(["--token"]), token_asked_for(["--token"])
    assert one is not None and len(one) >= 32 and one != other
    for slip in (["--tokne"], ["--token", "mine"], ["--token=mine"], ["token"]):
        with pytest.raises(SystemExit, match="-- --token"):
            token_asked_for(slip)


def test_a_browser_gets_a_secret_with_its_first_page_and_keeps_it() -> None:
    (cookie,) = cookies(sent(OwnSessions(Behind())))
    assert re.fullmatch(r"nec_browser=[\w-]{43}; Path=/; HttpOnly; SameSite=Strict", cookie)
    assert cookies(sent(OwnSessions(Behind()))) != [cookie]
    assert cookies(sent(OwnSessions(Behind()), headers={b"cookie": cookie.split(";")[0].encode()})) == []
    assert cookies(sent(OwnSessions(Behind([(b"content-type", b"text/csv")])))) == []


def test_streamlit_is_told_whose_connection_it_is_and_not_what_the_visitor_says() -> None:
    def told(headers: dict[bytes, bytes]) -> list[str]:
        behind = Behind()
        sent(OwnSessions(behind), "websocket", "", headers)
        name = BROWSER_HEADER.lower().encode()
        return [v.decode() for h, v in behind.reached[0]["headers"] if h.lower() == name]

    assert told({b"cookie": b"nec_browser=mine"}) == ["mine"]
    assert told({b"cookie": b"nec_browser=mine", b"x-nec-browser": b"yours"}) == ["mine"]
    (one,), (other,) = told({b"X-NEC-Browser": b"yours"}), told({b"x-nec-browser": b"yours"})
    assert len({one, other, "yours"}) == 3
