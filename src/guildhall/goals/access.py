"""Who reads and moves what a pair works on: the pair, and nobody else."""

from django.db.models import Q

from guildhall.goals.models import FeedbackAsk, Goal, Promise
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import heard_in_own_pairs


def _asked_of(actor: Actor) -> Q:
    """Feedback is given by whoever was asked, so by everybody but the asker."""
    if actor.person_id is None:
        return NOTHING
    return _feedback(actor) & ~Q(asker_id=actor.person_id)


def _feedback(actor: Actor) -> Q:
    return heard_in_own_pairs(actor.person_id, "asked_at", author="asker")


def _goals(actor: Actor) -> Q:
    return heard_in_own_pairs(actor.person_id, "set_at", author="owner")


def _promises(actor: Actor) -> Q:
    return heard_in_own_pairs(actor.person_id, "made_at", author="owner")


WORK_ON_GOAL = declare(
    Access("goal.work", "The pair read, move and settle their goals.", Goal, _goals)
)
KEEP_PROMISE = declare(
    Access("promise.keep", "The pair read and tick off their promises.", Promise, _promises)
)
READ_FEEDBACK = declare(
    Access("feedback.read", "The pair read feedback that was asked.", FeedbackAsk, _feedback)
)
GIVE_FEEDBACK = declare(
    Access(
        "feedback.give",
        "Whoever was asked gives feedback, or lets it be.",
        FeedbackAsk,
        _asked_of,
        read=READ_FEEDBACK,
    )
)
