"""Made-up patients for the survival benchmark: exponential survival in four groups, whole days, ten years watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

GROUPS = ("Localized", "Regional", "Distant", "Unstaged")
# The numbers at risk are asked for at these days.
RISK_TIMES = (0, 365, 730, 1095, 1461, 1826, 2191, 2557, 2922, 3287)
_MEAN_DAYS = (1900.0, 1300.0, 700.0, 1000.0)
_WATCHED_DAYS = 3652
# With this seed no curve stands at exactly one half, where the programs define the median differently.
_SEED = 20240304


@dataclass(frozen=True, eq=False)
class Rows:
    """One row per patient: (n,) whole days as int32, True for an event, the group's index as int8."""

    days: NDArray[np.int32]
    event: NDArray[np.bool_]
    group: NDArray[np.int8]

    @property
    def nbytes(self) -> int:
        return self.days.nbytes + self.event.nbytes + self.group.nbytes


def made_up(n: int) -> Rows:
    """The same `n` patients each time."""
    random = np.random.default_rng(_SEED)
    group = (np.arange(n) % len(GROUPS)).astype(np.int8)
    dies = random.exponential(np.asarray(_MEAN_DAYS)[group])
    lost = random.uniform(0, 2 * _WATCHED_DAYS, n).clip(max=_WATCHED_DAYS)
    days = np.minimum(dies, lost).astype(np.int32) + 1
    return Rows(days, dies <= lost, group)


def filters(n: int) -> dict[str, tuple[NDArray[Any], tuple[str, ...]]]:
    """Four filter variables of `n` patients: codes, -1 for not known, and the names of their levels."""
    random = np.random.default_rng(_SEED + 1)
    levels = {
        "stage": GROUPS,
        "sex": ("Female", "Male"),
        "site": ("Anal canal", "Rectum", "Junction"),
        "surgery": ("Yes", "No"),
    }
    return {name: (random.integers(-1, len(of), n, dtype=np.int8), of) for name, of in levels.items()}
