"""A smooth through scattered points, as R's plot.cox.zph draws it: a natural cubic spline on four degrees of freedom.

Fitted by least squares, with inner knots at the thirds of the places (Hastie T, Tibshirani R, Friedman J. The Elements
of Statistical Learning. Springer 2009, section 5.2.1), band at two standard errors. For scaled Schoenfeld residuals the
standard error rests on the model's own variance, not on the scatter: Grambsch PM, Therneau TM. Biometrika
1994;81:515-526; Therneau TM, Grambsch PM. Modeling Survival Data. Springer 2000, section 6.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FREEDOM = 4
"""Degrees of freedom, the constant among them: R's default."""
PLACES = 40
"""At which the smooth is told: R's default."""
BAND_ERRORS = 2.0
"""Standard errors on either side, as R draws it."""


@dataclass(frozen=True, eq=False)
class Smooth:
    """A smooth with its band.

    Attributes:
        x: (40,) places, evenly from the smallest to the largest.
        value, lower, upper: (40,) there.
    """

    x: Floats
    value: Floats
    lower: Floats
    upper: Floats


def spline_smooth(x: Floats, y: Floats, variance: float) -> Smooth | None:
    """The spline through the points whose y is known.

    Args:
        x: (d,) places.
        y: (d,) values, nan where not known.
        variance: of one value.

    Returns:
        None where the places are too few to carry it.
    """
    known = ~np.isnan(y)
    if np.unique(x[known]).size < FREEDOM:
        return None
    places = np.linspace(x.min(), x.max(), PLACES)
    everywhere = np.concatenate((places, x))
    inner = np.quantile(everywhere, np.arange(1, FREEDOM - 1) / (FREEDOM - 1))
    knots = np.array([x.min(), *inner, x.max()])
    basis, at_points = natural_basis(places, knots), natural_basis(x[known], knots)
    q, r = np.linalg.qr(at_points)
    if np.abs(r.diagonal()).min() < 1e-7 * np.abs(r.diagonal()).max():
        return None
    value = basis @ np.linalg.solve(r, q.T @ y[known])
    spread = np.linalg.solve(r.T, basis.T)
    half = BAND_ERRORS * np.sqrt(variance * (spread**2).sum(axis=0))
    return Smooth(places, value, value - half, value + half)


def natural_basis(x: Floats, knots: Floats) -> Floats:
    """(n, k) natural cubic splines with these k knots, straight beyond the outer ones; on 0 to 1, which rounds less."""
    low, high = knots[0], knots[-1]
    u, at = (x - low) / (high - low), (knots - low) / (high - low)
    cubes = np.maximum(u[:, None] - at, 0.0) ** 3
    to_last = (cubes[:, :-1] - cubes[:, -1:]) / (at[-1] - at[:-1])
    return np.column_stack((np.ones(u.size), u, to_last[:, :-1] - to_last[:, -1:]))
