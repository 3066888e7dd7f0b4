"""A certificate proves what is true and rejects what was tampered with."""

from dataclasses import replace

import numpy as np
import pytest

from guildhall.engine.matching import assign, check

RNG = np.random.default_rng(11)
SCORE = RNG.integers(0, 50, (12, 9))
ELIGIBLE = RNG.random((12, 9)) < 0.6
COUNTS = {
    "capacity": RNG.integers(0, 3, 9),
    "need": RNG.integers(1, 3, 12),
    "eligible": ELIGIBLE,
}


def solved(objective):
    return assign(SCORE, objective=objective, **COUNTS)


@pytest.mark.parametrize("objective", ["fair", "best", "stable"])
def test_the_true_result_is_proven(objective):
    assert check(solved(objective), SCORE, **COUNTS).is_proven


@pytest.mark.parametrize("objective", ["fair", "best", "stable"])
def test_a_missing_pair_is_found(objective):
    result = solved(objective)
    short = replace(result, pairs=result.pairs[1:])
    assert not check(short, SCORE, **COUNTS).is_proven


@pytest.mark.parametrize("objective", ["fair", "best", "stable"])
@pytest.mark.parametrize("figure", ["total", "bound", "gap", "worst", "matched"])
def test_a_false_figure_is_found(objective, figure):
    result = solved(objective)
    wrong = replace(result, **{figure: getattr(result, figure) + 1})
    found = check(wrong, SCORE, **COUNTS)
    assert not found.is_proven
    assert any(figure in problem for problem in found.problems)


def test_a_worse_set_of_pairs_has_a_gap():
    score = [[9, 1], [1, 9]]
    result = assign(score)
    swapped = replace(result, pairs=[(0, 1), (1, 0)], total=2, bound=18, gap=16, worst=1)
    found = check(swapped, score)
    assert not found.is_proven
    assert found.total.gap == 16 or found.worst.gap == 8


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([(0, 0), (0, 0)], "used twice"),
        ([(0, 0), (1, 0)], "2 pairs for 1 places"),
        ([(0, 0), (0, 1)], "needs 1"),
        ([(1, 1)], "not eligible"),
        ([(5, 0)], "does not exist"),
    ],
)
def test_pairs_that_are_not_allowed(pairs, words):
    score = [[3.0, 2.0], [1.0, np.nan]]
    result = replace(assign(score), pairs=pairs)
    found = check(result, score)
    assert not found.is_proven
    assert any(words in problem for problem in found.problems)


def test_false_evidence_never_hides_a_gap():
    """Any prices and any cuts give a true bound: random ones never fall below the optimum."""
    result = solved("fair")
    best = solved("best")
    rng = np.random.default_rng(5)
    for _ in range(200):
        for true in (result, best):
            evidence = true.certificate.evidence
            prices = replace(
                evidence.prices,
                learner=tuple(rng.integers(-60, 60, 12).tolist()),
                guide=tuple(rng.integers(-60, 60, 9).tolist()),
            )
            forged = replace(true.certificate, evidence=replace(evidence, prices=prices))
            found = check(replace(true, certificate=forged), SCORE, **COUNTS)
            assert found.total.bound >= true.total
            assert found.total.gap >= 0


def test_the_hall_violator_names_learners_who_cannot_all_be_better_off():
    score = np.array([[9, 3], [8, 2], [7, 9]])
    result = assign(score, capacity=[1, 2])
    evidence = result.certificate.evidence
    assert result.worst == 3
    assert evidence.next_score == 7
    short = list(evidence.next_cut.learners)
    near = (score[short] >= evidence.next_score).any(axis=0)
    assert len(short) > np.array([1, 2])[near].sum()


def test_stable_is_held_against_best():
    score = np.array([[10, 9], [9, 1]])
    stable = assign(score, objective="stable")
    assert stable.pairs == [(0, 0), (1, 1)]
    assert (stable.total, stable.bound, stable.gap) == (11, 18, 7)
    assert stable.blocking_pairs == []
    assert assign(score, objective="best").blocking_pairs == [(0, 0)]
