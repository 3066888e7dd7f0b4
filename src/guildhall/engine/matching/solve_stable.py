"""`stable`: deferred acceptance (Gale and Shapley, 1962), learners proposing.

With several guides wanted and several places it is the many-to-many version: pairwise stable,
and the best stable outcome for the learners. Ties are broken by the order of rows and columns.
"""

import heapq

import numpy as np

from guildhall.engine.matching.problem import BoolArray, FloatArray, IntArray, Problem


def solve_stable(problem: Problem) -> BoolArray:
    """The learner-optimal stable pairs as a boolean matrix."""
    mine, theirs = problem.learner_preference, problem.guide_preference
    acceptable = problem.eligible & ~np.isnan(mine) & ~np.isnan(theirs)
    wishes = [_by_liking(mine[i], acceptable[i]) for i in range(len(problem.need))]
    place_of = _places(theirs, acceptable)
    capacity: list[int] = problem.capacity.tolist()
    held: list[list[tuple[int, int]]] = [[] for _ in capacity]
    asked = [0] * len(wishes)
    proposers = [i for i, need in enumerate(problem.need.tolist()) for _ in range(need)]
    while proposers:
        learner = proposers.pop()
        wish = wishes[learner]
        while asked[learner] < len(wish):
            guide = wish[asked[learner]]
            asked[learner] += 1
            # A heap whose smallest entry is the learner whom the guide would let go first.
            entry = (-int(place_of[learner, guide]), learner)
            if len(held[guide]) < capacity[guide]:
                heapq.heappush(held[guide], entry)
                break
            if held[guide][0] < entry:
                proposers.append(heapq.heapreplace(held[guide], entry)[1])
                break
    chosen = np.zeros(problem.eligible.shape, dtype=bool)
    for guide, entries in enumerate(held):
        chosen[[learner for _, learner in entries], guide] = True
    return chosen


def _by_liking(liking: FloatArray, acceptable: BoolArray) -> list[int]:
    """Acceptable guides, best liked first, ties in the order of the columns."""
    guides = np.flatnonzero(acceptable)
    found: list[int] = guides[np.argsort(-liking[guides], kind="stable")].tolist()
    return found


def _places(liking: FloatArray, acceptable: BoolArray) -> IntArray:
    """Each learner's place in each guide's list (0 is best), ties in the order of the rows."""
    last_first = np.where(acceptable, -liking, np.inf)
    order = np.argsort(last_first, axis=0, kind="stable")
    places = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(places, order, np.arange(len(order))[:, None], axis=0)
    return places
