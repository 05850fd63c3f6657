"""What a person decided about how to read a file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class ReadOptions(BaseModel):
    """How to read the file; None means: detect it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    encoding: str | None = None
    delimiter: str | None = Field(default=None, pattern=r'^[^"\r\n\x00]$')
    sheet: str | None = None
    header_row: int | None = Field(default=None, ge=0)
