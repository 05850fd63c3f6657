"""The page's address where the program was started, and the page itself in a browser where there is a screen."""

from __future__ import annotations

import asyncio
import contextlib
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit import config, get_option

_TRIES, _PAUSE_S = 100, 0.1


@asynccontextmanager
async def lifespan(token: str | None) -> AsyncIterator[None]:
    """Says the address, and opens it once the server answers: entered when the port is known.

    With a token nothing is opened: its address would stand in the list of processes, which others can see.
    """
    print(f"\n  {'Only with its token' if token else 'The page'}: {address(token)}\n", flush=True)
    wanted = token is None and not get_option("server.headless")
    # To Streamlit a server with a screen is its developer's own, whose pages may have it write files. This one is not.
    config.set_option("server.headless", True)
    opening = asyncio.create_task(_open(address())) if wanted else None
    yield
    if opening is not None:
        opening.cancel()


def address(token: str | None = None) -> str:
    """Where the page is, with what lets in."""
    base = get_option("server.baseUrlPath").strip("/")
    place = f"{get_option('browser.serverAddress')}:{get_option('server.port')}/{base}".rstrip("/")
    return f"http://{place}/?token={token}" if token else f"http://{place}/"


async def _open(page: str) -> None:
    for _ in range(_TRIES):
        with contextlib.suppress(OSError):
            _, asked = await asyncio.open_connection(get_option("server.address"), get_option("server.port"))
            asked.close()
            await asyncio.to_thread(webbrowser.open, page)
            return
        await asyncio.sleep(_PAUSE_S)
