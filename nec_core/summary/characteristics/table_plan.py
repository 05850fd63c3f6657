"""What is asked of Table 1: its rows, its columns, how numbers are told, and whether groups are compared."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict

from nec_core.analysis.asked import Asked, AskedField, asked_fields
from nec_core.errors import PlanError
from nec_core.saved_file import read_saved

Numbers = Literal["median", "mean"]
TABLE_PLAN_FILE = "table_1.json"
"""Its name in a report bundle."""


class TablePlan(BaseModel):
    """What is asked: the same on the page, on the command line and in the report.

    Attributes:
        version: of the file it is saved as: see `nec_core.saved_file`.
        by: a category whose levels are the columns; None for one column.
        variables: categories and numbers, a row each, in that order; None for `usual_variables`.
        numbers: told by the median with quartiles and tested by ranks, or by the mean with the standard deviation and
            tested by it.
        p: whether each row has a P value.
        differences: whether each row has its standardised difference.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1] = 1
    by: Annotated[
        str | None, Asked("Compare by", "--by", "variable", "the groups: a category.", empty="All patients together")
    ] = None
    variables: Annotated[
        tuple[str, ...] | None,
        Asked(
            "Variables of Table 1", "--variables", "variables", "a row each, in this order.", "A,B",
            empty="all that is known at diagnosis, and treatments; no outcome, nothing that is the same in all",
        ),
    ] = None  # fmt: skip
    numbers: Annotated[
        Numbers,
        Asked("Numbers", "--numbers", "choice", "how the numbers of Table 1 are told, and tested.",
              words={"median": "Median [IQR]", "mean": "Mean (SD)"}),
    ] = "median"  # fmt: skip
    p: Annotated[
        bool,
        Asked("P values", "--p-values", "flag",
              "Table 1 with a P for each row. Without randomisation it describes, and decides nothing."),
    ] = False  # fmt: skip
    differences: Annotated[
        bool,
        Asked("Standardised differences", "--differences", "flag",
              "Table 1 with how far apart the groups are, whatever their size: above 0.1 is often called imbalance."),
    ] = False  # fmt: skip

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "This file") -> TablePlan:
        """What was asked of Table 1, as a report bundle holds it.

        Args:
            text: the file's content.
            name: what a refusal calls the file.

        Raises:
            PlanError: the text is none, or one of a later version.
        """
        next_step = f"Take {TABLE_PLAN_FILE} of a report bundle."
        return read_saved(cls, text, "a saved plan of Table 1", next_step, PlanError, name)


@cache
def asked() -> Mapping[str, AskedField]:
    """What a person can ask for, by the plan's field."""
    return asked_fields(TablePlan)


__all__ = ["TABLE_PLAN_FILE", "Numbers", "TablePlan", "asked"]
