"""The dashboard's entry: `python -m streamlit run app.py`, on a computer others use too with ` -- --token` behind it.

An ASGI app rather than a script, so that the doors are the app's own and a folder named pages/ beside it does not
switch on Streamlit's old multipage mode.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from streamlit import App, get_option

from dashboard import forgetting, opening
from dashboard.doors import OwnSessions, TokenDoor, token_asked_for
from dashboard.security import SecurityHeaders, keep_uploads_in_memory
from nec_core.export import image
from nec_core.figures.screen import screen
from nec_core.ingest.apart.readers import READERS

forgetting.take_memory_that_comes_back()

# Nobody should wait for an import: Plotly and matplotlib are loaded in the background while the page opens, and a
# process that reads files stands ready.
screen.warm()
image.warm()
READERS.keep_warm()

keep_uploads_in_memory()
token = token_asked_for(sys.argv[1:])


@asynccontextmanager
async def lifespan(app: App) -> AsyncIterator[None]:
    async with opening.lifespan(token), forgetting.lifespan(app):
        yield


hosts = (get_option("server.address"), get_option("browser.serverAddress"), *get_option("server.allowedHosts"))
app = App(
    "pages/_router.py",
    lifespan=lifespan,
    middleware=[
        Middleware(SecurityHeaders, hosts=hosts),
        *([] if token is None else [Middleware(TokenDoor, token=token)]),
        Middleware(OwnSessions),
        Middleware(forgetting.LastWordsForgotten),
    ],
)
