"""The matching problem of a round as things stand now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guildhall.engine.matching import Person, Value, load_criteria, value_problem
from guildhall.matching.confidence import NEVER_WITH
from guildhall.matching.criteria import WAITED, guards
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.apart import broken_pins, never_pairs
from guildhall.matching.sealing import Pair, Problem
from guildhall.matching.states import Say
from guildhall.programs.models import Enrollment, Prerequisite
from guildhall.programs.queries.facts import field_values, source_of
from guildhall.programs.queries.field_words import with_words
from guildhall.programs.states import MATCHABLE, Before, EnrollmentState, Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.places import free_places
from guildhall.relationships.queries.resting import resting_twos
from guildhall.relationships.states import CloseReason

Values = Mapping[int, Mapping[str, Value]]


@dataclass(frozen=True)
class Gathered:
    """A problem with the rows that it came from.

    `not_ready` are learners whose prerequisites before the match are open; `notes` are
    (enrollment id, field label) of values that cannot be read and count as missing.
    """

    problem: Problem
    guides: Mapping[str, Enrollment]
    learners: Mapping[str, Enrollment]
    free: Mapping[int, int]
    not_ready: tuple[Enrollment, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def present_problem(round: MatchRound, *, at: datetime) -> Gathered:
    """Who takes part, what is known about them, what was said about pairs.

    Places count every pair that holds one, over all programs. Pairs that this cohort has, or
    had and that were not merely left unanswered, are not proposed again; a pin of two who must
    not be paired any more does not count. Asks the database as often for three people as for three
    thousand.
    """
    people = _matchable(round)
    unready = _unready(people)
    ready = [row for row in people if row.pk not in unready]
    free = free_places(ready, at=at)
    guides = [row for row in ready if row.side == Side.GUIDE]
    learners = [row for row in ready if row.side == Side.LEARNER and free[row.pk] > 0]
    values, notes = _values([*guides, *learners], round.criteria)
    pins, forbidden = _said(round, guides, learners)
    problem = Problem(
        # words for values are kept with the result, so that reasons and profiles read them
        criteria=with_words(round.criteria, program=round.cohort.program),
        objective=round.objective,
        minimum=round.minimum_score,
        seed=round.seed,
        guides=tuple(_person(row, values, capacity=free[row.pk]) for row in guides),
        learners=tuple(_person(row, values, need=free[row.pk]) for row in learners),
        pins=pins,
        forbidden=tuple(
            sorted((set(forbidden) | _earlier_pairs(round) | _never(round, ready)) - set(pins))
        ),
    )
    known = {str(row.person_id) for row in guides}, {str(row.person_id) for row in learners}
    return Gathered(
        problem=_among(problem, guides=known[0], learners=known[1]),
        guides={str(row.person_id): row for row in guides},
        learners={str(row.person_id): row for row in learners},
        free=free,
        not_ready=tuple(row for row in people if row.pk in unready and row.side == Side.LEARNER),
        notes=notes,
        names={str(row.person_id): row.person.name for row in ready},
    )


def _matchable(round: MatchRound) -> list[Enrollment]:
    rows = Enrollment.objects.filter(cohort_id=round.cohort_id, state__in=MATCHABLE)
    return list(rows.select_related("person").order_by("pk"))


def _unready(people: Iterable[Enrollment]) -> set[int]:
    """Whoever still has to do something before a match."""
    rows = Prerequisite.objects.filter(
        enrollment__in=[row.pk for row in people], before=Before.MATCH, met_at__isnull=True
    )
    return set(rows.values_list("enrollment_id", flat=True))


def _values(
    rows: list[Enrollment], criteria: Mapping[str, Any]
) -> tuple[Values, tuple[tuple[int, str], ...]]:
    """Values by enrollment; what does not fit its field is left out and noted."""
    fields = {name: spec for name, spec in criteria["fields"].items() if name != WAITED}
    engine_fields = load_criteria(criteria, source="round").fields
    found = field_values(rows, fields)
    notes: list[tuple[int, str]] = []
    values: dict[int, dict[str, Value]] = {}
    for row in rows:
        mine = values.setdefault(row.pk, {})
        for name, value in found[row.pk].items():
            if value_problem(engine_fields[name], value) is None:
                mine[name] = value
            else:
                notes.append((row.pk, engine_fields[name].label))
        if row.side == Side.GUIDE or row.state == EnrollmentState.WAITING:
            mine[WAITED] = "yes"
    return values, tuple(notes)


def _person(row: Enrollment, values: Values, *, capacity: int = 1, need: int = 1) -> Person:
    return Person(
        id=str(row.person_id),
        name=row.person.name,
        values=dict(values.get(row.pk, {})),
        capacity=capacity,
        need=need,
        same_as=str(row.person_id),
    )


def _said(
    round: MatchRound, guides: Iterable[Enrollment], learners: Iterable[Enrollment]
) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Pins and forbidden pairs of those who still take part. A broken pin forbids the pair."""
    guide_of = {row.pk: str(row.person_id) for row in guides}
    learner_of = {row.pk: str(row.person_id) for row in learners}
    words = [
        (learner, guide, say)
        for learner, guide, say in round.words.order_by("pk").values_list(
            "learner_id", "guide_id", "say"
        )
        if learner in learner_of and guide in guide_of
    ]
    has_pins = any(say == Say.PIN for _learner, _guide, say in words)
    broken = {(w.learner_id, w.guide_id) for w in broken_pins(round)} if has_pins else set()
    pins: list[Pair] = []
    forbidden: list[Pair] = []
    for learner, guide, say in words:
        holds = say == Say.PIN and (learner, guide) not in broken
        (pins if holds else forbidden).append((learner_of[learner], guide_of[guide]))
    return tuple(pins), tuple(forbidden)


def _never(round: MatchRound, ready: Iterable[Enrollment]) -> set[Pair]:
    """Who asked never to meet, where no rule of the round says it, and who is kept apart otherwise:
    publishing would refuse them."""
    fields = round.criteria["fields"]
    names = [str(rule["field"]) for rule in guards(round.criteria) if "field" in rule]
    people = [row.person_id for row in ready]
    has_rule = any(source_of(name, fields[name], Side.GUIDE) == NEVER_WITH for name in names)
    apart = resting_twos(people) if has_rule else never_pairs(people)
    twos = [tuple(map(str, pair)) for pair in apart]
    return {pair for one, other in twos for pair in ((one, other), (other, one))}


def _earlier_pairs(round: MatchRound) -> set[Pair]:
    """Who is, or was, a pair in this cohort. An offer that lapsed may be made again."""
    rows = (
        Party.objects.filter(relationship__cohort_id=round.cohort_id)
        .exclude(relationship__closure__reason=CloseReason.LAPSED)
        .values_list("relationship_id", "side", "person_id")
    )
    sides: dict[int, dict[str, list[str]]] = {}
    for relationship_id, side, person_id in rows:
        together = sides.setdefault(relationship_id, {Side.GUIDE: [], Side.LEARNER: []})
        together[side].append(str(person_id))
    return {
        (learner, guide)
        for together in sides.values()
        for learner in together[Side.LEARNER]
        for guide in together[Side.GUIDE]
    }


def _among(problem: Problem, *, guides: set[str], learners: set[str]) -> Problem:
    """Only pairs of people who are there: the engine refuses ids that it does not know."""
    kept = tuple(
        (learner, guide)
        for learner, guide in problem.forbidden
        if learner in learners and guide in guides
    )
    return Problem(
        criteria=problem.criteria,
        objective=problem.objective,
        minimum=problem.minimum,
        seed=problem.seed,
        guides=problem.guides,
        learners=problem.learners,
        pins=problem.pins,
        forbidden=kept,
    )
