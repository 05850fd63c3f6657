"""Whom the app answers, and with which headers: the page keeps to itself, and what nobody needs is shut.

An ASGI middleware round Streamlit, for HTTP and WebSockets alike. A page elsewhere can make a browser ask this server
by a name of its own that leads here (DNS rebinding), or open a WebSocket to it: neither reaches Streamlit.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.formparsers import MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_POLICY = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' 'unsafe-inline'",
    # Not every browser takes 'self' for a WebSocket: the page's own is named.
    "connect-src 'self' ws://{host} wss://{host}",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob:",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'self'",
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
SHUT = ("/_stcore/metrics", "/_stcore/agent")
"""Ends of paths answered with 404, whatever stands before: they tell about the server, or let programs drive it."""
_KEPT_BY_BROWSERS = "/static/"
"""Streamlit's own files under names that change with their content; everything else is forgotten by the browser."""


class SecurityHeaders:
    """Answers only who asks for this server by a name of its own; adds headers to every HTTP answer.

    Args:
        app: what stands behind.
        hosts: names, besides those of this computer itself, under which the server is reached. "*" for every name, when
            whoever starts the app serves others and guards the door otherwise.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self.app = app
        self.hosts = LOOPBACK | {host.casefold() for host in hosts if host}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
        host = asked.get(b"host", "")
        if not self._is_ours(host) or not _same_place(asked.get(b"origin"), host, scope["type"]):
            await refuse(scope, send, 403)
            return
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        added = headers(host, scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in added}
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in own]
                message["headers"] = [*kept, *added]
            await send(message)

        if any(shut in scope["path"] for shut in SHUT):
            await refuse(scope, send_with_headers, 404)
            return
        await self.app(scope, receive, send_with_headers)

    def _is_ours(self, host: str) -> bool:
        return "*" in self.hosts or _name(host) in self.hosts


def keep_uploads_in_memory() -> None:
    """Starlette writes an uploaded file of over 1 MB to a temporary one, in clear; here none is, whatever its size.

    How large one may be is Streamlit's own limit (`server.maxUploadSize`), which it keeps while bytes come in.
    """
    MultiPartParser.spool_max_size = 0  # what 0 means to Python's SpooledTemporaryFile: never


def headers(host: str, path: str) -> list[tuple[bytes, bytes]]:
    """What every answer carries. A `host` that got so far is a name of this server."""
    policy = "; ".join(_POLICY).replace("{host}", host)
    found = [(b"content-security-policy", policy.encode("latin-1")), *HEADERS]
    return found if _KEPT_BY_BROWSERS in path else [*found, (b"cache-control", b"no-store")]


def _name(host: str) -> str:
    """A Host header without its port; "" for what is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""


def _same_place(origin: str | None, host: str, kind: str) -> bool:
    """Whether a WebSocket is opened by a page of this server. A program that is no browser names no origin."""
    return kind != "websocket" or origin is None or urlsplit(origin).netloc.casefold() == host.casefold()


async def refuse(scope: Scope, send: Send, status: int) -> None:
    """Answers with the status and nothing else."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: the browser gets a 403
        return
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
