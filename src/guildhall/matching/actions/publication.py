"""The row that says a round was published."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import WrongState
from guildhall.matching.actions.events import ROUND_PUBLISHED
from guildhall.matching.actions.rounds import open_round
from guildhall.matching.models import MatchRound, Publication
from guildhall.matching.states import RoundState
from guildhall.permissions.actor import Actor


def hold_for_publication(round: MatchRound) -> MatchRound:
    """The round, locked and fit to be published.

    Refuses one that is published, put away, being solved, failed, empty, or changed since it was
    solved.
    """
    row = open_round(round)
    if row.state == RoundState.SOLVING:
        raise WrongState(_("This draft is being solved. Wait for the result, then publish it."))
    if row.state == RoundState.FAILED or row.solved_revision != row.revision:
        raise WrongState(
            _("This draft was changed and not solved since. Solve it again, then publish it.")
        )
    if not row.proposals.exists():
        raise WrongState(_("There is no pair in this draft, so there is nothing to publish."))
    return row


def record_publication(round: MatchRound, *, pairs: int, by: Actor, at: datetime) -> Publication:
    """Mark the round as published, for good. Messages are counted once they are queued."""
    publication = Publication.objects.create(
        round=round, published_by_id=by.person_id, published_at=at, pairs=pairs, messages=0
    )
    round.state = RoundState.PUBLISHED
    round.save(update_fields=["state"])
    record(
        ROUND_PUBLISHED,
        by=by,
        subject=round,
        at=at,
        organization_id=round.cohort.program.organization_id,
        cohort=round.cohort_id,
        publication=publication.pk,
    )
    return publication


def count_messages(publication: Publication, *, messages: int) -> Publication:
    """Note how many people were told."""
    publication.messages = messages
    publication.save(update_fields=["messages"])
    return publication
