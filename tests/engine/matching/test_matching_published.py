"""Known answers: the examples of the `matching` library, and independent solvers."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment, linprog

from guildhall.engine.matching import assign


def ranks(lists, others):
    """Higher is liked more; NaN for those who are not on the list."""
    grid = np.full((len(lists), len(others)), np.nan)
    for row, wishes in enumerate(lists.values()):
        for place, name in enumerate(wishes):
            grid[row, others.index(name)] = len(others) - place
    return grid


def solve_by_names(learners, guides, capacity=1):
    mine = ranks(learners, list(guides))
    theirs = ranks(guides, list(learners)).T
    score = np.where(np.isnan(mine) | np.isnan(theirs), np.nan, 1)
    result = assign(
        score,
        capacity=capacity,
        objective="stable",
        learner_preference=mine,
        guide_preference=theirs,
    )
    assert result.blocking_pairs == []
    return {(list(learners)[i], list(guides)[j]) for i, j in result.pairs}


def test_stable_marriage():
    suitors = {"A": "DEF", "B": "DFE", "C": "FDE"}
    reviewers = {"D": "BCA", "E": "ACB", "F": "CBA"}
    assert solve_by_names(suitors, reviewers) == {("A", "E"), ("B", "D"), ("C", "F")}


def test_hospitals_and_residents():
    residents = {"A": "C", "S": "CM", "D": "CMG", "J": "CGM", "L": "MCG"}
    hospitals = {"M": "DLSJ", "C": "DASLJ", "G": "DJL"}
    expected = {("L", "M"), ("S", "M"), ("D", "C"), ("A", "C"), ("J", "G")}
    assert solve_by_names(residents, hospitals, capacity=2) == expected


def test_pride_and_prejudice():
    suitors = {
        "Bingley": ["Jane", "Elizabeth", "Lydia", "Charlotte"],
        "Collins": ["Jane", "Elizabeth", "Lydia", "Charlotte"],
        "Darcy": ["Elizabeth", "Jane", "Charlotte", "Lydia"],
        "Wickham": ["Lydia", "Jane", "Elizabeth", "Charlotte"],
    }
    reviewers = {
        "Charlotte": ["Bingley", "Darcy", "Collins", "Wickham"],
        "Elizabeth": ["Wickham", "Darcy", "Bingley", "Collins"],
        "Jane": ["Bingley", "Wickham", "Darcy", "Collins"],
        "Lydia": ["Bingley", "Wickham", "Darcy", "Collins"],
    }
    assert solve_by_names(suitors, reviewers) == {
        ("Bingley", "Jane"),
        ("Collins", "Charlotte"),
        ("Darcy", "Elizabeth"),
        ("Wickham", "Lydia"),
    }


@pytest.mark.parametrize("seed", range(4))
def test_best_total_equals_scipy(seed):
    rng = np.random.default_rng(seed)
    score = rng.integers(0, 1000, (60, 45))
    row, column = linear_sum_assignment(score, maximize=True)
    result = assign(score, objective="best")
    assert result.total == score[row, column].sum()
    assert result.gap == 0


@pytest.mark.parametrize("seed", range(3))
def test_two_guides_equal_a_linear_program(seed):
    """The linear program of this network has whole-number corners, so its value is the best."""
    rng = np.random.default_rng(seed)
    learners, guides = 14, 9
    score = rng.integers(0, 100, (learners, guides))
    need, capacity = rng.integers(1, 3, learners), rng.integers(0, 4, guides)
    rows = np.kron(np.eye(learners), np.ones(guides))
    columns = np.kron(np.ones(learners), np.eye(guides))
    found = linprog(
        -score.ravel(),
        A_ub=np.vstack([rows, columns]),
        b_ub=np.concatenate([need, capacity]),
        bounds=(0, 1),
        method="highs",
    )
    result = assign(score, objective="best", need=need, capacity=capacity)
    assert result.total == round(-found.fun)
    assert result.gap == 0
    fair = assign(score, need=need, capacity=capacity)
    assert fair.is_proven
    assert fair.total <= result.total


@pytest.mark.parametrize("objective", ["fair", "best", "stable"])
def test_a_layered_graph_does_not_explode(objective):
    """The pattern on which a well-known search for matchings takes exponential time."""
    size = 120
    score = np.full((size, size), np.nan)
    for at in range(size):
        score[at, max(0, at - 2) : at + 1] = 1
    result = assign(score, objective=objective)
    assert result.is_proven
    if objective != "stable":
        assert len(result.pairs) == size
