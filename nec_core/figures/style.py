"""How a survival figure looks: every choice a person can make, with the default that suits most journals.

The style is small, is JSON both ways (`model_dump_json`, `model_validate_json`), holds no patient data apart
from group names, and is read by both renderers, so that the screen and the paper can't drift apart.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from nec_core.figures.palette import PaletteName
from nec_core.time_units import TimeUnit

HexColour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
ShortText = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]

LARGEST_FONT_PT = 24.0
THICKEST_LINE_PT = 6.0


class FigureStyle(BaseModel):
    """Every choice has a default; None means "chosen from the data".

    Attributes are grouped as the settings panel shows them: words, axes, curves, groups, notes, sizes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Words. None: no title, and the axis labels the analysis gives.
    title: ShortText | None = None
    x_label: ShortText | None = None
    y_label: ShortText | None = None

    # Axes. Times in `time_unit`, or in the analysis' own unit where that is None.
    time_unit: TimeUnit | None = None
    x_max: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    x_step: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    y_min: float = Field(default=0.0, ge=0, lt=1)
    y_max: float = Field(default=1.0, gt=0, le=1)
    display: Literal["percent", "proportion"] = "percent"
    quantity: Literal["survival", "failure"] = "survival"

    # Curves.
    interval: Literal["band", "lines", "none"] = "band"
    tail: Literal["pale", "full"] = "pale"
    censor_ticks: bool = True
    median_lines: bool = True
    line_styles: bool | None = None
    show_grid: bool = False

    # Groups. `group_names` and `group_colours` are keyed by the name in the data.
    labels: Literal["direct", "legend"] = "direct"
    group_order: tuple[str, ...] = ()
    group_names: dict[str, ShortText] = Field(default_factory=dict)
    group_colours: dict[str, HexColour] = Field(default_factory=dict)
    palette: PaletteName = "default"
    risk_table: Literal["none", "at_risk", "extended"] = "extended"

    # Notes.
    show_p: bool = True
    show_hr: bool = False
    show_medians: bool = False
    show_caption: bool = True
    footnote: bool = False

    # Sizes, on paper. The screen figure scales with them.
    font_size_pt: float = Field(default=8.0, ge=5, le=LARGEST_FONT_PT)
    line_width_pt: float = Field(default=1.25, ge=0.25, le=THICKEST_LINE_PT)

    @model_validator(mode="after")
    def _axis_has_height(self) -> Self:
        if self.y_min >= self.y_max:
            raise ValueError(
                f"y_min must lie below y_max, but y_min is {self.y_min:g} and y_max is {self.y_max:g}; "
                "lower y_min or raise y_max"
            )
        return self
