"""Who reads a reflection, a check-in, an introduction."""

from django.db.models import Q

from guildhall.mentoring.models import CheckIn, Introduction, Reflection, ReflectionShare
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import heard_in_own_pairs, of_own_pairs


def _own(actor: Actor) -> Q:
    return Q(person_id=actor.person_id or 0)


def _shown(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    shares = ReflectionShare.objects.filter(
        heard_in_own_pairs(actor.person_id, "shared_at", author="reflection__person")
    )
    return Q(pk__in=shares.values("reflection_id"))


def _introduced(actor: Actor) -> Q:
    person = actor.person_id or 0
    return Q(offered_by_id=person) | Q(learner_id=person) | Q(colleague_id=person)


READ_REFLECTION = declare(
    Access(
        "reflection.read",
        "A reflection is its owner's alone; one that they show to a pair is read by the pair.",
        Reflection,
        lambda actor: _own(actor) | _shown(actor),
    )
)
CHANGE_REFLECTION = declare(
    Access(
        "reflection.change",
        "Its owner shows a reflection to a pair, takes that back, and throws it away.",
        Reflection,
        _own,
        read=READ_REFLECTION,
    )
)
READ_CHECK_IN = declare(
    Access(
        "check_in.read",
        "How somebody is, told to the pair, is read by the pair and nobody else.",
        CheckIn,
        lambda actor: heard_in_own_pairs(actor.person_id, "made_at", author="person"),
    )
)
CHANGE_CHECK_IN = declare(
    Access(
        "check_in.change",
        "Whoever told how they are takes it back.",
        CheckIn,
        lambda actor: of_own_pairs(actor) & _own(actor),
        read=READ_CHECK_IN,
    )
)
READ_INTRODUCTION = declare(
    Access(
        "introduction.read",
        "The three people of an introduction read it.",
        Introduction,
        _introduced,
    )
)
ANSWER_INTRODUCTION = declare(
    Access(
        "introduction.answer",
        "The two who would be introduced say yes or let it be.",
        Introduction,
        lambda actor: Q(learner_id=actor.person_id or 0) | Q(colleague_id=actor.person_id or 0),
        read=READ_INTRODUCTION,
    )
)
