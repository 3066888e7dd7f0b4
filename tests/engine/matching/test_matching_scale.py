"""Where the two solvers meet, and that middle sizes stay proven."""

from functools import partial

import numpy as np
import pytest

from guildhall.engine.matching import assign
from guildhall.engine.matching.heaviest import heaviest
from guildhall.engine.matching.paths import heaviest_by_paths
from guildhall.engine.matching.problem import Network


@pytest.mark.parametrize("seed", range(6))
def test_both_solvers_find_the_same_weight(seed):
    rng = np.random.default_rng(seed)
    weight = rng.integers(1, 200, (25, 18))
    edges = rng.random((25, 18)) < 0.5
    first = np.full(25, 300) if seed % 2 else np.zeros(25, dtype=np.int64)
    network = Network(edges, np.ones(25, dtype=np.int64), rng.integers(0, 3, 18), first)
    weights = []
    by_paths = partial(heaviest_by_paths, first_prices=rng.integers(0, 300, 18))
    for solver in (heaviest, by_paths):
        chosen = solver(np.where(edges, weight, 0), network)
        assert not (chosen & ~edges).any()
        weights.append(int(weight[chosen].sum() + first[chosen.any(axis=1)].sum()))
    assert weights[0] == weights[1]


@pytest.mark.parametrize("objective", ["fair", "best", "stable"])
@pytest.mark.parametrize("need", [1, 2])
def test_middle_sizes_are_proven(objective, need):
    rng = np.random.default_rng(4)
    talent = rng.random((200, 1)) + rng.random((1, 150))
    score = np.rint(4000 * (talent + 0.2 * rng.random((200, 150)))).astype(int)
    score[:, 0] = score[:, 1]
    result = assign(
        score,
        objective=objective,
        need=need,
        capacity=rng.integers(0, 4, 150),
        eligible=rng.random((200, 150)) < 0.4,
    )
    assert result.is_proven


def test_large_whole_numbers_use_the_exact_solver():
    rng = np.random.default_rng(8)
    score = rng.integers(0, 10**10, (40, 40))
    scaled = assign(score * 100)
    assert scaled.total == 100 * assign(score).total
    assert scaled.gap == 0
