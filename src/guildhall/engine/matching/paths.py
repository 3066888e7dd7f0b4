"""Exact pairs by shortest paths with prices, each pair used at most once, any need and places.

Every learner first takes the best offers at some given prices. Guides who are then asked too
often pass pairs on along shortest paths (`_Shed`); guides with a price and a place left draw
pairs in, or lose their price (`_Draw`). Prices u (learner) and p (guide) keep these invariants
throughout (Edmonds and Karp, 1972): an unused pair is worth u + p at most, a used pair at
least; u lies between what a learner would ask for one pair fewer and for one pair more.
The result is exact whatever the first prices; good ones only save searches.
"""

import numpy as np

from guildhall.engine.matching.problem import BoolArray, IntArray, Network

FAR = np.iinfo(np.int64).max // 4


def heaviest_by_paths(weight: IntArray, network: Network, *, first_prices: IntArray) -> BoolArray:
    """The contract of `heaviest`; `first_prices` (one a guide, 0 or more) is only a hint."""
    state = _State(weight, network, first_prices)
    for guide in np.argsort(-state.excess(), kind="stable").tolist():
        while state.load[guide] > state.capacity[guide]:
            _Shed(state, guide).run()
    for guide in range(len(state.p)):
        while state.p[guide] > 0 and state.load[guide] < state.capacity[guide]:
            _Draw(state, guide).run()
    return state.used


class _State:
    """Used pairs and prices."""

    def __init__(self, weight: IntArray, network: Network, first_prices: IntArray) -> None:
        self.weight, self.edges, self.bonus = weight, network.edges, network.first_bonus
        self.need, self.capacity = network.need, network.capacity
        self.p = first_prices.astype(np.int64)
        self.used = np.zeros(weight.shape, dtype=bool)
        self.u = np.zeros(len(self.need), dtype=np.int64)
        for learner in range(len(self.need)):
            self._take_best(learner)
        self.idle = self.edges & ~self.used
        self.degree = self.used.sum(axis=1)
        self.load = self.used.sum(axis=0)

    def excess(self) -> IntArray:
        """How many pairs each guide has beyond the places."""
        return np.asarray(np.maximum(self.load - self.capacity, 0), dtype=np.int64)

    def _take_best(self, learner: int) -> None:
        need = int(self.need[learner])
        if need == 0:
            self.u[learner] = FAR
            return
        gain = np.where(self.edges[learner], self.weight[learner] - self.p, -FAR)
        best = np.argsort(-gain, kind="stable")[: need + 1]
        bonus = int(self.bonus[learner])
        wanted = [
            guide
            for rank, guide in enumerate(best[:need].tolist())
            if gain[guide] > (-bonus if rank == 0 else 0)
        ]
        self.used[learner, wanted] = True
        after = int(gain[best[len(wanted)]]) if len(wanted) < len(best) else -FAR
        self.u[learner] = max(after, self._least(len(wanted), bonus))

    def _least(self, degree: int, bonus: int) -> int:
        return -bonus if degree <= 1 else 0

    def floor(self, learner: int) -> int:
        """At this price the learner would as soon give one pair back."""
        return self._least(int(self.degree[learner]), int(self.bonus[learner]))

    def ceiling(self, learner: int) -> int:
        """At this price a learner with an unmet need would as soon take one pair more."""
        return -int(self.bonus[learner]) if self.degree[learner] == 0 else 0

    def move(self, learner: int, *, taken: int = -1, given: int = -1) -> None:
        """Let a learner take a pair, give one back, or both."""
        for guide, takes in ((given, False), (taken, True)):
            if guide >= 0:
                self.used[learner, guide] = takes
                self.idle[learner, guide] = not takes
                self.degree[learner] += 1 if takes else -1
                self.load[guide] += 1 if takes else -1


class _Search:
    """Dijkstra from one guide over learners and guides; subclasses say which way pairs move."""

    def __init__(self, state: _State, start: int) -> None:
        learners, guides = state.weight.shape
        self.state, self.start = state, start
        self.learner_at = np.full(learners, FAR, dtype=np.int64)
        self.guide_at = np.full(guides, FAR, dtype=np.int64)
        self.learner_queue = self.learner_at.copy()
        self.guide_queue = self.guide_at.copy()
        self.learner_from = np.full(learners, -1, dtype=np.int64)
        self.guide_from = np.full(guides, -1, dtype=np.int64)
        self.end, self.end_learner, self.end_guide = FAR, -1, -1

    def run(self) -> None:
        """Find the nearest end, adapt the prices, move the pairs."""
        self.guide_at[self.start] = 0
        self.reach_guide(self.start, 0)
        while True:
            learner, guide = int(self.learner_queue.argmin()), int(self.guide_queue.argmin())
            to_learner, to_guide = int(self.learner_queue[learner]), int(self.guide_queue[guide])
            if min(to_learner, to_guide) >= self.end:
                break
            if to_learner <= to_guide:
                self.learner_queue[learner] = FAR
                self.reach_learner(learner, to_learner)
            else:
                self.guide_queue[guide] = FAR
                self.reach_guide(guide, to_guide)
        self.adapt_prices()
        self.move_pairs()

    def reach_guide(self, guide: int, distance: int) -> None:
        """Settle a guide: offer an end, look at learners."""
        raise NotImplementedError

    def reach_learner(self, learner: int, distance: int) -> None:
        """Settle a learner: offer an end, look at guides."""
        raise NotImplementedError

    def adapt_prices(self) -> None:
        """Make the path tight without breaking an invariant."""
        raise NotImplementedError

    def move_pairs(self) -> None:
        """Move the pairs along the path."""
        raise NotImplementedError

    def offer_end(self, distance: int, *, learner: int = -1, guide: int = -1) -> None:
        """Note a way to end the search here."""
        if distance < self.end:
            self.end, self.end_learner, self.end_guide = distance, learner, guide

    def look_at_learners(self, guide: int, cost: IntArray, among: BoolArray) -> None:
        """Relax all learners next to a guide."""
        nearer = among & (cost < self.learner_at)
        self.learner_at[nearer] = cost[nearer]
        self.learner_queue[nearer] = cost[nearer]
        self.learner_from[nearer] = guide

    def look_at_guides(self, learner: int, cost: IntArray, among: BoolArray) -> None:
        """Relax all guides next to a learner."""
        nearer = among & (cost < self.guide_at)
        self.guide_at[nearer] = cost[nearer]
        self.guide_queue[nearer] = cost[nearer]
        self.guide_from[nearer] = learner

    def slack(self) -> tuple[IntArray, IntArray]:
        """How much nearer than the end each learner and each guide is."""
        learners = np.maximum(self.end - self.learner_at, 0)
        return learners, np.maximum(self.end - self.guide_at, 0)


class _Shed(_Search):
    """An overfull guide gives up one pair: somebody else takes it on, or the learner drops it."""

    def reach_guide(self, guide: int, distance: int) -> None:
        state = self.state
        if state.load[guide] < state.capacity[guide]:
            self.offer_end(distance, guide=guide)
            return
        cost = state.weight[:, guide] - state.u
        cost += distance - int(state.p[guide])
        self.look_at_learners(guide, cost, state.used[:, guide])

    def reach_learner(self, learner: int, distance: int) -> None:
        state = self.state
        u = int(state.u[learner])
        self.offer_end(distance + u - state.floor(learner), learner=learner)
        cost = state.p - state.weight[learner]
        cost += distance + u
        self.look_at_guides(learner, cost, state.idle[learner])

    def adapt_prices(self) -> None:
        learners, guides = self.slack()
        self.state.u -= learners
        self.state.p += guides

    def move_pairs(self) -> None:
        guide, learner = self.end_guide, self.end_learner
        if guide >= 0:
            learner = int(self.guide_from[guide])
        while learner >= 0:
            given = int(self.learner_from[learner])
            self.state.move(learner, taken=guide, given=given)
            guide = given
            learner = int(self.guide_from[guide])


class _Draw(_Search):
    """A guide with a price and a free place draws a pair in, or the price falls to nothing."""

    def reach_guide(self, guide: int, distance: int) -> None:
        state = self.state
        self.offer_end(distance + int(state.p[guide]), guide=guide)
        cost = state.u - state.weight[:, guide]
        cost += distance + int(state.p[guide])
        self.look_at_learners(guide, cost, state.idle[:, guide])

    def reach_learner(self, learner: int, distance: int) -> None:
        state = self.state
        u = int(state.u[learner])
        if state.degree[learner] < state.need[learner]:
            self.offer_end(distance + state.ceiling(learner) - u, learner=learner)
        cost = state.weight[learner] - state.p
        cost += distance - u
        self.look_at_guides(learner, cost, state.used[learner])

    def adapt_prices(self) -> None:
        learners, guides = self.slack()
        self.state.u += learners
        self.state.p -= guides

    def move_pairs(self) -> None:
        learner, given = self.end_learner, -1
        if self.end_guide >= 0:
            given = self.end_guide
            learner = int(self.guide_from[given])
        while learner >= 0:
            taken = int(self.learner_from[learner])
            self.state.move(learner, taken=taken, given=given)
            given = taken
            learner = int(self.guide_from[given])
