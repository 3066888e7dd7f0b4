"""`assign`: the matcher on numbers alone, and `check`: its proof, computed again."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from guildhall.engine.matching.bounds import PriceEvidence
from guildhall.engine.matching.cardinality import Cut
from guildhall.engine.matching.certificate import Certificate, Evidence, certify
from guildhall.engine.matching.fairness import Fairness, fairness, mean_rank
from guildhall.engine.matching.order import invariant_order
from guildhall.engine.matching.problem import BoolArray, IntArray, Problem
from guildhall.engine.matching.read_problem import read_problem
from guildhall.engine.matching.solve_best import solve_best
from guildhall.engine.matching.solve_fair import Solution, solve_fair
from guildhall.engine.matching.solve_stable import solve_stable
from guildhall.engine.matching.types import OBJECTIVES, Objective
from guildhall.engine.matching.validity import blocking_pairs

Number = int | float


@dataclass(frozen=True)
class Assignment:
    """The result of `assign`. Indices are those of the input; figures are in its unit.

    `pairs` are sorted (learner, guide) tuples. `unmatched` lists learners without any guide,
    `short` those with fewer than they need (the unmatched among them). `bound` is what no
    solution of the objective can exceed, `gap` the difference to `total`; for `stable` the
    bound is that of `best`, so the gap is the price of stability.
    """

    objective: Objective
    pairs: list[tuple[int, int]]
    total: Number
    bound: Number
    gap: Number
    worst: Number | None
    matched: int
    unmatched: list[int]
    short: list[int]
    blocking_pairs: list[tuple[int, int]]
    fairness: Fairness
    learner_mean_rank: float | None
    guide_mean_rank: float | None
    resolution: float
    certificate: Certificate

    @property
    def is_proven(self) -> bool:
        """Whether the certificate proves everything that the objective promises."""
        return self.certificate.is_proven


def assign(
    score: object,
    *,
    capacity: object = 1,
    need: object = 1,
    eligible: object = None,
    objective: Literal["fair", "best", "stable"] = "fair",
    learner_preference: object = None,
    guide_preference: object = None,
    seed: int = 0,
) -> Assignment:
    """Pair learners with guides by a score matrix, and prove the result.

    score: array or SciPy sparse matrix of shape (learners, guides). NaN, and in a sparse
        matrix whatever is not stored, is ineligible; a zero is eligible. Whole numbers are
        exact; floats are counted to `resolution` (see `Unit`).
    capacity, need: places of each guide, guides wanted by each learner; a number or an array.
        A pair is used at most once: need 2 means two different guides.
    eligible: optional boolean mask of the same shape.
    objective: "fair" (most learners with a guide, most pairs, best worst pair, total),
        "best" (total, most pairs, best worst pair), "stable" (no two people would both rather
        have each other; best such outcome for the learners).
    learner_preference, guide_preference: arrays of the same shape, higher is liked more;
        the score when left out. NaN means unacceptable: never paired by "stable"; the other
        objectives read preferences only to count blocking pairs and ranks.
    seed: breaks ties another way. Figures never depend on the order of rows and columns.

    Raises ValueError for negative or infinite scores, bad counts and shapes that differ.

    >>> assign([[9, 7], [8, 0]]).pairs
    [(0, 1), (1, 0)]
    """
    if objective not in OBJECTIVES:
        raise ValueError(f"objective is {objective!r}; it can be fair, best or stable")
    problem = read_problem(
        score,
        capacity=capacity,
        need=need,
        eligible=eligible,
        learner_preference=learner_preference,
        guide_preference=guide_preference,
    )
    return solve(problem, objective=objective, seed=seed)


def check(
    assignment: Assignment,
    score: object,
    *,
    capacity: object = 1,
    need: object = 1,
    eligible: object = None,
    learner_preference: object = None,
    guide_preference: object = None,
) -> Certificate:
    """The certificate of `assignment`, computed again from the inputs of `assign`.

    Uses the pairs and the evidence only. Figures of the assignment that do not agree with what
    was computed are listed in `problems`, and then `is_proven` is False.
    """
    problem = read_problem(
        score,
        capacity=capacity,
        need=need,
        eligible=eligible,
        learner_preference=learner_preference,
        guide_preference=guide_preference,
    )
    evidence = assignment.certificate.evidence
    found = certify(problem, assignment.pairs, evidence, objective=assignment.objective)
    if found.problems:
        return found
    figures = _figures(problem, assignment.pairs, found, objective=assignment.objective)
    wrong = [
        f"{name} is stated as {getattr(assignment, name)}, but is {getattr(figures, name)}"
        for name in ("total", "bound", "gap", "worst", "matched", "unmatched", "short")
        if getattr(assignment, name) != getattr(figures, name)
    ]
    if sorted(assignment.blocking_pairs) != figures.blocking_pairs:
        wrong.append("the blocking pairs are not the stated ones")
    return replace(found, problems=tuple(wrong))


def solve(
    problem: Problem, *, objective: Objective, seed: int = 0, keep: BoolArray | None = None
) -> Assignment:
    """Solve a checked problem; among equal solutions prefer the pairs of `keep`."""
    learners, guides = invariant_order(problem, seed=seed)
    ordered = problem.reordered(learners, guides)
    kept = None if keep is None else keep[np.ix_(learners, guides)]
    if objective == "fair":
        solution = solve_fair(ordered, keep=kept)
    else:
        solution = solve_best(ordered, keep=kept if objective == "best" else None)
        if objective == "stable":
            solution = Solution(solve_stable(ordered), solution.evidence)
    row, column = np.nonzero(solution.chosen)
    pairs = sorted(zip(learners[row].tolist(), guides[column].tolist(), strict=True))
    evidence = _in_given_order(solution.evidence, learners, guides)
    certificate = certify(problem, pairs, evidence, objective=objective)
    return _figures(problem, pairs, certificate, objective=objective)


def _figures(
    problem: Problem,
    pairs: list[tuple[int, int]],
    certificate: Certificate,
    *,
    objective: Objective,
) -> Assignment:
    chosen = np.zeros(problem.eligible.shape, dtype=bool)
    if pairs:
        chosen[tuple(np.array(pairs).T)] = True
    degree = chosen.sum(axis=1)
    scores = [problem.given[pair].item() for pair in pairs]
    return Assignment(
        objective=objective,
        pairs=pairs,
        total=certificate.total.value,
        bound=certificate.total.bound,
        gap=certificate.total.gap,
        worst=min(scores, default=None),
        matched=int((degree > 0).sum()),
        unmatched=np.flatnonzero((degree == 0) & (problem.need > 0)).tolist(),
        short=np.flatnonzero(degree < problem.need).tolist(),
        blocking_pairs=blocking_pairs(problem, chosen),
        fairness=fairness(scores),
        learner_mean_rank=mean_rank(problem.learner_preference, chosen),
        guide_mean_rank=mean_rank(problem.guide_preference.T, chosen.T),
        resolution=problem.unit.resolution,
        certificate=certificate,
    )


def _in_given_order(evidence: Evidence, learners: IntArray, guides: IntArray) -> Evidence:
    """The evidence with the indices of the caller."""

    def placed(values: tuple[int, ...], order: IntArray) -> tuple[int, ...]:
        given = np.empty(len(order), dtype=np.int64)
        given[order] = values
        return tuple(given.tolist())

    def cut(found: Cut | None) -> Cut | None:
        if found is None:
            return None
        return Cut(
            tuple(sorted(learners[list(found.learners)].tolist())),
            tuple(sorted(guides[list(found.guides)].tolist())),
        )

    prices = evidence.prices
    if prices is not None:
        prices = PriceEvidence(
            learner=placed(prices.learner, learners),
            guide=placed(prices.guide, guides),
            scale=prices.scale,
            per_pair=prices.per_pair,
            per_first=prices.per_first,
        )
    return Evidence(
        prices=prices,
        matched_cut=cut(evidence.matched_cut),
        pairs_cut=cut(evidence.pairs_cut),
        next_score=evidence.next_score,
        next_cut=cut(evidence.next_cut),
    )
