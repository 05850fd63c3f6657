"""matplotlib, loaded without leaving anything on the computer.

When it is imported it makes folders in the person's home and writes the list of the system's fonts there, of which none
is drawn with. Nothing says that it should not; it can only be told where. So it is told a folder of its own that is
removed as soon as it is loaded: the list, made anew in a fifth of a second, then stays in memory. What stands in the
person's own settings of matplotlib is not read either, so that a figure is the same on every machine.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import threading

_PLACE = "MPLCONFIGDIR"
_LOADING = threading.Lock()


def load() -> None:
    """Before anything of matplotlib is imported; a second call changes nothing.

    Where it is loaded already, or the person said where its files belong, nothing is done.
    """
    with _LOADING:
        if "matplotlib.font_manager" in sys.modules or _PLACE in os.environ:
            return
        with tempfile.TemporaryDirectory(prefix="matplotlib-") as folder:
            os.environ[_PLACE] = folder
            try:
                importlib.import_module("matplotlib.font_manager")
            finally:
                del os.environ[_PLACE]


__all__ = ["load"]
