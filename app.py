"""The dashboard's entry: `python -m streamlit run app.py`.

An ASGI app rather than a script, so that the security headers are the app's own and a folder named pages/ beside it
does not switch on Streamlit's old multipage mode.
"""

from starlette.middleware import Middleware
from streamlit import App

from dashboard.security import SecurityHeaders
from nec_core.export import image
from nec_core.figures.screen import screen

# Nobody should wait for an import: Plotly and matplotlib are loaded in the background while the page opens.
screen.warm()
image.warm()

app = App("pages/_router.py", middleware=[Middleware(SecurityHeaders)])
