"""A Plotly figure that is one plain dict: as fast to make as to write down.

`plotly.graph_objects.Figure` judges and copies every property of every word and line, one object each, which takes ten
times as long as everything else about the figure. Whatever shows a figure asks it for its dict and for nothing else;
that our dicts are what Plotly would accept is proved by the tests, not again on every page.
"""

from __future__ import annotations

import base64
from typing import Any, Final

import numpy as np
from plotly.basedatatypes import BaseFigure

_COORDINATES: Final = ("x", "y")


class Unchecked(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """The figure that a dict of `screen.plotly_spec` describes."""

    def __init__(self, spec: dict[str, Any]) -> None:
        # Plotly's own __init__ is what is not done.
        self._spec = spec

    def to_dict(self) -> dict[str, Any]:
        """As sent: coordinates as the browser's own typed arrays, which are shorter than digits and exact."""
        data = [
            {**trace, **{axis: _typed(trace[axis]) for axis in _COORDINATES if isinstance(trace.get(axis), np.ndarray)}}
            for trace in self._spec["data"]
        ]
        return {"data": data, "layout": self._spec["layout"]}


def _typed(values: np.ndarray[Any, np.dtype[Any]]) -> dict[str, str]:
    return {
        "dtype": f"{values.dtype.kind}{values.dtype.itemsize}",
        "bdata": base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii"),
    }
