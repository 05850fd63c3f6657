"""Sessions that nobody is connected to are closed in time, in Streamlit's own runtime: a changed one would show."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dashboard import forgetting
from dashboard.forgetting import RECONNECT_S, Forgetting
from nec_core.figures.font import _width_at_100, text_width
from nec_core.ingest.matching.profile import header_words

Work = Callable[[Runtime], Coroutine[Any, Any, None]]


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Other tests look for garbage among all there is."""
    yield
    gc.unfreeze()


@pytest.fixture
def in_a_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Work], None]]:
    """Runs work beside Streamlit's real runtime, in a thread of its own: browser tests leave a loop in this one."""
    monkeypatch.setattr(Runtime, "_instance", None)
    script = tmp_path / "script.py"
    script.write_text("")

    async def run(work: Work) -> None:
        runtime = Runtime(
            RuntimeConfig(
                script_path=str(script),
                media_file_storage=MemoryMediaFileStorage("/media"),
                uploaded_file_manager=MemoryUploadedFileManager("/upload"),
                session_storage=MemorySessionStorage(ttl_seconds=3600),
            )
        )
        await runtime.start()
        try:
            await work(runtime)
        finally:
            runtime.stop()
            await runtime.stopped

    with ThreadPoolExecutor(1) as threads:
        yield lambda work: threads.submit(lambda: asyncio.run(run(work))).result()


def _stored(runtime: Runtime) -> set[str]:
    return {info.session.id for info in runtime._session_mgr.list_sessions()}


def test_a_session_left_alone_is_closed_after_a_while_and_one_that_came_back_is_not(
    in_a_runtime: Callable[[Work], None],
) -> None:
    async def work(runtime: Runtime) -> None:
        here, gone, back = (runtime.connect_session(forgetting._Nobody(), {}) for _ in range(3))
        clock = Forgetting(runtime)
        runtime.disconnect_session(gone)
        runtime.disconnect_session(back)
        assert await clock.look(100.0) == 0
        assert await clock.look(100.0 + RECONNECT_S - 0.1) == 0
        assert runtime.connect_session(forgetting._Nobody(), {}, existing_session_id=back) == back
        assert _stored(runtime) == {here, gone, back}
        assert await clock.look(100.0 + RECONNECT_S) == 1
        assert _stored(runtime) == {here, back}
        runtime.disconnect_session(back)
        assert await clock.look(200.0) == 0, "it was alone for no time at all"
        assert await clock.look(200.0 + RECONNECT_S) == 1
        assert _stored(runtime) == {here}

    in_a_runtime(work)


def test_the_last_session_served_is_no_longer_held_though_nobody_comes(in_a_runtime: Callable[[Work], None]) -> None:
    async def work(runtime: Runtime) -> None:
        session = runtime.connect_session(forgetting._Nobody(), {})
        served = runtime.get_app_session(session)
        assert served is not None
        served._enqueue_forward_msg(forgetting.ForwardMsg())
        await asyncio.sleep(0.2)
        held = weakref.ref(served)
        del served
        runtime.disconnect_session(session)
        clock = Forgetting(runtime, patience_s=0)
        assert await clock.look(0.0) == 1
        await asyncio.sleep(0.1)
        gc.collect()
        assert held() is None

    in_a_runtime(work)


def test_giving_back_forgets_the_texts_that_were_measured_and_split() -> None:
    text_width("Dr Müller's ward", 10)
    header_words("Dr Müller's ward")
    forgetting.give_back()
    assert _width_at_100.cache_info().currsize == 0
    assert header_words.cache_info().currsize == 0


class _Kept:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_frozen_is_given_back_too_and_frozen_again_is_what_lives() -> None:
    thing = _Kept()
    gc.freeze()
    held = weakref.ref(thing)
    del thing
    gc.collect()
    assert held() is not None, "Streamlit's own search does not reach it"
    forgetting.give_back()
    assert held() is None
    assert gc.get_freeze_count() > 10_000


def test_what_was_cleared_is_given_back_at_the_next_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    media = SimpleNamespace(remove_orphaned_files=lambda: looked.append("files"))
    runtime: Any = SimpleNamespace(media_file_mgr=media)

    async def look(self: Forgetting, now: float) -> int:
        looked.append("look")
        if len(looked) == 1:
            forgetting.owe()
        if looked.count("look") == forgetting._AFTERWARDS + 3:
            raise asyncio.CancelledError
        return 0

    monkeypatch.setattr(Forgetting, "look", look)
    monkeypatch.setattr(forgetting, "give_back", lambda: looked.append("given back"))
    monkeypatch.setattr(forgetting, "_LOOK_S", 0)
    monkeypatch.setattr(forgetting, "_owed", 0)

    async def work() -> None:
        with pytest.raises(asyncio.CancelledError):
            await forgetting._tick(runtime)

    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, work()).result()
    assert looked[0] == "look"
    assert looked.count("given back") == looked.count("files") == forgetting._AFTERWARDS
    assert looked[-3:] == ["look", "look", "look"]


def test_after_a_silence_something_of_no_consequence_is_heard_and_no_message_is_lost() -> None:
    heard: list[Any] = []
    spoken: asyncio.Queue[Any]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while not heard or heard[-1].get("bytes") != b"b":
            heard.append(await receive())

    async def work() -> None:
        nonlocal spoken
        spoken = asyncio.Queue()
        middleware = forgetting.LastWordsForgotten(app, silence_s=0.05)
        served = asyncio.create_task(middleware({"type": "websocket"}, spoken.get, None))  # type: ignore[arg-type]  # unused
        await asyncio.sleep(0.2)
        assert heard == [], "nothing is said before the connection is asked for"
        await spoken.put({"type": "websocket.connect"})
        await asyncio.sleep(0.12)
        await spoken.put({"type": "websocket.receive", "bytes": b"a"})
        await spoken.put({"type": "websocket.receive", "bytes": b"b"})
        await served

    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, work()).result()
    said = BackMsg()
    said.ParseFromString(heard[1]["bytes"])
    assert said.WhichOneof("type") == "app_heartbeat"
    kinds = [m.get("bytes", m["type"]) for m in heard if m.get("bytes") != forgetting._NOTHING_SAID]
    assert kinds == ["websocket.connect", b"a", b"b"]
