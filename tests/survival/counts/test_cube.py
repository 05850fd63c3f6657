"""The cube: any selection and grouping is the table of the selected rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.errors import PlanError
from nec_core.survival.counts.cube import EventCube, event_cube
from nec_core.survival.counts.event_table import EventTable, event_table

STAGES = ("I", "II", "III")
SEXES = ("Female", "Male")


def rows(n: int, seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {
        "time": random.integers(0, 6, n) / 10,
        "event": random.random(n) < 0.5,
        "stage": random.integers(-1, 3, n),
        "sex": random.integers(-1, 2, n),
    }


def cube_of(data: dict[str, np.ndarray]) -> EventCube:
    dimensions = {"stage": (data["stage"], STAGES), "sex": (data["sex"], SEXES)}
    cube = event_cube(data["time"], data["event"], dimensions)
    assert cube is not None
    return cube


@given(
    st.integers(0, 1000),
    st.sets(st.integers(-1, 2)),
    st.sets(st.integers(-1, 1)),
    st.sampled_from([None, "stage", "sex"]),
)
def test_every_selection_and_grouping_equals_the_table_of_the_masked_rows(
    seed: int, stages: set[int], sexes: set[int], by: str | None
) -> None:
    data = rows(200, seed)
    table = cube_of(data).table(by, {"stage": sorted(stages), "sex": sorted(sexes)})
    kept = np.isin(data["stage"], list(stages)) & np.isin(data["sex"], list(sexes))
    codes = np.zeros(200, dtype=int) if by is None else data[by]
    names = {None: ("All",), "stage": STAGES, "sex": SEXES}[by]
    assert_equal_tables(table, event_table(data["time"], data["event"], np.where(kept, codes, -1), names))


def test_without_filters_everybody_is_counted() -> None:
    data = rows(300, 1)
    assert_equal_tables(
        cube_of(data).table(name="Everybody"), event_table(data["time"], data["event"], None, ("Everybody",))
    )
    assert cube_of(data).table("sex").n.sum() == (data["sex"] >= 0).sum()


def test_more_cells_than_rows_or_times_on_no_grid_give_no_cube() -> None:
    data = rows(30, 1)
    dimensions = {"stage": (data["stage"], STAGES), "sex": (data["sex"], SEXES)}
    assert event_cube(data["time"], data["event"], dimensions) is None
    assert event_cube(np.sqrt(np.arange(400.0)), np.ones(400, dtype=bool), {}) is None


def test_unknown_dimensions_and_levels_are_refused() -> None:
    cube = cube_of(rows(300, 1))
    with pytest.raises(PlanError, match=r"The cube has no dimension 'site'. It has: stage, sex."):
        cube.table("site")
    with pytest.raises(PlanError, match="Levels of 'sex' go from 0 to 1, and -1 for not known"):
        cube.table(keep={"sex": [2]})
    with pytest.raises(PlanError, match=r"Dimension 'sex' must have one code per patient, but has shape \(1,\)"):
        event_cube([1, 2, 3, 4], [True] * 4, {"sex": ([0], SEXES)})
    with pytest.raises(PlanError, match="group must lie between -1 and 1 for 2 group names"):
        event_cube([1, 2, 3, 4], [True] * 4, {"sex": ([0, 1, 2, 0], SEXES)})


def assert_equal_tables(first: EventTable, second: EventTable) -> None:
    assert first.groups == second.groups
    np.testing.assert_array_equal(first.times, second.times)
    np.testing.assert_array_equal(first.events, second.events)
    np.testing.assert_array_equal(first.censored, second.censored)
