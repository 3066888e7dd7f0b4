"""One matching task, prepared: people in order, scores, and which pairs are free to choose."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from guildhall.engine.matching.assign import Assignment, solve
from guildhall.engine.matching.columns import Columns
from guildhall.engine.matching.criteria import Criteria
from guildhall.engine.matching.criteria_words import did_you_mean
from guildhall.engine.matching.eligibility import allowed
from guildhall.engine.matching.points import score
from guildhall.engine.matching.problem import BoolArray, IntArray
from guildhall.engine.matching.read_problem import read_problem
from guildhall.engine.matching.types import OBJECTIVES, MatchError, Objective, Person
from guildhall.engine.matching.values import value_problem

Pair = tuple[int, int]


@dataclass(frozen=True)
class Setting:
    """Pairs here are indices (learner, guide) into people sorted by id. Scores in hundredths.

    `by_rules` marks pairs that every rule allows, `forbidden` and `pins` are the coordinator's.
    """

    guides: tuple[Person, ...]
    learners: tuple[Person, ...]
    criteria: Criteria
    objective: Objective
    seed: int
    score: IntArray
    by_rules: BoolArray
    forbidden: frozenset[Pair]
    pins: tuple[Pair, ...]
    minimum: int | None

    @cached_property
    def guide_at(self) -> dict[str, int]:
        """Index of each guide by id."""
        return {person.id: at for at, person in enumerate(self.guides)}

    @cached_property
    def learner_at(self) -> dict[str, int]:
        """Index of each learner by id."""
        return {person.id: at for at, person in enumerate(self.learners)}

    @cached_property
    def eligible(self) -> BoolArray:
        """Pairs that the rules and the coordinator allow, whatever their score."""
        grid = self.by_rules.copy()
        for pair in self.forbidden:
            grid[pair] = False
        return grid

    @cached_property
    def acceptable(self) -> BoolArray:
        """Eligible pairs that reach the minimum score."""
        return (
            self.eligible if self.minimum is None else self.eligible & (self.score >= self.minimum)
        )

    def at(self, *, learner_id: str, guide_id: str) -> Pair:
        """The pair's indices. Raises KeyError that names an unknown id."""
        for name, known in ((learner_id, self.learner_at), (guide_id, self.guide_at)):
            if name not in known:
                raise KeyError(f"nobody has the id '{name}'")
        return self.learner_at[learner_id], self.guide_at[guide_id]

    def solve(self, *, keep: BoolArray | None = None) -> Assignment:
        """Solve for the pairs that are free to choose; the pins come on top."""
        need = np.array([person.need for person in self.learners], dtype=np.int64)
        capacity = np.array([person.capacity for person in self.guides], dtype=np.int64)
        free = self.acceptable.copy()
        fresh = np.ones(len(need), dtype=bool)
        for learner, guide in self.pins:
            need[learner] -= 1
            capacity[guide] -= 1
            fresh[learner] = False
            free[learner, guide] = False
        problem = read_problem(self.score, capacity=capacity, need=need, eligible=free, fresh=fresh)
        return solve(problem, objective=self.objective, seed=self.seed, keep=keep)

    def without_minimum(self) -> "Setting":
        """The same task with every eligible pair acceptable."""
        return replace(self, minimum=None)

    def with_pin(self, pair: Pair) -> "Setting":
        """The same task with one more pair fixed."""
        return replace(self, pins=(*self.pins, pair))


def read_setting(
    guides: Iterable[Person],
    learners: Iterable[Person],
    criteria: Criteria,
    *,
    objective: Objective,
    pins: Iterable[tuple[str, str]],
    forbidden: Iterable[tuple[str, str]],
    minimum_score: float | Decimal | None,
    seed: int,
) -> Setting:
    """Check people, pins and forbidden pairs. Raises MatchError with every problem."""
    if objective not in OBJECTIVES:
        raise ValueError(f"objective is {objective!r}; it can be fair, best or stable")
    sorted_guides = tuple(sorted(guides, key=lambda person: person.id))
    sorted_learners = tuple(sorted(learners, key=lambda person: person.id))
    nouns = criteria.nouns
    problems = _people_problems(sorted_guides, criteria, nouns.guide)
    problems += _people_problems(sorted_learners, criteria, nouns.learner)
    pinned, banned = tuple(dict.fromkeys(pins)), tuple(dict.fromkeys(forbidden))
    problems += _pair_problems(pinned, banned, sorted_guides, sorted_learners, criteria)
    if problems:
        raise MatchError(problems)
    columns = Columns(sorted_guides, sorted_learners, criteria)
    setting = Setting(
        guides=sorted_guides,
        learners=sorted_learners,
        criteria=criteria,
        objective=objective,
        seed=seed,
        score=score(columns, criteria),
        by_rules=allowed(columns, criteria),
        forbidden=frozenset(),
        pins=(),
        minimum=None if minimum_score is None else _hundredths(minimum_score),
    )
    places = [setting.at(learner_id=mine, guide_id=theirs) for mine, theirs in pinned]
    bans = [setting.at(learner_id=mine, guide_id=theirs) for mine, theirs in banned]
    return replace(setting, pins=tuple(sorted(places)), forbidden=frozenset(bans))


def _hundredths(points: float | Decimal) -> int:
    """The least whole number of hundredths that reaches these points."""
    return int((Decimal(str(points)) * 100).to_integral_value(rounding="ROUND_CEILING"))


def _people_problems(people: Sequence[Person], criteria: Criteria, noun: str) -> list[str]:
    found = [
        f"two {noun}s have the id '{name}'; ids must be unique"
        for name, count in Counter(person.id for person in people).items()
        if count > 1
    ]
    for person in people:
        if person.capacity < 0 or person.need < 0:
            found.append(f"{noun} '{person.id}': places and guides wanted cannot be negative")
        for name, value in person.values.items():
            field = criteria.fields.get(name)
            problem = None if field is None else value_problem(field, value)
            if problem is not None and field is not None:
                found.append(f"{noun} '{person.id}', {field.label}: {problem}")
    return found


def _pair_problems(
    pins: tuple[tuple[str, str], ...],
    forbidden: tuple[tuple[str, str], ...],
    guides: Sequence[Person],
    learners: Sequence[Person],
    criteria: Criteria,
) -> list[str]:
    nouns = criteria.nouns
    guide_of = {person.id: person for person in guides}
    learner_of = {person.id: person for person in learners}
    found = []
    for mine, theirs in dict.fromkeys((*pins, *forbidden)):
        for name, known, noun in (
            (mine, learner_of, nouns.learner),
            (theirs, guide_of, nouns.guide),
        ):
            if name not in known:
                found.append(f"no {noun} has the id '{name}'{did_you_mean(name, known)}")
    if found:
        return found
    for mine, theirs in sorted(set(pins) & set(forbidden)):
        found.append(f"the pair '{mine}' and '{theirs}' is both pinned and forbidden; choose one")
    for theirs, count in Counter(theirs for _, theirs in pins).items():
        if count > guide_of[theirs].capacity:
            who = ", ".join(f"'{mine}'" for mine, other in pins if other == theirs)
            found.append(
                f"{nouns.guide} '{theirs}' has room for {guide_of[theirs].capacity}, but {count}"
                f" {nouns.learners} are pinned: {who}; unpin some or add places"
            )
    for mine, count in Counter(mine for mine, _ in pins).items():
        if count > learner_of[mine].need:
            found.append(
                f"{nouns.learner} '{mine}' wants {learner_of[mine].need} {nouns.guides}, but has"
                f" {count} pinned; unpin some"
            )
    return found
