"""What a spreadsheet makes of cells it takes for something else: dates of 1-2, long numbers without their digits."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nec_core.ingest.cells.dates import month_number

_DAY_AND_MONTH = re.compile(r"\d{1,2}[-. ]{1,2}([A-Za-zÀ-ÿ]{3,4})\.?|([A-Za-zÀ-ÿ]{3,4})\.?[- ]\d{2}")
_SHORTENED = r"^[0-9]([.,][0-9]+)?[Ee]\+[0-9]{1,3}$"


def turned_into_date(text: str) -> bool:
    """Whether this is what a spreadsheet makes of 1-2 or 3/4: "2-Jan", "04. Mrz", "Jan-02"."""
    match = _DAY_AND_MONTH.fullmatch(text)
    return match is not None and month_number(match[1] or match[2]) is not None


def shortened(texts: pa.StringArray) -> npt.NDArray[np.bool_]:
    """(k,) which are numbers that lost their last digits: "9.45E+12"."""
    return np.asarray(pc.match_substring_regex(texts, _SHORTENED).to_numpy(zero_copy_only=False), bool)
