"""Who comes in, on a computer that others use too: only with the token, and each browser to its own sessions only.

Two ASGI middlewares, for HTTP and WebSockets alike. `SecurityHeaders` stands before them.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.security import refuse

_WELCOME = b"""<!doctype html><title>NEC cohort explorer</title>
<script>location.replace(location.pathname)</script><noscript>This page needs JavaScript.</noscript>"""
_SENT_AWAY = b"Open the address with its token, as it was printed where the program was started.\n"
BROWSER_HEADER = "X-NEC-Browser"
"""Whose session it is, for Streamlit (`server.trustedUserHeaders`): it hands a session to nobody else who knows its id.
What a visitor says under this name is never taken."""


class TokenDoor:
    """Answers only who opened the address with the token, once: from then on a cookie lets that browser in.

    The page that is opened with the token replaces itself, so that the token is not in the browser's history.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token, self._pass = app, token, secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or _same(_cookie(scope, _NAMES["pass"]), self._pass):
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and _same(_asked(scope, "token"), self._token):
            letting_in = [(b"content-type", b"text/html; charset=utf-8"), _set_cookie(_NAMES["pass"], self._pass)]
            await _answer(send, 200, letting_in, _WELCOME)
        elif scope["type"] == "http":
            await _answer(send, 403, [(b"content-type", b"text/plain; charset=utf-8")], _SENT_AWAY)
        else:
            await refuse(scope, send, 403)


class OwnSessions:
    """Gives every browser a secret of its own, and tells Streamlit whose connection it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = _cookie(scope, _NAMES["browser"]) if scope["type"] in ("http", "websocket") else None
        if scope["type"] == "websocket":
            name = BROWSER_HEADER.lower().encode()
            # A program without the cookie gets its own sessions, once.
            whose = (known or secrets.token_urlsafe(32)).encode()
            scope = {**scope, "headers": [*(h for h in scope["headers"] if h[0].lower() != name), (name, whose)]}
        if scope["type"] != "http" or known:
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                cookie = _set_cookie(_NAMES["browser"], secrets.token_urlsafe(32))
                message["headers"] = [*message.get("headers", ()), cookie]
            await send(message)

        await self._app(scope, receive, send_with_cookie)


_NAMES = {"pass": "nec_pass", "browser": "nec_browser"}


def token_asked_for(arguments: Sequence[str]) -> str | None:
    """A new token where the program was started with `--token`.

    Raises:
        SystemExit: for any other argument; a slip must not open the door.
    """
    if not arguments:
        return None
    if list(arguments) != ["--token"]:
        raise SystemExit(f"Not known: {' '.join(arguments)}. What can be given is: -- --token")
    return secrets.token_urlsafe(24)


def _is_page(message: Message) -> bool:
    return any(name.lower() == b"content-type" and b"text/html" in value for name, value in message["headers"])


def _same(one: str | None, other: str) -> bool:
    return one is not None and hmac.compare_digest(one.encode(), other.encode())


def _cookie(scope: Scope, name: str) -> str | None:
    for header, value in scope["headers"]:
        if header.lower() == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(name)
            except CookieError:
                continue
            if found is not None:
                return str(found.value)
    return None


def _asked(scope: Scope, name: str) -> str | None:
    said = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=20).get(name)
    return said[0] if said else None


def _set_cookie(name: str, value: str) -> tuple[bytes, bytes]:
    return b"set-cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Strict".encode()


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
