"""What the pairs are in themselves: allowed or not, stable or not."""

from collections.abc import Sequence

import numpy as np

from guildhall.engine.matching.problem import BoolArray, IntArray, Problem

Pairs = Sequence[tuple[int, int]]


def pair_problems(problem: Problem, pairs: Pairs) -> list[str]:
    """What is wrong with the pairs themselves: not eligible, used twice, too many."""
    learners, guides = problem.eligible.shape
    inside = [0 <= i < learners and 0 <= j < guides for i, j in pairs]
    if not all(inside):
        return [f"pair {pairs[inside.index(False)]} does not exist"]
    found = []
    if len(set(pairs)) < len(pairs):
        found.append("a pair is used twice")
    found += [f"pair {pair} is not eligible" for pair in pairs if not problem.eligible[pair]]
    load: IntArray = np.bincount([j for _, j in pairs], minlength=guides)
    wants: IntArray = np.bincount([i for i, _ in pairs], minlength=learners)
    for guide in np.flatnonzero(load > problem.capacity).tolist():
        found.append(f"guide {guide} has {load[guide]} pairs for {problem.capacity[guide]} places")
    for learner in np.flatnonzero(wants > problem.need).tolist():
        found.append(f"learner {learner} has {wants[learner]} pairs, needs {problem.need[learner]}")
    return found


def blocking_pairs(problem: Problem, chosen: BoolArray) -> list[tuple[int, int]]:
    """Pairs of people who would both rather have each other than what they have.

    A free place or an unmet need counts as worse than anyone acceptable; ties do not block.
    A partner whom someone finds unacceptable (NaN) counts as worse than anyone acceptable.
    """
    mine, theirs = problem.learner_preference, problem.guide_preference
    has_room = chosen.sum(axis=1) < problem.need
    has_place = chosen.sum(axis=0) < problem.capacity
    worst_guide = np.where(chosen, np.nan_to_num(mine, nan=-np.inf), np.inf).min(
        axis=1, initial=np.inf
    )
    worst_learner = np.where(chosen, np.nan_to_num(theirs, nan=-np.inf), np.inf).min(
        axis=0, initial=np.inf
    )
    worst_guide[has_room] = -np.inf
    worst_learner[has_place] = -np.inf
    blocks = (mine > worst_guide[:, None]) & (theirs > worst_learner[None, :])
    rows, columns = np.nonzero(blocks & problem.eligible & ~chosen)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
