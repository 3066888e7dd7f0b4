"""The matcher beside SciPy's assignment solver, on the same matrix in the same run."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from guildhall.engine.matching import assign

RUNS = 5


def run() -> None:
    """Prints a table: our three objectives with their certificates, and SciPy on the total."""
    print("| people | what | median s | beside SciPy | gap |")
    print("|---|---|---|---|---|")
    for size in (200, 500, 1000):
        score = np.random.default_rng(2026).integers(1, 10_001, (size, size))
        peer, _ = _median(lambda score=score: linear_sum_assignment(score, maximize=True))
        print(f"| {size} × {size} | SciPy `linear_sum_assignment` | {peer:.4f} | 1 | – |")
        for objective in ("best", "fair", "stable"):
            seconds, result = _median(lambda o=objective, s=score: assign(s, objective=o))
            print(
                f"| {size} × {size} | {objective}, with certificate | {seconds:.3f} |"
                f" {seconds / peer:.1f} × | {'–' if objective == 'stable' else result.gap} |"
            )


def _median(work: Callable[[], Any]) -> tuple[float, Any]:
    seconds, result = [], None
    for _ in range(RUNS):
        began = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), result
