"""The dashboard's entry: `python -m streamlit run app.py`.

An ASGI app rather than a script, so that the doors are the app's own and a folder named pages/ beside it does not
switch on Streamlit's old multipage mode.
"""

from starlette.middleware import Middleware
from streamlit import App, get_option

from dashboard import forgetting
from dashboard.security import SecurityHeaders, keep_uploads_in_memory
from nec_core.export import image
from nec_core.figures.screen import screen

forgetting.take_memory_that_comes_back()

# Nobody should wait for an import: Plotly and matplotlib are loaded in the background while the page opens.
screen.warm()
image.warm()

keep_uploads_in_memory()
hosts = (get_option("server.address"), get_option("browser.serverAddress"), *get_option("server.allowedHosts"))
app = App(
    "pages/_router.py",
    lifespan=forgetting.lifespan,
    middleware=[Middleware(SecurityHeaders, hosts=hosts), Middleware(forgetting.LastWordsForgotten)],
)
