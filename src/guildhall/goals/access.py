"""Who reads and moves what a pair works on: the pair, and nobody else."""

from django.db.models import Q

from guildhall.goals.models import FeedbackAsk, Goal, Promise
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import of_own_pairs


def _asked_of(actor: Actor) -> Q:
    """Feedback is given by whoever was asked, so by everybody but the asker."""
    if actor.person_id is None:
        return NOTHING
    return of_own_pairs(actor) & ~Q(asker_id=actor.person_id)


WORK_ON_GOAL = declare(
    Access("goal.work", "The pair read, move and settle their goals.", Goal, of_own_pairs)
)
KEEP_PROMISE = declare(
    Access("promise.keep", "The pair read and tick off their promises.", Promise, of_own_pairs)
)
READ_FEEDBACK = declare(
    Access("feedback.read", "The pair read feedback that was asked.", FeedbackAsk, of_own_pairs)
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
