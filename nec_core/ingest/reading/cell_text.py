"""A cell's value as text."""

from __future__ import annotations

import datetime as dt

Cell = str | float | bool | int | dt.date | dt.datetime | dt.time | dt.timedelta


def cell_text(cell: Cell) -> str:
    """A cell as a person would type it: 5.0 is "5", a date is ISO, midnight is not printed."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    return str(cell)
