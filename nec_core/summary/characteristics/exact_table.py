"""Fisher's exact test of a table of any size, as R's fisher.test: the tables no likelier than the one seen.

Freeman GH, Halton JH. Biometrika 1951;38:141-149. The tables with the margins of the one seen are the paths of a
network (Mehta CR, Patel NR. J Am Stat Assoc 1983;78:427-434): a stage a column, a node what the rows have left.
Beginnings of paths that lead to one node with one probability are one; where the likeliest end of a path is no likelier
than the table seen all its ends count, where the least likely is likelier none does, and the path is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

MOST_STEPS = 20_000_000
"""Steps of the network that are laid out, and that are taken: about a second, and a table on a page has a test a row.
R's fisher.test gives up much earlier, unless it is given more room."""

_AS_LIKELY = 1e-7  # R's: probabilities that differ by this share differ by rounding only
_SAME = 1e-9  # of logarithms of probabilities
_AT_ONCE = 500_000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Stage:
    """One column of the table.

    Attributes:
        fillings: (k, r) every way to fill it; logs: (k,) of one over the product of their factorials; offsets: (k,)
            by how much they lower a node's number.
        least, most: (nodes,) log of the least and the largest weight of filling what follows this column.
        mass: (nodes,) log of the weight of all ways to fill what follows.
    """

    fillings: Ints
    logs: Floats
    offsets: Ints
    least: Floats
    most: Floats
    mass: Floats


def exact_p(counts: npt.ArrayLike) -> float | None:
    """P of independence of rows and columns, two-sided; None for a table too large to go through.

    Args:
        counts: (r, c) counts, with at least two rows and two columns that hold somebody.
    """
    table = np.asarray(counts, np.int64)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    if table.shape[0] > table.shape[1]:
        table = table.T
    # The row and the column with most patients last: what they hold follows from the others.
    table = table[np.argsort(table.sum(axis=1), kind="stable")][:, np.argsort(table.sum(axis=0), kind="stable")]
    network = _network(table.sum(axis=1), table.sum(axis=0))
    return None if network is None else _share_as_unlikely(table, network)


def _network(rows: Ints, columns: Ints) -> list[_Stage] | None:
    """The stages but for the last column, which takes what is left; None where they are too many."""
    places = np.concatenate([[1], np.cumprod(rows[:-2] + 1)]).astype(np.int64)
    n_nodes = float(np.prod(rows[:-1] + 1.0))
    if n_nodes * len(columns) > MOST_STEPS:
        return None
    # (nodes, r - 1) what a node leaves to each row but the last.
    left = np.stack(np.unravel_index(np.arange(int(n_nodes)), tuple(rows[:-1] + 1), order="F"), axis=1).astype(np.int64)
    last = columns[-1] - left.sum(axis=1)
    there = (last >= 0) & (last <= rows[-1])
    ends = np.where(there, -gammaln(left + 1.0).sum(axis=1) - gammaln(np.maximum(last, 0) + 1.0), np.nan)
    least = most = mass = ends
    stages: list[_Stage] = []
    steps = 0
    total = int(columns[-1])
    for j in range(len(columns) - 2, -1, -1):
        fillings = _fillings(rows, int(columns[j]), MOST_STEPS // max(1, int(n_nodes)))
        if fillings is None:
            return None
        steps += len(fillings) * int(n_nodes)
        if steps > MOST_STEPS:
            return None
        stage = _Stage(fillings, -gammaln(fillings + 1.0).sum(axis=1), fillings[:, :-1] @ places, least, most, mass)
        stages.append(stage)
        total += int(columns[j])
        last = total - left.sum(axis=1)
        there = (last >= 0) & (last <= rows[-1])
        least, most = _bounds(stage, left, last, there)
        rest = gammaln(total + 1.0) - gammaln(columns[j:] + 1.0).sum()
        mass = rest - gammaln(left + 1.0).sum(axis=1) - gammaln(np.maximum(last, 0) + 1.0)
    return stages[::-1]


def _fillings(rows: Ints, n: int, most: int) -> Ints | None:
    """(k, r) every way to put n into the rows; None for more than `most`."""
    if np.prod(np.minimum(rows[:-1], n) + 1.0) > 20 * most:
        return None
    free = np.array(list(product(*(range(min(int(r), n) + 1) for r in rows[:-1]))), np.int64).reshape(-1, len(rows) - 1)
    last = n - free.sum(axis=1)
    fits = (last >= 0) & (last <= rows[-1])
    return np.column_stack([free[fits], last[fits]]) if fits.sum() <= most else None


def _bounds(stage: _Stage, left: Ints, last: Ints, there: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """(nodes,) the least and the largest weight from each node on, this column included."""
    least, most = np.full(len(left), np.nan), np.full(len(left), np.nan)
    nodes = np.flatnonzero(there)
    for filling, log, offset in zip(stage.fillings, stage.logs, stage.offsets, strict=True):
        can = nodes[(left[nodes] >= filling[:-1]).all(axis=1) & (last[nodes] >= filling[-1])]
        least[can] = np.fmin(least[can], log + stage.least[can - offset])
        most[can] = np.fmax(most[can], log + stage.most[can - offset])
    return least, most


def _share_as_unlikely(table: Ints, stages: list[_Stage]) -> float | None:
    rows = table.sum(axis=1)
    seen = -float(gammaln(table + 1.0).sum()) + _AS_LIKELY
    everything = float(gammaln(rows.sum() + 1.0) - gammaln(rows + 1.0).sum() - gammaln(table.sum(axis=0) + 1.0).sum())
    left = rows[None, :].copy()
    past, ways = np.zeros(1), np.ones(1)
    share, steps = 0.0, 0
    places = np.concatenate([[1], np.cumprod(rows[:-2] + 1)]).astype(np.int64)
    for stage in stages:
        if not len(left):  # all paths are decided
            break
        steps += len(left) * len(stage.fillings)
        if steps > MOST_STEPS:
            return None
        kept: list[tuple[Ints, Floats, Floats]] = []
        for start, fillings in _parts(len(left), stage):
            part = slice(start, start + fillings)
            ahead = left[part, None, :] - stage.fillings[None, :, :]
            path, filling = np.nonzero((ahead >= 0).all(axis=2))
            ahead = ahead[path, filling]
            node = ahead[:, :-1] @ places
            log, many = past[part][path] + stage.logs[filling], ways[part][path]
            counts = log + stage.most[node] <= seen
            share += float((many[counts] * np.exp(log[counts] + stage.mass[node[counts]] - everything)).sum())
            open_ = ~counts & (log + stage.least[node] <= seen)
            kept.append((ahead[open_], log[open_], many[open_]))
        left, past, ways = _joined(kept, places)
    return min(1.0, share)


def _parts(n: int, stage: _Stage) -> Iterator[tuple[int, int]]:
    """Where each part of the paths begins, and how many it holds."""
    size = max(1, _AT_ONCE // len(stage.fillings))
    yield from ((start, size) for start in range(0, n, size))


def _joined(kept: list[tuple[Ints, Floats, Floats]], places: Ints) -> tuple[Ints, Floats, Floats]:
    """Paths that lead to one node with one probability, as one."""
    left, past, ways = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    node, rounded = left[:, :-1] @ places, np.round(past / _SAME).astype(np.int64)
    order = np.lexsort((rounded, node))
    node, rounded = node[order], rounded[order]
    new = np.flatnonzero(np.concatenate([[True], (np.diff(node) != 0) | (np.diff(rounded) != 0)])[: len(node)])
    return left[order][new], past[order][new], np.add.reduceat(ways[order], new) if len(new) else ways


__all__ = ["MOST_STEPS", "exact_p"]
