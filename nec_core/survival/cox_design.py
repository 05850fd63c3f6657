"""Covariates of a Cox model as columns: numbers as they are, factors as one indicator per level but one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.errors import PlanError


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
    """All columns of a model.

    Attributes:
        columns: the p columns' meanings.
        matrix: (n, p) float64.
        known: (n,) bool, rows on which every covariate is known.
        terms: each covariate's name and the indices of its columns.
    """

    columns: tuple[Column, ...]
    matrix: NDArray[np.float64]
    known: NDArray[np.bool_]
    terms: tuple[tuple[str, tuple[int, ...]], ...]


def design(covariates: Mapping[str, ArrayLike | Factor], n: int) -> Design:
    """Lays covariates out as columns. Levels nobody has get no column.

    Args:
        covariates: per name (n,) numbers, nan where not known, or a Factor.
        n: rows.

    Raises:
        PlanError: no covariates, wrong lengths, infinite numbers, codes without a level, or an empty
            reference level.
    """
    if not covariates:
        raise PlanError(
            "A Cox model needs at least one covariate, but got none. Choose a variable to compare."
        )
    columns: list[Column] = []
    blocks: list[NDArray[np.float64]] = []
    terms: list[tuple[str, tuple[int, ...]]] = []
    known = np.ones(n, dtype=np.bool_)
    for name, covariate in covariates.items():
        meanings, block, here = (
            _factor(name, covariate, n) if isinstance(covariate, Factor) else _number(name, covariate, n)
        )
        terms.append((name, tuple(range(len(columns), len(columns) + len(meanings)))))
        columns.extend(meanings)
        blocks.append(block)
        known &= here
    return Design(tuple(columns), np.concatenate(blocks, axis=1), known, tuple(terms))


def _number(
    name: str, values: ArrayLike, n: int
) -> tuple[list[Column], NDArray[np.float64], NDArray[np.bool_]]:
    numbers = np.asarray(values, dtype=np.float64)
    _check_length(name, numbers.shape, n)
    if np.isinf(numbers).any():
        raise PlanError(f"Covariate {name!r} must be finite, but holds infinite values. Correct them.")
    return [Column(name, None, None)], numbers[:, None], ~np.isnan(numbers)


def _factor(name: str, factor: Factor, n: int) -> tuple[list[Column], NDArray[np.float64], NDArray[np.bool_]]:
    codes = np.asarray(factor.codes)
    _check_length(name, codes.shape, n)
    k = len(factor.levels)
    if codes.size and (codes.dtype.kind not in "iu" or codes.min() < -1 or codes.max() >= k):
        raise PlanError(f"Factor {name!r} must have whole codes from -1 to {k - 1}. Name every level.")
    present = np.bincount(codes[codes >= 0], minlength=k) > 0
    if not 0 <= factor.reference < k or not (present[factor.reference] or not present.any()):
        raise PlanError(
            f"The reference level of {name!r} must be one that some patients have. Choose another reference."
        )
    compared = [level for level in range(k) if present[level] and level != factor.reference]
    reference = factor.levels[factor.reference]
    block = (codes[:, None] == np.asarray(compared, dtype=np.int64)[None, :]).astype(np.float64)
    return [Column(name, factor.levels[level], reference) for level in compared], block, codes >= 0


def _check_length(name: str, shape: tuple[int, ...], n: int) -> None:
    if shape != (n,):
        raise PlanError(
            f"Covariate {name!r} must have one value per patient, but has shape {shape} for {n} patients. "
            "Pass one value per patient."
        )
