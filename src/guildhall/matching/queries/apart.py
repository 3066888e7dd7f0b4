"""Who must never be a pair, whatever a coordinator says: as people have said it by now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guildhall.matching.criteria import guards
from guildhall.matching.models import MatchRound, PairWord
from guildhall.matching.states import Say
from guildhall.programs.models import Enrollment
from guildhall.programs.queries.facts import field_values
from guildhall.programs.states import MATCHABLE
from guildhall.relationships.queries import resting

# Learner and guide, as rows and as ids of enrollments.
Pair = tuple[Enrollment, Enrollment]
PairIds = tuple[int, int]


def kept_apart(round: MatchRound, pairs: Iterable[Pair]) -> set[PairIds]:
    """Of these pairs, those that must not be: one of the two asked never to meet the other, they
    are kept apart otherwise, or a rule that guards people stands between them. Which it is, and who
    asked whom, is not told."""
    wanted = list(pairs)
    if not wanted:
        return set()
    asked = never_pairs({row.person_id for pair in wanted for row in pair})
    listed = _listed(round.criteria, wanted)
    return {
        (learner.pk, guide.pk)
        for learner, guide in wanted
        if frozenset((learner.person_id, guide.person_id)) in asked
        or str(guide.person_id) in listed[learner.pk]
        or str(learner.person_id) in listed[guide.pk]
    }


def never_pairs(people: Iterable[int]) -> set[frozenset[int]]:
    """Among these people, the twos of whom one asked never to be paired with the other, and those
    between whom contact rests; which it is, nobody is told."""
    return resting.kept_apart(people)


def broken_pins(round: MatchRound) -> list[PairWord]:
    """Pins that no longer count, since the two must not be a pair any more."""
    words = list(
        round.words.filter(
            say=Say.PIN, learner__state__in=MATCHABLE, guide__state__in=MATCHABLE
        ).select_related("learner__person", "guide__person", "learner__cohort", "guide__cohort")
    )
    apart = kept_apart(round, [(word.learner, word.guide) for word in words])
    return [word for word in words if (word.learner_id, word.guide_id) in apart]


def _listed(criteria: Mapping[str, Any], pairs: Sequence[Pair]) -> dict[int, set[str]]:
    """By enrollment: the people whom the guarding rules keep from this person."""
    people = {row.pk: row for pair in pairs for row in pair}
    names = {
        rule[key]
        for rule in guards(criteria)
        for key in ("field", "guide_field", "learner_field")
        if rule.get(key)
    }
    fields = {name: criteria["fields"][name] for name in sorted(names)}
    values = field_values(list(people.values()), fields) if fields else {}
    listed: dict[int, set[str]] = {pk: set() for pk in people}
    for pk, mine in values.items():
        for value in mine.values():
            if isinstance(value, tuple):
                listed[pk] |= {str(one) for one in value}
    return listed
