"""The heaviest pairs: maximum weight under needs and places, each pair used once.

Two solvers with one contract. Where no pair could be used twice, people become rows and
columns, one for each place, and SciPy's dense solver does the work. Otherwise, and where
numbers are too large for its float arithmetic, shortest augmenting paths in int64 do.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

from guildhall.engine.matching.paths import heaviest_by_paths
from guildhall.engine.matching.prices import NotOptimal, prices_of
from guildhall.engine.matching.problem import EXACT_FLOAT, BoolArray, IntArray, Network

MOST_CELLS = 40_000_000


def heaviest(
    weight: IntArray, network: Network, *, first_prices: IntArray | None = None
) -> BoolArray:
    """Choose edges so that their weights plus a bonus for each learner's first are the most.

    `weight` is nonnegative int64 of shape (learners, guides).
    `first_prices` of the guides, if known, only save work.
    Returns a boolean matrix of the chosen edges.
    """
    edges, first_bonus = network.edges, network.first_bonus
    need = np.minimum(network.need, edges.sum(axis=1))
    capacity = np.minimum(network.capacity, edges.sum(axis=0))
    trimmed = Network(edges, need, capacity, first_bonus)
    if not edges.any():
        return np.zeros(edges.shape, dtype=bool)
    twice = edges[np.ix_(need > 1, capacity > 1)].any()
    rows, columns = int(need.sum()), int(capacity.sum())
    largest = int(weight.max()) + int(first_bonus.max())
    is_exact = largest * (min(rows, columns) + 2) < EXACT_FLOAT
    if twice or not is_exact or rows * columns > MOST_CELLS:
        hint = _hint(weight, trimmed) if first_prices is None else first_prices
        return heaviest_by_paths(weight, trimmed, first_prices=hint)
    return _by_places(weight, trimmed)


def _by_places(weight: IntArray, network: Network) -> BoolArray:
    edges = network.edges
    learner_of = np.repeat(np.arange(len(network.need)), network.need)
    guide_of = np.repeat(np.arange(len(network.capacity)), network.capacity)
    is_first = np.ones(len(learner_of), dtype=bool)
    is_first[1:] = learner_of[1:] != learner_of[:-1]
    bonus = np.where(is_first, network.first_bonus[learner_of], 0)
    value = np.where(edges, weight, 0)[np.ix_(learner_of, guide_of)].astype(np.float64)
    value += bonus[:, None] * edges[np.ix_(learner_of, guide_of)]
    row, column = linear_sum_assignment(value, maximize=True)
    chosen = np.zeros(edges.shape, dtype=bool)
    chosen[learner_of[row], guide_of[column]] = True
    return chosen & edges


def _hint(weight: IntArray, network: Network) -> IntArray:
    """Prices of half the problem, one guide for everybody: near those of the whole."""
    need = np.minimum(network.need, 1)
    # Odd numbers of places are rounded up and down in turn, so that the market stays as tight.
    in_turn = np.arange(len(network.capacity)) % 2
    capacity = np.where(network.capacity > 1, (network.capacity + in_turn) // 2, network.capacity)
    half = Network(network.edges, need, capacity, network.first_bonus)
    try:
        return prices_of(_by_places(weight, half), weight, half).guide
    except NotOptimal:
        # Beyond the exact range of floats the half may miss its optimum: start from nothing.
        return np.zeros(len(capacity), dtype=np.int64)
