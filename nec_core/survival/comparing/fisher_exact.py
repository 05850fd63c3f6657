"""Fisher's exact test of two shares, two-sided as in R's fisher.test: the tables no likelier than the one seen."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

_AS_LIKELY = 1 + 1e-7  # R's: tables whose probabilities differ by rounding only are as likely


def fisher_exact(yes: int, no: int, other_yes: int, other_no: int) -> float:
    """P of the table [[yes, no], [other_yes, other_no]], counts of two groups; 1 where a margin is empty."""
    n, n_other, all_yes = yes + no, other_yes + other_no, yes + other_yes
    seen = np.arange(max(0, all_yes - n_other), min(all_yes, n) + 1)
    ways = _log_choose(n, seen) + _log_choose(n_other, all_yes - seen)
    probabilities = np.exp(ways - ways.max())
    probabilities /= probabilities.sum()
    here = probabilities[yes - seen[0]]
    return float(min(1.0, probabilities[probabilities <= here * _AS_LIKELY].sum()))


def _log_choose(n: int, k: np.ndarray) -> np.ndarray:
    chosen: np.ndarray = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return chosen
