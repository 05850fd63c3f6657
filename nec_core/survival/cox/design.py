"""Covariates of a Cox model as columns: numbers as they are, factors as one indicator per level but one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.errors import PlanError
from nec_core.survival.counts.patient_rows import check_unit, checked_rows
from nec_core.survival.counts.time_grid import TimeGrid, time_grid
from nec_core.survival.cox.risk_sets import CoxRows


@dataclass(frozen=True, eq=False)
class Factor:
    """A categorical covariate.

    Attributes:
        codes: (n,) whole numbers, the index of each row's level; -1 where it is not known.
        levels: names of the levels.
        reference: index of the level the others are compared with.
    """

    codes: ArrayLike
    levels: tuple[str, ...]
    reference: int = 0


@dataclass(frozen=True)
class Column:
    """One column of the design.

    Attributes:
        term: the covariate.
        level: the factor's level this column is about; None for a number.
        reference: the factor's reference level; None for a number.
    """

    term: str
    level: str | None
    reference: str | None


@dataclass(frozen=True, eq=False)
class Design:
    """All columns of a model, on the rows that can be used.

    Attributes:
        columns: the p columns' meanings.
        matrix: (n, p) float64.
        terms: each covariate's name and the indices of its columns.
    """

    columns: tuple[Column, ...]
    matrix: NDArray[np.float64]
    terms: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, eq=False)
class CoxData:
    """Rows ready for a Cox model.

    Attributes:
        rows: times as ticks, covariates as columns.
        design: what the columns mean.
        grid: where ticks lie in time.
        n_left_out: rows without one of the covariates, or without a stratum.
    """

    rows: CoxRows
    design: Design
    grid: TimeGrid
    n_left_out: int


def cox_data(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike | Factor],
    unit: str,
    entry: ArrayLike | None,
    strata: ArrayLike | None,
) -> CoxData:
    """Lays rows out for a Cox model; arguments as for `cox`.

    Raises:
        PlanError: as for `cox`.
    """
    check_unit(unit)
    checked = checked_rows(time, event, None, ("All",), entry)
    times, events, entries = checked.times, checked.events, checked.entries
    stratum = _strata(strata, times.size)
    used = _known(covariates, times.size) & (stratum >= 0)
    both = times if entries is None else np.concatenate((times, np.maximum(entries, 0)))
    grid = time_grid(both, unit)
    stop, start = grid.ticks[: times.size], None
    if entries is not None:
        start = np.where(entries > 0, grid.ticks[times.size :], -1)
        if (start >= stop).any():
            raise PlanError(
                "entry must be before time, but for some patients it is at or after it. "
                "Leave these patients out or correct their dates."
            )
        start = start[used]
    laid_out = design(covariates, used)
    rows = CoxRows(
        covariates=laid_out.matrix,
        stop=stop[used],
        start=start,
        event=events[used],
        stratum=np.unique(stratum[used], return_inverse=True)[1].astype(np.int64),
        counts=np.ones(int(used.sum())),
    )
    return CoxData(rows, laid_out, grid, int((~used).sum()))


def design(covariates: Mapping[str, ArrayLike | Factor], used: NDArray[np.bool_]) -> Design:
    """Lays the covariates of the used rows out as columns. Levels none of these rows has get no column.

    Args:
        covariates: per name (n,) numbers or a Factor, known on the used rows.
        used: (n,) which rows.

    Raises:
        PlanError: infinite numbers, or an empty reference level.
    """
    columns: list[Column] = []
    blocks: list[NDArray[np.float64]] = []
    terms: list[tuple[str, tuple[int, ...]]] = []
    for name, covariate in covariates.items():
        meanings, block = (
            _factor(name, covariate, used) if isinstance(covariate, Factor) else _number(name, covariate, used)
        )
        terms.append((name, tuple(range(len(columns), len(columns) + len(meanings)))))
        columns.extend(meanings)
        blocks.append(block)
    return Design(tuple(columns), np.concatenate(blocks, axis=1), tuple(terms))


def _strata(strata: ArrayLike | None, n: int) -> NDArray[np.int64]:
    if strata is None:
        return np.zeros(n, dtype=np.int64)
    codes = np.asarray(strata)
    if codes.shape != (n,) or codes.dtype.kind not in "iu":
        raise PlanError("strata must be one whole number per patient. Pass the index of each patient's stratum.")
    return codes.astype(np.int64)


def _known(covariates: Mapping[str, ArrayLike | Factor], n: int) -> NDArray[np.bool_]:
    """Rows on which every covariate is known."""
    if not covariates:
        raise PlanError("A Cox model needs at least one covariate, but got none. Choose a variable to compare.")
    known = np.ones(n, dtype=np.bool_)
    for name, covariate in covariates.items():
        values = np.asarray(covariate.codes if isinstance(covariate, Factor) else covariate)
        if values.shape != (n,):
            raise PlanError(
                f"Covariate {name!r} must have one value per patient, but has shape {values.shape} for {n} "
                "patients. Pass one value per patient."
            )
        if isinstance(covariate, Factor):
            k = len(covariate.levels)
            if n and (values.dtype.kind not in "iu" or values.min() < -1 or values.max() >= k):
                raise PlanError(f"Factor {name!r} must have whole codes from -1 to {k - 1}. Name every level.")
            known &= values >= 0
        else:
            known &= ~np.isnan(values.astype(np.float64))
    return known


def _number(name: str, values: ArrayLike, used: NDArray[np.bool_]) -> tuple[list[Column], NDArray[np.float64]]:
    numbers = np.asarray(values, dtype=np.float64)[used]
    if np.isinf(numbers).any():
        raise PlanError(f"Covariate {name!r} must be finite, but holds infinite values. Correct them.")
    return [Column(name, None, None)], numbers[:, None]


def _factor(name: str, factor: Factor, used: NDArray[np.bool_]) -> tuple[list[Column], NDArray[np.float64]]:
    codes, k = np.asarray(factor.codes)[used], len(factor.levels)
    present = np.bincount(codes, minlength=k) > 0
    if not 0 <= factor.reference < k or (present.any() and not present[factor.reference]):
        raise PlanError(
            f"The reference level of {name!r} must be one that some patients have. Choose another reference."
        )
    compared = [level for level in range(k) if present[level] and level != factor.reference]
    reference = factor.levels[factor.reference]
    block = (codes[:, None] == np.asarray(compared, dtype=np.int64)[None, :]).astype(np.float64)
    return [Column(name, factor.levels[level], reference) for level in compared], block
