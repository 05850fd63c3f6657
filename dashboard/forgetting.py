"""What a session held is gone when it is cleared, reloaded or closed, though nobody else comes: a clock sees to it.

Streamlit keeps the session of a closed tab for a while, lest the connection was only interrupted, and drops it when it
happens to look. Here it is closed after a short while, and what was freed is given back to the computer.

Streamlit looks for garbage after every run, among all there is: half a million objects of imported modules, which take
longer than a whole filter change. They are frozen, so that it looks among what came since; whenever something is to be
forgotten, everything is thawed and looked through.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance
from streamlit.runtime.session_manager import SessionClient

if TYPE_CHECKING:
    from streamlit.runtime import Runtime

RECONNECT_S = 20
"""So long a connection may be interrupted before the session's data is gone: time for a hiccup, not for a lunch."""
_LOOK_S = 5
_AFTERWARDS = 3
"""At so many looks after something was forgotten, memory is given back: a run may still be ending at the first."""
_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3  # of malloc.h
_SILENCE_S = 20
_NOTHING_SAID = BackMsg(app_heartbeat=True).SerializeToString()
_FLUSHED_S = 0.5
"""Streamlit sends what is to be sent a hundred times a second."""


class Forgetting:
    """Closes the sessions that nobody is connected to.

    Args:
        runtime: Streamlit's. Its methods are called in its own event loop only.
        patience_s: how long a session waits for its browser to come back.
    """

    def __init__(self, runtime: Runtime, patience_s: float = RECONNECT_S) -> None:
        self._runtime, self._patience_s = runtime, patience_s
        self._alone_since: dict[str, float] = {}

    async def look(self, now: float) -> int:
        """Closes what was left alone for too long at the time `now`, in seconds; returns how many sessions."""
        manager = self._runtime._session_mgr
        connected = {active.session.id for active in manager.list_active_sessions()}
        alone = {stored.session.id for stored in manager.list_sessions()} - connected
        self._alone_since = {session: self._alone_since.get(session, now) for session in alone}
        late = [session for session, since in self._alone_since.items() if now - since >= self._patience_s]
        for session in late:
            self._runtime.close_session(session)
        if late:
            await self._visit()
        return len(late)

    async def _visit(self) -> None:
        """Somebody comes, is told one thing, and goes: Streamlit's loop holds whom it served last, and what it sent."""
        visitor = self._runtime.connect_session(client=_Nobody(), user_info={})
        session = self._runtime.get_app_session(visitor)
        if session is not None:
            session._enqueue_forward_msg(ForwardMsg())
            await asyncio.sleep(_FLUSHED_S)
        self._runtime.close_session(visitor)


class _Nobody(SessionClient):
    """A visitor who hears nothing."""

    def write_forward_msg(self, msg: ForwardMsg) -> None: ...


class LastWordsForgotten:
    """An ASGI middleware that says something of no consequence when a browser has been silent for a while.

    Streamlit's loop for a connection holds the last message, in which stands what was chosen on the page, until another
    one comes.
    """

    def __init__(self, app: ASGIApp, silence_s: float = _SILENCE_S) -> None:
        self._app, self._silence_s = app, silence_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        coming: asyncio.Task[Message] | None = None
        is_open = False

        async def receive_or_say_something() -> Message:
            nonlocal coming, is_open
            coming = coming or asyncio.create_task(_awaited(receive))
            await asyncio.wait({coming}, timeout=self._silence_s if is_open else None)
            if not coming.done():
                return {"type": "websocket.receive", "bytes": _NOTHING_SAID}
            message, coming = coming.result(), None
            is_open = message["type"] in ("websocket.connect", "websocket.receive")
            return message

        try:
            await self._app(scope, receive_or_say_something, send)
        finally:
            if coming is not None:
                coming.cancel()


async def _awaited(receive: Receive) -> Message:
    return await receive()


_owed = 0


def owe() -> None:
    """Something was forgotten: what it filled is given back at the next looks."""
    global _owed
    _owed = _AFTERWARDS


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """The clock, as long as the app runs."""
    clock = asyncio.create_task(_tick(get_instance()))
    try:
        yield
    finally:
        clock.cancel()
        with suppress(asyncio.CancelledError):
            await clock


async def _tick(runtime: Runtime) -> None:
    global _owed
    forgetting = Forgetting(runtime)
    gc.freeze()
    await asyncio.sleep(_LOOK_S)
    gc.freeze()  # what was imported in the background meanwhile
    while True:
        if await forgetting.look(time.monotonic()):
            owe()
        if _owed:
            _owed -= 1
            # Files made for a download: Streamlit marks those of nobody the first time, and drops them the second.
            runtime.media_file_mgr.remove_orphaned_files()
            await asyncio.to_thread(give_back)
        await asyncio.sleep(_LOOK_S)


def take_memory_that_comes_back() -> None:
    """What is freed can be returned: called before the first thread is started and before Arrow is imported.

    Arrow's own allocator keeps what it had; GNU's keeps a heap for each thread, and large pieces in them once some were
    freed.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if (libc := _gnu_libc()) is not None:
        libc.mallopt(_M_ARENA_MAX, 2)
        libc.mallopt(_M_MMAP_THRESHOLD, 2**20)


def give_back() -> None:
    """Returns freed memory to the computer, as far as the system lets a program do that."""
    _forget_texts()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if (libc := _gnu_libc()) is not None:
        libc.malloc_trim(0)
    elif sys.platform == "darwin":
        ctypes.CDLL(None).malloc_zone_pressure_relief(None, ctypes.c_size_t(0))


def _gnu_libc() -> ctypes.CDLL | None:
    """The C library where it is GNU's, which can be told about memory."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "gnu_get_libc_version") else None


def _forget_texts() -> None:
    """Headers and names of groups whose words and widths were kept, whoever they came from."""
    from nec_core.figures import font, font_subset
    from nec_core.ingest.matching.profile import header_words

    header_words.cache_clear()
    font.forget_texts()
    font_subset.forget()
