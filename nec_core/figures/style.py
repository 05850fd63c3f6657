"""How a survival figure looks: every choice a person can make, with the default that suits most journals.

The style is small, is JSON both ways (`model_dump_json`, `from_json`), holds no patient data apart from group names,
and is read by both renderers, so that the screen and the paper can't drift apart. What a person reads beside each
choice stands in its `Setting`: the panel is built from the fields, in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from nec_core.errors import PlanError
from nec_core.figures.palette import PaletteName
from nec_core.figures.setting import Setting, SettingSpec, specs
from nec_core.saved_file import read_saved
from nec_core.time_units import UNITS, TimeUnit

LARGEST_FONT_PT = 24.0
THICKEST_LINE_PT = 6.0
LONGEST_TEXT = 200
MOST_CLEAR_GROUPS = 3

HexColour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
ShortText = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, strip_whitespace=True)]
_Time = Annotated[float | None, Field(gt=0, allow_inf_nan=False)]
_PER_GROUP = "a line for each group of the analysis"


class FigureStyle(BaseModel):
    """Every choice has a default; None means "chosen from the data".

    Attributes are grouped as the settings panel shows them: curves, axes, words, groups, sizes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    """Of the file a style is saved as: see `nec_core.saved_file`."""

    # Curves, and what is said in the figure and below it.
    quantity: Annotated[
        Literal["survival", "failure"],
        Setting("Curve of", "Curves", words={"survival": "Survival", "failure": "1 - survival"}),
    ] = "survival"
    display: Annotated[
        Literal["percent", "proportion"],
        Setting("Scale", "Curves", words={"percent": "Percent", "proportion": "Proportion"}),
    ] = "percent"
    interval: Annotated[
        Literal["band", "lines", "none"] | None,
        Setting(
            "Confidence interval", "Curves", words={None: "Auto", "band": "Band", "lines": "Lines", "none": "None"}
        ),
    ] = None
    risk_table: Annotated[
        Literal["none", "at_risk", "extended"] | None,
        Setting(
            "Table below", "Curves",
            words={None: "Auto", "extended": "At risk, censored, events", "at_risk": "At risk", "none": "None"},
        ),
    ] = None  # fmt: skip
    palette: Annotated[
        PaletteName,
        Setting(
            "Colours", "Curves",
            words={
                "default": "Safe for colour blindness", "greyscale": "Greyscale with line styles",
                "nejm": "NEJM", "lancet": "Lancet", "jco": "JCO", "jama": "JAMA",
            },
        ),
    ] = "default"  # fmt: skip
    labels: Annotated[
        Literal["direct", "legend"],
        Setting("Names of curves", "Curves", words={"direct": "At their end", "legend": "In a legend"}),
    ] = "direct"
    censor_ticks: Annotated[bool, Setting("Censoring ticks", "Curves")] = True
    median_lines: Annotated[
        bool | None, Setting("Median lines", "Curves", words={None: "Auto", True: "Always", False: "Never"})
    ] = None
    show_p: Annotated[bool, Setting("P value", "Curves")] = True
    show_medians: Annotated[bool, Setting("Medians in the figure", "Curves")] = False
    show_hr: Annotated[bool, Setting("Hazard ratio", "Curves")] = False
    show_grid: Annotated[bool, Setting("Grid", "Curves")] = False
    tail: Annotated[Literal["pale", "full"], Setting("Pale where few are left", "Curves", ticked=("pale", "full"))] = (
        "pale"
    )
    show_caption: Annotated[bool, Setting("Definitions below", "Curves")] = True
    footnote: Annotated[bool, Setting("Origin as a footnote", "Curves")] = False

    # Axes. Times in `time_unit`, or in the analysis' own unit where that is None.
    time_unit: Annotated[
        TimeUnit | None,
        Setting(
            "Time in", "Axes", words={unit: unit for unit in UNITS},
            by_hand="its first choice is the analysis' own unit, and another one ends what is said of time",
        ),
    ] = None  # fmt: skip
    x_max: Annotated[_Time, Setting("Time axis to ({unit})", "Axes", empty="all", margin=0.1, of_time=True)] = None
    x_step: Annotated[_Time, Setting("Ticks every ({unit})", "Axes", empty="auto", margin=0.1, of_time=True)] = None
    y_min: Annotated[
        float,
        Field(ge=0, lt=1),
        Setting(
            "Other axis from", "Axes", "As a proportion. Above 0 the axis is shown broken.", step=0.05, margin=0.05
        ),
    ] = 0.0
    y_max: Annotated[
        float, Field(gt=0, le=1), Setting("Other axis to", "Axes", "As a proportion.", step=0.05, margin=0.05)
    ] = 1.0
    line_styles: Annotated[
        bool | None, Setting("Dashed lines", "Axes", words={None: "Auto", True: "Always", False: "Never"})
    ] = None

    # Words. None: no title, and the axis labels the analysis gives.
    title: Annotated[ShortText | None, Setting("Title", "Words")] = None
    x_label: Annotated[ShortText | None, Setting("Name of the time axis", "Words")] = None
    y_label: Annotated[ShortText | None, Setting("Name of the other axis", "Words")] = None

    # Groups. `group_names` and `group_colours` are keyed by the name in the data.
    group_order: Annotated[
        tuple[str, ...], Setting("Order of groups", "Groups", by_hand="chosen among the groups of the analysis")
    ] = ()
    group_names: Annotated[dict[str, ShortText], Setting("Name of group", "Groups", by_hand=_PER_GROUP)] = Field(
        default_factory=dict
    )
    group_colours: Annotated[dict[str, HexColour], Setting("Own colour", "Groups", by_hand=_PER_GROUP)] = Field(
        default_factory=dict
    )

    # Sizes, on paper. The screen figure scales with them.
    font_size_pt: Annotated[float, Field(ge=5, le=LARGEST_FONT_PT), Setting("Letters (pt)", "Sizes", step=0.5)] = 8.0
    line_width_pt: Annotated[float, Field(ge=0.25, le=THICKEST_LINE_PT), Setting("Lines (pt)", "Sizes", step=0.25)] = (
        1.25
    )

    @model_validator(mode="after")
    def _axis_has_height(self) -> Self:
        if self.y_min >= self.y_max:
            raise ValueError(
                f"y_min must lie below y_max, but y_min is {self.y_min:g} and y_max is {self.y_max:g}; "
                "lower y_min or raise y_max"
            )
        return self

    def settled(self, n_groups: int) -> FigureStyle:
        """What was left to the figure, settled for so many groups: bands, median lines and a table of three rows a
        group are clear for up to three, and hide each other beyond."""
        few = n_groups <= MOST_CLEAR_GROUPS
        usual = {
            "interval": "band" if few else "none",
            "risk_table": "extended" if few else "at_risk",
            "median_lines": few,
        }
        return self.model_copy(update={name: value for name, value in usual.items() if getattr(self, name) is None})

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "This file") -> FigureStyle:
        """Settings as the panel saves them.

        Args:
            name: what a refusal calls the file.

        Raises:
            PlanError: the text is no figure settings, or those of a later version.
        """
        return read_saved(
            cls, text, "a file of figure settings", "Save some on the Survival curves page first.", PlanError, name
        )


@cache
def settings() -> Mapping[str, SettingSpec]:
    """Every choice that a person can make, by the style's field, in the order of the panel."""
    return specs(FigureStyle)
